"""Statutory clocks, and faults being put right."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Duty, Fault, Room


@on(e.DutyStarted)
def _started(room: Room, ev: e.DutyStarted, line: Line) -> Room:
    duty = Duty(
        id=ev.duty,
        law=ev.law,
        aware_at=ev.aware_at,
        started_at=line.at,
        started_by=line.by,
        due_at=ev.due_at,
        why=ev.why,
    )
    return replace(room, duties=bounded((*room.duties, duty), lambda d: not d.is_open))


def _update_duty(room: Room, key: str, **changes: Any) -> Room:
    old = room.duty(key)
    return room if old is None else replace(room, duties=swap(room.duties, old, replace(old, **changes)))


@on(e.DutyConfirmed)
def _confirmed(room: Room, ev: e.DutyConfirmed, line: Line) -> Room:
    return _update_duty(room, ev.duty, confirmed_at=line.at, confirmed_by=line.by, note=ev.note)


@on(e.DutyDone)
def _done(room: Room, ev: e.DutyDone, line: Line) -> Room:
    return _update_duty(room, ev.duty, settled="done", settled_at=line.at, settled_by=line.by, note=ev.note)


@on(e.DutyDropped)
def _dropped(room: Room, ev: e.DutyDropped, line: Line) -> Room:
    return _update_duty(room, ev.duty, settled="dropped", settled_at=line.at, settled_by=line.by, note=ev.why)


@on(e.DutyOverdue)
def _late(room: Room, ev: e.DutyOverdue, line: Line) -> Room:
    return _update_duty(room, ev.duty, late=True)


@on(e.FaultNoted)
def _fault(room: Room, ev: e.FaultNoted, line: Line) -> Room:
    fault = Fault(
        id=ev.fault,
        text=ev.text,
        owner=ev.owner,
        noted_by=line.by,
        noted_at=line.at,
        due_at=ev.due_at,
        because=ev.because,
    )
    return replace(room, faults=bounded((*room.faults, fault), lambda f: not f.is_open))


def _update_fault(room: Room, key: str, **changes: Any) -> Room:
    old = room.fault(key)
    return room if old is None else replace(room, faults=swap(room.faults, old, replace(old, **changes)))


@on(e.FaultMoved)
def _moved(room: Room, ev: e.FaultMoved, line: Line) -> Room:
    return _update_fault(room, ev.fault, state=ev.state, state_at=line.at, state_by=line.by, note=ev.note)


@on(e.FaultOverdue)
def _fault_overdue(room: Room, ev: e.FaultOverdue, line: Line) -> Room:
    return _update_fault(room, ev.fault, overdue=True)
