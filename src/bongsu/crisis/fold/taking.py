"""Items are taken in hand and let go."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.assess import changed
from bongsu.crisis.fold.step import on
from bongsu.crisis.parts.taking import Held
from bongsu.crisis.room import Room
from bongsu.crisis.taking import item_of


@on(e.ItemTaken)
def _taken(room: Room, ev: e.ItemTaken, line: Line) -> Room:
    # What is settled or gone from the state is nobody's to hold: so this never outgrows what is open.
    others = tuple(h for h in room.held if h.item != ev.item and (i := item_of(room, h.item)) and i.is_open)
    return replace(room, held=(*others, Held(ev.item, line.by, line.at)))


@on(e.ItemReleased)
def _released(room: Room, ev: e.ItemReleased, line: Line) -> Room:
    if ev.what == "fact":
        return changed(room, ev.item, line, owner=None)
    return replace(room, held=tuple(held for held in room.held if held.item != ev.item))
