"""The lookout names the clock whenever a round of it would change anything, and an idle house's clock is left alone."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bongsu.crisis import clips as clip_rules
from bongsu.crisis.information import DELETE, FACT, OPEN
from bongsu.flows import assess, convene, decide, executives, promises
from bongsu.flows.clock import tick
from bongsu.store import charters, clips, public_reports
from bongsu.store.edits import By
from bongsu.store.operations import models as m
from tests.kit.clock import NINE
from tests.kit.databases import all_there_is
from tests.kit.world import World

SECOND = timedelta(seconds=1)
LATER = NINE + timedelta(hours=2)


def _named(world: World) -> bool:
    return "clock" in world.store.waiting()


def _changes(world: World) -> set[str]:
    """Tables in which a round of the clock changes something."""
    before = all_there_is()
    tick(world.ports, org=world.org)
    after = all_there_is()
    return {table for table in after if after[table] != before[table]}


def _room(world: World, *, level: int = 3) -> int:
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진이 퍼져요", level=level
    )


# ── one thing at a time ────────────────────────────────────────────────────────────────────────────────────────────
# Each arranges one thing that only the clock does, and says when it is due and where that shows.
def _an_opening_that_was_cut_short(world: World) -> tuple[datetime, str]:
    world.clock.at = LATER
    world.open_room(level=3)
    return LATER, "JournalLine"


def _a_deadline_of_a_room(world: World) -> tuple[datetime, str]:
    room = _room(world)
    due = m.Room.objects.get(pk=room).due_at
    assert due is not None
    return due, "JournalLine"


def _a_question_to_an_executive(world: World) -> tuple[datetime, str]:
    executives.ask(world.ports, org=world.org, by="haneul", to="minseo", words="리콜하나요?", minutes=120, room=None)
    m.ExecutiveQuestion.objects.update(open=False)  # it was sent
    return LATER, "ExecutiveQuestion"


def _a_forecast(world: World) -> tuple[datetime, str]:
    room = _room(world)
    assess.send_estimate(
        world.ports, org=world.org, room=room, by="haneul", level=3, press_pct=80, why="사진이 또렷해요"
    )
    m.Room.objects.update(due_at=None)
    m.EstimateScore.objects.exclude(what="level").delete()
    due = m.EstimateScore.objects.get().look_at
    assert due is not None
    return due, "EstimateScore"


def _a_charter_that_all_have_signed(world: World) -> tuple[datetime, str]:
    number = charters.begin(world.org, by="seojun", at=world.now)
    charters.change(world.org, number, lambda now: {**now, "playbook": []}, edit=By("seojun", world.now))
    shown = charters.version(world.org, number).digest
    charters.submit(world.org, number, base=shown, from_at=LATER)
    assert not charters.sign(world.org, number, person="minseo", shown=shown, at=world.now)
    return LATER, "CharterVersion"


def _leave_taken_back_of_which_a_room_was_not_told(world: World) -> tuple[datetime, str]:
    _room(world)
    m.Room.objects.update(due_at=None)
    world.clock.at = LATER
    charters.revoke(world.org, "m1", by="minseo", why="다시 볼게요", at=LATER)
    return LATER, "JournalLine"


def _a_fact_under_embargo(world: World) -> tuple[datetime, str]:
    of = {"org_id": world.org, "kind": FACT, "owner": "minseo", "from_at": NINE, "until": LATER}
    m.Information.objects.create(**of, end=DELETE)
    m.Information.objects.create(**of, end=OPEN)
    return LATER, "Information"


def _a_reporter_to_be_forgotten(world: World) -> tuple[datetime, str]:
    link, _ = public_reports.new_link(world.org, name="성수 매장", brand=None, by="haneul", at=world.now)
    clip, _ = clips.keep(world.org, world.brand, _clipped(world), by="haneul", at=world.now)
    m.Clip.objects.update(counted=True)
    m.Report.objects.create(
        org_id=world.org, link_id=link, clip_id=clip, receipt="AAAA-BBBB", forget_at=LATER, at=world.now, once="1"
    )
    return LATER, "Report"


def _a_clip_whose_keeper_was_killed(world: World) -> tuple[datetime, str]:
    world.clock.at = LATER
    clips.keep(world.org, world.brand, _clipped(world), by="haneul", at=world.now)
    return LATER, "Clip"


def _clipped(world: World) -> clip_rules.Clipped:
    return clip_rules.clipped(url="https://pann.nate.com/talk/1", body="유리조각이 나왔어요", at=world.now)


ALONE = (
    _an_opening_that_was_cut_short,
    _a_deadline_of_a_room,
    _a_question_to_an_executive,
    _a_forecast,
    _a_charter_that_all_have_signed,
    _leave_taken_back_of_which_a_room_was_not_told,
    _a_fact_under_embargo,
    _a_reporter_to_be_forgotten,
    _a_clip_whose_keeper_was_killed,
)


@pytest.mark.parametrize("arranged", ALONE, ids=lambda arranged: arranged.__name__.strip("_"))
def test_each_thing_the_clock_does_is_named_at_its_second_and_done_once(
    world: World, arranged: Callable[[World], tuple[datetime, str]]
) -> None:
    due, table = arranged(world)
    if world.now < due:
        world.clock.at = due - SECOND
        assert not _named(world)
        assert _changes(world) == set()
    world.clock.at = due
    assert _named(world)
    assert table in _changes(world)
    assert _changes(world) == set()  # a second round, at the same instant
    # Whether every room knows of leave that was taken back, only a close look tells while one is open.
    assert _named(world) == (arranged is _leave_taken_back_of_which_a_room_was_not_told)


# ── everything at once ─────────────────────────────────────────────────────────────────────────────────────────────
def test_through_a_whole_night_every_deadline_of_a_room_is_named_and_nothing_in_between(world: World) -> None:
    room = _room(world)
    here = {"org": world.org, "room": room}
    decide.ask(
        world.ports,
        **here,
        by="seojun",
        question="멈출까요?",
        options=("멈춘다", "둔다"),
        default=0,
        owner="seojun",
        deputy="haneul",
        minutes=90,
    )
    decide.give_task(world.ports, **here, by="seojun", text="사진을 찾는다", owner="haneul", minutes=45)
    promises.promise(world.ports, **here, by="seojun", text="알린다", to="고객", owner="haneul", until="12:10")
    executives.ask(world.ports, org=world.org, by="seojun", to="minseo", words="리콜하나요?", minutes=30, room=room)
    for _ in range(25):
        due = m.Room.objects.get(pk=room).due_at
        assert due is not None
        assert due > world.now
        world.clock.at = due - SECOND
        if not _named(world):
            assert _changes(world) == set()
        else:  # something of the organisation's, due before the room's own
            assert _changes(world)
        world.clock.at = due
        assert _named(world)
        assert _changes(world)
        world.assert_journal_holds(room)


def _shuffle(dice: random.Random, times: list[Any]) -> None:
    either, when = partial(dice.choice, (True, False)), partial(dice.choice, times)
    for row in m.Room.objects.all():
        m.Room.objects.filter(pk=row.pk).update(is_open=either() and row.pk == 1, due_at=when())
    m.ExecutiveQuestion.objects.update(
        answered_at=dice.choice((None, None, NINE)), late_at=dice.choice((None, NINE)), due_at=when() or LATER
    )
    m.EstimateScore.objects.update(look_at=when(), scored_at=None)
    m.Information.objects.update(gone_at=None, until=when(), end=dice.choice((DELETE, OPEN)))
    m.Report.objects.update(forget_at=when())
    m.Clip.objects.update(counted=dice.random() < 0.8)


def test_whatever_stands_in_the_tables_a_round_that_changes_something_was_named(world: World) -> None:
    for arranged in ALONE[1:]:
        if arranged is not _a_clip_whose_keeper_was_killed:
            world.clock.at = NINE
            arranged(world)
            m.Room.objects.update(is_open=False)  # the next one's brand is free
    dice = random.Random(11)
    times = [None, *(LATER + timedelta(seconds=s) for s in (-7200, -1, 0, 1, 7200))]
    seen: set[str] = set()
    for _ in range(60):
        world.clock.at = LATER
        _shuffle(dice, times)
        named = _named(world)
        changed = _changes(world)
        seen |= changed
        assert named or not changed, changed
    assert {"Room", "ExecutiveQuestion", "EstimateScore", "Information", "Report", "Clip"} <= seen
