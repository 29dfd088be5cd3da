"""The page of everything to be decided, asked, mended and kept to in a room."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.crisis.room import Decision
from bongsu.web.lines.decide import question_words
from bongsu.web.request import person
from bongsu.web.room import acts
from bongsu.web.room.look import room_of
from bongsu.web.setup.words import role_words

#: Roles that are consulted by their field, wherever somebody holds one.
CONSULTED = ("legal", "quality", "security", "hr", "cs", "pr", "it")


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
    sheet = failed["act"] if failed else request.GET.get("sheet", "")
    held = {role for card in view.people.values() for role in card.roles}
    context = {
        "view": view,
        "room": view.room,
        "reads_only": not acts.may_act(person(request).roles, "", observing=person(request).key in view.room.observers),
        "people": sorted(view.people.values(), key=lambda p: (not p.on_duty, p.name)),
        "roles": [(role, role_words(role)) for role in CONSULTED if role in held],
        "open_decisions": named(d for d in view.room.decisions if d.is_open),
        "all_decisions": named(reversed(view.room.decisions)),
        "sheet": sheet,
        "typed": {sheet: typed if typed is not None else request.GET.dict()} if sheet in acts.ACTS else {},
        "failed": failed or {},
    }
    return render(request, "room/decisions_page.html", context, status=status)


def named(decisions: Iterable[Decision]) -> list[dict[str, str]]:
    """Decisions to choose from: id and question, in the reader's language."""
    return [{"id": d.id, "question": question_words(d.kind, d.question)} for d in decisions]
