"""What is done before a room is stood down."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class StandDownWaived(Event):
    """The leader closes without these, and says why."""

    items: tuple[str, ...]
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class ThanksSent(Event):
    text: Personal
    to: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True)
class RestNoted(Event):
    """Who was here too long is sent to rest; who takes over stands in the note."""

    people: tuple[str, ...]
    note: Personal


@event
@dataclass(frozen=True, slots=True)
class ReviewBooked(Event):
    """When the review is held, and who leads it."""

    on: datetime
    owner: str
