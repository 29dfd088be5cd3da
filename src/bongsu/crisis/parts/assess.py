"""What was found, judged and established in a room."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.values import Piece, Rise

#: Findings kept in the state; older ones are in the journal.
FINDINGS_KEPT = 40


@dataclass(frozen=True, slots=True)
class NotedFinding:
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
    excerpt: str
    at: datetime  # event time
    seq: int
    noted_at: datetime | None = None  # when it came into the room
    weight: tuple[Piece, ...] = ()  # what raised or lowered the level beside volume
    troubled: int = 0  # unhappy or endangered posts in the window
    usual_pct: int = 0  # share of such posts usual for the brand
    says: str = ""  # what kind of thing most of them are
    cluster: str = ""  # what kind of crisis their words hint at
    cluster_posts: int = 0
    rise: Rise | None = None  # of a surge


@dataclass(frozen=True, slots=True)
class Estimate:
    by: str
    level: int
    press_pct: int
    why: str
    at: datetime
    seq: int
    volumes: tuple[tuple[int, int, int], ...] = ()  # (hours ahead, low, high), mentions in that hour
    confidence: str = ""  # "low" | "mid" | "high"
    would_do: str = ""
    executive: bool = False  # stands apart, and counts in no middle


@dataclass(frozen=True, slots=True)
class Press:
    """What is known of mainstream press."""

    reported_at: datetime | None = None
    none_until: datetime | None = None  # somebody looked: nothing up to then
    link: str = ""
    by: str = ""


NO_PRESS = Press()


@dataclass(frozen=True, slots=True)
class Correction:
    where: str
    statement: str | None
    link: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    text: str
    status: str  # "confirmed" | "unconfirmed" | "false"
    source: str
    by: str  # who said so last
    at: datetime
    owner: str | None = None  # who verifies
    due_at: datetime | None = None
    late: bool = False
    claim: str | None = None
    rumour: bool = False
    evidence: tuple[str, ...] = ()
    link: str = ""
    noted_by: str = ""
    noted_at: datetime | None = None
    answer: str = ""  # what we say to a rumour
    coordinated_by: str = ""
    coordinated_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    lines: tuple[int, ...] = ()  # numbers of its journal lines: its first and its latest
