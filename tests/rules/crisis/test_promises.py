"""약속: what was said will be done, or somebody says that it was not."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st
from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.crisis import clock
from bongsu.crisis.convene import promises
from bongsu.crisis.next_step import next_step


@pytest.fixture
def act() -> Act:
    act = Act()
    act.everyone_comes()
    return act


def promised(act: Act, *, minutes: int = 60, owner: str = "haneul", by: str = "seojun") -> str:
    due = act.at + timedelta(minutes=minutes)
    said = promises.promise(
        act.room, by=by, words="5시까지 답변", to="제보자", owner=owner, due_at=due, people=PEOPLE, at=act.at
    )
    act.say(said, by=by)
    return said.promise


def ticks(act: Act) -> list[str]:
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    act.say(said)
    assert clock.overdue(act.room, people=PEOPLE, at=act.at) == ()
    return [x.type_ for x in said if x.type_.startswith("promise")]


def test_an_owner_is_warned_before_it_is_late_and_late_is_said_once(act: Act) -> None:
    key = promised(act)
    act.forward(minutes=49)
    assert ticks(act) == []
    act.forward(minutes=1)
    assert ticks(act) == ["promise_soon"]
    act.forward(minutes=10)
    assert ticks(act) == ["promise_late"]
    act.forward(hours=3)
    assert ticks(act) == []
    assert act.room.promise(key).late  # type: ignore[union-attr]


def test_a_promise_for_a_few_minutes_ahead_is_warned_of_half_way(act: Act) -> None:
    promised(act, minutes=4)
    act.forward(minutes=2)
    assert ticks(act) == ["promise_soon"]


def test_it_is_kept_by_its_owner_its_maker_or_the_leader(act: Act) -> None:
    key = promised(act, by="doyun")
    with pytest.raises(errors.NotYours):
        promises.keep(act.room, by="jiwoo", promise=key, note="", at=act.at)
    act.say(promises.keep(act.room, by="haneul", promise=key, note="전화했어요", at=act.at), by="haneul")
    assert act.room.promise(key).end == "kept"  # type: ignore[union-attr]
    with pytest.raises(errors.AlreadyDone):
        promises.break_it(act.room, by="seojun", promise=key, why="늦었어요", at=act.at)


def test_handing_on_keeps_the_time_unless_a_reason_is_given(act: Act) -> None:
    key = promised(act)
    due = act.room.promise(key).due_at  # type: ignore[union-attr]
    later = due + timedelta(hours=2)

    def hand(to: str, due_at: datetime | None, why: str) -> e.PromiseHandedOn:
        return promises.hand_on(
            act.room, by="haneul", promise=key, to=to, due_at=due_at, why=why, people=PEOPLE, at=act.at
        )

    with pytest.raises(errors.ReasonMissing):
        hand("jiwoo", later, "")
    with pytest.raises(errors.AlreadyDone):
        hand("haneul", None, "")
    with pytest.raises(errors.DeadlinePast):
        hand("jiwoo", act.at, "지금")
    act.say(hand("jiwoo", None, ""), by="haneul")
    assert (act.room.promise(key).owner, act.room.promise(key).due_at) == ("jiwoo", due)  # type: ignore[union-attr]


def test_a_statement_promises_its_next_word_and_the_next_word_keeps_it(act: Act) -> None:
    act.writes(due_min=60)
    act.approves()
    assert ticks(act) == []  # nobody has heard it yet
    act.sends("x1")
    assert ticks(act) == ["promise_made"]
    (one,) = act.room.promises
    assert (one.owner, one.due_at, one.statement) == ("seojun", NINE + timedelta(minutes=60), "s1")
    act.forward(minutes=30)
    act.writes(due_min=60)
    act.approves()
    act.sends(act.room.deliveries[-1].id)
    assert ticks(act) == ["promise_made", "promise_kept"]
    assert [(p.end, p.is_open) for p in act.room.promises] == [("kept", False), ("", True)]


def test_a_next_word_that_came_too_late_was_late_and_is_kept(act: Act) -> None:
    act.writes(due_min=60)
    act.approves()
    act.sends("x1")
    ticks(act)
    act.forward(minutes=61)
    assert ticks(act) == ["promise_late"]
    act.writes(due_min=60)
    act.approves()
    act.sends(act.room.deliveries[-1].id)
    ticks(act)
    assert (act.room.promises[0].end, act.room.promises[0].late) == ("kept", True)


def test_the_owner_is_asked_to_keep_it_and_the_leader_once_it_is_late(act: Act) -> None:
    for who in act.room.team:
        act.estimates(who)
    promised(act, minutes=30, owner="doyun")
    act.forward(minutes=21)
    assert next_step(act.room, "doyun", act.at, roles=ROLES["doyun"]).act == "keep_promise"
    assert next_step(act.room, "seojun", act.at, roles=ROLES["seojun"]).act != "keep_promise"
    act.forward(minutes=10)
    assert next_step(act.room, "seojun", act.at, roles=ROLES["seojun"]).act == "keep_promise"


def test_a_state_does_not_grow_with_promises_that_are_settled(act: Act) -> None:
    for _ in range(60):
        key = promised(act)
        act.say(promises.keep(act.room, by="haneul", promise=key, note="", at=act.at), by="haneul")
    standing = promised(act)
    assert len(act.room.promises) == 41
    assert act.room.promise(standing) is not None


@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    wanted=st.times(),
    zone=st.sampled_from(("Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "UTC")),
)
def test_the_next_such_time_lies_ahead_and_within_a_day_and_an_hour(minutes: int, wanted: time, zone: str) -> None:
    now = NINE + timedelta(minutes=minutes)
    found = promises.next_time(f"{wanted:%H:%M}", zone, now)
    assert now < found <= now + timedelta(hours=25)


@pytest.mark.parametrize("until", ["", "곧", "25:00", "12", "::"])
def test_a_time_that_is_none_is_asked_for_again(until: str) -> None:
    with pytest.raises(errors.ReasonMissing):
        promises.next_time(until, "Asia/Seoul", NINE)
