"""Observers (참관): somebody of the organisation looks on, and acts only once dismissed or called."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, OnTheTeam, TooMany
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.room import Room

MOST = 20


def invite_observer(room: Room, *, by: str, person: str, people: Sequence[Person], at: datetime) -> e.ObserverInvited:
    """The leader lets somebody look on who is neither here nor called.

    Raises NotTheLeader, NoSuchThing, OnTheTeam, AlreadyDone, TooMany.
    """
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    known = text.known(people, person)
    if person in room.team or room.call_of(person) is not None:
        raise OnTheTeam(person=known.name)
    if person in room.observers:
        raise AlreadyDone(what="invite_observer")
    if len(room.observers) >= MOST:
        raise TooMany(what="observers", most=MOST)
    return e.ObserverInvited(person=person)


def dismiss_observer(room: Room, *, by: str, person: str, at: datetime) -> e.ObserverDismissed:
    """The leader ends it. Raises NotTheLeader, NoSuchThing."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    if person not in room.observers:
        raise NoSuchThing(what="observer", key=person)
    return e.ObserverDismissed(person=person)
