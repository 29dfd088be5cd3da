"""Calls and command."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.ladder import without
from bongsu.crisis.fold.observers import not_observing
from bongsu.crisis.fold.step import on, swap
from bongsu.crisis.room import Also, Call, Handover, Room


@on(e.CallPlaced)
def _call(room: Room, ev: e.CallPlaced, line: Line) -> Room:
    call = Call(
        id=ev.call,
        person=ev.person,
        role=ev.role,
        level=ev.level,
        placed_at=line.at,
        instead_of=ev.instead_of,
        also=tuple(Also(role, ev.level, line.at, ev.instead_of) for role in ev.also),
    )
    return replace(
        room,
        calls=(*room.calls, call),
        gaps=without(room.gaps, call.roles),
        observers=not_observing(room, ev.person),
    )


def _update_call(room: Room, key: str, **changes: Any) -> Room:
    old = next((c for c in room.calls if c.id == key), None)
    return room if old is None else replace(room, calls=swap(room.calls, old, replace(old, **changes)))


@on(e.CallAcknowledged)
def _acknowledged(room: Room, ev: e.CallAcknowledged, line: Line) -> Room:
    return _update_call(room, ev.call, acknowledged_at=line.at)


@on(e.LeadTaken)
def _lead(room: Room, ev: e.LeadTaken, line: Line) -> Room:
    standby = None if room.standby == ev.leader else room.standby
    return replace(
        room,
        leader=ev.leader,
        leader_at=line.at,
        leader_seen_at=None,
        leader_quiet_at=None,
        handover=None,
        standby=standby,
        observers=not_observing(room, ev.leader),
        comments_only=tuple(key for key in room.comments_only if key != ev.leader),
    )


@on(e.LeadOffered)
def _offered(room: Room, ev: e.LeadOffered, line: Line) -> Room:
    offer = Handover(to=ev.to, offered_at=line.at, note=ev.note, open_items=ev.open_items, items=ev.items)
    return replace(room, handover=offer)
