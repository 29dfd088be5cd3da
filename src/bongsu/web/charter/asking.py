"""“제가 해도 되나요?” in one step: in peace by the charter in force, in a room by its own and what it knows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.core.errors import NoSuchRoom
from bongsu.core.values import PUBLISH, Charter
from bongsu.crisis import decide, leave
from bongsu.crisis.charter import Verdict, acts_of
from bongsu.store.queries import rooms as read
from bongsu.web.charter.words import principle_of, trace_words, who_can, won
from bongsu.web.request import now, organisation, person
from bongsu.web.setup.words import act_words, role_words
from bongsu.web.won import read_won


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody reads who asked: the word, who says yes by when, the rules looked at, and what to do now."""

    verdict: str
    act: str
    under: str | None
    principle: str
    steps: tuple[tuple[str, datetime, str], ...]
    trace: tuple[str, ...]
    others: tuple[str, ...]  # who could, where the answer is no
    amount: str
    next_href: str
    next_words: str


def answer(
    charter: Charter, verdict: Verdict, *, act: str, level: int, at: datetime, amount: int, room: int | None
) -> Answer:
    href, words = _next(verdict, act, room)
    return Answer(
        verdict=verdict.verdict,
        act=act_words(act),
        under=verdict.under,
        principle=principle_of(charter, verdict),
        steps=tuple((role_words(s.role), s.by, role_words(s.deputy) if s.deputy else "") for s in verdict.steps),
        trace=tuple(trace_words(charter, line) for line in verdict.trace),
        others=who_can(charter, act=act, level=level, at=at) if verdict.verdict != "yes" else (),
        amount=won(amount) if amount else "",
        next_href=href,
        next_words=words,
    )


def _next(verdict: Verdict, act: str, room: int | None) -> tuple[str, str]:
    if room is None or verdict.verdict == "no":
        return "", ""
    here = reverse("room", kwargs={"room": room})
    if act in PUBLISH:
        words = _("문안 보고 승인하기") if verdict.verdict == "yes" else _("결재 요청하러 가기")
        return reverse("voice", kwargs={"room": room}) + "#approve", words
    if verdict.verdict == "needs" or act == leave.COMPENSATE:
        return "#do", _("지금 하기") if verdict.verdict == "yes" else _("결재 요청하기")
    if act in ("pause_outlets", "resume_outlets"):
        return here + "#outlets", _("아웃렛 보러 가기")
    return "", ""


def amount_of(request: HttpRequest) -> int | None:
    """Won as typed, 0 where nothing was; None for what is no sum: then nothing is answered, least of all a yes."""
    plain = request.GET.get("amount", "").strip()
    return read_won(plain) if plain else 0


def typed_amount(request: HttpRequest) -> str:
    """The sum as it was typed, for the form."""
    return request.GET.get("amount", "").strip()[:40]


def _carried_out_by(view: read.RoomView, act: str, outlet: str, reader: str) -> str:
    """Name of whoever gets the task when the chain says yes; "" where none follows."""
    if act not in decide.WITHIN_MIN:
        return ""
    owner = next((o.owner for o in view.outlets if o.key == outlet and o.owner), None)
    return view.name(owner or reader)


@require_safe
def in_room(request: HttpRequest, room: int) -> HttpResponse:
    """The room's own page for the question."""
    org, reader = organisation(request), person(request)
    try:
        view = read.room_view(org.id, room, now(request))
    except NoSuchRoom:
        raise Http404 from None
    act, amount = request.GET.get("act", ""), amount_of(request)
    outlet, template = request.GET.get("outlet", ""), request.GET.get("template", "").strip()[:80]
    outlets = [outlet] if outlet else [o.key for o in view.outlets if o.enabled]
    said: Answer | None = None
    if amount is not None and act in acts_of(view.room.charter):
        verdict = leave.ask(
            view.room,
            by=reader.key,
            roles=reader.roles,
            act=act,
            at=view.at,
            amount_krw=amount,
            outlets=outlets,
            template=template or None,
            day_spent=read.spent_on(view),
        )
        said = answer(view.room.charter, verdict, act=act, level=view.room.level, at=view.at, amount=amount, room=room)
    context: dict[str, Any] = {
        "view": view,
        "room": view.room,
        "said": said,
        "asked": {
            "act": act,
            "amount": typed_amount(request),
            "no_sum": amount is None,
            "outlet": outlet,
            "template": template,
            "follows": _carried_out_by(view, act, outlet, reader.key),
        },
        "acts": [(a, act_words(a)) for a in acts_of(view.room.charter)],
        "outlets": [o for o in view.outlets if o.enabled],
        "templates": sorted({t for m in view.room.charter.mandates for t in m.templates}),
        "giving": act == leave.COMPENSATE,
        "here": request.get_full_path(),
    }
    return render(request, "charter/room.html", context)
