"""A line of a room's journal, as rules see it: who, when, what."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events import Event


@dataclass(frozen=True, slots=True)
class Line:
    seq: int  # 1, 2, 3 … within its room, given under the room's lock
    at: datetime
    by: str  # a person's key, or values.SYSTEM
    event: Event
