"""The charter's screens: may I, edit without JavaScript, submit, sign, in force, read, revoke."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import yaml
from tests.kit import sample
from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.charter import parse_charter, to_mapping
from bongsu.flows import approvals, charter, convene, decide, formations_file, speak
from bongsu.flows.charter_file import faults_in
from bongsu.store import charters, codec, guidelines, setup, signing
from bongsu.store.journal import hash_of
from bongsu.store.operations import models as m
from bongsu.store.queries.settings import org_settings
from bongsu.web.charter.words import who_can
from bongsu.web.setup.words import role_words


@pytest.fixture
def people(world):
    """Clients by key. 우진 is the operator; 민서 and 준호 are the executives who must sign."""
    more = (
        Person("woojin", "남우진", ("it", "operator")),
        Person("junho", "서준호", ("executive",)),
    )
    setup.upsert_people(world.org, [*sample.PEOPLE, *more])
    known = {}
    return lambda key: known.setdefault(key, signed_in(world, key))


def post(client, what, /, **fields):
    return client.post(f"/charter/do/{what}/", fields)


def on_its_way(world):
    return next(v for v in charters.versions(world.org) if v.state in ("draft", "review"))


def ask(client, world, **fields):
    """For signatures of the draft as it stands."""
    assert post(client, "submit", base=f"{on_its_way(world).digest}.0", **fields).status_code == 302


HANGUL = re.compile("[가-힣]")
PURSE = {
    "section": "mandates",
    "row": "new",
    "id": "purse",
    "role": "practitioner",
    "act": "compensate",
    "low": "1",
    "high": "3",
    "from": "2026-01-01T00:00",
    "until": "2027-01-01T00:00",
    "principle": "p1",
    "granted_by": "minseo",
    "cap_krw": "50,000",
    "per": "act",
    "cap_day": "300000",
}


@pytest.fixture
def drafted(world, people):
    """A draft in which the practitioner gets a purse."""
    assert post(people("woojin"), "begin").status_code == 302
    assert post(people("woojin"), "row", **PURSE).status_code == 302
    return on_its_way(world).number


def test_an_edit_changes_the_draft_and_never_what_is_in_force(world, people, drafted):
    assert {m["id"] for m in charters.version(world.org, drafted).charter["mandates"]} == {"m1", "purse"}
    assert [m.id for m in world.ports.store.ground(world.org).charter.mandates] == ["m1"]
    shown = people("haneul").get(f"/charter/versions/{drafted}/").content.decode()
    assert "넓어짐" in shown
    assert "한 번에 50,000원" in shown


def test_it_is_in_force_when_every_executive_has_signed_it_as_it_stands(world, people, drafted):
    ask(people("woojin"), world)
    shown = on_its_way(world).digest
    assert post(people("haneul"), "sign", shown=shown).status_code == 403
    post(people("minseo"), "sign", shown=shown)
    assert on_its_way(world).missing == ("서준호",)
    post(people("junho"), "sign", shown=shown)
    assert charters.version(world.org, drafted).state == "in_force"
    ground = world.ports.store.ground(world.org)
    purse = next(m for m in ground.charter.mandates if m.id == "purse")
    assert purse.limits == {"act": 50_000, "day": 300_000}
    assert [v.state for v in charters.versions(world.org)] == ["in_force", "past"]


def test_a_changed_text_takes_every_signature_with_it(world, people, drafted):
    ask(people("woojin"), world)
    shown = on_its_way(world).digest
    post(people("minseo"), "sign", shown=shown)
    post(people("woojin"), "row", **{**PURSE, "id": "purse2"})
    assert on_its_way(world).state == "draft"
    ask(people("woojin"), world)
    post(people("junho"), "sign", shown=shown)
    assert [s.current for s in on_its_way(world).signed] == [False]
    post(people("junho"), "sign", shown=on_its_way(world).digest)
    assert charters.version(world.org, drafted).state == "review"


def test_who_asks_for_signatures_has_read_what_is_to_be_signed(world, people, drafted):
    def carried(page):
        return page.split('action="/charter/do/submit/"')[1].split('name="base" value="')[1].split('"')[0]

    base = carried(people("minseo").get("/charter/draft/").content.decode())
    post(people("woojin"), "row", **{**PURSE, "id": "one"})
    rule = {"name": "유출은 법무", "category": "privacy", "roles": ["legal"], "from_level": "2"}
    assert people("woojin").post("/settings/calling/rule/", rule).status_code == 302
    asked = {"base": base, "from_at": "2026-03-02T11:00"}
    answer = people("minseo").post("/charter/do/submit/", asked)
    assert answer.status_code == 409
    assert on_its_way(world).state == "draft"
    page = answer.content.decode()
    told = page.split('id="meanwhile"')[1].split("</section>")[0]
    assert "서명을 요청하지 않았어요" in told
    assert "부르기 · 고침" in told
    assert "위임 · one" in told
    assert "위임 · purse" not in told  # that was there to be read
    assert 'value="2026-03-02T11:00"' in page
    assert people("minseo").post("/charter/do/submit/", asked | {"base": carried(page)}).status_code == 302
    assert on_its_way(world).state == "review"


def test_it_waits_for_its_hour_and_the_clock_brings_it_into_force(world, people, drafted):
    later = world.now + timedelta(hours=2)
    ask(people("woojin"), world, from_at="2026-03-02T11:00")
    for who in ("minseo", "junho"):
        post(people(who), "sign", shown=on_its_way(world).digest)
    decide.watch_clock(world.ports, org=world.org)
    assert charters.version(world.org, drafted).state == "review"
    world.clock.at = later
    for _ in range(2):
        decide.watch_clock(world.ports, org=world.org)
    assert charters.version(world.org, drafted).state == "in_force"


def test_a_row_that_does_not_hold_together_is_shown_again_and_nothing_is_kept(world, people, drafted):
    answer = post(people("woojin"), "row", **{**PURSE, "id": "x", "high": "1", "low": "3"})
    assert answer.status_code == 422
    assert "위임 3번째 · 단계: 앞 단계가 뒤 단계보다 높아요." in answer.content.decode()
    assert len(on_its_way(world).charter["mandates"]) == 2


def test_every_row_of_the_editor_comes_back_as_it_was(world, people):
    post(people("woojin"), "begin")
    before = on_its_way(world)
    page = people("woojin").get("/charter/draft/").content.decode()
    assert page.count("charter/do/remove/") == 1 + 1 + 1 + 1 + len(sample.PLAYBOOK)
    charter_ = parse_charter(before.charter)
    text = people("haneul").get(f"/charter/versions/{before.number}/charter.yaml").content.decode()
    found, again = faults_in(text)
    assert (found, again) == ([], charter_)


def test_a_file_replaces_the_draft(world, people, drafted):
    text = yaml.safe_dump(to_mapping(parse_charter(sample.CHARTER)))
    assert post(people("woojin"), "import", text=text).status_code == 302
    assert parse_charter(on_its_way(world).charter) == parse_charter(sample.CHARTER)


FAULTY = """\
principles:
  - {id: p1, text: 먼저 알린다, why: x}
  - {id: p1, text: yes}
