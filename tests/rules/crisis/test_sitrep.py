"""상황보고: drawn up at the level's cadence, once a round, and "no change" is a report."""

import doctest
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, PEOPLE, Act

from bongsu.core import events as e
from bongsu.core.errors import NoSuchThing, TooMany
from bongsu.core.values import ClaimSeen, LevelRow, Picture
from bongsu.crisis import assess, clock, convene, rounds
from bongsu.crisis.assess import sitrep
from bongsu.crisis.next_step import next_step

PICTURE = Picture(
    hour=240,
    usual_milli=20_000,
    last_half=160,
    half_before=80,
    claims=(ClaimSeen("c1", 90, 60, NINE, "cafe:1"), ClaimSeen("c2", 40, 30, NINE, "board:7")),
    origin="cafe:1",
    spread=(("맘카페", 150), ("게시판", 90)),
)
FIVE = LevelRow(5, "leader", (), 15, None, 0, True, report_relaxed_after_min=120, report_relaxed_min=30)


@pytest.fixture
def act() -> Act:
    return Act(level=4)  # every half hour


def reports(act: Act, picture: Picture = PICTURE) -> e.SituationReported | None:
    """What the clock does when it looks now."""
    said = sitrep.report(act.room, picture=picture, at=act.at)
    act.say(said)
    return said[0] if said else None


def rise(act: Act, level: int) -> None:
    act.say(e.BeaconRaised(level_from=act.room.level, level_to=level, why="더 퍼져요"), by="seojun")


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(sitrep).failed == 0


# ── when ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_at_five_reports_come_every_quarter_for_two_hours_then_every_half_hour() -> None:
    found, at = [], NINE
    while len(found) < 12:
        when = rounds.round_after(FIVE, NINE, at)
        assert when is not None
        found.append(when)
        at = when
    assert found == [after(m) for m in (15, 30, 45, 60, 75, 90, 105, 120, 150, 180, 210, 240)]


@given(
    every=st.integers(1, 90),
    relax=st.one_of(st.none(), st.tuples(st.integers(1, 300), st.integers(1, 90))),
    minutes=st.integers(0, 1500),
)
def test_between_two_rounds_there_is_none(every: int, relax: tuple[int, int] | None, minutes: int) -> None:
    row = replace(
        FIVE,
        report_every_min=every,
        report_relaxed_after_min=relax[0] if relax else None,
        report_relaxed_min=relax[1] if relax else None,
    )
    at = after(minutes)
    before, following = rounds.round_before(row, NINE, at), rounds.round_after(row, NINE, at)
    assert following is not None
    assert following > at
    assert before is None or NINE < before <= at
    assert rounds.round_after(row, NINE, before or NINE) == following
    assert rounds.round_before(row, NINE, following) == following


def test_a_level_without_cadence_is_not_reported() -> None:
    act = Act(level=1)
    act.forward(days=3)
    assert rounds.report_wanted(act.room, act.at) is None
    assert sitrep.due(act.room) == ()


def test_a_report_comes_with_its_minute_and_once(act: Act) -> None:
    act.forward(minutes=29, seconds=59)
    assert reports(act) is None
    act.forward(seconds=1)
    assert clock.next_due(act.room) is not None
    said = reports(act)
    assert said is not None
    assert (said.number, said.round_at, said.next_at) == (1, after(30), after(60))
    assert reports(act) is None
    assert sitrep.due(act.room) == (after(60),)


def test_what_was_missed_while_nothing_ran_stays_missed(act: Act) -> None:
    act.forward(minutes=100)
    said = reports(act)
    assert said is not None
    assert (said.number, said.round_at) == (1, after(90))
    assert reports(act) is None


def test_a_higher_beacon_begins_its_own_cadence(act: Act) -> None:
    act.forward(minutes=30)
    reports(act)
    act.forward(minutes=10)
    act.say(convene.raise_beacon(act.room, by="seojun", level=5, why="다쳤대요", people=PEOPLE, at=act.at), by="seojun")
    assert sitrep.due(act.room) == (after(55),)
    act.forward(minutes=15)
    said = reports(act)
    assert said is not None
    assert (said.number, said.level, said.trend, "level" in said.changed) == (2, 5, 1, True)


def test_a_rise_never_postpones_the_report_that_was_due() -> None:
    act = Act(level=3)  # every hour
    act.forward(minutes=16)
    rise(act, 4)
    assert sitrep.due(act.room) == (after(46),)
    act.forward(minutes=23)
    rise(act, 5)
    assert sitrep.due(act.room) == (after(46),)
    assert rounds.report_due(act.room, act.at) == after(46)
    act.forward(minutes=7)
    said = reports(act)
    assert said is not None
    assert (said.round_at, said.next_at) == (after(46), after(54))
    assert sitrep.due(act.room) == (after(54),)


@given(
    every=st.lists(st.integers(1, 90), min_size=5, max_size=5),
    rises=st.lists(st.tuples(st.integers(0, 120), st.integers(2, 5)), max_size=6),
)
def test_whatever_rises_two_reports_are_never_further_apart_than_was_promised(
    every: list[int], rises: list[tuple[int, int]]
) -> None:
    rows = tuple(replace(row, report_every_min=every[row.level - 1], report_relaxed_min=None) for row in GROUND.table)
    act = Act(level=1, ground=replace(GROUND, table=rows), assemble=False)
    last, promised = act.at, every[0]

    def until(end: datetime) -> None:
        nonlocal last, promised
        while (due := sitrep.due(act.room)[0]) <= end:
            act.at = due
            said = reports(act)
            assert said is not None
            assert said.round_at - last <= timedelta(minutes=promised)
            last, promised = said.round_at, every[act.room.level - 1]

    for minutes, level in rises:
        end = act.at + timedelta(minutes=minutes)
        until(end)
        act.at, was = end, sitrep.due(act.room)
        if level > act.room.level:
            rise(act, level)
            assert sitrep.due(act.room) <= was
    until(act.at + timedelta(minutes=200))


