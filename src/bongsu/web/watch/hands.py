"""Findings on the Watch that people take in hand: 제가 볼게요, 내려놓기, and who saw one."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import AlreadyDone, AlreadyTaken, RuleError
from bongsu.core.values import Finding
from bongsu.crisis.taking import key_of
from bongsu.flows import taking
from bongsu.store import on_watch
from bongsu.store.public_reports import PublicReport
from bongsu.store.queries import watch as query
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.room.acts import may_act
from bongsu.web.viewer import Viewer
from bongsu.web.watch.view import WatchView
from bongsu.web.words import error_words


def shown(view: WatchView) -> tuple[int, ...]:
    """The findings on the screen."""
    return tuple(one.row for b in view.brands for one in b.brand.findings)


def alike(viewer: Viewer, view: WatchView) -> Hashable:
    """What of a reader the brands show: what they have in hand, and whether they act at all."""
    if viewer.person is None:
        return False, ()
    me = viewer.person.key
    held = tuple((row, view.hands.get(row, on_watch.NOBODY)) for row in shown(view))
    mine = tuple((row, hand.by == me) for row, hand in held if me in (hand.by, hand.instead_of))
    return may_act(viewer.person.roles, "take"), mine


def rows(viewer: Viewer, view: WatchView) -> dict[int, dict[str, Any]]:
    """Finding → who has it, how many saw it, and what this reader may do."""
    me = viewer.person.key if viewer.person else ""
    acts = viewer.person is not None and may_act(viewer.person.roles, "take")
    return {
        row: {
            "hand": hand,
            "mine": bool(me) and hand.by == me,
            "lost": bool(me) and hand.instead_of == me,
            "may_take": acts and hand.by != me and (not hand.by or hand.may_step_in(view.at)),
        }
        for row in shown(view)
        for hand in (view.hands.get(row, on_watch.NOBODY),)
    }


def reports_alike(viewer: Viewer, view: WatchView) -> Hashable:
    """The same for the reports."""
    if viewer.person is None:
        return False, ()
    me = viewer.person.key
    held = tuple((r.id, view.report_hands.get(r.id, on_watch.NOBODY)) for r in view.reports)
    mine = tuple((row, hand.by == me) for row, hand in held if me in (hand.by, hand.instead_of))
    return may_act(viewer.person.roles, "take"), mine


def report_rows(viewer: Viewer, view: WatchView) -> list[tuple[PublicReport, dict[str, Any]]]:
    """Each report with who has it, and what this reader may do."""
    me = viewer.person.key if viewer.person else ""
    acts = viewer.person is not None and may_act(viewer.person.roles, "take")
    hands = [(one, view.report_hands.get(one.id, on_watch.NOBODY)) for one in view.reports]
    return [
        (
            one,
            {
                "hand": hand,
                "mine": bool(me) and hand.by == me,
                "lost": bool(me) and hand.instead_of == me,
                "may_take": acts and (not hand.by or hand.may_step_in(view.at)),
            },
        )
        for one, hand in hands
    ]


def _found(request: HttpRequest, row: int) -> Finding:
    found = query.finding(organisation(request).id, row)
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, act: Callable[..., None], said: str) -> HttpResponseBase:
    org, reader, at = organisation(request), person(request), now(request)
    plain = request.POST.get("finding", "")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 12):
        raise Http404
    found = _found(request, int(plain))
    if not may_act(reader.roles, "take"):
        raise PermissionDenied
    room = query.room_of(org.id, found.brand)
    if room is not None:
        messages.info(request, _("그사이 상황실이 열렸어요. 징후도 상황실에서 맡아요."))
        return HttpResponseRedirect(f"{reverse('room', kwargs={'room': room})}#findings")
    try:
        act(org.id, int(plain), person=reader.key, at=at)
    except RuleError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('watch')}#brand-{found.brand}")


@require_POST
def take(request: HttpRequest) -> HttpResponseBase:
    return _do(request, on_watch.take, _("맡았습니다. 다른 사람 화면에도 바로 보입니다."))


@require_POST
def release(request: HttpRequest) -> HttpResponseBase:
    return _do(request, on_watch.release, _("내려놓았습니다. 누구든 맡을 수 있습니다."))


def take_along(org: int, room: int, found: Finding, *, by: str) -> None:
    """Whoever opened a room from a finding that they had in hand has it in hand there."""
    noted = next((one for one in ports().store.peek(org, room).findings if one.key == found.key), None)
    if noted is not None:
        with suppress(AlreadyDone, AlreadyTaken):
            taking.take(ports(), org=org, room=room, by=by, item=key_of(noted))


@require_safe
def seen(request: HttpRequest, finding: int) -> HttpResponse:
    found = _found(request, finding)
    saw = on_watch.who_saw(organisation(request).id, finding)
    return render(request, "watch/seen.html", {"found": found, "rows": saw})
