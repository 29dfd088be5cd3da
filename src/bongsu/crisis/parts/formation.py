"""Who sits where."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seated:
    chair: str
    person: str | None
    at: datetime
    by_hand: bool = False
