"""Flashes before the committee, and what came of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    person: str
    what: str  # a channel that took it | "read" | "ack" | "question" | "order"
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
    reads: tuple[Receipt, ...] = ()  # who tapped 읽음

    @property
    def is_open(self) -> bool:
        return not self.answers and self.withdrawn_at is None

    def read_by(self, person: str) -> bool:
        """Whether they said that they read it, or answered."""
        return self.answered_by(person) or any(r.person == person for r in self.reads)

    def answered_by(self, person: str) -> bool:
        return any(a.person == person for a in self.answers)
