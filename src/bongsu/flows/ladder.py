"""Ringing by hand, and what the leader does when nobody is left to call for a role."""

from bongsu.core.ports import Ports
from bongsu.crisis import convene as rules
from bongsu.flows.acting import act


def rung(ports: Ports, *, org: int, room: int, by: str, call: str, answered: bool, once: str | None = None) -> None:
    """A colleague rang: they come, or the next one is called at once."""
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.rung(room, by=by, call=call, answered=answered, people=people, at=at),
    )


def told_no(ports: Ports, *, org: int, room: int, by: str, call: str, why: str, once: str | None = None) -> None:
    """A colleague rang and was told that they cannot come: the next one is called at once."""
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.told_no(room, by=by, call=call, why=why, people=people, at=at),
    )


def send_for(ports: Ports, *, org: int, room: int, by: str, role: str, person: str, once: str | None = None) -> None:
    """The leader names somebody for a role."""
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.send_for(room, by=by, role=role, person=person, people=people, at=at),
    )


def go_without(ports: Ports, *, org: int, room: int, by: str, role: str, why: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.go_without(room, by=by, role=role, why=why, at=at),
    )
