"""What was found, judged and established."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


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


@event
@dataclass(frozen=True, slots=True)
class EstimateSent(Event):
    """A practitioner's own view, written before seeing anybody else's."""

    level: int
    press_pct: int  # chance of mainstream press within 3 h, 0–100
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class FactNoted(Event):
    fact: str
    text: str
    status: str  # "confirmed" | "unconfirmed" | "false"
    source: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class FactSettled(Event):
    fact: str
    status: str
    source: Personal = ""
