"""Posts kept before they were deleted, as far as a room speaks of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Brought:
    clip: int
    digest: str
    place: str
    pictures: int
    said: str  # sealed
    by: str
    at: datetime
    receipt: str = ""  # where it is a report
