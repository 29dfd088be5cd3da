"""What was found, judged and established."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event
from bongsu.core.values import Piece, Rise


@event
@dataclass(frozen=True, slots=True)
class FindingNoted(Event):
    key: str
    kind: str
    level: int
    surprise_centi: int
    window_s: int
    count: int
    expected_milli: int
    authors: int
    evidence: tuple[str, ...]
    claim: str | None
    category: str | None
    found_at: datetime  # event time
    excerpt: Personal = ""
    weight: tuple[Piece, ...] = ()
    troubled: int = 0
    usual_pct: int = 0
    says: str = ""
    cluster: str = ""
    cluster_posts: int = 0
    rise: Rise | None = None


@event
@dataclass(frozen=True, slots=True)
class EstimateSent(Event):
    """A practitioner's own view, written before seeing anybody else's; an executive's is marked and stands apart."""

    level: int
    press_pct: int  # chance of mainstream press within 3 h, 0–100
    why: Personal  # what they see
    volumes: tuple[tuple[int, int, int], ...] = ()  # (hours ahead, low, high): mentions in that hour, once each
    confidence: str = ""  # "low" | "mid" | "high"; empty: not said
    would_do: Personal = ""
    executive: bool = False


@event
@dataclass(frozen=True, slots=True)
class PressSettled(Event):
    """Whether mainstream press has reported; what forecasts of it are scored against."""

    reported: bool
    when: datetime  # reported: when it appeared; not reported: up to when there was none
    link: str = ""
    finding: str | None = None  # key of the finding that says so, when nobody does


@event
@dataclass(frozen=True, slots=True)
class FactNoted(Event):
    fact: str
    text: str
    status: str  # "confirmed" | "unconfirmed" | "false"
    source: Personal = ""
    owner: str | None = None  # who verifies
    due_at: datetime | None = None
    claim: str | None = None  # key of the claim of analysis that it answers
    rumour: bool = False
    evidence: tuple[str, ...] = ()  # mention keys
    link: str = ""


@event
@dataclass(frozen=True, slots=True)
class FactSettled(Event):
    fact: str
    status: str
    source: Personal = ""
    link: str = ""


@event
@dataclass(frozen=True, slots=True)
class FactAssigned(Event):
    """Somebody is to verify it, by a time."""

    fact: str
    owner: str
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class FactOverdue(Event):
    """Its minute passed and it is not verified; `owner` verifies from here on: the deputy, where there is one."""

    fact: str
    owner: str | None = None


@event
@dataclass(frozen=True, slots=True)
class RumourCoordinated(Event):
    """What we say to a rumour is agreed: everybody says this and nothing else."""

    fact: str
    answer: Personal


@event
@dataclass(frozen=True, slots=True)
class RumourCorrected(Event):
    """It was corrected somewhere: a statement, an outlet, a reply."""

    fact: str
    where: str
    statement: str | None = None
    link: str = ""
