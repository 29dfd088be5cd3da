"""본 사람: what a page shows somebody is noted once, and who saw an item can be opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.crisis.decide import in_turn
from bongsu.crisis.room import Room
from bongsu.crisis.taking import key_of
from bongsu.store import seen
from bongsu.store.queries.rooms import RoomView
from bongsu.web.request import person
from bongsu.web.room import names
from bongsu.web.room.look import room_of
from bongsu.web.room.panels.tasks import WAITING_SHOWN


def of_room(room: Room) -> tuple[str, ...]:
    """What in a room is somebody's to settle. Estimates are judged blind, and are no item."""
    return (*on_room_page(room), *(t.id for t in room.tasks if t.done_at is None))


def on_room_page(room: Room, reader: str = "") -> tuple[str, ...]:
    """What of it stands on the page of the room for this reader."""
    return (
        *(d.id for d in room.decisions if d.is_open),
        *(t.id for t in in_turn(room, reader)[:WAITING_SHOWN]),
        *(p.id for p in room.promises if p.is_open),
        *(f.id for f in room.facts),
        *(key_of(f) for f in room.findings),
    )


def on_press_page(room: Room) -> tuple[str, ...]:
    return tuple(q.id for q in room.inquiries if q.is_open)


def note(request: HttpRequest, view: RoomView, items: tuple[str, ...]) -> None:
    """Whoever looks has seen it. A closed room is read for the record, not for work."""
    if view.room.is_open and request.method == "GET":
        seen.mark(view.room.org, view.room.id, person=person(request).key, items=items, at=view.at)


@require_safe
def show(request: HttpRequest, room: int, item: str) -> HttpResponse:
    view = room_of(request, room)
    if item not in (*of_room(view.room), *on_press_page(view.room)):
        raise Http404
    saw = dict(seen.who(view.room.org, view.room.id, item))
    context = {
        "view": view,
        "room": view.room,
        "what": names.what(view, item),
        "rows": [(view.name(key), at) for key, at in saw.items()],
        "missing": [view.name(key) for key in view.room.team if key not in saw],
    }
    return render(request, "room/seen.html", context)
