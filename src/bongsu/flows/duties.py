"""Statutory clocks are started, confirmed and settled; faults are put right."""

from bongsu.core.ports import Ports
from bongsu.crisis import decide as rules
from bongsu.flows.acting import Rule, act, roles_of


def start(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    law: str,
    why: str,
    knew_min_ago: int = 0,
    once: str | None = None,
) -> None:
    """ "Personal data may have leaked": anybody may say so, and the law's clock runs from when they knew."""
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.start_duty(room, by=by, law=law, why=why, knew_min_ago=knew_min_ago, at=at),
    )


def confirm(ports: Ports, *, org: int, room: int, by: str, duty: str, note: str, once: str | None = None) -> None:
    roles = roles_of(ports.store.people(org), by)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.confirm_duty(room, by=by, roles=roles, duty=duty, note=note, at=at),
    )


def done(ports: Ports, *, org: int, room: int, by: str, duty: str, note: str, once: str | None = None) -> None:
    roles = roles_of(ports.store.people(org), by)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.duty_done(room, by=by, roles=roles, duty=duty, note=note, at=at),
    )


def drop(ports: Ports, *, org: int, room: int, by: str, duty: str, why: str, once: str | None = None) -> None:
    roles = roles_of(ports.store.people(org), by)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.drop_duty(room, by=by, roles=roles, duty=duty, why=why, at=at),
    )


def note_fault(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    text: str,
    owner: str,
    minutes: int,
    because: str | None = None,
    once: str | None = None,
) -> None:
    people = ports.store.people(org)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.note_fault(
            room, by=by, fault=text, owner=owner, minutes=minutes, people=people, at=at, because=because or ""
        ),
    )


def move_fault(
    ports: Ports, *, org: int, room: int, by: str, fault: str, state: str, note: str, once: str | None = None
) -> None:
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.move_fault(room, by=by, fault=fault, state=state, note=note, at=at),
    )


def _do(ports: Ports, org: int, room: int, by: str, once: str | None, rule: Rule) -> None:
    act(ports, org=org, room=room, by=by, rule=rule, once=once)
