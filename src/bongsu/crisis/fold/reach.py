"""Tries at reaching somebody, and their no."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on, swap
from bongsu.crisis.parts.reach import Try
from bongsu.crisis.room import Call, Room

TRIES_KEPT = 20


def _call(room: Room, key: str) -> Call | None:
    return next((c for c in room.calls if c.id == key), None)


def _changed(room: Room, call: Call | None, **changes: Any) -> Room:
    return room if call is None else replace(room, calls=swap(room.calls, call, replace(call, **changes)))


def _tries(call: Call, new: Try) -> tuple[Try, ...]:
    others = [t for t in call.tries if t.step != new.step]
    return tuple(sorted((*others, new), key=lambda t: t.step))[:TRIES_KEPT]


@on(e.CallSent)
def _sent(room: Room, ev: e.CallSent, line: Line) -> Room:
    call = _call(room, ev.call)
    if call is None:
        return room
    outward = ev.channel != "in_app"
    return _changed(
        room,
        call,
        attempts=ev.attempt,
        last_attempt_at=line.at,
        last_failure="",
        step=ev.step,
        taken=outward,
        unreachable_at=None if outward else call.unreachable_at,
        tries=_tries(call, Try(ev.step, ev.channel, line.at)),
    )


@on(e.CallFailed)
def _failed(room: Room, ev: e.CallFailed, line: Line) -> Room:
    call = _call(room, ev.call)
    if call is None:
        return room
    return _changed(
        room,
        call,
        attempts=ev.attempt,
        last_attempt_at=line.at,
        last_failure=ev.reason,
        step=ev.step,
        taken=call.taken and ev.step > call.step,
        unreachable_at=(call.unreachable_at or line.at) if ev.last else call.unreachable_at,
        tries=_tries(call, Try(ev.step, ev.channel, line.at, ev.reason)),
    )


@on(e.CallDeclined)
def _declined(room: Room, ev: e.CallDeclined, line: Line) -> Room:
    return _changed(room, _call(room, ev.call), declined_at=line.at, declined_why=ev.why)
