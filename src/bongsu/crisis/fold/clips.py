"""Posts that were kept come into the room."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on
from bongsu.crisis.room import Brought, Room


@on(e.ClipBrought)
def _brought(room: Room, ev: e.ClipBrought, line: Line) -> Room:
    new = Brought(
        clip=ev.clip,
        digest=ev.digest,
        place=ev.place,
        pictures=ev.pictures,
        said=ev.said,
        by=line.by,
        at=line.at,
        receipt=ev.receipt,
    )
    return replace(room, clips=bounded((*room.clips, new), lambda _: True))
