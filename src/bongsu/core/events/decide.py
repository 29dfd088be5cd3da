"""Questions, tasks and the clocks that run on them."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class DecisionAsked(Event):
    decision: str
    question: str
    options: tuple[str, ...]
    default: int  # index into options: what stands if nobody decides
    owner: str
    deputy: str | None
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class ObjectionRaised(Event):
    decision: str
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class DecisionEscalated(Event):
    """Overdue: it went to the deputy."""

    decision: str
    owner: str  # who must decide now
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    decision: str
    option: int
    how: str  # "owner" | "deputy" | "leader" | "default"
    why: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class TaskGiven(Event):
    task: str
    text: str
    owner: str
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class TaskDone(Event):
    task: str
    note: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class TaskOverdue(Event):
    task: str


@event
@dataclass(frozen=True, slots=True)
class FirstWordOverdue(Event):
    """The minute passed by which the public should have heard from us."""

    due_at: datetime
