"""Somebody does not answer, says no, or cannot be reached: who is called instead."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.convene.ladder import Ladder, goes_on_at, needs
from bongsu.crisis.room import Room


def due(room: Room) -> tuple[datetime, ...]:
    """When a role nobody answers for goes on to the next one."""
    ends = (goes_on_at(need, room.ground) for need in needs(room))
    return tuple(end for end in ends if end is not None)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """The next one for each role, and a line for each that nobody is left to call for."""
    return Ladder(room, people=people, level=room.level, at=at).go_on()
