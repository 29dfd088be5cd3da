"""The ladder of a role."""

from collections.abc import Iterable
from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on, swap
from bongsu.crisis.room import Also, Gap, Room


def without(gaps: tuple[Gap, ...], roles: Iterable[str]) -> tuple[Gap, ...]:
    """The gaps left once somebody stands for `roles`."""
    gone = set(roles)
    return tuple(gap for gap in gaps if gap.role not in gone)


@on(e.PulledIn)
def _pulled(room: Room, ev: e.PulledIn, line: Line) -> Room:
    """Its calls are lines of their own."""
    known = {role for role, _ in room.pulled}
    new = tuple((role, ev.rule) for role in ev.roles if role not in known)
    return replace(room, pulled=(*room.pulled, *new)) if ev.rule else room


@on(e.CallWidened)
def _widened(room: Room, ev: e.CallWidened, line: Line) -> Room:
    old = next((c for c in room.calls if c.id == ev.call), None)
    if old is None or ev.role in old.roles:
        return room
    also = (*old.also, Also(ev.role, ev.level, line.at, ev.instead_of))
    calls = swap(room.calls, old, replace(old, also=also))
    return replace(room, calls=calls, gaps=without(room.gaps, (ev.role,)))


@on(e.CallRung)
def _rung(room: Room, ev: e.CallRung, line: Line) -> Room:
    old = next((c for c in room.calls if c.id == ev.call), None)
    if old is None:
        return room
    changed = replace(old, acknowledged_at=line.at) if ev.answered else replace(old, passed_at=line.at)
    return replace(room, calls=swap(room.calls, old, changed))


@on(e.RoleExhausted)
def _exhausted(room: Room, ev: e.RoleExhausted, line: Line) -> Room:
    others = tuple(gap for gap in room.gaps if gap.role != ev.role)
    return replace(room, gaps=(*others, Gap(ev.role, ev.level, line.at, ev.tried)))


@on(e.RoleWaived)
def _waived(room: Room, ev: e.RoleWaived, line: Line) -> Room:
    old = next((gap for gap in room.gaps if gap.role == ev.role), None)
    new = None if old is None else replace(old, waived_at=line.at, waived_by=line.by, why=ev.why)
    return room if new is None else replace(room, gaps=swap(room.gaps, old, new))
