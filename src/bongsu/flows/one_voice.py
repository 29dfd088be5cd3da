"""The one-voice order goes out, is read, told, lifted."""

from datetime import datetime

from bongsu.core.events import OneVoiceOrdered
from bongsu.core.ports import Ports, Store
from bongsu.crisis.convene import one_voice as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import Rule, act, roles_of


def order(ports: Ports, *, org: int, room: int, by: str, text: str, seen: str = "", once: str | None = None) -> None:
    """Send the order to every touch-point of the brand and everybody of the organisation."""
    store: Store[Room] = ports.store
    people = store.people(org)
    touchpoints = store.touchpoints(org, store.peek(org, room).brand)

    def rule(state: Room, at: datetime) -> OneVoiceOrdered:
        return rules.order(
            state,
            by=by,
            roles=roles_of(people, by),
            words=text,
            seen=seen,
            people=people,
            touchpoints=touchpoints,
            at=at,
        )

    _do(ports, org, room, by, once, rule)


def read(
    ports: Ports, *, org: int, room: int, by: str, digest: str, silent: bool = False, once: str | None = None
) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.read(room, by=by, digest=digest, silent=silent, at=at))


def rest(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.rest(room, by=by, at=at))


def told(ports: Ports, *, org: int, room: int, by: str, point: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.told(room, by=by, point=point, at=at))


def lift(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.lift(room, by=by, at=at))


def skip(ports: Ports, *, org: int, room: int, by: str, why: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.skip(room, by=by, why=why, at=at))


def _do(ports: Ports, org: int, room: int, by: str, once: str | None, rule: Rule) -> None:
    act(ports, org=org, room=room, by=by, rule=rule, once=once)