red_lines: 안 된다
mandates:
  - id: m1
    role: leader
    role: leader
    act: Stop sale
    levels: [4, 2]
    cap_krw: 5만
    from: 어제
    until: 2026-01-01T00:00:00
    granted_by: minseo
    principle: p9
    revoked_at: 0001-01-01T00:00:00+09:00
    per: week
    caps: {week: 1}
    outlets: []
    templates: [a, a]
    needs_confirmed_fact: 네
    forbidden_when: x
  - {id: m2, role: a, act: b, levels: [9, 9], cap_krw: 1, granted_by: c, principle: p1, revoked_at: null, caps: 3,
     from: 2027-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z}
  - {id: m3, role: "", act: b, levels: 3, cap_krw: 1, granted_by: c, principle: p1, revoked_at: null,
     from: 2026-01-01T00:00:00Z, until: 2027-01-01T00:00:00Z}
  - 말
approvals:
  - {act: refund, levels: [2, 4], chain: []}
  - {act: refund, levels: [2, 4], chain: [{role: leader, minutes: 오래, deputy: null}]}
"""


def refused(world, language, text):
    """The page on which a file's faults are told to an operator who reads this language."""
    m.Person.objects.filter(org_id=world.org, key="woojin").update(locale=language)
    answer = post(signed_in(world, "woojin"), "import", text=text)
    assert answer.status_code == 422
    return answer.content.decode()


