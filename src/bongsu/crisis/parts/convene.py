"""Who was called, and a handover under way."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    person: str
    role: str
    level: int
    placed_at: datetime
    instead_of: str | None = None
    attempts: int = 0
    last_attempt_at: datetime | None = None
    last_failure: str = ""
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    to: str
    offered_at: datetime
    note: str
    open_items: int
