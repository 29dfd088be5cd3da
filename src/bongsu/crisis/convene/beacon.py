"""Fires are lit by anybody, and put out by the leader alone."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import LevelOutOfRange, NoSuchThing, NotHigher, NotLower, NotQuietYet, OneStepDown, SameLevel
from bongsu.core.values import Person, TouchPoint
from bongsu.crisis import text
from bongsu.crisis.convene.calls import calls_on_rise
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.convene.seating import Around
from bongsu.crisis.room import Room


def raise_beacon(
    room: Room,
    *,
    by: str,
    level: int,
    why: str,
    people: Sequence[Person],
    points: Sequence[TouchPoint] = (),
    elsewhere: Collection[str] = (),
    at: datetime,
    because: str = "",
) -> tuple[e.Event, ...]:
    """Light more fires, and call whom they need. Anybody may: when in doubt, the higher.

    Of two who wish differently at once, the higher stands. `because`: the decision it follows from.
    """
    text.open_room(room)
    text.a_person(by)
    _new_level(room, level)
    if level < room.level:
        raise NotHigher(level=room.level)
    risen = e.BeaconRaised(
        level_from=room.level,
        level_to=level,
        why=text.needed(why, most=text.WHY, what="why"),
        because=_decided(room, because),
    )
    return (risen, *calls_on_rise(room, level=level, around=Around(people, points, elsewhere), at=at))


def lower_beacon(
    room: Room,
    *,
    by: str,
    level: int,
    why: str,
    at: datetime,
    loud_at: datetime | None = None,
    because: str = "",
) -> e.BeaconLowered:
    """Put one fire out: the leader's decision, with a reason, never the system's, and not before it was quiet.

    loud_at   when the volume was last at this level, as far as anybody counted

    Raises NotTheLeader, NotQuietYet (with the instant), OneStepDown, ReasonMissing. Nobody waives the quiet: who was
    wrong to raise waits as long as who was right.
    """
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    _new_level(room, level)
    if level > room.level:
        raise NotLower(level=room.level)
    if level < room.level - 1:
        raise OneStepDown(level=room.level - 1)
    until = quiet_until(room, loud_at=loud_at)
    if at < until:
        raise NotQuietYet(until=until)
    return e.BeaconLowered(
        level_from=room.level,
        level_to=level,
        why=text.needed(why, most=text.WHY, what="why"),
        because=_decided(room, because),
    )


def quiet_until(room: Room, *, loud_at: datetime | None = None) -> datetime:
    """When the beacon may be lowered, if nothing more happens: the level's quiet periods after it was last this bad."""
    row = room.ground.row(room.level)
    found = [f.noted_at for f in room.findings if f.level >= room.level and f.noted_at is not None]
    last = max((room.level_at, *found, *([loud_at] if loud_at else [])))
    return last + timedelta(minutes=row.quiet_periods * (row.report_every_min or 0))


def _decided(room: Room, because: str) -> str:
    if because and room.decision(because) is None:
        raise NoSuchThing(what="decision", key=because)
    return because


def _new_level(room: Room, level: int) -> None:
    if not text.is_level(level):
        raise LevelOutOfRange(level=level)
    if level == room.level:
        raise SameLevel(level=level)