def test_every_fault_of_a_file_is_told_in_the_readers_language_with_its_line(world, people, drafted):
    found, _ = faults_in(FAULTY)
    kinds = {re.sub(r"\bp\d\b", "p", fault.message) for fault in found}
    assert len(kinds) == 26, "every fault that a charter can have"
    pages = {language: refused(world, language, FAULTY) for language in ("ko", "en")}
    lines = {
        language: [" ".join(line.split()) for line in page.split('id="faults"')[1].split("</section>")[0].split("<li>")]
        for language, page in pages.items()
    }
    assert [len(rows) - 1 for rows in lines.values()] == [len(found)] * 2
    for fault, korean, english in zip(found, lines["ko"][1:], lines["en"][1:], strict=True):
        assert f"{fault.line}번째 줄" in korean
        assert f"line {fault.line}" in english
        assert HANGUL.search(korean.split("<small>")[0]), fault.message
        assert not HANGUL.search(english.split("<small>")[0]), fault.message
    assert "그런 원칙이 없어요." in pages["ko"]
    assert 'action="/charter/do/import/#faults"' in pages["ko"], "a long page opens where the faults are"
    assert on_its_way(world).charter["mandates"][0]["id"] == "m1"


@pytest.mark.parametrize(
    ("text", "korean", "english"),
    [
        ("a: b: c", "쌍점(:)이 올 수 없어요", "A colon cannot stand here"),
        ("a: 1\nb\nc: 2", "쌍점(:)이 없어요", "There is no colon"),
        ("a:\n\tb: 1", "탭으로는 들여 쓸 수 없어요", "Tabs cannot indent"),
        ("a:\n  b: 1\n c: 2", "들여쓰기가 앞줄과 맞지 않아요", "The indentation does not match"),
        ("a: 'x\nb: 1", "따옴표가 닫히지 않았어요", "A quote is not closed"),
        ("a: @x", "@로 시작하는 글은 따옴표로", "begins with @ in quotes"),
        ("a: [1, 2\nb: 3", "괄호가 닫히지 않았거나", "A bracket is not closed"),
        ("a: &a [*a]", "자기를 다시 가리키는", "holds itself"),
    ],
)
def test_what_is_no_yaml_is_told_so_in_the_readers_language(world, people, drafted, text, korean, english):
    for language, said in (("ko", korean), ("en", english)):
        assert said in html.unescape(refused(world, language, text))


def test_only_writers_write_and_only_executives_revoke(world, people):
    assert post(people("haneul"), "begin").status_code == 403
    assert post(people("woojin"), "revoke", mandate="m1", why="x").status_code == 403
    assert m.CharterVersion.objects.count() == 0


def test_leave_taken_back_bites_in_open_rooms_and_in_those_that_open_later(world, people):
    about = {"org": world.org, "brand": world.brand, "by": "haneul", "title": "유리", "why": "사진", "level": 3}
    room = convene.open_room(world.ports, **about)
    world.clock.forward(minutes=1)
    assert post(people("minseo"), "revoke", mandate="m1", why="권한을 멈춥니다").status_code == 302
    taken = [x for x in world.events(room) if isinstance(x, e.MandateRevoked)]
    assert [(x.mandate, x.revoked_by, x.revoked_at) for x in taken] == [("m1", "minseo", world.now)]
    assert charter.spread(world.ports, org=world.org) == 0
    assert world.ports.store.ground(world.org).charter.mandates[0].revoked_at == world.now
    again = people("minseo").post("/charter/do/revoke/", {"mandate": "m1", "why": "또"}, follow=True)
    assert "이미 끝난 일입니다" in again.content.decode()
    world.assert_journal_holds(room)


def test_a_room_the_revocation_did_not_reach_is_reached_by_the_clock(world):
    about = {"org": world.org, "brand": world.brand, "by": "haneul", "title": "유리", "why": "사진", "level": 3}
    room = convene.open_room(world.ports, **about)
    world.ports.store.revoke(world.org, "m1", by="minseo", why="멈춤", at=world.now)
    for _ in range(2):
        decide.watch_clock(world.ports, org=world.org)
    assert [x.mandate for x in world.events(room) if isinstance(x, e.MandateRevoked)] == ["m1"]


