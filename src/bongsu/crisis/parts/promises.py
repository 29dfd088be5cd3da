"""What we promised."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Promise:
    id: str
    text: str
    to: str  # sealed; empty: the public
    owner: str
    made_by: str
    made_at: datetime
    due_at: datetime
    statement: str | None = None
    warned: bool = False
    late: bool = False
    handed_on: bool = False
    end: str = ""  # "" | "kept" | "broken"
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.end
