"""Opened, renamed, closed, reopened; the beacon."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on
from bongsu.crisis.room import Room
from bongsu.crisis.rounds import left_due


@on(e.RoomRenamed)
def _renamed(room: Room, ev: e.RoomRenamed, line: Line) -> Room:
    return replace(room, title=ev.title)


@on(e.RoomClosed)
def _closed(room: Room, ev: e.RoomClosed, line: Line) -> Room:
    order = room.one_voice
    lifted = replace(order, lifted_at=line.at) if order and order.lifted_at is None else order
    return replace(room, closed_at=line.at, handover=None, one_voice=lifted)


@on(e.RoomReopened)
def _reopened(room: Room, ev: e.RoomReopened, line: Line) -> Room:
    return replace(room, closed_at=None, waived=(), thanked_at=None, rested=(), one_voice_skipped=False)


@on(e.BeaconRaised)
@on(e.BeaconLowered)
def _beacon(room: Room, ev: e.BeaconRaised | e.BeaconLowered, line: Line) -> Room:
    moved = replace(room, level=ev.level_to, level_at=line.at, report_left_at=None)
    return replace(moved, report_left_at=left_due(room, moved))


@on(e.NoteWritten)
def _note(room: Room, ev: e.NoteWritten, line: Line) -> Room:
    return room  # a note lives in the journal only
