"""Items are taken in hand and let go."""

from bongsu.core.ports import Ports
from bongsu.crisis import taking as rules
from bongsu.flows.acting import act


def take(ports: Ports, *, org: int, room: int, by: str, item: str, once: str | None = None) -> None:
    """Two at one instant: one has it, the other is told who."""
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.take(room, by=by, item=item, people=people, at=at),
    )


def release(ports: Ports, *, org: int, room: int, by: str, item: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.release(room, by=by, item=item, at=at),
    )
