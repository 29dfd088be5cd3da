"""Who looks on without acting."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, event


@event
@dataclass(frozen=True, slots=True)
class ObserverInvited(Event):
    """The leader lets somebody look on. Being called, or taking command, ends it too."""

    person: str


@event
@dataclass(frozen=True, slots=True)
class ObserverDismissed(Event):
    """They no longer look on, and act as anybody of the organisation may."""

    person: str