def test_who_has_read_it_is_asked_once(world, people, drafted):
    post(people("woojin"), "drop")
    number = next(v.number for v in charters.versions(world.org) if v.state == "in_force")
    assert "읽었나요?" in people("haneul").get("/charter/").content.decode()
    for _ in range(2):
        post(people("haneul"), "read", number=number)
    assert list(charters.version(world.org, number).readers) == ["haneul"]
    assert "읽었나요?" not in people("haneul").get("/charter/").content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("role=leader&act=publish_holding&level=3", "네, 지금 하셔도 돼요."),
        ("role=leader&act=publish_holding&level=5", "결재를 받으면 돼요."),
        ("role=practitioner&act=publish_holding&level=3", "아니요, 지금은 안 돼요."),
        ("role=leader&act=takedown&level=4", "비판 글을 내려 달라고 하지 않습니다."),
        ("role=leader&act=nonsense&level=9&amount=%00", "물어보기"),
    ],
)
def test_may_i_is_answered_in_one_step_with_the_reason(world, people, query, said):
    shown = people("haneul").get(f"/charter/?{query}").content.decode()
    assert said in shown


def test_a_role_whose_leave_was_taken_back_or_ran_out_is_not_named_as_one_that_may(world):
    mandates = sample.CHARTER["mandates"]
    charter = parse_charter({**sample.CHARTER, "mandates": [mandates[0]]})
    one = charter.mandates[0]
    ask = {"act": one.act, "level": one.level_from}
    assert who_can(charter, **ask, at=one.since) == (role_words(one.role),)
    assert who_can(charter, **ask, at=one.until) == ()
    back = replace(charter, mandates=(replace(one, revoked_at=one.since),))
    assert who_can(back, **ask, at=one.since) == ()


def test_may_i_in_a_room_leads_to_the_next_step(world, people):
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=5
    )
    shown = people("minseo").get(f"/rooms/{room}/may/?act=publish_holding").content.decode()
    assert "결재를 받으면 돼요." in shown
    assert f"/rooms/{room}/voice/#approve" in shown
    assert people("minseo").get(f"/rooms/{room + 1}/may/").status_code == 404


def test_the_steps_of_a_chain_are_answered_from_the_room_without_javascript(world, people):
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=5
    )
    speak.edit_draft(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        slots=dict.fromkeys(("empathy", "facts", "unknowns", "action", "commitment", "contact"), "확인했습니다."),
        next_update_at=world.now + timedelta(hours=1),
        base_version=0,
    )
    draft = world.room(room).draft
    approvals.ask_for_text(world.ports, org=world.org, room=room, by="haneul", digest=draft.digest)
    request = world.room(room).approvals[0].id
    page = people("jiwoo").get(f"/rooms/{room}/").content.decode()
    assert "법무 자격으로 승인" in page
    fields = {"request": request, "digest": draft.digest}
    assert people("minseo").post(f"/rooms/{room}/do/approve_step", fields).status_code == 403
    assert people("jiwoo").post(f"/rooms/{room}/do/approve_step", fields).status_code == 302
    assert people("minseo").post(f"/rooms/{room}/do/approve_step", fields).status_code == 302
    assert world.room(room).statement is not None


def test_a_guideline_is_kept_by_topic_and_shown_where_it_applies(world, people):
    fields = {"topic": "이물 문의", "text": "사진부터 받으세요.", "category": "safety", "owner": "haneul"}
    assert post(people("woojin"), "guideline", review_on="2026-06-01", **fields).status_code == 302
    assert post(people("haneul"), "guideline", **fields).status_code == 403
    post(people("woojin"), "guideline", **{**fields, "text": "사진과 제조번호부터 받으세요."})
    assert [g.text for g in guidelines.that_apply(world.org, {"safety"})] == ["사진과 제조번호부터 받으세요."]
    assert guidelines.that_apply(world.org, {"privacy"}) == ()
    assert "제조번호부터" in people("haneul").get("/charter/").content.decode()


def test_another_organisation_sees_nothing_of_it(world, people, drafted):
    other = make_world(slug="other", clock=world.clock)
    reader = signed_in(other, "haneul")
    assert reader.get(f"/charter/versions/{drafted}/").status_code == 404
    assert reader.get(f"/charter/versions/{drafted}/charter.yaml").status_code == 404


def test_the_watch_asks_once_whether_it_was_read_and_shows_the_guideline_that_always_holds(world, people):
    charters.take_in(world.org, by="minseo", at=world.now)
    guidelines.keep(
        world.org, topic="욕설과 비난", text="지우지 않습니다.", category="", owner="", review_on=None, at=world.now
    )
    shown = people("haneul").get("/").content.decode()
    assert "읽었나요?" in shown
    assert "지우지 않습니다." in shown
    assert post(people("haneul"), "read", number=1, back="watch").headers["Location"] == "/"
    assert "읽었나요?" not in people("haneul").get("/").content.decode()


