"""Somebody looks on, and no longer."""

from bongsu.core.ports import Ports
from bongsu.crisis import convene as rules
from bongsu.flows.acting import act


def invite_observer(ports: Ports, *, org: int, room: int, by: str, person: str, once: str | None = None) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.invite_observer(room, by=by, person=person, people=people, at=at),
    )


def dismiss_observer(ports: Ports, *, org: int, room: int, by: str, person: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.dismiss_observer(room, by=by, person=person, at=at),
    )
