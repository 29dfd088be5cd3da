"""What was done, and left out, before a room was stood down."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on
from bongsu.crisis.room import Review, Room


@on(e.StandDownWaived)
def _waived(room: Room, ev: e.StandDownWaived, line: Line) -> Room:
    return replace(room, waived=tuple((item, ev.why) for item in ev.items))


@on(e.ThanksSent)
def _thanks(room: Room, ev: e.ThanksSent, line: Line) -> Room:
    return replace(room, thanked_at=line.at)


@on(e.RestNoted)
def _rest(room: Room, ev: e.RestNoted, line: Line) -> Room:
    return replace(room, rested=tuple(dict.fromkeys((*room.rested, *ev.people))))


@on(e.ReviewBooked)
def _review(room: Room, ev: e.ReviewBooked, line: Line) -> Room:
    return replace(room, review=Review(on=ev.on, owner=ev.owner, booked_by=line.by, booked_at=line.at))
