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
