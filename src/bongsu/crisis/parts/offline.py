"""What happened away from the screens."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Offline:
    id: str
    kind: str
    happened_at: datetime
    taken_by: str
    people: int
    what: str  # sealed
    where: str  # sealed
    noted_by: str
    noted_at: datetime
    report: str = ""  # told on the Watch before it came here
