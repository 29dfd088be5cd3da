"""What happened offline comes into the room; told outside of one, it opens one, or comes into the one that is open."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core.events import Event
from bongsu.core.ports import Ports
from bongsu.crisis.assess import offline as rules
from bongsu.crisis.assess.offline import Reported
from bongsu.crisis.room import Room
from bongsu.flows.acting import act, open_rooms
from bongsu.flows.convene import open_room


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


def bring_in(
    ports: Ports, *, org: int, brand: int, by: str, report: int, told: Reported, title: str, level: int
) -> int:
    """Into the brand's open room, or one that is opened for it, of which it is the first entry. Returns the room.

    Killed before the end and asked again, it comes in once all the same.
    """
    key = str(report)

    def rule(state: Room, _at: datetime) -> Sequence[Event]:
        return rules.bring_in(state, report=key, told=told)

    found = open_rooms(ports.store, org, brand)
    room = (
        found[0]
        if found
        else open_room(ports, org=org, brand=brand, by=by, title=title, why=told.what, level=level, first=rule)
    )
    act(ports, org=org, room=room, by=by, rule=rule)
    return room
