"""What we promised, to whom, and whether we kept it."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class PromiseMade(Event):
    """We said that we would, by then."""

    promise: str
    text: str
    owner: str
    due_at: datetime
    to: Personal = ""  # a person; empty: the public
    statement: str | None = None  # the statement that says so


@event
@dataclass(frozen=True, slots=True)
class PromiseSoon(Event):
    """Its time is near; the owner is told."""

    promise: str
    owner: str


@event
@dataclass(frozen=True, slots=True)
class PromiseLate(Event):
    """Its time has passed and nobody has said that it was kept."""

    promise: str


@event
@dataclass(frozen=True, slots=True)
class PromiseKept(Event):
    promise: str
    note: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class PromiseHandedOn(Event):
    """Somebody else keeps it, by another time."""

    promise: str
    owner: str
    previous: str
    due_at: datetime
    why: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class PromiseBroken(Event):
    """We did not keep it, and say so."""

    promise: str
    why: Personal