def test_a_closed_room_reports_no_more(act: Act) -> None:
    act.say(convene.close(act.room, by="seojun", summary="끝", waiver="여기까지예요", at=act.at), by="seojun")
    act.forward(minutes=60)
    assert reports(act) is None


# ── what ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_first_report_is_all_new_and_the_next_may_say_no_change(act: Act) -> None:
    act.forward(minutes=30)
    first = reports(act)
    act.forward(minutes=30)
    second = reports(act)
    assert first is not None
    assert second is not None
    assert (first.changed, second.changed) == (("first",), ())
    act.forward(minutes=30)
    act.estimates("haneul", level=5, press=90)
    third = reports(act, replace(PICTURE, hour=480))
    assert third is not None
    assert third.changed == ("volume", "judgement")


def test_a_few_posts_more_are_no_change() -> None:
    quiet = Act(level=4)
    quiet.forward(minutes=30)
    reports(quiet, Picture(hour=2, usual_milli=None, last_half=1, half_before=1))
    quiet.forward(minutes=30)
    said = reports(quiet, Picture(hour=6, usual_milli=None, last_half=3, half_before=3))
    assert said is not None
    assert said.changed == ()


def test_a_report_holds_what_the_room_knows(act: Act) -> None:
    act.estimates("haneul", level=4, press=60)
    act.estimates("seojun", level=2, press=10)
    noted = assess.note_fact(
        act.room, by="haneul", fact="유리가 아니라 플라스틱", status="false", source="품질", claim="c1", at=act.at
    )
    act.say(noted, by="haneul")
    act.writes(due_min=90)
    act.approves()
    for delivery in act.room.deliveries:
        act.sends(delivery.id)
    act.forward(minutes=30)
    said = reports(act)
    assert said is not None
    assert said.claims == (("c1", 90, 60, "false"), ("c2", 40, 30, ""))
    assert said.facts == (0, 0, 1)
    assert said.judged == (2, 2, 4, 4, 10, 60, 60)
    assert said.apart == ("seojun",)
    assert said.doubling_min == 30
    assert (len(said.statements), said.outlets) == (1, 2)
    assert said.promises == ((act.room.statements[0].id, after(90)),)


def test_a_report_is_bounded_however_much_is_told(act: Act) -> None:
    many = replace(
        PICTURE,
        claims=tuple(ClaimSeen(f"c{n}", n, n, NINE, "x" * 900) for n in range(500)),
        origin="x" * 9_000,
        spread=tuple((f"곳{n}" * 500, n) for n in range(500)),
    )
    act.forward(minutes=30)
    said = reports(act, many)
    assert said is not None
    assert (len(said.claims), len(said.spread), len(said.origin)) == (3, 5, 200)
    assert max(len(source) for source, _ in said.spread) <= 200


# ── what a person adds ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_sentence_may_stand_beside_the_last_report_or_wait_for_the_next(act: Act) -> None:
    act.say(sitrep.remark(act.room, by="haneul", report=1, words="영상이 곧 나와요.", at=act.at), by="haneul")
    act.forward(minutes=30)
    reports(act)
    act.say(sitrep.remark(act.room, by="seojun", report=1, words="그래서 법무를 불러요.", at=act.at), by="seojun")
    assert [r.by for r in act.room.remarks] == ["haneul", "seojun"]
    for report in (0, 3):
        with pytest.raises(NoSuchThing):
            sitrep.remark(act.room, by="haneul", report=report, words="네", at=act.at)
    act.forward(minutes=30)
    reports(act)
    assert act.room.remarks == ()
    with pytest.raises(NoSuchThing):
        sitrep.remark(act.room, by="haneul", report=1, words="늦은 말", at=act.at)


def test_ten_sentences_are_enough(act: Act) -> None:
    for n in range(10):
        act.say(sitrep.remark(act.room, by="haneul", report=1, words=f"{n}", at=act.at), by="haneul")
    with pytest.raises(TooMany):
        sitrep.remark(act.room, by="haneul", report=1, words="하나 더", at=act.at)


def test_a_report_with_news_is_to_be_read_while_it_is_new() -> None:
    act = Act(level=4, ground=replace(GROUND, playbook=()))
    act.everyone_comes()
    for person in ("haneul", "seojun", "jiwoo"):
        act.estimates(person, level=4)
    act.writes(due_min=600)
    act.approves()
    for delivery in act.room.deliveries:
        act.sends(delivery.id)
    act.say(assess.note_fact(act.room, by="haneul", fact="확인", status="confirmed", source="공장", at=act.at))
    act.forward(minutes=30)
    reports(act)
    step = next_step(act.room, "haneul", act.at, roles=("practitioner",))
    assert (step.act, step.anchor) == ("read_report", "reports")
    assert next_step(act.room, "minseo", act.at, roles=("executive",)).act == "brief_read"
    act.forward(minutes=11)
    assert next_step(act.room, "haneul", act.at, roles=("practitioner",)).act == "watch_situation"
