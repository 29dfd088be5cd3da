"""The page behind the link in a call. Opening it changes nothing, whoever or whatever opens it; a button POSTs.

No sign-in: who is woken at three answers first and signs in then. The link is signed, for one call of one person, for a
day, and shows no more than the call itself did. It signs nobody in.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from bongsu.core.errors import AlreadyDone, NoSuchRoom, RuleError, TextTooLong
from bongsu.flows import reach
from bongsu.store import call_links
from bongsu.store.call_links import CallLink
from bongsu.web.language import LANGUAGES
from bongsu.web.request import person_or_none, ports
from bongsu.web.words import error_words

ANSWERS = ("coming", "cannot")


@require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
def call(request: HttpRequest, token: str) -> HttpResponse:
    link = call_links.read(token)
    if link is None:
        return _page(request, None, "expired", status=410)
    locale = link.locale if link.locale in LANGUAGES else "ko"
    with translation.override(locale), timezone.override(ZoneInfo(link.zone)):
        return _answered(request, link)


def _answered(request: HttpRequest, link: CallLink) -> HttpResponse:
    reader = person_or_none(request)
    if reader is not None and (reader.org, reader.key) != (link.org, link.person):
        return _page(request, link, "not_yours", status=403)
    if not link.is_open:
        return _page(request, link, "closed", status=410)
    said = request.POST.get("answer", "") if request.method == "POST" else ""
    if said not in ANSWERS:
        return _page(request, link, link.answer or "asked", status=200 if not said else 422)
    try:
        reach.answer(
            ports(),
            org=link.org,
            room=link.room,
            call=link.call,
            person=link.person,
            coming=said == "coming",
            why=request.POST.get("why", "") if said == "cannot" else "",
        )
    except AlreadyDone:
        return _page(request, link, link.answer or said, status=409, again=True)
    except TextTooLong as problem:
        return _page(request, link, "asked", status=422, problem=error_words(problem), why=request.POST.get("why", ""))
    except (NoSuchRoom, RuleError):
        return _page(request, link, "closed", status=410)
    return _page(request, link, said)


def _page(request: HttpRequest, link: CallLink | None, state: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """`state`: asked | coming | cannot | closed | expired | not_yours."""
    about: Mapping[str, Any] = {"link": link, "state": state, **more}
    response = render(request, "reach/call.html", about, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address itself is the key: no other site may see it. With "no-referrer" a browser would send its own form from
    # the origin "null", and the button would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response
