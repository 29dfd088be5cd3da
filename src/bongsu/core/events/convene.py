"""People are called, answer, and exactly one of them leads."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class CallPlaced(Event):
    """Somebody is called into the room; the call repeats until acknowledged."""

    call: str
    person: str
    role: str  # the role for which they are called
    level: int
    instead_of: str | None = None  # the person whose deputy is called
    also: tuple[str, ...] = ()  # what else this one call stands for


@event
@dataclass(frozen=True, slots=True)
class CallAcknowledged(Event):
    call: str
    person: str


@event
@dataclass(frozen=True, slots=True)
class LeadTaken(Event):
    """Command changed hands; exactly one person leads from this line on."""

    leader: str
    previous: str | None
    how: str  # "assigned" by the level table | "taken" on the record | "accepted" from a handover | "standby"
    why: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class LeadOffered(Event):
    """The leader hands over; the other leads only once they accept."""

    to: str
    note: Personal
    open_items: int
    items: tuple[tuple[str, str], ...] = ()  # (kind, key) of what passes on, as it stood
