"""Promises are made, warned of, kept, handed on and broken."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Promise, Room


@on(e.PromiseMade)
def _made(room: Room, ev: e.PromiseMade, line: Line) -> Room:
    made = Promise(
        id=ev.promise,
        text=ev.text,
        to=ev.to,
        owner=ev.owner,
        made_by=line.by,
        made_at=line.at,
        due_at=ev.due_at,
        statement=ev.statement,
    )
    promised_at = line.at if ev.statement is not None else room.promised_at
    kept = bounded((*room.promises, made), lambda p: not p.is_open)
    return replace(room, promises=kept, promised_at=promised_at)


def _update(room: Room, key: str, **changes: Any) -> Room:
    old = room.promise(key)
    return room if old is None else replace(room, promises=swap(room.promises, old, replace(old, **changes)))


@on(e.PromiseSoon)
def _soon(room: Room, ev: e.PromiseSoon, line: Line) -> Room:
    return _update(room, ev.promise, warned=True)


@on(e.PromiseLate)
def _late(room: Room, ev: e.PromiseLate, line: Line) -> Room:
    return _update(room, ev.promise, late=True)


@on(e.PromiseKept)
def _kept(room: Room, ev: e.PromiseKept, line: Line) -> Room:
    return _update(room, ev.promise, end="kept", ended_at=line.at)


@on(e.PromiseHandedOn)
def _handed_on(room: Room, ev: e.PromiseHandedOn, line: Line) -> Room:
    return _update(room, ev.promise, owner=ev.owner, due_at=ev.due_at, handed_on=True, warned=False, late=False)


@on(e.PromiseBroken)
def _broken(room: Room, ev: e.PromiseBroken, line: Line) -> Room:
    return _update(room, ev.promise, end="broken", ended_at=line.at)
