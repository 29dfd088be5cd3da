"""결정 시계: every question has an owner, a minute, a deputy and a default."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, Act

from bongsu.core import errors, events as e
from bongsu.crisis import clock, convene, decide
from bongsu.crisis.decide import questions


@pytest.fixture
def act() -> Act:
    act = Act()
    act.everyone_comes()
    return act


def ask(act: Act, **changes: Any) -> e.DecisionAsked:
    question: dict[str, Any] = {
        "by": "seojun",
        "question": "출고를 멈출까요?",
        "options": ("멈춘다", "계속한다"),
        "default": 0,
        "owner": "jiwoo",
        "deputy": None,
        "minutes": 10,
    }
    said = decide.ask(act.room, **(question | changes), people=PEOPLE, at=act.at)
    act.say(said, by=(question | changes)["by"])
    return said


def tick(act: Act) -> list[str]:
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    act.say(said)
    return [x.type_ for x in said]


def test_an_owners_deputy_stands_in_when_none_is_named(act: Act) -> None:
    assert ask(act).deputy == "yerin"
    assert ask(act, deputy="minseo").deputy == "minseo"
    assert ask(act, deputy="jiwoo").deputy is None
    assert ask(act, owner="doyun").deputy is None


def test_an_empty_line_of_the_form_does_not_move_the_default(act: Act) -> None:
    said = ask(act, options=("", "멈춘다", " ", "계속한다"), default=3)
    assert (said.options, said.options[said.default]) == (("멈춘다", "계속한다"), "계속한다")
    with pytest.raises(errors.ReasonMissing):
        ask(act, options=("", "멈춘다", "계속한다"), default=0)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"options": ("하나",)}, errors.OutOfRange),
        ({"options": ("1", "2", "3", "4", "5", "6")}, errors.OutOfRange),
        ({"options": ("멈춘다", " 멈춘다 ")}, errors.OutOfRange),
        ({"default": 2}, errors.OutOfRange),
        ({"default": -1}, errors.OutOfRange),
        ({"minutes": 0}, errors.OutOfRange),
        ({"minutes": 24 * 60 + 1}, errors.OutOfRange),
        ({"owner": "nobody"}, errors.NoSuchThing),
        ({"deputy": "nobody"}, errors.NoSuchThing),
        ({"question": "\u202e"}, errors.ReasonMissing),
        ({"question": "가" * 301}, errors.TextTooLong),
        ({"by": "system"}, errors.PeopleOnly),
    ],
)
def test_a_question_that_cannot_be_kept_to_is_refused(
    act: Act, changes: dict[str, Any], error: type[errors.RuleError]
) -> None:
    with pytest.raises(error):
        ask(act, **changes)


def test_the_owner_and_the_leader_decide_and_nobody_else(act: Act) -> None:
    for key, how in (("jiwoo", "owner"), ("seojun", "leader")):
        decision = ask(act).decision
        with pytest.raises(errors.NotYours):
            decide.decide(act.room, by="yerin", decision=decision, option=1, why="", at=act.at)
        with pytest.raises(errors.OutOfRange):
            decide.decide(act.room, by=key, decision=decision, option=2, why="", at=act.at)
        act.say(
            decide.decide(act.room, by=key, decision=decision, option=1, why="", waived="급해요", at=act.at), by=key
        )
        made = act.room.decision(decision)
        assert made is not None
        assert (made.option, made.made_by, made.how) == (1, key, how)
        with pytest.raises(errors.AlreadyDone):
            decide.decide(act.room, by=key, decision=decision, option=0, why="", at=act.at)


def test_at_its_minute_a_question_goes_to_the_deputy_and_then_its_default_stands(act: Act) -> None:
    ask(act)
    act.forward(minutes=9, seconds=59)
    assert tick(act) == ["deadline_near"]
    assert tick(act) == []
    act.forward(seconds=1)
    assert tick(act) == ["decision_escalated"]
    assert tick(act) == []
    asked = act.room.decisions[0]
    assert (asked.owner, asked.first_owner, asked.due_at) == ("yerin", "jiwoo", NINE + timedelta(minutes=15))
    act.forward(minutes=5)
    assert tick(act) == ["decision_made"]
    asked = act.room.decisions[0]
    assert (asked.option, asked.how, asked.made_by) == (0, "default", None)


def test_after_it_went_to_the_deputy_both_may_decide(act: Act) -> None:
    for key, how in (("jiwoo", "owner"), ("yerin", "deputy")):
        decision = ask(act).decision
        act.forward(minutes=10)
        tick(act)
        assert (
            decide.decide(act.room, by=key, decision=decision, option=0, why="", waived="급해요", at=act.at).how == how
        )


def test_a_clock_that_was_down_all_night_still_gives_the_deputy_five_minutes(act: Act) -> None:
    ask(act)
    act.forward(hours=9)
    assert "decision_escalated" in tick(act)
    asked = act.room.decisions[0]
    assert asked.due_at == act.at + timedelta(minutes=5)
    assert act.at + timedelta(minutes=5) * 2 / 3 in questions.due(act.room), "the reminder two thirds of the way"
    act.forward(minutes=4)
    assert "decision_made" not in tick(act)


def test_without_a_deputy_the_default_stands_at_once(act: Act) -> None:
    ask(act, owner="doyun")
    act.forward(minutes=10)
    assert tick(act) == ["decision_made"]


def test_an_objection_is_heard_once_a_person_and_stops_no_clock(act: Act) -> None:
    key = ask(act).decision
    act.say(decide.object_to(act.room, by="haneul", decision=key, why="현장은 달라요", at=act.at), by="haneul")
    with pytest.raises(errors.AlreadyDone):
        decide.object_to(act.room, by="haneul", decision=key, why="정말로요", at=act.at)
    asked = act.room.decisions[0]
    assert ([o.by for o in asked.objections], asked.due_at) == (["haneul"], NINE + timedelta(minutes=10))


def test_a_late_task_is_said_once(act: Act) -> None:
    act.say(
        decide.give_task(act.room, by="seojun", task="공장 전화", owner="haneul", minutes=5, people=PEOPLE, at=act.at),
        by="seojun",
    )
    with pytest.raises(errors.NotYours):
        decide.finish_task(act.room, by="jiwoo", task=act.room.tasks[0].id, note="", at=act.at)
    act.forward(minutes=5)
    assert tick(act) == ["task_overdue"]
    assert tick(act) == []
    act.say(decide.finish_task(act.room, by="haneul", task=act.room.tasks[0].id, note="받음", at=act.at), by="haneul")
    with pytest.raises(errors.AlreadyDone):
        decide.finish_task(act.room, by="haneul", task=act.room.tasks[0].id, note="", at=act.at)


def test_a_late_first_word_is_said_once_and_not_at_all_when_it_left_in_time(act: Act) -> None:
    act.forward(minutes=60)
    assert tick(act) == ["first_word_overdue"]
    assert tick(act) == []
    early = Act()
    early.everyone_comes()
    early.writes()
    early.approves()
    early.sends("x1")
    early.forward(minutes=60)
    assert "first_word_overdue" not in tick(early)


def test_a_closed_room_has_no_clock(act: Act) -> None:
    ask(act)
    act.say(convene.close(act.room, by="seojun", summary="끝", waiver="오해였어요", at=act.at), by="seojun")
    act.forward(days=3)
    assert tick(act) == []
    assert clock.next_due(act.room) is None


def test_a_deputy_who_has_left_cannot_hold_a_question_for_ever(act: Act) -> None:
    people = tuple(replace(p, deputy="gone") if p.key == "jiwoo" else p for p in PEOPLE)
    act.say(
        decide.ask(
            act.room,
            by="seojun",
            question="?",
            options=("가", "나"),
            default=1,
            owner="jiwoo",
            deputy=None,
            minutes=1,
            people=people,
            at=act.at,
        ),
        by="seojun",
    )
    act.forward(minutes=1)
    said = clock.overdue(act.room, people=people, at=act.at)
    assert [x.type_ for x in said] == ["decision_made"]


def test_a_question_goes_to_a_deputy_once_and_not_around_in_circles(act: Act) -> None:
    ask(act, owner="doyun")
    people = tuple(replace(p, deputy="haneul") if p.key == "doyun" else p for p in PEOPLE)  # given one since
    act.forward(minutes=10)
    said = clock.overdue(act.room, people=people, at=act.at)
    assert [x.type_ for x in said] == ["decision_escalated"]
    act.say(said)
    act.forward(minutes=5)
    assert [x.type_ for x in clock.overdue(act.room, people=people, at=act.at)] == ["decision_made"]
