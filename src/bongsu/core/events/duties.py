"""Duties that the law puts a clock on: told of, confirmed, done, or found not to apply."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class DutyStarted(Event):
    """Somebody saw what may start a statutory clock; it runs from `aware_at`, confirmed or not."""

    duty: str
    law: str  # id of the statutory clock in the room's ground
    aware_at: datetime
    due_at: datetime
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class DutyConfirmed(Event):
    """Legal says that it applies."""

    duty: str
    note: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class DutyDone(Event):
    duty: str
    note: Personal  # where and how it was reported


@event
@dataclass(frozen=True, slots=True)
class DutyDropped(Event):
    """Legal says that it does not apply, and why."""

    duty: str
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class DutyOverdue(Event):
    duty: str
    due_at: datetime
