"""The public should have heard from us by now."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.room import Room


def due(room: Room) -> tuple[datetime, ...]:
    """When the first word turns late, by the level now in force."""
    if room.first_word_at is None and not room.first_word_late and room.first_word_due:
        return (room.first_word_due,)
    return ()


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """A late first word is said once."""
    return tuple(e.FirstWordOverdue(due_at=when) for when in due(room) if when <= at)
