"""What happened away from the screens."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on
from bongsu.crisis.room import Offline, Room


@on(e.OfflineNoted)
def _noted(room: Room, ev: e.OfflineNoted, line: Line) -> Room:
    noted = Offline(
        id=ev.offline,
        kind=ev.kind,
        happened_at=ev.happened_at,
        taken_by=ev.taken_by,
        people=ev.people,
        what=ev.what,
        where=ev.where,
        noted_by=line.by,
        noted_at=line.at,
        report=ev.report,
    )
    first = ev.happened_at if ev.happened_at < room.clock_start else room.first_post_at
    return replace(room, offline=bounded((*room.offline, noted), lambda _: True), first_post_at=first)
