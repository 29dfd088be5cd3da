"""What reporters ask and what they were told; corrections that we claim of a medium."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class InquiryNoted(Event):
    """A reporter asks, by a time."""

    inquiry: str
    medium: str
    due_at: datetime
    reporter: Personal = ""
    contact: Personal = ""
    question: Personal = ""
    owner: str | None = None  # who answers, where somebody has it already


@event
@dataclass(frozen=True, slots=True)
class InquiryTaken(Event):
    inquiry: str
    owner: str
    previous: str | None = None


@event
@dataclass(frozen=True, slots=True)
class InquiryReleased(Event):
    """Whoever had it does not answer it; anybody may take it."""

    inquiry: str


@event
@dataclass(frozen=True, slots=True)
class InquiryAnswered(Event):
    """What the reporter was told: what we stand by, or words of somebody who has leave for them."""

    inquiry: str
    statement: str | None = None
    facts: tuple[str, ...] = ()
    words: Personal = ""
    under: str = ""  # id of the mandate for `words`; "lead": the leader's own


@event
@dataclass(frozen=True, slots=True)
class InquiryFollowed(Event):
    """The reporter asks again; the answer is due once more."""

    inquiry: str
    due_at: datetime
    question: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class InquiryClosed(Event):
    inquiry: str
    note: Personal = ""  # what was printed, or why there was no answer


@event
@dataclass(frozen=True, slots=True)
class InquiryLate(Event):
    """The reporter's deadline passed without an answer."""

    inquiry: str


@event
@dataclass(frozen=True, slots=True)
class CorrectionClaimed(Event):
    """A medium is to correct what it printed, or to print our reply; the law says until when that may be asked for."""

    correction: str
    kind: str  # "correct" (정정) | "reply" (반론)
    medium: str
    law: str  # id of the statutory clock in the room's ground
    aware_at: datetime
    due_at: datetime
    duty: str  # key of the statutory clock that runs
    link: str = ""
    wrong: Personal = ""  # what is not so


@event
@dataclass(frozen=True, slots=True)
class CorrectionMoved(Event):
    correction: str
    state: str  # "asked" | "printed" | "refused" | "dropped"
    note: Personal = ""
