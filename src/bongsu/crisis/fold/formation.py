"""Touch-points hit, formations, seats."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on
from bongsu.crisis.formation.template import named
from bongsu.crisis.parts.formation import Seated
from bongsu.crisis.room import Room


@on(e.TouchPointsHit)
def _hit(room: Room, ev: e.TouchPointsHit, line: Line) -> Room:
    known = {hit.key for hit in room.hits}
    return replace(room, hits=(*room.hits, *(hit for hit in ev.points if hit.key not in known)))


@on(e.FormationFormed)
def _formed(room: Room, ev: e.FormationFormed, line: Line) -> Room:
    formation = named(room.ground.formations, ev.formation)
    chairs = {chair for chair, _, _ in formation.chairs} if formation else set()
    return replace(room, formation=ev.formation, seats=tuple(one for one in room.seats if one.chair in chairs))


@on(e.SeatFilled)
def _filled(room: Room, ev: e.SeatFilled, line: Line) -> Room:
    others = tuple(one for one in room.seats if one.chair != ev.seat)
    return replace(room, seats=(*others, Seated(ev.seat, ev.person, line.at, ev.how == "by_hand")))
