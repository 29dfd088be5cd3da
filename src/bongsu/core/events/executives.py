"""Questions to executives, as a room records them: who, by when, answered or not. Their words lie apart, in the list of
questions: an answer may touch what not everybody who reads this journal may know."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, event


@event
@dataclass(frozen=True, slots=True)
class ExecutiveAsked(Event):
    question: int  # its number in the list of questions
    person: str
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class ExecutivePassed(Event):
    """Not answered in time: the deputy has it, for as long again."""

    question: int
    person: str
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class ExecutiveLate(Event):
    question: int
    person: str  # who should have answered


@event
@dataclass(frozen=True, slots=True)
class ExecutiveAnswered(Event):
    question: int
    person: str
