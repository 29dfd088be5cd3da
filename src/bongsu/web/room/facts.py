"""One fact: where it stands, what was told of it, and what is to be done next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from bongsu.core.errors import NoSuchRoom
from bongsu.crisis import assess
from bongsu.crisis.room import Fact
from bongsu.store.queries import facts as query, rooms as read
from bongsu.store.queries.rooms import RoomView
from bongsu.web.request import now, organisation, person
from bongsu.web.room import acts, lines

STAGE_WORDS: Mapping[str, Any] = {
    "gather": lazy("모으기"),
    "verify": lazy("확인"),
    "coordinate": lazy("답 정하기"),
    "disseminate": lazy("바로잡기"),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    name: str
    label: str
    who: str
    at: datetime | None
    next: bool  # this is the one to do


def stage_rows(view: RoomView, fact: Fact) -> tuple[StageRow, ...]:
    """The four steps of a rumour in words; none for what is no rumour."""
    if not fact.rumour:
        return ()
    waits = assess.waits_for(fact)
    return tuple(
        StageRow(s.name, str(STAGE_WORDS[s.name]), view.name(s.by) if s.by else "", s.at, s.name == waits)
        for s in assess.stages(fact)
    )


@require_safe
def fact(request: HttpRequest, room: int, fact: str) -> HttpResponse:
    return fact_page(request, room, fact=fact)


def fact_page(
    request: HttpRequest,
    room: int,
    *,
    fact: str,
    typed: Mapping[str, Any] | None = None,
    failed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one fact; after a refused act with its message and what was typed."""
    org = organisation(request).id
    try:
        view = read.room_view(org, room, now(request))
    except NoSuchRoom:
        raise Http404 from None
    known = view.room.fact(fact)
    if known is None:
        raise Http404
    told = query.history(org, room, known.lines)
    view = replace(view, words={**view.words, **told.words})
    reader = person(request)
    sheet = failed["act"] if failed else request.GET.get("sheet", "")
    context = {
        "view": view,
        "room": view.room,
        "f": known,
        "by": view.name(known.by),
        "owner": view.name(known.owner),
        "source": view.said(known.source),
        "answer": view.said(known.answer) if known.answer else "",
        "stages": stage_rows(view, known),
        "corrections": [(c, view.name(c.by)) for c in known.corrections],
        "claim": query.claim_text(org, view.room.brand, known.claim) if known.claim else "",
        "posts": read.posts(org, known.evidence),
        "lines": lines.line_rows(view, told.lines),
        "reads_only": not acts.may_act(reader.roles, "", observing=reader.key in view.room.observers),
        "leads": view.room.leader == reader.key,
        "leader": view.name(view.room.leader),
        "people": sorted(view.people.values(), key=lambda p: (not p.on_duty, p.name)),
        "sheet": sheet,
        "typed": {sheet: typed if typed is not None else request.GET.dict()},
        "failed": failed or {},
    }
    return render(request, "room/fact.html", context, status=status)
