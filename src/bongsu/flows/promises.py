"""Promises are written down, kept, handed on and broken."""

from datetime import datetime

from bongsu.core.events import PromiseHandedOn, PromiseMade
from bongsu.core.ports import Ports
from bongsu.crisis.convene import promises as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act, zone_of


def promise(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    text: str,
    to: str,
    owner: str,
    until: str,
    once: str | None = None,
) -> None:
    """`until`: the next such time of day ("17:00") where the brand's public lives."""
    people = ports.store.people(org)

    def rule(state: Room, at: datetime) -> PromiseMade:
        due_at = rules.next_time(until, zone_of(ports, org=org, brand=state.brand), at)
        return rules.promise(state, by=by, words=text, to=to, owner=owner, due_at=due_at, people=people, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def keep(ports: Ports, *, org: int, room: int, by: str, promise: str, note: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.keep(room, by=by, promise=promise, note=note, at=at),
    )


def hand_on(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    promise: str,
    to: str,
    why: str,
    until: str = "",
    once: str | None = None,
) -> None:
    """`until`: another time of day than was promised; empty: the same."""
    people = ports.store.people(org)

    def rule(state: Room, at: datetime) -> PromiseHandedOn:
        due_at = rules.next_time(until, zone_of(ports, org=org, brand=state.brand), at) if until else None
        return rules.hand_on(state, by=by, promise=promise, to=to, due_at=due_at, why=why, people=people, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def break_it(ports: Ports, *, org: int, room: int, by: str, promise: str, why: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.break_it(room, by=by, promise=promise, why=why, at=at),
    )
