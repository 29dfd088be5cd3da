"""The fault itself, apart from what is said about it."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class FaultNoted(Event):
    """Something is wrong and is to be put right."""

    fault: str
    text: str
    owner: str
    due_at: datetime
    because: str = ""  # key of the decision it follows from


@event
@dataclass(frozen=True, slots=True)
class FaultMoved(Event):
    fault: str
    state: str  # "cause" | "stopped" | "fixed" | "verified"
    note: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class FaultOverdue(Event):
    fault: str
