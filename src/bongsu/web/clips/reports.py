"""What people of the organisation do with a report: take it in hand, find that it needs no room, erase who told it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bongsu.core.errors import AlreadyDone, RuleError
from bongsu.store import on_watch, public_reports as store
from bongsu.store.clips import Clip
from bongsu.store.public_reports import PublicReport
from bongsu.web.request import now, organisation, person
from bongsu.web.room.acts import may_act
from bongsu.web.words import error_words


def about(request: HttpRequest, clip: Clip) -> dict[str, Any]:
    """What the page of a clip shows beside it where it is a report. Opened, it is no longer unread."""
    org, reader = organisation(request).id, person(request)
    one = store.of_clip(org, clip.id) if clip.receipt else None
    if one is None:
        return {}
    on_watch.see(org, [one.id], person=reader.key, at=now(request), of=on_watch.REPORT)
    hand = on_watch.marks(org, [one.id], of=on_watch.REPORT)[one.id]
    return {
        "report": one,
        "counts": store.counts(one.id),
        "hand": hand,
        "mine": hand.by == reader.key,
        "late": hand.may_step_in(now(request)),
    }


def brought(request: HttpRequest, clip: Clip, *, room: int) -> None:
    """It stands in the room now; whoever settled it before stays named."""
    one = store.of_clip(organisation(request).id, clip.id) if clip.receipt else None
    if one is not None:
        with suppress(AlreadyDone):
            store.settle(organisation(request).id, one.id, room=room, by=person(request).key, at=now(request))


def _take(request: HttpRequest, one: PublicReport) -> str:
    at = now(request)
    on_watch.take(organisation(request).id, one.id, person=person(request).key, at=at, of=on_watch.REPORT)
    return _("맡았습니다. 다른 사람 화면에도 바로 보입니다.")


def _release(request: HttpRequest, one: PublicReport) -> str:
    at = now(request)
    on_watch.release(organisation(request).id, one.id, person=person(request).key, at=at, of=on_watch.REPORT)
    return _("내려놓았습니다. 누구든 맡을 수 있습니다.")


def _settle(request: HttpRequest, one: PublicReport) -> str:
    store.settle(organisation(request).id, one.id, room=None, by=person(request).key, at=now(request))
    return _("상황실 없이 끝냈어요.")


def _forget(request: HttpRequest, one: PublicReport) -> str:
    store.forget(organisation(request).id, one.id)
    return _("제보자의 이름과 전화번호를 지웠어요.")


ACTS: Mapping[str, Callable[[HttpRequest, PublicReport], str]] = {
    "take": _take,
    "release": _release,
    "settle": _settle,
    "forget": _forget,
}


@require_POST
def do(request: HttpRequest, clip: int, act: str) -> HttpResponseBase:
    """One act of somebody who acts in rooms; back to where it was pressed."""
    one, wanted = store.of_clip(organisation(request).id, clip), ACTS.get(act)
    if one is None or wanted is None:
        raise Http404
    if not may_act(person(request).roles, "take"):
        raise PermissionDenied
    try:
        messages.success(request, wanted(request, one))
    except RuleError as problem:
        messages.error(request, error_words(problem))
    if request.POST.get("back") == "watch":
        return HttpResponseRedirect(f"{reverse('watch')}#reports")
    return HttpResponseRedirect(reverse("clip-of", kwargs={"clip": clip}))
