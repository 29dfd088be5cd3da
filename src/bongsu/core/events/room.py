"""A room opens, is renamed, closes and reopens; its beacon rises and falls."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event
from bongsu.core.values import Ground


@event
@dataclass(frozen=True, slots=True)
class RoomOpened(Event):
    kind: str  # "crisis" | "drill"
    brand: int
    title: str
    level: int
    why: Personal
    ground: Ground
    aware_at: datetime
    first_post_at: datetime | None = None
    finding: str | None = None  # key of the finding that opened it; None: a person did


@event
@dataclass(frozen=True, slots=True)
class RoomRenamed(Event):
    title: str


@event
@dataclass(frozen=True, slots=True)
class RoomClosed(Event):
    summary: Personal


@event
@dataclass(frozen=True, slots=True)
class RoomReopened(Event):
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class BeaconRaised(Event):
    level_from: int
    level_to: int
    why: Personal
    finding: str | None = None
    because: str = ""  # key of the decision it follows from


@event
@dataclass(frozen=True, slots=True)
class BeaconLowered(Event):
    level_from: int
    level_to: int
    why: Personal
    because: str = ""


@event
@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    text: Personal
