"""The public should have heard from us by now."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.parts.decide import near
from bongsu.crisis.room import Room


def due(room: Room) -> tuple[datetime, ...]:
    """When the first word turns late, by the level now in force, and when that should be warned of."""
    when = room.first_word_due
    if room.first_word_at is not None or room.first_word_late or when is None:
        return ()
    warn_at = _warn_at(room, when)
    return (when,) if room.first_word_warned or warn_at >= when else (warn_at, when)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """A near and a late first word are said once each."""
    when = room.first_word_due
    if room.first_word_at is not None or room.first_word_late or when is None:
        return ()
    if when <= at:
        return (e.FirstWordOverdue(due_at=when),)
    if not room.first_word_warned and _warn_at(room, when) <= at:
        return (e.DeadlineNear(what="first_word", key="", due_at=when),)
    return ()


def _warn_at(room: Room, when: datetime) -> datetime:
    """When a third of the time is left that there was since we knew, or since the beacon rose."""
    return near(max(room.aware_at, min(room.level_at, when)), when)