def test_leave_that_ends_within_a_month_is_said_on_the_watch(world, people):
    soon = {**sample.CHARTER["mandates"][0], "until": world.now + timedelta(days=7)}
    setup.set_documents(world.org, charter={**sample.CHARTER, "mandates": [soon]})
    shown = people("haneul").get("/").content.decode()
    assert "곧 끝나는 위임" in shown
    assert "에 끝나는 위임이 있어요" in shown


def test_a_signature_that_is_waited_for_stands_on_the_signers_watch(world, people, drafted):
    ask(people("woojin"), world)
    assert "당신의 서명을 기다려요" in people("minseo").get("/").content.decode()
    assert "당신의 서명을 기다려요" not in people("haneul").get("/").content.decode()


# ── what stands beside it ──────────────────────────────────────────────────────────────────────────────────────────
SEAT = {"id": "watch", "name": "당직", "text": "살펴요.", "roles": ["practitioner"]}
FORMATION = [{"id": "cell", "name": "당직 대형", "levels": [2, 3], "seats": [SEAT]}]


def sign_all(people, world):
    ask(people("woojin"), world)
    shown = on_its_way(world).digest
    for key in ("minseo", "junho"):
        post(people(key), "sign", shown=shown)


def test_what_changes_beside_a_signed_charter_is_seen_until_it_is_signed_again(world, people, drafted):
    sign_all(people, world)
    assert charters.version(world.org, drafted).state == "in_force"
    assert "서명 뒤 바뀜" not in people("haneul").get("/charter/").content.decode()
    text = formations_file.write(FORMATION)
    assert people("woojin").post("/formations/edit/", {"text": text}).status_code == 302
    for page in ("/charter/", f"/charter/versions/{drafted}/"):
        shown = people("haneul").get(page).content.decode()
        assert "서명 뒤 바뀜" in shown
        assert "/formations/edit/#edits" in shown
    assert not org_settings(world.org).signatures[-1].current
    setup.set_documents(world.org, formations=[])
    assert "서명 뒤 바뀜" not in people("haneul").get("/charter/").content.decode()
    assert org_settings(world.org).signatures[-1].current


@pytest.mark.parametrize("name", signing.BESIDE)
def test_a_signature_does_not_outlive_what_stood_beside_it(world, people, drafted, name):
    changed = {
        "levels": [*sample.LEVELS[:4], {**sample.LEVELS[4], "first_word_min": 20}],
        "formations": FORMATION,
        "statutory": [{"id": "x"}],
        "calling": {"override_level": 4},
    }
    ask(people("woojin"), world)
    post(people("minseo"), "sign", shown=on_its_way(world).digest)
    setup.set_documents(world.org, **{name: changed[name]})
    assert on_its_way(world).missing == ("한민서", "서준호")
    assert [s.current for s in on_its_way(world).signed] == [False]


def test_a_charter_signed_in_the_first_form_goes_on_being_judged_by_it(world):
    org = m.Org.objects.get(pk=world.org)
    first = hash_of(codec.canonical([org.levels, org.charter, org.playbook]).decode())
    setup.add_signature(world.org, person="minseo", version=first, at=world.now)
    charters.take_in(world.org, by="minseo", at=world.now)
    assert [s.current for s in org_settings(world.org).signatures] == [True]
    assert charters.version(world.org, 1).signed[0].current
    setup.set_documents(world.org, formations=FORMATION)
    assert [s.current for s in org_settings(world.org).signatures] == [True]
    setup.set_documents(world.org, levels=[*sample.LEVELS[:4], {**sample.LEVELS[4], "first_word_min": 20}])
    assert [s.current for s in org_settings(world.org).signatures] == [False]


def test_signatures_of_both_forms_bring_a_version_into_force_together(world, people, drafted):
    ask(people("woojin"), world)
    v, org = m.CharterVersion.objects.get(number=drafted), m.Org.objects.get(pk=world.org)
    first = hash_of(codec.canonical([org.levels, v.charter, v.playbook]).decode())
    m.CharterSignature.objects.create(version=v, person="junho", digest=first, at=world.now)
    assert on_its_way(world).missing == ("한민서",)
    post(people("minseo"), "sign", shown=on_its_way(world).digest)
    assert charters.version(world.org, drafted).state == "in_force"
