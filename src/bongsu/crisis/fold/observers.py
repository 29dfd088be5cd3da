"""Who looks on."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on
from bongsu.crisis.room import Room


def not_observing(room: Room, person: str) -> tuple[str, ...]:
    """The observers left once this person has a part in the room."""
    return tuple(key for key in room.observers if key != person)


@on(e.ObserverInvited)
def _invited(room: Room, ev: e.ObserverInvited, line: Line) -> Room:
    return replace(room, observers=(*not_observing(room, ev.person), ev.person))


@on(e.ObserverDismissed)
def _dismissed(room: Room, ev: e.ObserverDismissed, line: Line) -> Room:
    return replace(room, observers=not_observing(room, ev.person))
