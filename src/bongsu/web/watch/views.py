"""The Watch's pages and acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import BongsuError
from bongsu.flows import convene, flash
from bongsu.store import on_watch, public_reports
from bongsu.store.clock import OrgClock
from bongsu.store.public_reports import PublicReport
from bongsu.store.queries import watch as query
from bongsu.web.charter.watch import on_the_watch
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.room.acts import Unreadable, may_act
from bongsu.web.watch import hands, offline
from bongsu.web.watch.chart import series as chart_series
from bongsu.web.watch.panels import SPEEDS
from bongsu.web.watch.view import BrandView, WatchView, brand_view, load
from bongsu.web.words import error_words

TITLE_MOST, WHY_MOST = 120, 1_000


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What was typed, and what is wrong with it, by field."""

    brand: int = 0
    title: str = ""
    why: str = ""
    level: int = 2
    finding: int = 0
    errors: dict[str, str] = field(default_factory=dict)


@require_safe
def watch(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    view = load(org.id, "", now(request))
    on_watch.see(org.id, hands.shown(view), person=person(request).key, at=view.at)
    wanted = request.GET.get("finding", "")
    form = _from_finding(view, int(wanted)) if wanted.isascii() and wanted.isdecimal() else OpenForm()
    told = request.GET.get("report", "")
    if told.isascii() and told.isdecimal() and len(told) < 12:
        form = _from_report(public_reports.of_clip(org.id, int(told))) or form
    return _page(request, view, form)


def _page(
    request: HttpRequest,
    view: WatchView,
    form: OpenForm,
    *,
    status: int = 200,
    flash: Mapping[str, str] | None = None,
    told: dict[str, Any] | None = None,
) -> HttpResponse:
    opening = bool(form.errors or form.finding or request.GET.get("open"))
    evidence = [line for b in view.brands if form.brand in (0, b.brand.id) for line in evidence_of(b)]
    free = [b for b in view.brands if b.brand.room is None]
    context: dict[str, Any] = {"view": view, "form": form, "opening": opening, "evidence": evidence, "free": free}
    context |= on_the_watch(request, view) | {"flash": flash or {}} | (told or offline.context_of())
    return render(request, "watch/page.html", context, status=status)


def _from_finding(view: WatchView, row: int) -> OpenForm:
    for b in view.brands:
        for one in b.brand.findings:
            if one.row == row:
                title = one.finding.excerpt.strip().replace("\n", " ")[:60]
                return OpenForm(brand=b.brand.id, title=title, level=max(2, one.finding.level), finding=row)
    return OpenForm()


def _from_report(one: PublicReport | None) -> OpenForm | None:
    """The report is brought in afterwards, on its own page: who opens the room judges first."""
    if one is None:
        return None
    why = _("제보 %(n)s: %(what)s") % {"n": one.receipt, "what": one.what}
    return OpenForm(brand=one.brand, title=" ".join(one.what.split())[:60], why=why[:WHY_MOST])


def evidence_of(b: BrandView) -> list[str]:
    """What the screen shows of a brand, in words for the record."""
    bin_ = b.now
    if bin_.usual is None:
        lines = [_("%(brand)s: 최근 10분 %(count)s건 (평소 기록 없음)") % {"brand": b.brand.name, "count": bin_.count}]
    else:
        lines = [
            _("%(brand)s: 최근 10분 %(count)s건, 평소 %(usual).1f건")
            % {"brand": b.brand.name, "count": bin_.count, "usual": bin_.usual}
        ]
    for one in b.claims[:3]:
        lines.append(
            _("주장 “%(text)s” %(size)s건, 작성자 %(authors)s명")
            % {"text": one.claim.text[:60], "size": one.claim.size, "authors": one.claim.authors}
        )
    return lines


@require_POST
def open_room(request: HttpRequest) -> HttpResponseBase:
    """Somebody says that something is off: a room opens with what the screen showed as its evidence."""
    org, reader = organisation(request), person(request)
    view = load(org.id, "", now(request))
    form = _read(request, view)
    if form.errors:
        return _page(request, view, form, status=422)
    seen = [line for b in view.brands if b.brand.id == form.brand for line in evidence_of(b)]
    found = query.finding(org.id, form.finding) if form.finding else None
    why = "\n".join([form.why, "", _("화면에 있던 것:"), *(f"· {line}" for line in seen)])
    try:
        room = convene.open_room(
            ports(),
            org=org.id,
            brand=form.brand,
            by=reader.key,
            title=form.title,
            why=why,
            level=form.level,
            finding=found,
        )
    except BongsuError as problem:
        form.errors["form"] = error_words(problem)
        return _page(request, view, form, status=422)
    if found is not None and on_watch.holder(org.id, form.finding) == reader.key:
        hands.take_along(org.id, room, found, by=reader.key)
    return HttpResponseRedirect(reverse("room", kwargs={"room": room}))


def _read(request: HttpRequest, view: WatchView) -> OpenForm:
    def number(name: str) -> int:
        text = request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0

    form = OpenForm(
        brand=number("brand"),
        title=request.POST.get("title", "").strip(),
        why=request.POST.get("why", "").strip(),
        level=number("level"),
        finding=number("finding"),
    )
    if form.brand not in {b.brand.id for b in view.brands}:
        form.errors["brand"] = _("어느 브랜드 일인지 골라 주세요.")
    if not form.title:
        form.errors["title"] = _("무슨 일인지 한 줄로 적어 주세요.")
    elif len(form.title) > TITLE_MOST:
        form.errors["title"] = _("%(most)s자까지 적을 수 있어요.") % {"most": TITLE_MOST}
    if not form.why:
        form.errors["why"] = _("무엇이 이상한지 적어 주세요. 기록에 남아요.")
    elif len(form.why) > WHY_MOST:
        form.errors["why"] = _("%(most)s자까지 적을 수 있어요.") % {"most": WHY_MOST}
    if form.level not in (2, 3, 4, 5):
        form.errors["level"] = _("단계를 골라 주세요.")
    return form


@require_POST
def send_flash(request: HttpRequest) -> HttpResponseBase:
    """The direct line from the Watch: into the brand's room, or one that is opened for it."""
    org, reader = organisation(request), person(request)
    view = load(org.id, "", now(request))
    text, brand = request.POST.get("text", ""), request.POST.get("brand", "")
    if brand not in {str(b.brand.id) for b in view.brands}:
        raise Http404
    if not may_act(reader.roles, "flash"):
        raise PermissionDenied
    try:
        room = flash.send_from_watch(
            ports(), org=org.id, brand=int(brand), by=reader.key, text=text, once=request.POST.get("once", "")[:80]
        )
    except BongsuError as problem:
        return _page(request, view, OpenForm(), status=422, flash={"text": text, "errors": error_words(problem)})
    return HttpResponseRedirect(f"{reverse('room', kwargs={'room': room})}#flashes")


@require_POST
def tell_offline(request: HttpRequest) -> HttpResponseBase:
    """A call, a visit, a raid, a broadcast, outside of any room; with the second button, at once with one."""
    if not may_act(person(request).roles, "note_offline"):
        raise PermissionDenied
    try:
        report = offline.kept(request)
    except (BongsuError, Unreadable) as problem:
        view = load(organisation(request).id, "", now(request))
        return _page(request, view, OpenForm(), status=422, told=offline.context_of(request.POST, problem))
    if "open" in request.POST:
        return offline.brought(request, report)
    messages.success(request, _("알렸어요. 망루를 보는 모두에게 바로 보여요."))
    return HttpResponseRedirect(f"{reverse('watch')}#offline-{report}")


@require_POST
def set_clock(request: HttpRequest) -> HttpResponseBase:
    """Run a demo's clock faster or slower. A real organisation's clock is nobody's to turn."""
    org = organisation(request)
    if not org.synthetic:
        raise Http404
    wanted = request.POST.get("speed", "")
    if wanted not in {str(speed) for speed in SPEEDS}:
        return HttpResponse(_("×1, ×10, ×30 가운데 하나예요."), status=422, content_type="text/plain; charset=utf-8")
    OrgClock().set_speed(org.id, int(wanted))
    return HttpResponseRedirect(reverse("watch"))


@require_safe
def series(request: HttpRequest, brand: int) -> HttpResponseBase:
    """A brand's day as numbers: what the chart draws, for a chart that moves or for a spreadsheet."""
    org, at = organisation(request), now(request)
    found = next((one for one in query.brands_now(org.id, at) if one.id == brand), None)
    if found is None:
        raise Http404
    view = brand_view(found)
    return JsonResponse(chart_series(found.rhythm) | {"chance": view.chance, "spread": found.rhythm.spread})
