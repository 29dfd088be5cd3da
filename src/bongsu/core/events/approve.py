"""Asking the chain, leave that is taken back, and money that was given."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event
from bongsu.core.values import ApprovalStep


@event
@dataclass(frozen=True, slots=True)
class ApprovalAsked(Event):
    """Somebody asks a chain for leave. `chain` is as the charter had it; the first step is asked until `due_at`."""

    request: str
    act: str
    level: int
    digest: str  # of the text, or of what is asked for
    chain: tuple[ApprovalStep, ...]
    due_at: datetime
    draft: str | None = None
    version: int = 0
    amount_krw: int = 0
    what: Personal = ""
    outlet: str = ""  # where it is to be done; whoever owns it carries it out


@event
@dataclass(frozen=True, slots=True)
class ApprovalGiven(Event):
    request: str
    step: int  # from 0
    role: str  # as which they said yes: the step's, or its deputy
    due_at: datetime | None  # of the step that is asked next; None: nothing changes, or all have been asked


@event
@dataclass(frozen=True, slots=True)
class ApprovalObjected(Event):
    request: str
    step: int
    role: str
    due_at: datetime | None
    ends: bool  # this yes was needed
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class ApprovalPassed(Event):
    """No answer in time: the deputy is asked as well."""

    request: str
    step: int
    role: str  # the deputy
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class ApprovalLapsed(Event):
    """No answer at all. A consultation goes on without it; where the yes is needed, the request ends."""

    request: str
    step: int
    role: str
    due_at: datetime | None
    ends: bool


@event
@dataclass(frozen=True, slots=True)
class ApprovalUnheld(Event):
    """Nobody holds the step's role or its deputy's: a consultation is skipped at once; a yes that is needed waits."""

    request: str
    step: int
    role: str
    due_at: datetime | None  # of the step that is asked instead; None: this yes is needed


@event
@dataclass(frozen=True, slots=True)
class ApprovalWithdrawn(Event):
    request: str
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class ApprovalVoided(Event):
    """What was asked for is no longer what it was."""

    request: str
    reason: str  # "text" | "level" | "released" | "closed"


@event
@dataclass(frozen=True, slots=True)
class MandateRevoked(Event):
    """An executive took leave back. The only thing that moves a room's ground, and only ever to less."""

    mandate: str
    revoked_by: str
    revoked_at: datetime
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class CompensationGranted(Event):
    """Money was promised to somebody. `mandate` is empty where a chain said yes."""

    grant: str
    amount_krw: int
    mandate: str
    under: str  # mandate, or the role that released it
    day: str  # of the organisation, ISO 8601: caps for a day count by it
    to: Personal
    why: Personal
    request: str = ""  # the chain's leave it uses up
