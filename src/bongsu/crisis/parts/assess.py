"""What was found, judged and established in a room."""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Estimate:
    by: str
    level: int
    press_pct: int
    why: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    text: str
    status: str  # "confirmed" | "unconfirmed" | "false"
    source: str
    by: str
    at: datetime
