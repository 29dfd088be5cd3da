"""The page of the press log (기자 문의): who asks what by when, what they were told, and corrections we claim."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.web.request import person
from bongsu.web.room import acts, seen
from bongsu.web.room.look import room_of


@require_safe
def show(request: HttpRequest, room: int) -> HttpResponse:
    return page(request, room)


def page(
    request: HttpRequest,
    room: int,
    *,
    typed: Mapping[str, Any] | None = None,
    failed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    view = room_of(request, room)
    seen.note(request, view, seen.on_press_page(view.room))
    sheet = failed["act"] if failed else request.GET.get("sheet", "")
    context = {
        "view": view,
        "room": view.room,
        "reads_only": not acts.may_act(person(request).roles, "", observing=person(request).key in view.room.observers),
        "sheet": sheet,
        "typed": {sheet: typed if typed is not None else request.GET.dict()} if sheet in acts.ACTS else {},
        "failed": failed or {},
    }
    return render(request, "room/press_page.html", context, status=status)
