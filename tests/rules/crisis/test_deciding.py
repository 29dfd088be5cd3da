"""Who is heard before somebody decides, and what happens where nobody answers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.crisis import clock, decide, speak
from bongsu.crisis.room import Decision


@pytest.fixture
def act() -> Act:
    act = Act(level=4)
    act.everyone_comes()
    return act


def ask(act: Act, **changes: Any) -> str:
    about: dict[str, Any] = {
        "by": "seojun",
        "question": "출고를 멈출까요?",
        "options": ("멈춘다", "계속한다"),
        "default": 1,
        "owner": "seojun",
        "deputy": None,
        "minutes": 30,
    }
    said = decide.ask(act.room, **(about | changes), people=PEOPLE, at=act.at)
    act.say(said, by="seojun")
    return said.decision


def tick(act: Act) -> list[str]:
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    act.say(said)
    return [x.type_ for x in said if x.type_ not in ("first_word_overdue", "leader_quiet") and not _first_word(x)]


def _first_word(event: e.Event) -> bool:
    return isinstance(event, e.DeadlineNear) and event.what == "first_word"


def of(act: Act, key: str) -> Decision:
    found = act.room.decision(key)
    assert found is not None
    return found


def judge(act: Act, key: str, by: str = "haneul", option: int = 0) -> None:
    said = decide.judge(act.room, by=by, roles=ROLES[by], decision=key, option=option, why="사진이 진짜예요", at=act.at)
    act.say(said, by=by)


# ── the practitioners' slot ────────────────────────────────────────────────────────────────────────────────────────
def test_nothing_is_decided_before_a_practitioner_has_spoken_or_it_is_said_why_not(act: Act) -> None:
    key = ask(act)
    assert of(act, key).judges == ("haneul", "doyun")
    with pytest.raises(errors.JudgementMissing):
        decide.decide(act.room, by="seojun", decision=key, option=0, why="", at=act.at)
    waived = decide.decide(act.room, by="seojun", decision=key, option=0, why="", waived="사람이 다쳐요", at=act.at)
    assert (waived.judgement, waived.waived) == ("waived", "사람이 다쳐요")
    judge(act, key)
    heard = decide.decide(act.room, by="seojun", decision=key, option=0, why="", waived="필요 없는 말", at=act.at)
    assert (heard.judgement, heard.waived) == ("given", "")


def test_an_executives_view_does_not_fill_the_slot(act: Act) -> None:
    key = ask(act)
    with pytest.raises(errors.PractitionersOnly):
        decide.judge(act.room, by="minseo", roles=ROLES["minseo"], decision=key, option=0, why="", at=act.at)
    judge(act, key)
    judge(act, key, option=1)
    assert [(j.by, j.option) for j in of(act, key).judgements] == [("haneul", 1)]  # the latest counts


def test_a_default_that_the_clock_fires_says_that_nobody_was_heard(act: Act) -> None:
    key = ask(act, owner="doyun", deputy="doyun", minutes=3)
    act.forward(minutes=3)
    assert tick(act) == ["decision_made"]
    assert (of(act, key).how, of(act, key).judgement, of(act, key).option) == ("default", "empty", 1)


def test_what_an_option_brings_stands_beside_it_whatever_lines_are_empty(act: Act) -> None:
    key = ask(
        act, options=("멈춘다", " ", "계속한다"), default=2, effects=("손실", "-", "위험"), reversals=("yes", "", "no")
    )
    assert of(act, key).effects == ("손실", "위험")
    assert of(act, key).reversals == ("yes", "no")
    with pytest.raises(errors.NoSuchThing):
        ask(act, reversals=("perhaps",))


# ── any strong objections? ─────────────────────────────────────────────────────────────────────────────────────────
def propose(act: Act, key: str, minutes: int = 5, waived: str = "") -> None:
    said = decide.propose(act.room, by="seojun", decision=key, option=0, minutes=minutes, waived=waived, at=act.at)
    act.say(said, by="seojun")


def test_silence_until_the_window_closes_is_consent(act: Act) -> None:
    key = ask(act)
    judge(act, key)
    propose(act, key)
    act.forward(minutes=4, seconds=59)
    assert tick(act) == []
    act.forward(seconds=1)
    assert tick(act) == ["decision_made"]
    assert (of(act, key).how, of(act, key).option, of(act, key).made_by) == ("consent", 0, None)
    assert tick(act) == []


@pytest.mark.parametrize("minutes", [5, 6])
def test_what_consent_settles_is_in_the_same_round_neither_warned_of_nor_put_to_a_deputy(
    act: Act, minutes: int
) -> None:
    key = ask(act, deputy="haneul", minutes=minutes)
    judge(act, key)
    propose(act, key)
    act.forward(minutes=5)
    assert tick(act) == ["decision_made"]
    assert of(act, key).how == "consent"


def test_one_strong_objection_hands_the_question_back_to_the_leader(act: Act) -> None:
    key = ask(act)
    judge(act, key)
    propose(act, key)
    act.say(decide.object_to(act.room, by="jiwoo", decision=key, why="법에 걸려요", at=act.at), by="jiwoo")
    act.forward(minutes=5)
    assert tick(act) == ["proposal_closed"]
    assert of(act, key).is_open
    act.say(decide.decide(act.room, by="seojun", decision=key, option=0, why="들었어요", at=act.at), by="seojun")
    assert [o.why for o in of(act, key).objections] == ["법에 걸려요"]


@pytest.mark.parametrize(("waived", "ends"), [("", "proposal_closed"), ("한밤이라 아무도 없어요", "decision_made")])
def test_silence_alone_is_no_consent_where_no_practitioner_spoke(act: Act, waived: str, ends: str) -> None:
    key = ask(act)
    propose(act, key, waived=waived)
    act.forward(minutes=5)
    assert tick(act) == [ends]


def test_a_window_never_outlives_its_question(act: Act) -> None:
    key = ask(act, minutes=4)
    with pytest.raises(errors.DeadlinePast):
        propose(act, key)
    with pytest.raises(errors.NotTheLeader):
        decide.propose(act.room, by="haneul", decision=key, option=0, minutes=1, at=act.at)
    propose(act, key, minutes=2)
    with pytest.raises(errors.AlreadyDone):
        propose(act, key, minutes=1)


def test_a_clock_that_was_down_does_not_pass_a_proposal_after_its_question_was_due(act: Act) -> None:
    key = ask(act, minutes=10)
    judge(act, key)
    propose(act, key)
    act.forward(hours=5)
    assert tick(act) == ["proposal_closed", "decision_escalated"]
    assert of(act, key).how == ""


# ── consultation ───────────────────────────────────────────────────────────────────────────────────────────────────
def consult(act: Act, key: str, *, role: str = "legal", person: str | None = None, minutes: int = 10) -> str:
    said = decide.consult(
        act.room,
        by="seojun",
        decision=key,
        role=role,
        person=person,
        question="이렇게 말해도 되나요?",
        minutes=minutes,
        people=PEOPLE,
        at=act.at,
    )
    act.say(said, by="seojun")
    return said.consultation


def test_a_lawyer_who_never_answers_vetoes_nothing(act: Act) -> None:
    key = ask(act)
    judge(act, key)
    asked = consult(act, key)
    with pytest.raises(errors.StillConsulting):
        decide.decide(act.room, by="seojun", decision=key, option=0, why="", at=act.at)
    act.forward(minutes=7)
    assert tick(act) == ["deadline_near"]
    act.forward(minutes=3)
    assert tick(act) == ["consultation_lapsed"]
    waiting = act.room.consultation(asked)
    assert waiting is not None
    assert (waiting.person, waiting.due_at) == ("yerin", NINE + timedelta(minutes=15))
    act.forward(minutes=5)
    assert "consultation_passed" in tick(act)
    made = decide.decide(act.room, by="seojun", decision=key, option=0, why="", at=act.at)
    assert (made.unheard, made.waived) == ((), "")


def test_who_decides_in_spite_of_an_open_window_says_why_and_it_is_recorded(act: Act) -> None:
    key = ask(act)
    judge(act, key)
    asked = consult(act, key)
    made = decide.decide(act.room, by="seojun", decision=key, option=0, why="", waived="늦으면 다쳐요", at=act.at)
    assert (made.unheard, made.waived, made.judgement) == ((asked,), "늦으면 다쳐요", "given")


def test_an_answer_is_heard_from_whoever_holds_the_role_and_late_as_well(act: Act) -> None:
    asked = consult(act, "", minutes=1)
    with pytest.raises(errors.NotYours):
        decide.answer(act.room, by="haneul", roles=ROLES["haneul"], consultation=asked, words="네", at=act.at)
    act.forward(minutes=1)
    tick(act)
    act.forward(minutes=5)
    tick(act)
    said = decide.answer(act.room, by="jiwoo", roles=ROLES["jiwoo"], consultation=asked, words="괜찮아요", at=act.at)
    act.say(said, by="jiwoo")
    found = act.room.consultation(asked)
    assert found is not None
    assert (found.answer, found.is_open) == ("괜찮아요", False)
    assert tick(act) == []
    with pytest.raises(errors.AlreadyDone):
        decide.answer(act.room, by="jiwoo", roles=ROLES["jiwoo"], consultation=asked, words="또", at=act.at)


def test_nobody_is_asked_twice_at_once_and_a_role_without_people_is_said(act: Act) -> None:
    key = ask(act)
    consult(act, key)
    with pytest.raises(errors.AlreadyDone):
        consult(act, key, role="", person="jiwoo")
    with pytest.raises(errors.NoSuchThing):
        consult(act, key, role="astronomer")


# ── again, and because ─────────────────────────────────────────────────────────────────────────────────────────────
def test_when_the_facts_change_a_question_opens_again_and_what_was_decided_stays(act: Act) -> None:
    key = ask(act)
    judge(act, key)
    with pytest.raises(errors.NoSuchThing):
        decide.reopen(act.room, by="seojun", decision=key, why="아직 열려 있어요", minutes=10, at=act.at)
    act.say(decide.decide(act.room, by="seojun", decision=key, option=1, why="", at=act.at), by="seojun")
    with pytest.raises(errors.NotYours):
        decide.reopen(act.room, by="doyun", decision=key, why="영상이 나왔어요", minutes=10, at=act.at)
    act.forward(minutes=20)
    again = decide.reopen(act.room, by="seojun", decision=key, why="영상이 나왔어요", minutes=10, at=act.at)
    act.say(again, by="seojun")
    asked = of(act, key)
    assert (asked.is_open, asked.due_at, asked.judgements) == (True, NINE + timedelta(minutes=30), ())
    assert [(x.option, x.by, x.why) for x in asked.earlier] == [(1, "seojun", "영상이 나왔어요")]
    with pytest.raises(errors.JudgementMissing):
        decide.decide(act.room, by="seojun", decision=key, option=0, why="", at=act.at)


def test_what_a_decision_brought_about_is_linked_both_ways(act: Act) -> None:
    key = ask(act)
    act.say(speak.pause(act.room, by="haneul", why="멈추기로 했어요", at=act.at, because=key), by="haneul")
    task = decide.give_task(
        act.room, by="seojun", task="공장 전화", owner="haneul", minutes=5, people=PEOPLE, at=act.at, because=key
    )
    act.say(task, by="seojun")
    assert [c.type for c in of(act, key).caused] == ["outlets_paused", "task_given"]
    assert act.room.tasks[-1].because == key
    with pytest.raises(errors.NoSuchThing):
        decide.give_task(
            act.room, by="seojun", task="?", owner="haneul", minutes=5, people=PEOPLE, at=act.at, because="d999"
        )


def test_settled_questions_leave_the_state_and_open_ones_never(act: Act) -> None:
    first = ask(act, minutes=600)
    for _ in range(60):
        key = ask(act)
        act.say(
            decide.decide(act.room, by="seojun", decision=key, option=0, why="", waived="-", at=act.at), by="seojun"
        )
    assert len(act.room.decisions) < 45
    assert of(act, first).is_open
    assert len({d.id for d in act.room.decisions}) == len(act.room.decisions)


# ── behind a link ──────────────────────────────────────────────────────────────────────────────────────────────────
def by_link(act: Act, key: str, shown: str, by: str = "minseo", minutes: int = 30) -> e.DecisionMade:
    return decide.decide_by_link(
        act.room,
        by=by,
        decision=key,
        option=0,
        shown=shown,
        why="",
        waived="",
        until=NINE + timedelta(minutes=minutes),
        at=act.at,
    )


def test_a_link_decides_on_exactly_what_it_showed(act: Act) -> None:
    key = ask(act, owner="minseo")
    before = decide.digest(act.room, of(act, key))
    judge(act, key)
    with pytest.raises(errors.StaleText):
        by_link(act, key, before)
    now = decide.digest(act.room, of(act, key))
    with pytest.raises(errors.NotYours):
        by_link(act, key, now, by="jiwoo")
    act.say(by_link(act, key, now), by="minseo")
    assert (of(act, key).made_by, of(act, key).option) == ("minseo", 0)
    with pytest.raises(errors.LinkSpent):
        by_link(act, key, now)


def test_a_link_ends_at_its_minute(act: Act) -> None:
    key = ask(act, owner="minseo")
    judge(act, key)
    now = decide.digest(act.room, of(act, key))
    act.forward(minutes=29, seconds=59)
    assert by_link(act, key, now).via == "link"
    act.forward(seconds=1)
    with pytest.raises(errors.LinkSpent):
        by_link(act, key, now)


def test_a_room_without_new_rules_decides_as_it_always_did() -> None:
    """A question of an old journal has no slot, and its frozen table asks for no stance."""
    act = Act(ground=replace(GROUND, laws=()))
    old = e.DecisionAsked("d1", "?", ("가", "나"), 0, "seojun", None, NINE + timedelta(minutes=5))
    act.say(old, by="seojun")
    assert decide.decide(act.room, by="seojun", decision="d1", option=1, why="", at=act.at).judgement == ""
    act.forward(minutes=5)
    assert "decision_asked" not in tick(act)
