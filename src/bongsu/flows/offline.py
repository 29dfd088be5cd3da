"""What happened offline comes into the room."""

from bongsu.core.ports import Ports
from bongsu.crisis.assess import offline as rules
from bongsu.flows.acting import act


def note(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    kind: str,
    what: str,
    where: str = "",
    taken_by: str = "",
    count: int = 0,
    min_ago: int = 0,
    once: str | None = None,
) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda state, at: rules.note(
            state,
            by=by,
            kind=kind,
            what=what,
            where=where,
            taken_by=taken_by,
            count=count,
            min_ago=min_ago,
            people=people,
            at=at,
        ),
    )
