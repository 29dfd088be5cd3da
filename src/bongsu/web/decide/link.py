"""The page behind the link that an executive gets. Whoever opens it decides nothing; a button POSTs, once.

The link is signed and bound to one person and one question; it ends when the question is due, decided, or asked anew.
 The form carries the digest of what was on the page: what changed meanwhile is shown again before it counts. Who is
signed in as somebody else is refused. It signs nobody in: the page holds the question and the five lines, nothing more.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from bongsu.core.errors import BongsuError, LinkSpent, NoSuchRoom, NotYours, OnlyObserving, RoomClosed, StaleText
from bongsu.crisis.decide import digest
from bongsu.flows import links
from bongsu.store import decision_links
from bongsu.store.decision_links import DecisionLink
from bongsu.store.queries import front, rooms
from bongsu.web import problems
from bongsu.web.language import LANGUAGES
from bongsu.web.lines.decide import option_words
from bongsu.web.request import person_or_none, ports
from bongsu.web.room.brief import five_lines
from bongsu.web.room.panels.decisions import row
from bongsu.web.viewer import Viewer
from bongsu.web.words import error_words


@require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    link = decision_links.read(token)
    if link is None:
        return _page(request, None, "broken", status=404)
    locale = link.locale if link.locale in LANGUAGES else "ko"
    with translation.override(locale), timezone.override(ZoneInfo(link.zone)):
        return _opened(request, link, locale)


def _opened(request: HttpRequest, link: DecisionLink, locale: str) -> HttpResponse:
    signed_in = person_or_none(request)
    if signed_in is not None and (signed_in.org, signed_in.key) != (link.org, link.person):
        return _page(request, link, "not_yours", status=403)
    if request.method == "POST":
        return _decided(request, link, locale)
    return _asked(request, link, locale)


def _asked(request: HttpRequest, link: DecisionLink, locale: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page as things stand now."""
    reader = front.reader(link.org, link.person_id)
    try:
        view = rooms.room_view(link.org, link.room, ports().clock.now(link.org))
    except NoSuchRoom:
        return _page(request, link, "over", status=410)
    asked = view.room.decision(link.decision)
    if link.used_at is not None:
        return _page(request, link, "used", status=410)
    if reader is None or asked is None or link.ended_at is not None or view.at >= link.until or not view.room.is_open:
        return _page(request, link, "over", status=410)
    if link.person in view.room.observers:
        return _observing(request, link, view)
    person, org = reader
    viewer = Viewer(org, locale, link.zone, person)
    context = {
        "view": view,
        "room": view.room,
        "x": row(viewer, view, asked),
        "lines": five_lines(viewer, view),
        "digest": digest(view.room, asked),
        "now": view.at,
        **more,
    }
    return _page(request, link, "asked", status=status, **context)


def _observing(request: HttpRequest, link: DecisionLink, view: rooms.RoomView) -> HttpResponse:
    """Whoever looks on is told who can end that, and what stands if nobody does."""
    asked = view.room.decision(link.decision)
    context = {
        "leader": view.name(view.room.leader),
        "default": option_words(asked.kind, asked.options[asked.default]) if asked else "",
    }
    return _page(request, link, "observing", status=403, **context)


def _decided(request: HttpRequest, link: DecisionLink, locale: str) -> HttpResponse:
    option = request.POST.get("option", "")
    typed = {"why": request.POST.get("why", ""), "waived": request.POST.get("waived", "")}
    try:
        links.decide(
            ports(),
            org=link.org,
            room=link.room,
            by=link.person,
            decision=link.decision,
            option=int(option) if option.isascii() and option.isdigit() and len(option) < 3 else -1,
            shown=request.POST.get("shown", ""),
            link=link.id,
            **typed,
        )
    except StaleText:
        return _asked(request, link, locale, status=409, changed=True, typed=typed)
    except OnlyObserving:
        view = rooms.room_view(link.org, link.room, ports().clock.now(link.org))
        return _observing(request, link, view)
    except (LinkSpent, NotYours, NoSuchRoom, RoomClosed):
        again = decision_links.read(decision_links.token(link.id)) or link
        return _page(request, again, "used" if again.used_at else "over", status=410)
    except BongsuError as error:
        return _asked(request, link, locale, status=problems.status_of(error), problem=error_words(error), typed=typed)
    return _page(request, link, "done", chosen=_chosen(link))


def _chosen(link: DecisionLink) -> str:
    """What was decided, in words."""
    decided = rooms.room_view(link.org, link.room, ports().clock.now(link.org)).room.decision(link.decision)
    if decided is None or decided.option is None:
        return ""
    return option_words(decided.kind, decided.options[decided.option])


def _page(
    request: HttpRequest, link: DecisionLink | None, state: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """`state`: asked | done | used | over | not_yours | observing | broken."""
    response = render(request, "decide/link.html", {"link": link, "state": state, **more}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address itself is the key: no other site may see it. With "no-referrer" a browser would send its own form from
    # the origin "null", and the button would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response
