"""비상 꾸러미: one's own packet and its passphrase; for operators, how everybody stands; the copy for a phone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import BongsuError
from bongsu.crisis import packet as rules
from bongsu.crisis.text import plain_text
from bongsu.flows.packet import issue_packets
from bongsu.flows.setup import ROLES
from bongsu.store import packets as store
from bongsu.store.clock import real_now
from bongsu.store.queries import packets as query
from bongsu.web import assets, pdf
from bongsu.web.packet.content import PACE_LINES, content, pace_words
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.setup.words import role_words

FIELD = 200
#: What a phone keeps beside the page, so that it looks and works without us.
OFFLINE_NEEDS = ("css/offline.css", "js/offline.js")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    org, reader, at = organisation(request), person(request), now(request)
    everybody = query.statuses(org.id)
    me = next((one for one in everybody if one.key == reader.key), None)
    operator = "operator" in reader.roles
    roles = query.asked_roles(org.id)
    response = render(
        request,
        "packet/page.html",
        {
            "me": me,
            "mine_days": _days(me, at) if me else 0,
            "operator": operator,
            "everybody": [(one, _days(one, at)) for one in everybody] if operator else [],
            "stale_days": rules.STALE_DAYS,
            "pdf": pdf.available(),
            "roles": [(role, role_words(role), role in roles) for role in ROLES],
            "chosen": bool(roles),
            "pace": [(one, pace_words(one.step), PACE_LINES[one.step]) for one in query.pace(org.id)],
            **more,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


def _days(one: query.Status, at: datetime) -> int:
    return rules.days_without(rules.Holding(one.key, one.name, one.phrase_at, one.held_at), at)


def _is_recipient(request: HttpRequest) -> bool:
    return person(request).key in {one.key for one in query.recipients(organisation(request).id)}


@require_POST
def phrase(request: HttpRequest) -> HttpResponseBase:
    """A new passphrase, on this page and never again; a packet that it opens is asked for at once."""
    org, reader = organisation(request), person(request)
    if not _is_recipient(request):
        return page(request, status=403)
    kind = "syllables" if request.POST.get("kind") == "syllables" else "digits"
    made = store.new_phrase(org.id, reader.key, kind=kind, at=now(request))
    issue_packets(ports(), org=org.id)
    return page(request, fresh=made)


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """The reader's own newest packet, and nobody else's."""
    found = None
    if _is_recipient(request):
        found = store.fetch(organisation(request).id, person(request).key, at=now(request))
    if found is None:
        messages.error(request, _("아직 내려받을 꾸러미가 없어요. 암호 문구를 만들면 몇 분 안에 나와요."))
        return HttpResponseRedirect(reverse("packet"))
    number, made = found
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bongsu-packet-{number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def keep(request: HttpRequest) -> HttpResponseBase:
    """Who gets one, and where we turn when the usual way is down."""
    roles = [role for role in request.POST.getlist("role") if role in ROLES]

    def said(step: str, field: str) -> str:
        return plain_text(request.POST.get(f"{step}-{field}", ""))[:FIELD]

    pace = [rules.Fallback(step, said(step, "where"), said(step, "who"), said(step, "how")) for step in rules.PACE]
    store.keep_settings(organisation(request).id, roles=roles, pace=pace)
    issue_packets(ports(), org=organisation(request).id)
    messages.success(request, _("저장했어요. 달라진 내용은 곧 모두의 꾸러미에 담겨요."))
    return HttpResponseRedirect(reverse("packet") + "#settings")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The read-only copy that a phone keeps. `X-Offline-Needs` names the files it needs beside the page."""
    org, at = organisation(request), now(request)
    if not _is_recipient(request):
        return render(request, "packet/not_yours.html", status=403)
    with timezone.override(ZoneInfo(org.zone)):
        try:
            told = content(query.facts(org.id, at), at)
        except BongsuError:
            return render(request, "packet/not_yours.html", {"broken": True}, status=409)
        needs = [assets.url(name) for name in OFFLINE_NEEDS]
        about = {"c": told, "made_real": real_now(), "css": needs[0], "js": needs[1]}
        response = render(request, "packet/offline.html", about)
    response["X-Offline-Needs"] = " ".join(needs)
    response["Cache-Control"] = "no-store"
    return response
