"""Flashes before the committee, and what came of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    person: str
    what: str  # a channel that took it | "ack" | "question" | "order"
    words: str  # sealed
    at: datetime


@dataclass(frozen=True, slots=True)
class Flash:
    id: str
    text: str  # sealed
    by: str
    at: datetime
    to: tuple[str, ...]
    delivered: tuple[Receipt, ...] = ()
    answers: tuple[Receipt, ...] = ()
    withdrawn_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.answers and self.withdrawn_at is None

    def answered_by(self, person: str) -> bool:
        return any(a.person == person for a in self.answers)
