"""The formation of a room as a board: every seat, who sits there, whether they answered, what the seat does first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.core.formation import Formation, Seat
from bongsu.crisis.convene import POINT, SEAT, Need, formation_of, holders, needs
from bongsu.crisis.formation import for_level, lacks
from bongsu.crisis.room import Call
from bongsu.store.queries import rooms as read
from bongsu.store.queries.rooms import PersonCard, RoomView
from bongsu.web import panels
from bongsu.web.room import acts
from bongsu.web.room.look import room_of
from bongsu.web.room.panels.base import CALLS, LEAD, ROOM, panel
from bongsu.web.room.words import chair_words
from bongsu.web.viewer import Viewer

#: A topic of its own: the board stands on its own page.
TOPIC = "formation"
FORMS = {"formation_formed", "seat_filled", "touch_points_hit"}
NAMED = 3


@dataclass(frozen=True, slots=True)
class Sits:
    """One chair of the board."""

    chair: str
    seat: Seat
    name: str
    required: bool
    person: PersonCard | None
    deputy: str
    call: Call | None
    need: Need | None
    lacks: tuple[str, ...] = ()  # skills this seat asks for, and they have not

    @property
    def state(self) -> str:
        """ "here" | "calling" | "silent" | "uncalled" | "empty" """
        if self.person is None:
            return "empty"
        if self.call is None:
            return "uncalled"
        if self.call.acknowledged_at:
            return "here"
        return "silent" if self.need is not None and self.need.state == "exhausted" else "calling"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    sits: tuple[Sits, ...]


@dataclass(frozen=True, slots=True)
class Owners:
    """The touch-points hit, and for how many somebody answers."""

    seat: Seat | None
    answered: int
    total: int
    waiting: tuple[tuple[str, str, str], ...]  # (touch-point, who is called, state)


def sits(view: RoomView, formation: Formation) -> tuple[Sits, ...]:
    room = view.room
    asked = {need.role: need for need in needs(room)}
    found, sitting = [], holders(room)
    for chair, seat, required in formation.chairs:
        card = view.people.get(sitting.get(chair) or "")
        found.append(
            Sits(
                chair,
                seat,
                chair_words(seat.name, chair),
                required,
                card,
                view.name(card.deputy) if card else "",
                room.call_of(card.key) if card else None,
                asked.get(SEAT + chair),
                lacks(seat, card.skills) if card else (),
            )
        )
    return tuple(found)


def owners(view: RoomView, formation: Formation | None) -> Owners | None:
    room = view.room
    if not room.hits:
        return None
    asked = {need.role: need for need in needs(room)}
    mine = [(hit, asked[POINT + hit.key]) for hit in room.hits if POINT + hit.key in asked]
    waiting = tuple(
        (hit.name, view.name(need.tried[-1]) if need.tried else "", need.state)
        for hit, need in mine
        if need.state != "answered"
    )
    seat = next((seat for seat in formation.seats if seat.owners), None) if formation else None
    return Owners(seat, len(mine) - len(waiting), len(mine), waiting)


def _card(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """The compact card: which formation, how many seats answer, and which are empty."""
    formation = formation_of(view.room)
    seats = sits(view, formation) if formation else ()
    empty = [one.name for one in seats if one.required and one.state in ("empty", "silent")]
    return {
        "formation": formation,
        "here": sum(one.state == "here" for one in seats),
        "chairs": len(seats),
        "empty": empty[:NAMED],
        "more": len(empty[NAMED:]),
        "owners": owners(view, formation),
    }


def _board(viewer: Viewer, view: RoomView) -> str:
    room, me, formation = view.room, viewer.person, formation_of(view.room)
    seats = sits(view, formation) if formation else ()
    groups = (("", ""), *((group.id, group.name) for group in formation.groups)) if formation else ()
    parts = (Part(name, tuple(one for one in seats if one.seat.group == key)) for key, name in groups)
    leads = me is not None and room.leader == me.key and acts.may_act(me.roles, "seat")
    return panels.render(
        "room/formation.html",
        viewer,
        view=view,
        room=room,
        formation=formation,
        parts=[part for part in parts if part.sits],
        owners=owners(view, formation),
        leads=leads and room.is_open,
        others=[one for one in for_level(room.ground.formations, room.level) if one != formation],
        people=sorted(view.people.values(), key=lambda p: (not p.on_duty, p.name)),
    )


def _load(org: int, key: str, at: datetime) -> RoomView:
    return read.room_view(org, int(key), at)


def install() -> None:
    panel("formation", "room/formation_card.html", CALLS | LEAD | ROOM | FORMS, _card)
    panels.topic(TOPIC, load=_load, version=read.room_seq)
    panels.register(TOPIC, "board", None, _board, per_person=True)


@require_safe
def page(request: HttpRequest, room: int) -> HttpResponse:
    view = room_of(request, room)
    return render(request, "room/formation_page.html", {"view": view, "room": view.room})
