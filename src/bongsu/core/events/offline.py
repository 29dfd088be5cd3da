"""What happens away from the screens: a call, a visit, a raid, a broadcast, a letter."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class OfflineNoted(Event):
    """It happened at its own time, which may lie before that of this line."""

    offline: str
    kind: str  # "call" | "visit" | "raid" | "broadcast" | "letter"
    happened_at: datetime
    taken_by: str  # who was there, or took it
    people: int = 0  # how many were concerned; 0: not known
    what: Personal = ""
    where: Personal = ""
    report: str = ""  # told on the Watch before it came here
