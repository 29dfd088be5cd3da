"""Who has an item in hand."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Held:
    item: str
    by: str
    at: datetime
