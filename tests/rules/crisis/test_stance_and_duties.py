"""Engage or prepare; the law's clocks; the fault apart from the message; the beacon going down."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.kit import sample
from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, ROLES, Act, finding

from bongsu.boot import demo
from bongsu.core import errors, events as e
from bongsu.core.values import SYSTEM, Law
from bongsu.crisis import assess, clock, convene, decide
from bongsu.crisis.decide.duties import due_by
from bongsu.crisis.ground import parse_ground, parse_laws

LAWS: list[dict[str, Any]] = demo.documents()["statutory"]
TABLE = [
    row | {"quiet_periods": 2, "stance_min": 10 if row["level"] >= 3 else None, "stance_default": "prepare"}
    for row in sample.LEVELS
]
GROUND = parse_ground(levels=TABLE, charter=sample.CHARTER, playbook=sample.PLAYBOOK, statutory=LAWS)


@pytest.fixture
def act() -> Act:
    act = Act(level=4, ground=GROUND)
    act.everyone_comes()
    return act


def tick(act: Act) -> list[str]:
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    act.say(said)
    return [x.type_ for x in said]


def quiet_tick(act: Act) -> None:
    while tick(act):
        pass


# ── engage or prepare ──────────────────────────────────────────────────────────────────────────────────────────────
def test_from_level_3_the_room_asks_its_leader_by_itself_once() -> None:
    calm = Act(level=2, ground=GROUND)
    assert "decision_asked" not in tick(calm)
    act = Act(level=3, ground=GROUND)
    assert "decision_asked" in tick(act)
    asked = act.room.decisions[-1]
    assert (asked.kind, asked.owner, asked.due_at) == ("stance", "seojun", NINE + timedelta(minutes=10))
    assert asked.options[asked.default] == "prepare"
    assert tick(act) == []


def decided(act: Act, choice: str) -> None:
    quiet_tick(act)
    asked = act.room.decisions[-1]
    option = asked.options.index(choice)
    made = decide.decide(act.room, by="seojun", decision=asked.id, option=option, why="", waived="급해요", at=act.at)
    act.say(made, by="seojun")


def test_prepare_by_silence_is_asked_again_where_the_beacon_rose_meanwhile_to_a_level_that_would_engage() -> None:
    bold = [row | {"stance_default": "engage" if row["level"] >= 4 else "prepare"} for row in TABLE]
    ground = parse_ground(levels=bold, charter=sample.CHARTER, playbook=sample.PLAYBOOK, statutory=LAWS)
    for rises in (True, False):
        room = Act(level=3, ground=ground)
        quiet_tick(room)
        asked = room.room.decisions[-1]
        room.forward(minutes=1)
        if rises:
            raised = convene.raise_beacon(room.room, by="haneul", level=4, why="기사", people=PEOPLE, at=room.at)
            room.say(raised, by="haneul")
        room.at = asked.due_at
        quiet_tick(room)
        while (open_ones := [d for d in room.room.decisions if d.kind == "stance" and d.is_open]) and open_ones[
            0
        ].id == asked.id:
            room.at = open_ones[0].due_at  # its deputy's minutes pass as well
            quiet_tick(room)
        assert room.room.stance is not None
        assert room.room.stance.choice == "prepare"
        again = [d for d in room.room.decisions if d.kind == "stance" and d.id != asked.id]
        assert [(d.is_open, d.options[d.default]) for d in again] == ([(True, "engage")] if rises else [])


def test_prepare_is_asked_again_when_the_beacon_rises_and_engage_is_not(act: Act) -> None:
    for choice, again in (("prepare", True), ("engage", False)):
        room = Act(level=3, ground=GROUND)
        decided(room, choice)
        room.forward(minutes=1)
        room.say(
            convene.raise_beacon(room.room, by="haneul", level=4, why="기사", people=PEOPLE, at=room.at), by="haneul"
        )
        assert ("decision_asked" in tick(room)) == again
        if again:
            assert room.room.decisions[-1].because == room.room.decisions[-2].id


def test_prepare_is_asked_again_when_it_is_twice_as_loud() -> None:
    act = Act(level=3, ground=GROUND, by=SYSTEM, found=finding("a"))  # 9 in 1,800 s: 18 an hour
    decided(act, "prepare")
    act.forward(minutes=5)
    for key, count, asked in (("b", 17, False), ("c", 18, True)):
        louder = replace(finding(key), count=count)
        act.say(assess.weigh(act.room, finding=louder, at=act.at, people=PEOPLE))
        assert ("decision_asked" in tick(act)) == asked


def test_nobody_decides_and_the_tables_default_stands(act: Act) -> None:
    quiet_tick(act)
    for minutes in (10, 5):
        act.forward(minutes=minutes)
        quiet_tick(act)
    assert act.room.stance is not None
    assert (act.room.stance.choice, act.room.decisions[-1].how) == ("prepare", "default")


# ── the law's clocks ───────────────────────────────────────────────────────────────────────────────────────────────
def start(act: Act, law: str = "privacy_72h", ago: int = 60) -> str:
    said = decide.start_duty(act.room, by="doyun", law=law, why="주소가 보여요", knew_min_ago=ago, at=act.at)
    act.say(said, by="doyun")
    return said.duty


def test_anybody_starts_the_laws_clock_and_it_counts_from_when_they_knew(act: Act) -> None:
    key = start(act)
    duty = act.room.duty(key)
    assert duty is not None
    assert duty.due_at == NINE - timedelta(hours=1) + timedelta(hours=72)
    with pytest.raises(errors.AlreadyDone):
        start(act)
    with pytest.raises(errors.NoSuchThing):
        start(act, law="no_such_law")


def test_legal_confirms_it_and_only_legal_takes_it_back(act: Act) -> None:
    key = start(act)
    with pytest.raises(errors.LegalOnly):
        decide.confirm_duty(act.room, by="doyun", roles=ROLES["doyun"], duty=key, note="", at=act.at)
    with pytest.raises(errors.LegalOnly):
        decide.drop_duty(act.room, by="seojun", roles=ROLES["seojun"], duty=key, why="아니에요", at=act.at)
    act.say(decide.confirm_duty(act.room, by="jiwoo", roles=ROLES["jiwoo"], duty=key, note="", at=act.at), by="jiwoo")
    with pytest.raises(errors.ReasonMissing):
        decide.duty_done(act.room, by="jiwoo", roles=ROLES["jiwoo"], duty=key, note=" ", at=act.at)
    done = decide.duty_done(act.room, by="seojun", roles=ROLES["seojun"], duty=key, note="접수 2026-12", at=act.at)
    act.say(done, by="seojun")
    found = act.room.duty(key)
    assert found is not None
    assert (found.settled, found.note, found.confirmed_by) == ("done", "접수 2026-12", "jiwoo")
    act.forward(hours=100)
    assert "duty_overdue" not in tick(act)


def test_without_legal_in_the_room_the_leader_may_say_that_it_does_not_apply() -> None:
    act = Act(level=3, ground=GROUND)
    act.everyone_comes()
    key = start(act)
    said = decide.drop_duty(act.room, by="seojun", roles=ROLES["seojun"], duty=key, why="시험 자료예요", at=act.at)
    act.say(said, by="seojun")
    assert act.room.duties[-1].settled == "dropped"


def test_a_duty_is_warned_of_before_it_is_late_and_each_is_said_once(act: Act) -> None:
    quiet_tick(act)
    key = start(act, law="breach_24h", ago=0)
    act.forward(hours=15, minutes=59)
    quiet_tick(act)
    assert not act.room.duties[-1].warned
    act.forward(minutes=1)
    assert "deadline_near" in tick(act)
    act.forward(hours=8)
    assert "duty_overdue" in tick(act)
    assert "duty_overdue" not in tick(act)
    assert act.room.duties[-1].id == key


def test_a_law_counts_only_while_it_is_in_force(act: Act) -> None:
    past = replace(GROUND.laws[0], until=NINE)
    old = Act(level=4, ground=replace(GROUND, laws=(past,)))
    assert decide.laws_in_force(old.room, NINE - timedelta(seconds=1)) == (past,)
    assert decide.laws_in_force(old.room, NINE) == ()


@given(st.integers(0, 20 * 366 * 24 * 60).map(lambda n: NINE + timedelta(minutes=n)), st.integers(1, 24))
def test_months_are_calendar_months_and_never_skip_one(knew: datetime, months: int) -> None:
    law = replace(GROUND.laws[0], hours=None, months=months)
    due = due_by(law, knew)
    assert (due.year * 12 + due.month) - (knew.year * 12 + knew.month) == months
    assert due.day <= knew.day
    assert (due.hour, due.minute) == (knew.hour, knew.minute)


@pytest.mark.parametrize(
    "broken",
    [
        {"hours": 24, "months": 1},
        {"hours": None},
        {"from": "2026-01-01"},
        {"from": "2026-01-01T00:00:00"},
        {"until": "2020-01-01T00:00:00+09:00"},
        {"name": ""},
        {"unknown": 1},
        {"hours": 10_000_000},
    ],
)
def test_a_statutory_clock_that_cannot_be_counted_is_refused_by_name(broken: dict[str, Any]) -> None:
    with pytest.raises(errors.SetupError, match=r"statutory\[0\]"):
        parse_laws([LAWS[0] | broken])
    with pytest.raises(errors.SetupError, match="used twice"):
        parse_laws([LAWS[0], LAWS[0]])


def test_the_sample_says_of_every_clock_where_it_was_read_and_that_legal_must_confirm() -> None:
    laws: tuple[Law, ...] = parse_laws(LAWS)
    assert {law.id for law in laws} == {"breach_24h", "privacy_72h", "correction_3m"}
    assert all(law.source and not law.confirmed for law in laws)


# ── the fault ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_fault_has_an_owner_and_a_time_and_says_how_far_it_is(act: Act) -> None:
    quiet_tick(act)
    said = decide.note_fault(
        act.room, by="seojun", fault="라인이 돌아요", owner="haneul", minutes=30, people=PEOPLE, at=act.at
    )
    act.say(said, by="seojun")
    with pytest.raises(errors.NotYours):
        decide.move_fault(act.room, by="doyun", fault=said.fault, state="stopped", note="", at=act.at)
    with pytest.raises(errors.ReasonMissing):
        decide.move_fault(act.room, by="haneul", fault=said.fault, state="fixed", note="", at=act.at)
    act.forward(minutes=30)
    assert "fault_overdue" in tick(act)
    for state in ("stopped", "fixed", "verified"):
        moved = decide.move_fault(act.room, by="haneul", fault=said.fault, state=state, note="봤어요", at=act.at)
        act.say(moved, by="haneul")
    found = act.room.fault(said.fault)
    assert found is not None
    assert (found.state, found.is_open, found.overdue) == ("verified", False, True)


# ── down ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def lower(act: Act, level: int = 3, loud_at: datetime | None = None) -> e.BeaconLowered:
    return convene.lower_beacon(act.room, by="seojun", level=level, why="조용해요", at=act.at, loud_at=loud_at)


def test_a_beacon_goes_down_after_its_quiet_periods_and_says_when(act: Act) -> None:
    act.forward(minutes=59)
    with pytest.raises(errors.NotQuietYet) as refused:
        lower(act)
    assert refused.value.about["until"] == NINE + timedelta(minutes=60)  # two reports of 30 minutes
    act.forward(minutes=1)
    assert lower(act).level_to == 3


def test_a_new_finding_at_that_level_and_a_loud_minute_begin_the_quiet_anew(act: Act) -> None:
    act.forward(minutes=50)
    act.say(assess.weigh(act.room, finding=finding("x", level=4), at=act.at, people=PEOPLE))
    act.say(assess.weigh(act.room, finding=finding("y", level=3), at=act.at, people=PEOPLE))
    act.forward(minutes=59)
    with pytest.raises(errors.NotQuietYet):
        lower(act)
    act.forward(minutes=1)
    with pytest.raises(errors.NotQuietYet):
        lower(act, loud_at=act.at - timedelta(minutes=1))
    assert lower(act, loud_at=act.at - timedelta(minutes=60)).level_to == 3


def test_a_beacon_goes_down_one_level_at_a_time_and_waits_again(act: Act) -> None:
    act.forward(hours=9)
    with pytest.raises(errors.OneStepDown):
        lower(act, level=2)
    act.say(lower(act), by="seojun")
    with pytest.raises(errors.NotQuietYet):
        lower(act, level=2)


def test_of_two_wishes_at_once_the_higher_stands(act: Act) -> None:
    act.say(convene.raise_beacon(act.room, by="haneul", level=5, why="다쳤대요", people=PEOPLE, at=act.at), by="haneul")
    with pytest.raises(errors.NotHigher):
        convene.raise_beacon(act.room, by="doyun", level=4, why="기사", people=PEOPLE, at=act.at)
    act.forward(hours=9)
    with pytest.raises(errors.OneStepDown):
        lower(act, level=3)  # whoever meant to go from 4 to 3 did not see the 5
    assert act.room.level == 5
