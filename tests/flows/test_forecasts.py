"""Forecasts on a real store: each is scored once, by whoever comes first, and read by whoever made it."""

from datetime import timedelta

import pytest
from tests.kit import sample
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.ports import Kept
from bongsu.flows import assess, convene
from bongsu.flows.scoring import score_estimates
from bongsu.store.operations.models import EstimateScore, Person
from bongsu.store.queries import record
from bongsu.store.setup import upsert_people


@pytest.fixture
def room(world: World) -> int:
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진이 퍼져요", level=3
    )


def judges(world: World, room: int, by: str = "haneul", **how: object) -> None:
    about = {"level": 3, "press_pct": 80, "why": "사진이 또렷해요", **how}
    assess.send_estimate(world.ports, org=world.org, room=room, by=by, **about)  # type: ignore[arg-type]


def scored(world: World) -> int:
    return score_estimates(world.ports, org=world.org)


def outcome(what: str) -> tuple[int | None, float | None]:
    row = EstimateScore.objects.get(what=what)
    assert row.scored_at is not None
    return row.outcome, row.loss


def counted(world: World, minutes: float, count: int) -> None:
    """So many mentions in the minute that lies `minutes` after now."""
    minute = world.now.replace(second=0) + timedelta(minutes=minutes)
    world.mentions.keep([Kept(world.org, world.brand, (), (), {minute: count}, (), (), b"")])


def test_volume_is_scored_from_the_minutes_of_its_hour(world: World, room: int) -> None:
    judges(world, room, volumes=((1, 49, 49), (6, 10, 30)))
    counted(world, -1, 1000)
    counted(world, 0, 40)
    counted(world, 59, 59)
    counted(world, 60, 1000)
    counted(world, 5 * 60 + 30, 20)
    world.clock.forward(hours=1, minutes=4, seconds=59)
    assert scored(world) == 0
    world.clock.forward(seconds=1)
    assert scored(world) == 1
    actual, loss = outcome("v1")
    assert actual == 99
    assert loss == pytest.approx(0.693, abs=0.001)
    world.clock.forward(hours=5)
    scored(world)
    assert outcome("v6")[0] == 20
    short = record.shorts(world.org, ["haneul"])["haneul"]
    assert (short.volumes, short.ranges, short.inside) == (1, 1, 1)
    assert short.times_off == pytest.approx(2.0)


def test_press_waits_until_somebody_says_and_is_then_scored_once(world: World, room: int) -> None:
    judges(world, room)
    world.clock.forward(hours=4)
    assert scored(world) == 1  # the level
    assert EstimateScore.objects.get(what="press").look_at is None  # nobody asks again and again
    assess.settle_press(world.ports, org=world.org, room=room, by="haneul", reported=False)
    assert scored(world) == 1
    assert outcome("press") == (0, pytest.approx(0.64))
    # Whoever corrects it afterwards changes no score.
    assess.settle_press(
        world.ports, org=world.org, room=room, by="haneul", reported=True, when=world.now - timedelta(hours=3)
    )
    assert scored(world) == 0
    assert outcome("press")[0] == 0


def test_press_that_was_known_before_is_no_forecast(world: World, room: int) -> None:
    assess.settle_press(world.ports, org=world.org, room=room, by="haneul", reported=True)
    world.clock.forward(minutes=1)
    judges(world, room)
    world.clock.forward(hours=3)
    scored(world)
    assert outcome("press") == (None, None)


def test_the_level_is_held_to_the_highest_beacon_of_three_hours(world: World, room: int) -> None:
    judges(world, room, level=3)
    world.clock.forward(hours=1)
    convene.raise_beacon(world.ports, org=world.org, room=room, by="haneul", level=5, why="다쳤대요")
    world.clock.forward(hours=1)
    world.append(room, e.BeaconLowered(level_from=5, level_to=4, why="아니었어요"), by="seojun")
    world.clock.forward(hours=1)
    scored(world)
    assert outcome("level") == (5, 2.0)


def test_two_machines_score_each_once(world: World, room: int) -> None:
    judges(world, room, volumes=((1, 5, 5),))
    world.clock.forward(hours=4)
    found: list[int] = []
    assert at_once(*[lambda: found.append(scored(world))] * 2) == []
    assert sum(found) == 2  # level and volume
    assert EstimateScore.objects.exclude(scored_at=None).count() == 2


def test_each_revision_is_a_forecast_of_its_own(world: World, room: int) -> None:
    judges(world, room, press_pct=20)
    world.clock.forward(minutes=5)
    judges(world, room, press_pct=90)
    assert EstimateScore.objects.filter(what="press").count() == 2


def test_whoever_leaves_takes_their_record_along(world: World, room: int) -> None:
    judges(world, room)
    Person.objects.filter(org_id=world.org, key="haneul").delete()
    assert EstimateScore.objects.count() == 0


def test_a_drill_is_never_counted(world: World) -> None:
    drill = world.open_room(level=3, kind="drill")
    judges(world, drill)
    assert EstimateScore.objects.count() == 0


def test_a_record_is_its_owners(world: World, room: int) -> None:
    upsert_people(world.org, sample.PEOPLE)
    judges(world, room)
    judges(world, room, by="seojun")
    people = {p.key: p.pk for p in Person.objects.filter(org_id=world.org)}
    assert {row.room for row in record.record(world.org, people["haneul"]).rows} == {room}
    assert record.record(world.org, people["doyun"]).rows == ()
    assert record.record(world.org + 1, people["haneul"]).rows == ()
