"""Who is shown what of the executives' information: every role on every route, the palette, live panels, the files."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.kit import sample
from tests.kit.clock import NINE
from tests.kit.reader import signed_in

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.information import Item
from bongsu.flows import convene, speak
from bongsu.flows.executives import watch_questions
from bongsu.store import information as store, setup
from bongsu.store.operations import models as m

SECRET, TITLE, PHRASE = "다음달값이육퍼센트오른다", "조용한 일 하나", "값 올림"
HOUR = timedelta(hours=1)
FACT = Item(
    0, "fact", TITLE, SECRET, "minseo", NINE, until=NINE + HOUR, roles=("legal",), end="open", phrases=(PHRASE,)
)
BRIEF = Item(0, "brief", "사람부터 묻습니다", "원인보다 사람이에요.", "minseo", NINE, must_read=True)
CLEARED, OTHERS = ("minseo", "jiwoo"), ("haneul", "seojun", "woojin", "junho")


@pytest.fixture
def people(world):
    """Clients by key: 민서 owns the fact, 지우 is cleared by role; an operator and another executive are not."""
    more = (Person("woojin", "남우진", ("it", "operator")), Person("junho", "서준호", ("executive",)))
    setup.upsert_people(world.org, [*sample.PEOPLE, *more])
    known = {}
    return lambda key: known.setdefault(key, signed_in(world, key))


@pytest.fixture
def fact(world, people):
    return store.keep(world.org, FACT, by="minseo", at=world.now)


def everywhere(number: int, room: int) -> list[str]:
    """Every address of ours on which the fact could stand."""
    return [
        "/",
        "/information/",
        f"/information/{number}/",
        f"/information/{number}/edit/",
        f"/rooms/{room}/",
        f"/rooms/{room}/voice/",
        f"/rooms/{room}/brief/",
        "/charter/",
        "/search?q=조용한",
        f"/search?q={SECRET}",
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_that_a_fact_under_embargo_exists(world, people, fact, who):
    room = world.open_room(level=3)
    for address in everywhere(fact, room):
        page = people(who).get(address)
        said = page.content.decode()
        assert not any(words in said for words in (TITLE, SECRET, PHRASE)), address
        if str(fact) in address and address.startswith("/information/"):
            assert page.status_code == 404
    for act in ("read", "open", "away", "edit"):
        refused = people(who).post(f"/information/{fact}/{act}/", {"title": "내 것", "text": "x"})
        assert refused.status_code == 404
        assert people(who).post(f"/information/{fact + 999}/{act}/").status_code == 404
    assert not m.InformationRead.objects.exists()
    assert store.one(world.org, fact, person="minseo", roles=(), at=world.now).title == TITLE


def test_whoever_is_cleared_opens_it_by_a_button_and_each_opening_is_recorded(world, people, fact):
    closed = people("jiwoo").get(f"/information/{fact}/").content.decode()
    assert TITLE in closed
    assert SECRET not in closed
    for _ in range(2):
        opened = people("jiwoo").post(f"/information/{fact}/open/")
        assert SECRET in opened.content.decode()
        assert opened["Cache-Control"] == "no-store"
    assert list(m.InformationRead.objects.values_list("person", "way")) == [("jiwoo", "opened")] * 2
    assert "정지우" in people("minseo").get(f"/information/{fact}/").content.decode()


def test_its_words_are_on_no_page_but_the_one_that_was_asked_for_and_not_in_the_file(world, people, fact):
    room = world.open_room(level=3)
    for address in everywhere(fact, room):
        if not address.endswith("/edit/"):
            assert SECRET not in people("jiwoo").get(address).content.decode(), address
    assert TITLE in people("jiwoo").get(f"/rooms/{room}/").content.decode()
    assert TITLE not in json.dumps([line.event.type_ + repr(line.event) for line in world.lines(room)])
    stored = [str(list(row.values())) for row in m.InformationVersion.objects.values()]
    assert stored
    assert not any(words in row for row in stored for words in (SECRET, TITLE, PHRASE))
    for file in Path(settings.HOME).glob("*.db*"):
        assert SECRET.encode() not in file.read_bytes()


def test_an_embargo_opens_for_everybody_at_its_minute(world, people, fact):
    world.clock.at = NINE + HOUR - timedelta(seconds=1)
    assert people("haneul").get(f"/information/{fact}/").status_code == 404
    world.clock.at = NINE + HOUR
    assert SECRET in people("haneul").get(f"/information/{fact}/").content.decode()


def test_or_is_gone_for_everybody_at_its_minute_and_erased_by_the_clock(world, people):
    number = store.keep(world.org, replace(FACT, end="delete"), by="minseo", at=world.now)
    people("jiwoo").post(f"/information/{number}/open/")
    world.clock.at = NINE + HOUR
    assert people("minseo").get(f"/information/{number}/").status_code == 404  # before the clock came by
    assert world.store.expire_information(world.org, world.now) == 1
    assert world.store.expire_information(world.org, world.now) == 0
    assert not m.InformationVersion.objects.exists()
    assert m.InformationRead.objects.count() == 1  # who knew stays on record


def test_a_draft_that_gives_it_away_warns_only_those_who_are_cleared(world, people, fact):
    room = world.open_room(level=3)
    speak.edit_draft(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        slots={"facts": "값올림은 없습니다."},
        next_update_at=None,
        base_version=0,
    )
    assert "초안에 엠바고 표현이 있어요" in people("jiwoo").get(f"/rooms/{room}/voice/").content.decode()
    assert "엠바고" not in people("haneul").get(f"/rooms/{room}/voice/").content.decode()


def test_a_brief_is_read_in_one_tap_and_counted(world, people):
    number = store.keep(world.org, BRIEF, by="minseo", at=world.now)
    assert BRIEF.title in people("haneul").get("/").content.decode()
    people("haneul").post(f"/information/{number}/read/", {"back": "watch"})
    people("haneul").post(f"/information/{number}/read/", {"back": "watch"})
    assert m.InformationRead.objects.count() == 1
    assert BRIEF.title not in people("haneul").get("/").content.decode()
    assert "명 가운데 1명이 읽음" in people("minseo").get("/information/").content.decode()


def test_a_new_version_is_to_be_read_again_and_the_old_one_stays(world, people):
    number = store.keep(world.org, BRIEF, by="minseo", at=world.now)
    people("haneul").post(f"/information/{number}/read/")
    form = {"title": BRIEF.title, "text": "새 글이에요.", "owner": "minseo", "must_read": "on", "base": "1"}
    assert people("minseo").post(f"/information/{number}/edit/", form).status_code == 302
    assert people("minseo").post(f"/information/{number}/edit/", form).status_code == 422  # over what nobody read
    page = people("haneul").get(f"/information/{number}/").content.decode()
    assert "새 글이에요." in page
    assert BRIEF.text in page
    assert BRIEF.title in people("haneul").get("/").content.decode()


def test_executives_write_and_an_operator_does_not(world, people):
    form = {"title": "가격", "text": "오릅니다.", "owner": "junho", "end": "delete", "until": "2099-01-01T09:00"}
    assert people("woojin").post("/information/new/fact/", form).status_code == 403
    assert people("haneul").get("/information/new/brief/").status_code == 403
    assert people("junho").post("/information/new/fact/", form).status_code == 422  # cleared for nobody
    assert people("junho").post("/information/new/fact/", form | {"people": ["haneul"]}).status_code == 302
    assert "가격" in people("haneul").get("/information/").content.decode()


def test_an_edit_form_of_a_fact_is_a_reading_too(world, people, fact):
    assert SECRET in people("minseo").get(f"/information/{fact}/edit/").content.decode()
    assert m.InformationRead.objects.get().person == "minseo"


def test_what_is_another_organisation_s_is_not_there(world, people, fact):
    other = setup.create_org("other", "다른 회사", at=world.now)
    m.Information.objects.filter(pk=fact).update(org_id=other)
    assert people("minseo").get(f"/information/{fact}/").status_code == 404


def test_a_meeting_that_was_not_held_is_a_hole_until_it_is(world, people):
    store.plan_meeting(world.org, every_days=30, next_at=None, attendees=["haneul"], at=NINE - timedelta(days=31))
    assert "경영진 정례 회의를 열 때가 지났어요" in people("haneul").get("/").content.decode()
    assert people("haneul").post("/information/meeting/held/").status_code == 403
    people("minseo").post("/information/meeting/held/", {"notes": "비밀스러운 맞춤", "attendees": ["haneul"]})
    assert "경영진 정례 회의를 열 때가 지났어요" not in people("haneul").get("/").content.decode()
    assert "비밀스러운 맞춤" in people("haneul").get("/information/").content.decode()
    assert "비밀스러운 맞춤" not in people("jiwoo").get("/information/").content.decode()


def test_a_question_stands_on_every_page_of_who_is_asked_then_of_the_deputy_and_is_answered(world, people):
    room = world.open_room(level=3)
    ask = {"room": str(room), "to": "minseo", "text": "회수를 말해도 되나요?", "minutes": "30"}
    assert people("haneul").post("/information/ask/", ask).status_code == 302
    number = m.ExecutiveQuestion.objects.get().pk
    card = f"/information/questions/{number}/"
    assert card in people("minseo").get("/charter/").content.decode()
    assert card not in people("seojun").get("/charter/").content.decode()
    people("minseo").post(card, {"seen": "1"})
    assert "봤음" in people("haneul").get(f"/rooms/{room}/").content.decode()
    world.clock.forward(minutes=30)
    assert watch_questions(world.ports, org=world.org) == 1
    assert watch_questions(world.ports, org=world.org) == 0
    assert card in people("seojun").get("/charter/").content.decode()
    world.clock.forward(minutes=30)
    watch_questions(world.ports, org=world.org)
    assert "답이 늦어요" in people("haneul").get(f"/rooms/{room}/").content.decode()
    people("haneul").post(card, {"answer": "제가 답할게요"})
    people("seojun").post(card, {"answer": "말해도 됩니다."})
    page = people("haneul").get(f"/rooms/{room}/").content.decode()
    assert "말해도 됩니다." in page
    assert "제가 답할게요" not in page
    assert card not in people("seojun").get("/charter/").content.decode()


def test_on_a_phone_a_question_is_one_line_that_opens_without_javascript(world, people):
    ask = {"to": "minseo", "text": "회수를 말해도 되나요?", "minutes": "30"}
    people("haneul").post("/information/ask/", ask)
    number = m.ExecutiveQuestion.objects.get().pk
    shown = people("minseo").get("/charter/").content.decode()
    fold = f"fold-asked-{number}"
    line = shown.index(f'<label class="fold-line" for="{fold}">')
    body = shown.index("fold-body", line)
    assert shown.index(f'<input class="fold" type="checkbox" id="{fold}"') < line
    assert "회수를 말해도 되나요?" in shown[line:body]
    assert "data-due=" in shown[line:body], "how long is left is on the line"
    assert f"/information/questions/{number}/" not in shown[line:body]
    assert f"/information/questions/{number}/" in shown[body:]


def said(world, room):
    types = ("executive_asked", "executive_passed", "executive_late", "executive_answered")
    return [(line.event.type_, line.by, line.event.person) for line in world.lines(room) if line.event.type_ in types]


def test_a_question_asked_in_a_room_and_its_answer_are_lines_without_their_words(world, people):
    room = world.open_room(level=3)
    ask = {"room": str(room), "to": "minseo", "text": "합병을 말해도 되나요?", "minutes": "30", "once": "a1"}
    for _ in range(2):
        assert people("haneul").post("/information/ask/", ask).status_code == 302
    number = m.ExecutiveQuestion.objects.get().pk
    for _ in range(3):
        world.clock.forward(minutes=30)
        watch_questions(world.ports, org=world.org)
    people("seojun").post(f"/information/questions/{number}/", {"answer": "합병은 말하지 마세요."})
    people("seojun").post(f"/information/questions/{number}/", {"answer": "또 말합니다."})
    assert said(world, room) == [
        ("executive_asked", "haneul", "minseo"),
        ("executive_passed", "system", "seojun"),
        ("executive_late", "system", "seojun"),
        ("executive_answered", "seojun", "seojun"),
    ]
    bodies = "".join(m.JournalLine.objects.filter(room_id=room).values_list("body", flat=True))
    assert "합병" not in bodies
    assert not m.PersonalValue.objects.filter(room_id=room, value__contains="합병").exists()
    review = people("jiwoo").get(f"/rooms/{room}/review/").content.decode()
    assert "한민서 님에게 물었습니다. 답은" in review
    assert f"이서준 님이 답했습니다 (경영진 질문 {number})" in review
    assert "합병" not in review
    world.assert_journal_holds(room)


def test_a_question_from_the_list_belongs_to_the_only_room_in_which_the_asker_sits(world, people):
    ask = {"to": "minseo", "text": "언제 알릴까요?", "minutes": "30"}
    people("haneul").post("/information/ask/", ask)
    assert m.ExecutiveQuestion.objects.get().room_id is None
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=3
    )
    people("haneul").post("/information/ask/", ask | {"text": "지금 알릴까요?"})
    people("doyun").post("/information/ask/", ask | {"text": "다른 일이에요"})
    assert [(line[1], line[2]) for line in said(world, room)] == [("haneul", "minseo")]
    assert m.ExecutiveQuestion.objects.filter(room_id=room).count() == 1
    world.assert_journal_holds(room)


def test_a_question_outlives_its_room_and_none_is_asked_in_a_closed_one(world, people):
    room = world.open_room(level=3)
    ask = {"room": str(room), "to": "minseo", "text": "말해도 되나요?", "minutes": "30"}
    people("haneul").post("/information/ask/", ask)
    number = m.ExecutiveQuestion.objects.get().pk
    world.append(room, e.RoomClosed(summary="끝"), by="haneul")
    told = people("haneul").post("/information/ask/", ask, follow=True).content.decode()
    assert m.ExecutiveQuestion.objects.count() == 1
    assert "닫힌" in told
    people("minseo").post(f"/information/questions/{number}/", {"answer": "네"})
    assert said(world, room)[-1] == ("executive_answered", "minseo", "minseo")
    world.assert_journal_holds(room)
