"""Formations on screens: what is possible now, who sits where in a room, and the text an operator edits."""

import pytest
import yaml
from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.boot import demo
from bongsu.core.values import Person
from bongsu.crisis import convene as rules
from bongsu.flows import convene, formations_file
from bongsu.store import setup

TEXT = """formations:
  - id: team
    name: 합동 정보팀
    text: 한 팀으로 움직입니다.
    levels: [3, 5]
    seats:
      - {id: lead, name: 대변 책임, text: 정리하세요, roles: [leader], leads: true}
      - {id: gather, name: 정보 수집, text: 모으세요, roles: [practitioner]}
      - {id: law, name: 법무 자문, text: 시한을 보세요, roles: [legal]}
      - {id: sales, name: 현장, text: 확인하세요, roles: [sales]}
  - id: lean
    name: 축소팀
    levels: [3, 3]
    seats:
      - {id: lead, name: 대변 책임, text: 정리하세요, roles: [leader], leads: true}
"""


@pytest.fixture
def formed(world):
    setup.set_documents(world.org, formations=yaml.safe_load(TEXT)["formations"])
    return world


@pytest.fixture
def room(formed):
    return convene.open_room(
        formed.ports, org=formed.org, brand=formed.brand, by="haneul", title="유리조각", why="사진", level=3
    )


def page(world, who, path):
    return signed_in(world, who).get(path).content.decode()


def operator(world):
    setup.add_person(world.org, Person("woojin", "남우진", ("operator", "sales"), on_duty=False), email="w@example.com")
    return signed_in(world, "woojin")


# ── in peacetime ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_board_names_what_is_possible_now_and_who_is_missing(formed):
    operator(formed)
    setup.set_duty(formed.org, "woojin", on_duty=False)
    shown = page(formed, "haneul", "/formations/")
    assert "합동 정보팀에서 현장 빼고 (남우진 연락 불가)" in shown
    assert "꼭 필요한 자리가 비어요" in shown
    assert "축소팀, 빈자리 없이" in shown
    setup.set_duty(formed.org, "woojin", on_duty=True)
    assert "합동 정보팀, 빈자리 없이" in page(formed, "haneul", "/formations/")


def test_a_level_without_a_formation_says_so(formed):
    assert "이 단계의 대형이 없어요" in page(formed, "haneul", "/formations/?level=2")
    assert "이 단계에는 대형이 없어요" in page(formed, "haneul", "/formations/?level=2")


@pytest.mark.parametrize("level", ["", "1", "9", "x", "٣"])
def test_an_odd_level_shows_the_usual_one(formed, level):
    assert "합동 정보팀" in page(formed, "haneul", f"/formations/?level={level}")


def test_without_formations_the_board_teaches(world):
    assert "아직 대형이 없어요" in page(world, "haneul", "/formations/")


# ── the text ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_only_an_operator_edits(formed):
    assert signed_in(formed, "haneul").get("/formations/edit/").status_code == 403
    assert signed_in(formed, "haneul").post("/formations/edit/", {"text": TEXT}).status_code == 403


def test_what_has_faults_is_not_kept_and_each_fault_says_its_line(formed):
    client = operator(formed)
    wrong = TEXT.replace("levels: [3, 3]", "levels: [3, 9]").replace("{id: law,", "{id: law, salary: 3,")
    answer = client.post("/formations/edit/", {"text": wrong})
    shown = answer.content.decode()
    assert answer.status_code == 422
    lines = wrong.splitlines()
    for part in ("salary", "[3, 9]"):
        number = next(n for n, line in enumerate(lines, start=1) if part in line)
        assert f"{number}번째 줄" in shown
    assert "salary: 3" in shown, "what was typed stays"
    assert [one.id for one in formed.store.ground(formed.org).formations] == ["team", "lean"]
    assert formed.store.ground(formed.org).formations[1].level_to == 3


@pytest.mark.parametrize(
    "text", ["", "{", "formations: 3", "a: &a [*a]", "formations: [1, {seats: {}}]", "\x00", "- - -"]
)
def test_nothing_anybody_types_breaks_the_page(formed, text):
    assert operator(formed).post("/formations/edit/", {"text": text}).status_code == 422


def test_what_is_sound_is_kept_and_comes_back_as_it_was(formed):
    client = operator(formed)
    sample = demo.sample("formations")["formations"]
    assert client.post("/formations/edit/", {"text": formations_file.write(sample)}).status_code == 302
    assert len(formed.store.ground(formed.org).formations) == len(sample)
    again = client.get("/formations/edit/").content.decode()
    assert "재발 방지 분과" in again


