"""One entry of a register: its page, and what may be done with it. Each act checks who asks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bongsu.core.errors import BongsuError, NoSuchThing, StaleText
from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.crisis import foresight, registry as rules
from bongsu.store import registry as keep
from bongsu.store.queries import registry as query
from bongsu.web.problems import forbidden, status_of
from bongsu.web.registry import pages
from bongsu.web.registry.forms import RiskForm, StakeholderForm, TouchPointForm
from bongsu.web.registry.words import proof_words
from bongsu.web.request import now, organisation, person
from bongsu.web.words import error_words

PROOFS_SHOWN = 10


def _back(request: HttpRequest, to: str, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(to)


def _refused(error: BongsuError) -> str:
    """What the editor is told; what they typed stays in the form, and the next save is made knowingly."""
    if not isinstance(error, StaleText):
        return error_words(error)
    return _("읽으신 뒤에 다른 사람이 고쳤어요. 쓰신 내용은 아래 그대로 있어요. 한 번 더 저장하면 그 위에 덮어써요.")


# ── touch-points ───────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def new_touchpoint(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request).id
    around = query.around(org, now(request))
    if request.method != "POST":
        asked = request.GET.get("outlet", "")
        outlet = around.outlets.get(asked)
        known = (
            {"outlet": asked, "name": outlet.name, "owner": outlet.owner, "purpose": outlet.purpose} if outlet else {}
        )
        form = TouchPointForm(initial={"enabled": True, **known}, around=around)
        return pages.show(request, "touchpoint_new", {"form": form})
    form = TouchPointForm(request.POST, around=around)
    if not form.is_valid():
        return pages.show(request, "touchpoint_new", {"form": form}, status=422)
    key = keep.add_touchpoint(org, form.entry(None))
    return _back(request, reverse("touchpoint", kwargs={"key": key}), _("등록했어요. 이제 들어가지는지 확인해 주세요."))


@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint(request: HttpRequest, key: str) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    found = query.touchpoint(org, key)
    if found is None:
        raise Http404
    point, enabled = found
    if request.method != "POST":
        return _touchpoint_page(request, point, enabled)
    if not rules.may_edit(point, by=reader.key, roles=reader.roles):
        return forbidden(request, PermissionError())
    form = TouchPointForm(request.POST, around=query.around(org, now(request)), entry=point)
    if not form.is_valid():
        return _touchpoint_page(request, point, enabled, form=form, status=422)
    # Whether a touch-point is in use is the operator's to say: its owner must not make a hole vanish.
    use = form.cleaned_data["enabled"] if "operator" in reader.roles else enabled
    try:
        keep.edit_touchpoint(org, form.entry(point), enabled=use, seen=request.POST.get("seen", ""))
    except (StaleText, NoSuchThing) as error:
        return _touchpoint_page(request, point, enabled, form=form, problem=_refused(error), status=status_of(error))
    return _back(request, reverse("touchpoint", kwargs={"key": key}), _("저장했어요."))


def _touchpoint_page(
    request: HttpRequest,
    point: TouchPoint,
    enabled: bool,
    *,
    form: TouchPointForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    org, at, reader = organisation(request).id, now(request), person(request)
    around = query.around(org, at)
    missing = rules.holes_of(point, people=around.people, at=at) if enabled else ()
    may_edit = rules.may_edit(point, by=reader.key, roles=reader.roles)
    form = form or TouchPointForm(initial=TouchPointForm.of(point, enabled), around=around, entry=point)
    if "operator" not in reader.roles:
        del form.fields["enabled"]
    context: dict[str, Any] = {
        "row": pages.point_row(point, enabled, around, at),
        "people": [around.people.get(key or "") for key in (point.owner, point.deputy, point.key_holder)],
        "outlet": around.outlet_names.get(point.outlet or "", ""),
        "brand": around.brands.get(point.brand or 0, ""),
        "holes": [pages.hole_row(hole, {point.key: point}, around) for hole in missing],
        "proofs": [(p, around.name(p.by)) for p in query.proofs(org, point.key, limit=PROOFS_SHOWN)],
        "proof": proof_words(point.kind),
        "lapses_at": point.proven_at + rules.PROOF_LASTS if point.proven_at else None,
        "days": rules.PROOF_LASTS.days,
        "form": form,
        "seen": keep.digest(point, enabled),
        "may_edit": may_edit,
        "may_prove": enabled and rules.may_prove(point, by=reader.key, roles=reader.roles),
        "problem": problem,
    }
    return pages.show(request, "touchpoint", context, status=status)


@require_POST
def prove(request: HttpRequest, key: str) -> HttpResponseBase:
    """“지금 들어가 봤어요”: one tap, kept with who and when."""
    org, reader = organisation(request).id, person(request)
    found = query.touchpoint(org, key)
    if found is None:
        raise Http404
    if not rules.may_prove(found[0], by=reader.key, roles=reader.roles):
        return forbidden(request, PermissionError())
    keep.prove(org, key, by=reader.key, at=now(request))
    days = rules.PROOF_LASTS.days
    return _back(
        request,
        reverse("touchpoint", kwargs={"key": key}) + "#proof",
        _("확인을 남겼어요. %(days)s일 뒤에 다시 여쭐게요.") % {"days": days},
    )


@require_POST
def forget_touchpoint(request: HttpRequest, key: str) -> HttpResponseBase:
    return _forget(request, "touchpoints", key, reverse("touchpoints"))


# ── risks ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def new_risk(request: HttpRequest) -> HttpResponseBase:
    return _risk(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: HttpRequest, key: str) -> HttpResponseBase:
    entry = query.risk(organisation(request).id, key)
    if entry is None:
        raise Http404
    return _risk(request, entry)


def _risk(request: HttpRequest, entry: Risk | None) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    around = query.around(org, now(request))
    may_edit = "operator" in reader.roles or (entry is not None and entry.owner == reader.key)
    known = pages.categories(org)
    context: dict[str, Any] = {
        "entry": entry,
        "may_edit": may_edit,
        "owner": around.name(entry.owner) if entry else "",
        "brand": around.brands.get(entry.brand or 0, "") if entry else "",
        "gravity": foresight.gravity(entry) if entry else 0,
        "tags": pages.lapse_tags([entry], around, pages.today_of(request)).get(entry.key, ()) if entry else (),
        "seen": keep.digest(entry) if entry else "",
    }
    if request.method != "POST":
        initial = RiskForm.of(entry) if entry else None
        context["form"] = RiskForm(initial=initial, around=around, categories=known, entry=entry)
        return pages.show(request, "risk", context)
    if not may_edit:
        return forbidden(request, PermissionError())
    form = RiskForm(request.POST, around=around, categories=known, entry=entry)
    context["form"] = form
    if not form.is_valid():
        return pages.show(request, "risk", context, status=422)
    try:
        typed = form.entry(entry)
        if entry is None:
            key = keep.add_risk(org, typed)
        else:
            key = entry.key
            keep.edit_risk(org, typed, seen=request.POST.get("seen", ""))
    except BongsuError as error:
        return pages.show(request, "risk", {**context, "problem": _refused(error)}, status=status_of(error))
    return _back(request, reverse("risk", kwargs={"key": key}), _("저장했어요."))


@require_POST
def reviewed_risk(request: HttpRequest, key: str) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    entry = query.risk(org, key)
    if entry is None:
        raise Http404
    if "operator" not in reader.roles and entry.owner != reader.key:
        return forbidden(request, PermissionError())
    done = foresight.reviewed(entry, today=pages.today_of(request))
    keep.edit_risk(org, done, seen=keep.digest(entry))
    return _back(request, reverse("risk", kwargs={"key": key}), _("점검을 남겼어요."))


@require_POST
def forget_risk(request: HttpRequest, key: str) -> HttpResponseBase:
    return _forget(request, "risks", key, reverse("risks"))


# ── stakeholders ───────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def new_stakeholder(request: HttpRequest) -> HttpResponseBase:
    return _stakeholder(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder(request: HttpRequest, key: str) -> HttpResponseBase:
    entry = query.stakeholder(organisation(request).id, key)
    if entry is None:
        raise Http404
    return _stakeholder(request, entry)


def _stakeholder(request: HttpRequest, entry: Stakeholder | None) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    around = query.around(org, now(request))
    may_edit = "operator" in reader.roles or (entry is not None and entry.owner == reader.key)
    known = pages.categories(org)
    context: dict[str, Any] = {
        "entry": entry,
        "may_edit": may_edit,
        "owner": around.name(entry.owner) if entry else "",
        "tags": pages.lapse_tags([entry], around, pages.today_of(request)).get(entry.key, ()) if entry else (),
        "seen": keep.digest(entry) if entry else "",
    }
    if request.method != "POST":
        initial = StakeholderForm.of(entry) if entry else None
        context["form"] = StakeholderForm(initial=initial, around=around, categories=known, entry=entry)
        return pages.show(request, "stakeholder", context)
    if not may_edit:
        return forbidden(request, PermissionError())
    form = StakeholderForm(request.POST, around=around, categories=known, entry=entry)
    context["form"] = form
    if not form.is_valid():
        return pages.show(request, "stakeholder", context, status=422)
    try:
        typed = form.entry(entry)
        if entry is None:
            key = keep.add_stakeholder(org, typed)
        else:
            key = entry.key
            keep.edit_stakeholder(org, typed, seen=request.POST.get("seen", ""))
    except BongsuError as error:
        return pages.show(request, "stakeholder", {**context, "problem": _refused(error)}, status=status_of(error))
    return _back(request, reverse("stakeholder", kwargs={"key": key}), _("저장했어요."))


@require_POST
def reviewed_stakeholder(request: HttpRequest, key: str) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    entry = query.stakeholder(org, key)
    if entry is None:
        raise Http404
    if "operator" not in reader.roles and entry.owner != reader.key:
        return forbidden(request, PermissionError())
    done = foresight.reviewed(entry, today=pages.today_of(request))
    keep.edit_stakeholder(org, done, seen=keep.digest(entry))
    return _back(request, reverse("stakeholder", kwargs={"key": key}), _("점검을 남겼어요."))


@require_POST
def forget_stakeholder(request: HttpRequest, key: str) -> HttpResponseBase:
    return _forget(request, "stakeholders", key, reverse("stakeholders"))


def _forget(request: HttpRequest, register: str, key: str, to: str) -> HttpResponseBase:
    if not keep.forget(organisation(request).id, register, key):
        raise Http404
    return _back(request, to, _("지웠어요. 되돌릴 수 없어요."))
