"""Somebody without an account reports, under a link. Opening it acts on nothing; a button does, once for one form.

The link is the proof of who asks: no cookie is read, nobody is signed in. Whoever sends is known by a keyed digest of
their address for a day, for the limits.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bongsu.core.errors import BongsuError, BrandUnclear, FileTooLarge, LinkRevoked, ReasonMissing, TooOften
from bongsu.crisis import public_reports as rules
from bongsu.crisis.files import MB
from bongsu.flows import clips as flow
from bongsu.store import public_reports as store
from bongsu.store.clock import real_now
from bongsu.store.public_reports import Link
from bongsu.web.language import LANGUAGES, zone_of
from bongsu.web.problems import status_of
from bongsu.web.request import ports, sent_from
from bongsu.web.words import error_words

#: What a form carries besides its files.
AROUND = 64 * 1024
WORDS = ("what", "where", "when", "url", "name", "phone")
TOKEN_MOST, ONCE_MOST = 64, 64


def _in_their_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`?lang=en` says which, else the browser does. The address itself is a key: it goes to nobody else."""

    def shown(request: HttpRequest, token: str, **more: str) -> HttpResponse:
        asked = request.GET.get("lang", "")
        with translation.override(asked if asked in LANGUAGES else translation.get_language()):
            link = store.find(token[:TOKEN_MOST])
            if link is None:
                answer = render(request, "report_form/gone.html", status=404)
            elif link.revoked:
                answer = _revoked(request)
            else:
                with timezone.override(zone_of(link.zone)):
                    answer = view(request, link, token, **more)
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return shown


def _revoked(request: HttpRequest) -> HttpResponse:
    return render(request, "report_form/gone.html", {"words": error_words(LinkRevoked())}, status=410)


@csrf_exempt  # the address is the proof of who asks; no cookie is read
@require_http_methods(["GET", "HEAD", "POST"])
@_in_their_language
def form(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    if request.method != "POST":
        answer = _form(request, link, {})
        # Not "no-store": going back brings what was typed, and the same key.
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer
    if int(request.META.get("CONTENT_LENGTH") or 0) > rules.ALL_MOST + AROUND:
        problem = FileTooLarge(most=rules.ALL_MOST // MB)
        return _form(request, link, {}, status=413, problem=error_words(problem), unread=True)
    return _sent(request, link, token)


def _sent(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[: rules.WHAT * 2] for name in (*WORDS, "brand")}
    once = request.POST.get("once", "")[:ONCE_MOST] or uuid.uuid4().hex
    at = ports().clock.now(link.org)
    try:
        store.admit(link.id, sender=store.sender_of(sent_from(request), real=real_now()), real=real_now())
        told = rules.told(
            **{name: typed[name] for name in WORDS},
            files=[(f.name or "", f.read()) for f in request.FILES.getlist("file")[: rules.FILES_MOST + 1]],
        )
        chosen = link.brand or _number(typed["brand"])
        brand = flow.brand_of(ports(), org=link.org, chosen=chosen, words=told.what)
        receipt = store.keep(link, brand, told, once=once, at=at)
    except LinkRevoked:
        return _revoked(request)
    except BongsuError as problem:
        words = _("무슨 일이 있었는지 적어 주세요.") if isinstance(problem, ReasonMissing) else error_words(problem)
        more = {"problem": words, "once": once, "pick_again": bool(request.FILES)}
        more["pick_brand"] = isinstance(problem, BrandUnclear)
        answer = _form(request, link, typed, status=status_of(problem), **more)
        if isinstance(problem, TooOften):
            answer.headers["Retry-After"] = str(int(str(problem.about["minutes"])) * 60)
        return answer
    flow.count_waiting(ports(), org=link.org)
    after = reverse("report-received", kwargs={"token": token, "receipt": receipt})
    return HttpResponseRedirect(f"{after}?lang={translation.get_language()}")


def _form(
    request: HttpRequest, link: Link, typed: Mapping[str, str], *, status: int = 200, **more: Any
) -> HttpResponse:
    brands = ports().mentions.brands(link.org)
    context = {
        "link": link,
        "typed": typed,
        "brands": brands if link.brand is None and len(brands) > 1 else (),
        "once": uuid.uuid4().hex,
        "rules": rules,
        "most_mb": rules.FILE_MOST // MB,
        "all_mb": rules.ALL_MOST // MB,
        "days": rules.CONTACT_KEPT.days,
        "accept": ",".join(sorted(rules.EVIDENCE)),
        **more,
    }
    return render(request, "report_form/form.html", context, status=status)


@require_safe
@_in_their_language
def received(request: HttpRequest, link: Link, token: str, receipt: str) -> HttpResponse:
    """The receipt, and nothing of what was told: whoever finds the address learns no more."""
    at = store.received(link, receipt) if rules.RECEIPT.fullmatch(receipt) else None
    if at is None:
        return render(request, "report_form/gone.html", status=404)
    context = {"link": link, "receipt": receipt, "at": at, "days": rules.CONTACT_KEPT.days, "token": token}
    return render(request, "report_form/received.html", context)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else None
