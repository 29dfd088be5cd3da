"""What a room must know from outside to take its form, and the leader's acts on it."""

from collections.abc import Sequence
from typing import TypedDict

from bongsu.core.ports import Ports, Store
from bongsu.core.values import Person, TouchPoint
from bongsu.crisis import convene as rules
from bongsu.crisis.convene import Around
from bongsu.crisis.room import Room
from bongsu.flows.acting import act


class Outside(TypedDict):
    """Keyword arguments of the rules that form a room."""

    people: Sequence[Person]
    points: Sequence[TouchPoint]
    elsewhere: frozenset[str]


def outside(ports: Ports, *, org: int, room: int | None = None) -> Outside:
    """Who is there, which touch-points there are, and who sits in another open room."""
    store: Store[Room] = ports.store
    others = (store.peek(org, key) for key in store.open_rooms(org) if key != room)
    return Outside(
        people=store.people(org),
        points=store.touchpoints(org),
        elsewhere=frozenset(seated.person for other in others for seated in other.seats if seated.person),
    )


def form(ports: Ports, *, org: int, room: int, by: str, formation: str, once: str | None = None) -> None:
    """The leader takes another formation."""
    around = Around(**outside(ports, org=org, room=room))
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.form(room, by=by, formation=formation, around=around, at=at),
    )


def seat(ports: Ports, *, org: int, room: int, by: str, seat: str, person: str, once: str | None = None) -> None:
    """The leader seats somebody by hand."""
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.seat(room, by=by, seat=seat, person=person, people=people, at=at),
    )