# ── in a room ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_rooms_board_says_who_sits_where_and_what_they_do_first(formed, room):
    shown = page(formed, "haneul", f"/rooms/{room}/formation/")
    for words in ("합동 정보팀", "대변 책임", "이서준", "시한을 보세요", "정지우", "대리 강예린"):
        assert words in shown
    assert "do/seat" not in shown, "the leader's act"
    assert "빈자리: 현장" in page(formed, "haneul", f"/rooms/{room}/").replace("빈자리</", "빈자리: 현장</")
    formed.assert_journal_holds(room)


def test_the_leader_changes_a_seat_and_the_formation(formed, room):
    seojun = signed_in(formed, "seojun")
    assert "do/seat" in page(formed, "seojun", f"/rooms/{room}/formation/")
    assert seojun.post(f"/rooms/{room}/do/seat", {"seat": "sales", "person": "doyun"}).status_code == 302
    assert rules.holder(formed.room(room), "sales") == "doyun"
    assert seojun.post(f"/rooms/{room}/do/form", {"formation": "lean"}).status_code == 302
    assert formed.room(room).formation == "lean"
    again = seojun.post(f"/rooms/{room}/do/form", {"formation": "lean"}, follow=True)
    assert "toast" in again.content.decode()
    formed.assert_journal_holds(room)


def test_an_open_room_keeps_the_formation_it_opened_with(formed, room):
    setup.set_documents(formed.org, formations=[])
    assert rules.formation_of(formed.room(room)).name == "합동 정보팀"
    assert "합동 정보팀" in page(formed, "haneul", f"/rooms/{room}/formation/")


def test_another_organisations_board_is_not_there(formed, room):
    other = make_world(slug="other", clock=formed.clock)
    assert signed_in(other, "haneul").get(f"/rooms/{room}/formation/").status_code == 404


# ── skills ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_board_says_who_lacks_which_skill_and_the_people_page_mends_it(formed):
    text = TEXT.replace("{id: gather,", "{id: gather, skills: [영어],").replace(
        "{id: law,", "{id: law, required_skills: [식품법],"
    )
    client = operator(formed)
    assert client.post("/formations/edit/", {"text": text}).status_code == 302
    assert "식품법" in client.get("/formations/edit/").content.decode()
    shown = page(formed, "haneul", "/formations/")
    assert "역량 부족: 영어" in shown
    assert "꼭 필요한 역량이 없어요: 정지우" in shown
    for key in ("haneul", "jiwoo"):
        skills, role = {"haneul": (" 영어,영어", "practitioner"), "jiwoo": ("식품법", "legal")}[key]
        said = {"key": key, "name": "정지우", "email": f"{key}@example.com", "roles": [role], "locale": "ko"}
        said |= {"on_duty": "on", "skills": skills}
        assert client.post("/settings/do/person/", said).status_code == 302
        assert skills.split(",")[-1] in client.get(f"/settings/people/?person={key}").content.decode()
    too_many = said | {"skills": ",".join(f"말{n}" for n in range(21))}
    assert client.post("/settings/do/person/", too_many).status_code == 422
    shown = page(formed, "haneul", "/formations/")
    assert "역량 부족" not in shown
    assert "정지우" in shown


def test_the_board_of_a_room_names_a_skill_that_is_missing(formed):
    text = TEXT.replace("{id: gather,", "{id: gather, skills: [영어],")
    setup.set_documents(formed.org, formations=yaml.safe_load(text)["formations"])
    room = convene.open_room(
        formed.ports, org=formed.org, brand=formed.brand, by="haneul", title="유리조각", why="사진", level=3
    )
    assert "역량 부족: 영어" in page(formed, "haneul", f"/rooms/{room}/formation/")


# ── in forms ───────────────────────────────────────────────────────────────────────────────────────────────────────
def based(client, path):
    return client.get(path).content.decode().split('name="base" value="')[1].split('"')[0]


def kept(world):
    return {row["id"]: row for row in setup.document(world.org, "formations")}


SEAT = "/formations/seat/?formation=team&seat=gather"


