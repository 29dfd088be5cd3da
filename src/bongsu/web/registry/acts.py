"""One touch-point: its page, and what may be done with it. Each act checks who asks."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bongsu.core.errors import NoSuchThing
from bongsu.core.values import TouchPoint
from bongsu.crisis import registry as rules
from bongsu.store import registry as keep
from bongsu.store.queries import registry as query
from bongsu.web import meanwhile
from bongsu.web.edits import entry_edits, mine
from bongsu.web.problems import forbidden, status_of
from bongsu.web.registry import pages
from bongsu.web.registry.entries import back, forget
from bongsu.web.registry.forms import TouchPointForm
from bongsu.web.registry.words import proof_words
from bongsu.web.request import now, organisation, person
from bongsu.web.words import error_words

PROOFS_SHOWN = 10


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
        return pages.show(request, "touchpoint_new", {"form": form, "may_edit": True})
    form = TouchPointForm(request.POST, around=around)
    if not form.is_valid():
        return pages.show(request, "touchpoint_new", {"form": form, "may_edit": True}, status=422)
    enabled = form.cleaned_data["enabled"]
    key = keep.add_touchpoint(org, form.entry(None), enabled=enabled, edit=mine(request))
    return back(request, reverse("touchpoint", kwargs={"key": key}), _("등록했어요. 이제 들어가지는지 확인해 주세요."))


@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint(request: HttpRequest, key: str) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    found = query.touchpoint(org, key)
    if found is None:
        return _gone(request)
    point, enabled = found
    if request.method != "POST":
        return _touchpoint_page(request, point, enabled)
    if not rules.may_edit(point, by=reader.key, roles=reader.roles):
        return forbidden(request, PermissionError())
    form = TouchPointForm(request.POST, around=query.around(org, now(request)), entry=point)
    if not form.is_valid():
        return _touchpoint_page(request, point, enabled, form=form, status=422)

    def change(stands: TouchPoint, in_use: bool) -> tuple[TouchPoint, bool]:
        meanwhile.unchanged(request, _place(stands, in_use))
        # Whether a touch-point is in use is the operator's to say: its owner must not make a hole vanish.
        return form.entry(stands), form.cleaned_data["enabled"] if "operator" in reader.roles else in_use

    try:
        keep.edit_touchpoint(org, key, change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        told = meanwhile.since(request, "touchpoints", key=key)
        return _touchpoint_page(request, point, enabled, form=form, told=told)
    except NoSuchThing as error:
        if query.touchpoint(org, key) is None:
            return _gone(request)
        return _touchpoint_page(request, point, enabled, form=form, problem=error_words(error), status=status_of(error))
    return back(request, reverse("touchpoint", kwargs={"key": key}), _("저장했어요."))


def _gone(request: HttpRequest) -> HttpResponse:
    """Somebody deleted it after it was shown: what was typed comes back, to be added by whoever may."""
    told = meanwhile.gone(request, "touchpoints")
    form = TouchPointForm(request.POST, around=query.around(organisation(request).id, now(request)))
    may_add = "operator" in person(request).roles
    if not may_add:
        del form.fields["enabled"]
    context = {"form": form, "meanwhile": told, "may_edit": may_add}
    return pages.show(request, "touchpoint_new", context, status=told.status)


def _place(point: TouchPoint, enabled: bool) -> tuple[TouchPoint, bool]:
    """What of a touch-point is edited: a proof of access is no edit."""
    return replace(point, proven_at=None), enabled


def _touchpoint_page(
    request: HttpRequest,
    point: TouchPoint,
    enabled: bool,
    *,
    form: TouchPointForm | None = None,
    problem: str = "",
    told: meanwhile.Meanwhile = meanwhile.NOTHING,
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
        "base": meanwhile.base(request, "touchpoints", _place(point, enabled), key=point.key),
        "base_row": meanwhile.row(request, "touchpoints", point.key),
        "meanwhile": told,
        "may_edit": may_edit,
        "may_prove": enabled and rules.may_prove(point, by=reader.key, roles=reader.roles),
        "problem": problem,
        "edits": entry_edits(org, "touchpoints", point.key),
    }
    return pages.show(request, "touchpoint", context, status=told.status or status)


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
    return back(
        request,
        reverse("touchpoint", kwargs={"key": key}) + "#proof",
        _("확인을 남겼어요. %(days)s일 뒤에 다시 여쭐게요.") % {"days": days},
    )


@require_POST
def forget_touchpoint(request: HttpRequest, key: str) -> HttpResponseBase:
    return forget(request, "touchpoints", key, reverse("touchpoints"))
