"""What happened offline, told on the Watch: a call, a visit, a raid. It opens a room, or comes into the open one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bongsu.core.errors import AlreadyDone, BongsuError, NoSuchThing
from bongsu.core.values import LEVELS, NOTICE
from bongsu.crisis.assess import offline as rules
from bongsu.flows import offline
from bongsu.store import offline_reports
from bongsu.store.offline_reports import OfflineTold
from bongsu.web.lines.offline import KINDS
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.room.acts import may_act
from bongsu.web.room.acts.form import Unreadable
from bongsu.web.room.acts.offline import how_many
from bongsu.web.words import error_words

TITLE_MOST = 120
TYPED = ("brand", "kind", "what", "where", "min_ago", "count")


def rows_of(told: tuple[OfflineTold, ...]) -> list[dict[str, Any]]:
    """Each with its words, and the level at which it would open a room."""
    return [{"x": one, "kind": KINDS.get(one.told.kind, one.told.kind), "level": level_of(one)} for one in told]


def level_of(one: OfflineTold) -> int:
    return rules.SUGGESTS.get(one.told.kind, NOTICE)


def kept(request: HttpRequest) -> int:
    """Id of the report that a form tells; a form sent twice is one. Raises BongsuError, Unreadable."""
    org, reader, at = organisation(request), person(request), now(request)
    told = rules.report(
        by=reader.key,
        kind=request.POST.get("kind", ""),
        what=request.POST.get("what", ""),
        where=request.POST.get("where", ""),
        taken_by="",
        count=how_many(request.POST, "count"),
        min_ago=_minutes(request.POST.get("min_ago", "")),
        people=ports().store.people(org.id),
        at=at,
    )
    once = request.POST.get("once", "")[:80] or f"{reader.key} {at.isoformat()}"
    return offline_reports.keep(org.id, number(request.POST.get("brand", "")), told, by=reader.key, at=at, once=once)


@require_POST
def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Into the brand's open room, or one that is opened with it."""
    if not may_act(person(request).roles, "note_offline"):
        raise PermissionDenied
    return brought(request, number(request.POST.get("report", "")))


@require_POST
def settle(request: HttpRequest) -> HttpResponseBase:
    """It needs no room."""
    org, reader = organisation(request), person(request)
    if not may_act(reader.roles, "note_offline"):
        raise PermissionDenied
    try:
        offline_reports.settle(
            org.id, number(request.POST.get("report", "")), room=None, by=reader.key, at=now(request)
        )
    except AlreadyDone:
        messages.info(request, _("그사이 다른 분이 처리했어요."))
    else:
        messages.success(request, _("상황실 없이 끝냈어요."))
    return HttpResponseRedirect(reverse("watch"))


def brought(request: HttpRequest, report: int) -> HttpResponseBase:
    org, reader = organisation(request), person(request)
    try:
        one = offline_reports.get(org.id, report)
    except NoSuchThing:
        raise Http404 from None
    if one.room is not None:
        return HttpResponseRedirect(reverse("room", kwargs={"room": one.room}))
    wanted = request.POST.get("level", "")
    room = offline.bring_in(
        ports(),
        org=org.id,
        brand=one.brand,
        by=reader.key,
        report=one.id,
        told=one.told,
        title=f"{KINDS[one.told.kind]}: {' '.join(one.told.what.split())}"[:TITLE_MOST],
        level=int(wanted) if wanted in {str(n) for n in LEVELS[1:]} else level_of(one),
    )
    try:
        offline_reports.settle(org.id, one.id, room=room, by=reader.key, at=now(request))
    except AlreadyDone:  # two people brought it in at one instant: it stands in the room once
        messages.info(request, _("그사이 다른 분이 상황실에 넣었어요."))
    return HttpResponseRedirect(f"{reverse('room', kwargs={'room': room})}#offline")


def _minutes(typed: str) -> int:
    plain = typed.strip() or "0"
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 9):
        raise Unreadable("min_ago", _("몇 분 전이었는지 숫자로 적어 주세요."))
    return int(plain)


def number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else 0


def context_of(posted: QueryDict | None = None, problem: Exception | None = None) -> dict[str, Any]:
    """What the form shows: empty, or as it was typed with what is wrong."""
    typed = {name: posted.get(name, "") for name in TYPED} if posted is not None else {}
    words = error_words(problem) if isinstance(problem, BongsuError) else str(problem or "")
    return {"offline_kinds": list(KINDS.items()), "told": {"typed": typed, "errors": words}}
