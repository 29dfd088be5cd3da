"""Files of a room; their bytes are the store's."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attached:
    id: str
    sha256: str
    size: int
    kind: str
    name: str  # sealed
    by: str
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    why: str = ""  # sealed
