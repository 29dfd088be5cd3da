"""Keeping a post: the form that bookmarklet, share target and paste lead to; the list; one clip; its proof."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bongsu.core.errors import AlreadyDone, BongsuError, FileTooLarge, NoSuchThing
from bongsu.crisis import clips as rules
from bongsu.crisis.files import MB
from bongsu.flows import clips as flow
from bongsu.flows.acting import open_rooms
from bongsu.store import clips as store, public_reports
from bongsu.web import problems
from bongsu.web.clips import parts, reports
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.room.acts import may_act
from bongsu.web.words import error_words

#: What a form carries besides its pictures.
AROUND = 128 * 1024
FIELDS = ("url", "title", "text", "place", "author", "seen_at", "brand")
SEARCH_MOST = 100
#: In the bookmarklet: so much of what was selected fits into an address everywhere.
SELECTION = 3000
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


def too_large(request: HttpRequest) -> HttpResponse | None:
    """By its declared length, before a byte of it is looked at."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= rules.ALL_MOST + AROUND:
        return None
    detail = error_words(FileTooLarge(most=rules.ALL_MOST // MB))
    return problems.answer(request, 413, code=FileTooLarge.code, title=_("그림이 너무 커요"), detail=detail)


# ── in ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@csrf_exempt  # `_keep` checks it: looking for the token in the form would read the body first
@require_http_methods(["GET", "HEAD", "POST"])
def clip(request: HttpRequest) -> HttpResponseBase:
    """Whatever led here filled the form; only the button keeps anything."""
    if request.method == "POST":
        return too_large(request) or _keep(request)
    return _form(request, {name: request.GET.get(name, "") for name in FIELDS})


@csrf_exempt  # the phone's own share sheet has no token; nothing is kept here, the form is shown filled
@require_POST
def share(request: HttpRequest) -> HttpResponseBase:
    """From a phone's share sheet, where the service worker did not take it: pictures are to be picked again."""
    if refused := too_large(request):
        return refused
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    return _form(request, typed, pick_again=bool(request.FILES))


def _form(request: HttpRequest, typed: Mapping[str, str], *, status: int = 200, **more: Any) -> HttpResponse:
    shown = {name: value[: rules.BODY] for name, value in typed.items()}
    shown["url"] = shown["url"] or rules.link_in(shown["text"])
    shown["place"] = shown["place"] or rules.place_of(shown["url"])
    shown["seen_at"] = shown["seen_at"] or timezone.localtime(now(request)).strftime("%Y-%m-%dT%H:%M")
    names = dict.fromkeys((*rules.WITHOUT_ADDRESS, *(name for _end, name in rules.PLACES)))
    context = {
        "typed": shown,
        "places": list(names),
        "brands": ports().mentions.brands(organisation(request).id),
        "most": rules.PICTURES_MOST,
        "most_mb": rules.PICTURE_MOST // MB,
        **more,
    }
    return render(request, "clips/new.html", context, status=status)


@csrf_protect
def _keep(request: HttpRequest) -> HttpResponseBase:
    org, reader, at = organisation(request), person(request), now(request)
    if not may_act(reader.roles, "clip"):
        return problems.forbidden(request)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        told = rules.clipped(
            place=typed["place"],
            url=typed["url"],
            title=typed["title"],
            body=typed["text"],
            author=typed["author"],
            seen_at=_local(typed["seen_at"], at),
            pictures=[(f.name or "", f.read()) for f in request.FILES.getlist("picture")[: rules.PICTURES_MOST + 1]],
            at=at,
        )
        brand = flow.brand_of(ports(), org=org.id, chosen=_number(typed["brand"]), words=told.said)
        number, added = store.keep(org.id, brand, told, by=reader.key, at=at)
    except BongsuError as problem:
        return _form(request, typed, status=422, problem=error_words(problem), pick_again=bool(request.FILES))
    flow.count_waiting(ports(), org=org.id)
    messages.success(request, _("남겼어요. 이제 글이 지워져도 증거가 있어요.") if added else _("이미 남긴 글이에요."))
    return HttpResponseRedirect(reverse("clip-of", kwargs={"clip": number}))


def _local(typed: str, at: datetime) -> datetime | None:
    """A browser's local time, in the reader's zone. To the minute of now it means now."""
    if not _LOCAL.fullmatch(typed):
        return None
    try:
        told = timezone.make_aware(datetime.fromisoformat(typed))
    except (ValueError, OverflowError):
        return None
    return at if told.replace(second=0) == at.astimezone(told.tzinfo).replace(second=0, microsecond=0) else told


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else None


# ── out ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def listed(request: HttpRequest) -> HttpResponseBase:
    words = request.GET.get("q", "").strip()[:SEARCH_MOST]
    brand, only = _number(request.GET.get("brand", "")), request.GET.get("only") == "report"
    org = organisation(request).id
    context = {
        "clips": store.latest(org, words=words, brand=brand, reports=only),
        "words": words,
        "only_reports": only,
        "brand": brand,
        "brands": ports().mentions.brands(org),
        "acts": may_act(person(request).roles, "clip"),
    }
    return render(request, "clips/list.html", context)


@require_safe
def show(request: HttpRequest, clip: int) -> HttpResponseBase:
    org = organisation(request).id
    one = _found(org, clip)
    rooms = open_rooms(ports().store, org, one.brand)
    acts = may_act(person(request).roles, "note")
    context = {"clip": one, "acts": acts, "room": rooms[0] if rooms else None, **reports.about(request, one)}
    return render(request, "clips/clip.html", context)


@require_POST
def into_room(request: HttpRequest, clip: int) -> HttpResponseBase:
    """A line in the brand's open room: what it is, where it lies, and its digest. Pressed twice, it stands once."""
    org, reader = organisation(request).id, person(request)
    one = _found(org, clip)
    if not may_act(reader.roles, "note"):
        return problems.forbidden(request)
    house = ports()
    rooms = open_rooms(house.store, org, one.brand)
    if not rooms:
        messages.error(request, _("열린 상황실이 없어요. 망루에서 먼저 열어 주세요."))
        return HttpResponseRedirect(reverse("clip-of", kwargs={"clip": clip}))
    try:
        flow.bring_clip(
            house,
            org=org,
            room=rooms[0],
            by=reader.key,
            clip=one.id,
            receipt=one.receipt,
            digest=one.digest,
            place=one.place,
            pictures=len(one.parts),
            said=one.said,
        )
    except AlreadyDone:
        messages.info(request, _("이 글은 이미 상황실에 있어요."))
    reports.brought(request, one, room=rooms[0])
    return HttpResponseRedirect(reverse("room", kwargs={"room": rooms[0]}) + "#journal")


@require_safe
def by_mention(request: HttpRequest, key: str) -> HttpResponseBase:
    """From a finding's evidence to what was kept."""
    found = store.by_identity(organisation(request).id, key) if len(key) == flow.KEY_CHARS else None
    if found is None:
        raise Http404
    return HttpResponseRedirect(reverse("clip-of", kwargs={"clip": found}))


@require_safe
def by_receipt(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """The same for a report."""
    found = public_reports.by_receipt(organisation(request).id, receipt)
    if found is None:
        raise Http404
    return HttpResponseRedirect(reverse("clip-of", kwargs={"clip": found}))


@require_safe
def proof(request: HttpRequest, clip: int) -> HttpResponseBase:
    """Everything computed anew, now."""
    org = organisation(request).id
    one = _found(org, clip)
    return render(request, "clips/proof.html", {"clip": one, "faults": store.prove(org, clip)})


@require_safe
def picture(request: HttpRequest, clip: int, part: int) -> HttpResponseBase:
    found = _found(organisation(request).id, clip)
    one = next((p for p in found.parts if p.id == part), None)
    if one is None:
        raise Http404
    return parts.answer(request, one, name=f"{found.receipt or f'clip-{clip}'}-{one.n}.{one.ending}")


@require_safe
def export(request: HttpRequest, clip: int) -> HttpResponseBase:
    """For lawyers: everything, with a manifest that says how to check it without us."""
    org = organisation(request)
    one = _found(org.id, clip)
    content = parts.bundle(one, organisation=org.name, faults=store.prove(org.id, clip), at=now(request))
    name = quote(f"{one.receipt or f'clip-{one.identity[:12]}'}.zip", safe="")
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"},
    )


@require_safe
def how(request: HttpRequest) -> HttpResponseBase:
    """The bookmarklet to drag, and the other ways in."""
    code = (
        "javascript:(()=>{const s=String(getSelection()).slice(0,"
        + str(SELECTION)
        + "),p=new URLSearchParams({url:location.href,title:document.title,text:s});"
        + f"window.open('{settings.URL}{reverse('clip')}?'+p,'_blank','noopener')}})()"
    )
    return render(request, "clips/how.html", {"bookmarklet": code})


def _found(org: int, clip: int) -> store.Clip:
    try:
        return store.get(org, clip)
    except NoSuchThing:
        raise Http404 from None
