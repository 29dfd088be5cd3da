"""The review that a room ends in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Review:
    on: datetime
    owner: str
    booked_by: str
    booked_at: datetime
