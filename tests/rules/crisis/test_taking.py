"""제가 볼게요: one has an item in hand, the other is told who; what is late, or whose holder left, anybody may take."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, Act, finding

from bongsu.core import errors, events as e
from bongsu.crisis import assess, clock, convene, decide, taking
from bongsu.crisis.assess import facts
from bongsu.crisis.room import Room


@pytest.fixture
def act() -> Act:
    act = Act(level=4)
    act.say(assess.weigh(act.room, finding=finding(level=3), at=act.at))
    act.say(
        facts.note_fact(act.room, by="haneul", fact="한 병", status="unconfirmed", source="", at=act.at),
        by="haneul",
    )
    act.say(
        convene.promises.promise(
            act.room,
            by="haneul",
            words="다시 답하기",
            to="",
            owner="jiwoo",
            due_at=act.at + timedelta(minutes=40),
            people=PEOPLE,
            at=act.at,
        ),
        by="haneul",
    )
    act.say(
        decide.ask(
            act.room,
            by="seojun",
            question="멈출까요?",
            options=("멈춘다", "본다"),
            default=0,
            owner="minseo",
            deputy=None,
            minutes=30,
            people=PEOPLE,
            at=act.at,
        ),
        by="seojun",
    )
    return act


def keys(room: Room) -> dict[str, str]:
    return {
        "finding": taking.key_of(room.findings[-1]),
        "fact": room.facts[0].id,
        "promise": room.promises[0].id,
        "decision": room.decisions[0].id,
    }


def takes(act: Act, by: str, key: str) -> e.Event:
    said = taking.take(act.room, by=by, item=key, people=PEOPLE, at=act.at)
    act.say(said, by=by)
    return said


def lets_go(act: Act, by: str, key: str) -> None:
    act.say(taking.release(act.room, by=by, item=key, at=act.at), by=by)


def has(act: Act, key: str) -> str | None:
    item = taking.item_of(act.room, key)
    assert item is not None
    return item.by


KINDS = ("finding", "fact", "promise", "decision")


@pytest.mark.parametrize("what", KINDS)
def test_one_has_it_and_the_other_is_told_who_until_it_is_let_go(act: Act, what: str) -> None:
    key = keys(act.room)[what]
    assert has(act, key) is None
    takes(act, "haneul", key)
    assert has(act, key) == "haneul"
    with pytest.raises(errors.AlreadyTaken) as told:
        takes(act, "jiwoo", key)
    assert told.value.about["owner"] == "박하늘"
    with pytest.raises(errors.AlreadyDone):
        takes(act, "haneul", key)
    with pytest.raises(errors.NotYours):
        lets_go(act, "jiwoo", key)
    lets_go(act, "haneul", key)
    assert has(act, key) is None
    with pytest.raises(errors.AlreadyDone):
        lets_go(act, "haneul", key)
    takes(act, "jiwoo", key)
    assert has(act, key) == "jiwoo"


@pytest.mark.parametrize("what", KINDS)
def test_the_leader_steps_in_and_nobody_waits_for_somebody_who_left(act: Act, what: str) -> None:
    key = keys(act.room)[what]
    takes(act, "haneul", key)
    takes(act, act.room.leader or "", key)
    assert has(act, key) == act.room.leader
    gone = [person for person in PEOPLE if person.key != act.room.leader]
    act.say(taking.take(act.room, by="jiwoo", item=key, people=gone, at=act.at), by="jiwoo")
    assert has(act, key) == "jiwoo"


def test_a_fact_is_verified_by_whoever_took_it_on_a_clock(act: Act) -> None:
    key = keys(act.room)["fact"]
    said = takes(act, "haneul", key)
    assert said == e.FactAssigned(key, "haneul", act.at + taking.VERIFY)
    act.forward(minutes=31)
    act.say(clock.overdue(act.room, people=(), at=act.at))
    fact = act.room.fact(key)
    assert fact is not None
    assert fact.late
    takes(act, "jiwoo", key)
    fact = act.room.fact(key)
    assert fact is not None
    assert (fact.owner, fact.late) == ("jiwoo", False)


def test_what_is_given_to_somebody_is_theirs(act: Act) -> None:
    key = keys(act.room)["fact"]
    act.say(facts.assign_fact(act.room, by="haneul", fact=key, owner="jiwoo", minutes=10, people=PEOPLE, at=act.at))
    with pytest.raises(errors.AlreadyTaken):
        takes(act, "haneul", key)


def test_to_have_a_decision_in_hand_gives_nobody_the_right_to_make_it(act: Act) -> None:
    key = keys(act.room)["decision"]
    takes(act, "haneul", key)
    asked = act.room.decision(key)
    assert asked is not None
    assert asked.owner == "minseo"
    with pytest.raises(errors.NotYours):
        decide.decide(act.room, by="haneul", decision=key, option=0, why="", at=act.at, waived="급해요")


def test_a_late_promise_anybody_may_take_over(act: Act) -> None:
    key = keys(act.room)["promise"]
    takes(act, "haneul", key)
    act.forward(minutes=41)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    said = takes(act, "jiwoo", key)
    assert said == e.ItemTaken(key, "promise", previous="haneul")
    promise = act.room.promise(key)
    assert promise is not None
    assert promise.owner == "jiwoo"


def test_what_is_settled_is_nobodys_and_leaves_no_trace_in_the_state(act: Act) -> None:
    known = keys(act.room)
    for what in ("finding", "promise", "decision"):
        takes(act, "haneul", known[what])
    act.say(convene.promises.keep(act.room, by="jiwoo", promise=known["promise"], note="", at=act.at), by="jiwoo")
    with pytest.raises(errors.AlreadyDone):
        takes(act, "seojun", known["promise"])
    lets_go(act, "haneul", known["decision"])
    takes(act, "haneul", known["decision"])
    assert {held.item for held in act.room.held} == {known["finding"], known["decision"]}


def test_nothing_is_taken_in_a_closed_room_or_that_is_not_there(act: Act) -> None:
    with pytest.raises(errors.NoSuchThing):
        takes(act, "haneul", "s999")
    act.room = replace(act.room, closed_at=NINE)
    with pytest.raises(errors.RoomClosed):
        takes(act, "haneul", keys(act.room)["finding"])
