"""Fires are lit by anybody, and put out by the leader alone."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import LevelOutOfRange, NotHigher, NotLower, SameLevel
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.convene.calls import calls_on_rise
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.room import Room


def raise_beacon(
    room: Room, *, by: str, level: int, why: str, people: Sequence[Person], at: datetime
) -> tuple[e.Event, ...]:
    """Light more fires, and call whom they need. Anybody may: when in doubt, the higher."""
    text.open_room(room)
    text.a_person(by)
    _new_level(room, level)
    if level < room.level:
        raise NotHigher(level=room.level)
    risen = e.BeaconRaised(level_from=room.level, level_to=level, why=text.needed(why, most=text.WHY, what="why"))
    return (risen, *calls_on_rise(room, level=level, people=people, at=at))


def lower_beacon(room: Room, *, by: str, level: int, why: str, at: datetime) -> e.BeaconLowered:
    """Put fires out: the leader's decision, with a reason, and never the system's."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    _new_level(room, level)
    if level > room.level:
        raise NotLower(level=room.level)
    return e.BeaconLowered(level_from=room.level, level_to=level, why=text.needed(why, most=text.WHY, what="why"))


def _new_level(room: Room, level: int) -> None:
    if not text.is_level(level):
        raise LevelOutOfRange(level=level)
    if level == room.level:
        raise SameLevel(level=level)
