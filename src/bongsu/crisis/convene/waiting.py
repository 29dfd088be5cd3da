"""Somebody does not answer, says no, or cannot be reached: who is called instead."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.convene.ladder import Ladder, waits_until
from bongsu.crisis.room import Room


def due(room: Room) -> tuple[datetime, ...]:
    """When a role nobody answers for goes on to the next one. Asked with every line, so in one pass over the calls."""
    settled = {gap.role for gap in room.gaps}
    settled |= {role for call in room.calls if call.acknowledged_at for role in call.roles}
    ends: dict[str, datetime] = {}
    for call in room.calls:
        waiting = [role for role in call.roles if role and role not in settled]
        if waiting:
            end = waits_until(call, room.ground)
            ends |= {role: max(end, ends.get(role, end)) for role in waiting}
    return tuple(sorted(set(ends.values())))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """The next one for each role, and a line for each that nobody is left to call for."""
    return Ladder(room, people=people, level=room.level, at=at).go_on()