def test_a_seat_is_changed_in_a_form_and_the_rest_stays_as_it_was_written(formed):
    client, before = operator(formed), kept(formed)
    assert "모으세요" in client.get(SEAT).content.decode()
    said = {
        "base": based(client, SEAT),
        "name": "정보 수집",
        "text": "새 글부터 모으세요",
        "role_1": "practitioner",
        "role_2": "cs",
        "departments": "온라인팀, 고객센터",
        "count": "2",
        "skills": "영상 편집",
        "beside": ["law"],
    }
    answer = client.post(SEAT, said)
    assert answer["Location"] == "/formations/form/?formation=team#seats"
    team = kept(formed)["team"]
    assert team["seats"][1] == {
        "id": "gather",
        "name": "정보 수집",
        "text": "새 글부터 모으세요",
        "roles": ["practitioner", "cs"],
        "departments": ["온라인팀", "고객센터"],
        "count": 2,
        "required": False,
        "skills": ["영상 편집"],
    }
    assert team["together"] == [["gather", "law"]]
    assert [team["seats"][n] for n in (0, 2, 3)] == [before["team"]["seats"][n] for n in (0, 2, 3)]
    assert kept(formed)["lean"] == before["lean"]
    history = client.get("/formations/edit/").content.decode()
    assert "새 글부터 모으세요" in history
    assert "남우진" in history


def test_a_formation_begins_with_its_leader_and_grows_seat_by_seat(formed):
    client = operator(formed)
    made = {"base": based(client, "/formations/form/"), "name": "밤 대형", "level_from": "2", "level_to": "3"}
    where = client.post("/formations/form/", made | {"groups": "모으기\n내보내기"})["Location"]
    assert where == "/formations/form/?formation=formation1"
    new = "/formations/seat/?formation=formation1"
    said = {"base": based(client, new), "name": "접점", "text": "멈추세요", "owners": "on", "group": "group2"}
    assert client.post(new, said).status_code == 302
    row = kept(formed)["formation1"]
    assert [(seat["name"], seat.get("owners", False), seat.get("group", "")) for seat in row["seats"]] == [
        ("지휘", False, ""),
        ("접점", True, "group2"),
    ]
    renamed = made | {"base": based(client, where), "groups": "모으기\n말하기"}
    assert client.post(where, renamed).status_code == 302
    groups = kept(formed)["formation1"]["groups"]
    assert groups == [{"id": "group1", "name": "모으기"}, {"id": "group2", "name": "말하기"}]
    client.post("/formations/do/up/", {"formation": "formation1", "seat": row["seats"][1]["id"]})
    assert [seat["name"] for seat in kept(formed)["formation1"]["seats"]] == ["접점", "지휘"]
    client.post("/formations/do/remove-seat/", {"formation": "formation1", "seat": row["seats"][1]["id"]})
    assert len(kept(formed)["formation1"]["seats"]) == 1
    client.post("/formations/do/remove-seat/", {"formation": "formation1", "seat": row["seats"][0]["id"]})
    assert len(kept(formed)["formation1"]["seats"]) == 1  # nobody would sit there: refused, and said
    client.post("/formations/do/remove/", {"formation": "formation1"})
    assert "formation1" not in kept(formed)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "필수"),
        ({"role_1": ""}, "역할이나 부서를 하나는"),
        ({"leads": "on"}, "지휘하는 자리는 하나뿐이에요"),
        ({"count": "99"}, "20"),
        ({"required_skills": "방송 대응" * 20}, "역량 하나는 40자까지예요"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(formed, wrong, told):
    client, before = operator(formed), kept(formed)
    said = {"base": based(client, SEAT), "name": "수집", "text": "모아요", "role_1": "practitioner", "count": "1"}
    answer = client.post(SEAT, said | wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "모아요" in answer.content.decode()
    assert kept(formed) == before


def test_of_two_at_one_seat_the_second_is_told_and_two_at_two_seats_both_keep_theirs(formed):
    client, law = operator(formed), "/formations/seat/?formation=team&seat=law"
    first, second, other = based(client, SEAT), based(client, SEAT), based(client, law)
    said = {"text": "모아요", "role_1": "practitioner", "count": "1", "required": "on"}
    assert client.post(SEAT, said | {"base": first, "name": "하나"}).status_code == 302
    assert client.post(law, said | {"base": other, "name": "법무", "role_1": "legal"}).status_code == 302
    told = client.post(SEAT, said | {"base": second, "name": "둘"})
    assert told.status_code == 409
    assert "그사이 다른 사람이 여기를 고쳤어요" in told.content.decode()
    assert [seat["name"] for seat in kept(formed)["team"]["seats"]][1:3] == ["하나", "법무"]
    again = told.content.decode().split('name="base" value="')[1].split('"')[0]
    assert client.post(SEAT, said | {"base": again, "name": "둘"}).status_code == 302


def test_only_an_operator_finds_the_forms_and_only_what_is_there(formed):
    for path in ("/formations/form/", SEAT):
        assert signed_in(formed, "haneul").get(path).status_code == 403
    client = operator(formed)
    for path in ("form/?formation=x", "seat/?formation=team&seat=x", "seat/"):
        assert client.get(f"/formations/{path}").status_code == 404
