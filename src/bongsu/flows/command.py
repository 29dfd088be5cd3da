"""Somebody stands ready behind the leader, tasks change hands, a senior comments."""

from bongsu.core.ports import Ports
from bongsu.crisis import convene as rules
from bongsu.flows.acting import act


def name_standby(ports: Ports, *, org: int, room: int, by: str, to: str | None, once: str | None = None) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.name_standby(room, by=by, to=to, people=people, at=at),
    )


def stand_in(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    """The standby takes over from a leader who is gone."""
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.stand_in(room, by=by, at=at, people=people),
    )


def here(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    act(ports, org=org, room=room, by=by, once=once, rule=lambda room, at: rules.here(room, by=by, at=at))


def comment_only(ports: Ports, *, org: int, room: int, by: str, text: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.comment_only(room, by=by, words=text, at=at),
    )


def hand_on_task(ports: Ports, *, org: int, room: int, by: str, task: str, to: str, once: str | None = None) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.hand_on_task(room, by=by, task=task, to=to, people=people, at=at),
    )
