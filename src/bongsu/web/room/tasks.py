"""The page of all tasks of a room: the reader's own first, so many at a time."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.crisis.decide import in_turn
from bongsu.web.room import seen
from bongsu.web.room.look import room_of
from bongsu.web.room.panels.tasks import done_last, hands, rows
from bongsu.web.viewer import viewer_of

A_PAGE, DONE_SHOWN = 50, 40


@require_safe
def show(request: HttpRequest, room: int) -> HttpResponse:
    view, reader = room_of(request, room), viewer_of(request)
    me = reader.person.key if reader.person else ""
    page = Paginator(in_turn(view.room, me), A_PAGE).get_page(request.GET.get("page"))
    seen.note(request, view, tuple(task.id for task in page))
    context = {
        "view": view,
        "room": view.room,
        "page": page,
        "waiting": rows(reader, view, page),
        "done": rows(reader, view, done_last(view)[:DONE_SHOWN]),
        **hands(reader, view),
    }
    return render(request, "room/tasks_page.html", context)
