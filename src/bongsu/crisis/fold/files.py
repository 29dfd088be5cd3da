"""Files come and are withdrawn."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Attached, Room


@on(e.FileAdded)
def _added(room: Room, ev: e.FileAdded, line: Line) -> Room:
    new = Attached(id=ev.file, sha256=ev.sha256, size=ev.size, kind=ev.kind, name=ev.name, by=line.by, at=line.at)
    return replace(room, files=(*room.files, new))


@on(e.FileWithdrawn)
def _withdrawn(room: Room, ev: e.FileWithdrawn, line: Line) -> Room:
    old = room.file(ev.file)
    if old is None:
        return room
    gone = replace(old, withdrawn_at=line.at, withdrawn_by=line.by, why=ev.why)
    return replace(room, files=bounded(swap(room.files, old, gone), lambda f: f.withdrawn_at is not None))
