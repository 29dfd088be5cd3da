"""The settings' pages. Everybody of the organisation may read them; only an operator finds forms on them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.core.values import SLOTS
from bongsu.crisis.readiness import readiness
from bongsu.flows.setup import ROLES
from bongsu.sense.match import Matcher
from bongsu.store.queries import rota, settings as query
from bongsu.web import meanwhile
from bongsu.web.edits import document_edits
from bongsu.web.request import now, organisation, person
from bongsu.web.setup import forms, levels, source_forms, uploads
from bongsu.web.setup.words import check_words, mend_at, role_words

EXECUTIVES = frozenset({"executive", "committee_head"})
TRY_MOST = 500
#: Pages whose tab is not called as they are.
_TAB_OF = {"org": "settings", "pull": "settings_calling"}


def tabs() -> list[tuple[str, str]]:
    return [
        ("settings", _("회사")),
        ("settings_brands", _("브랜드·감시어")),
        ("settings_sources", _("소스")),
        ("settings_report_links", _("제보 주소")),
        ("settings_outlets", _("아웃렛")),
        ("settings_people", _("사람")),
        ("settings_levels", _("단계표")),
        ("settings_calling", _("부르기")),
        ("charter", _("위임장")),
        ("settings_holding", _("홀딩 문안")),
        ("settings_laws", _("법정 시한")),
        ("settings_notifications", _("알림")),
        ("settings_gateways", _("중계 서비스")),
        ("settings_mirrors", _("일지 중계")),
    ]


def show(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Render setup/<name>.html with what every settings page needs. Never kept by caches: forms hold what was typed."""
    ready = readiness(query.prepared(organisation(request).id, now(request)))
    route = _TAB_OF.get(name, f"settings_{name}")
    response = render(
        request,
        f"setup/{name}.html",
        {
            "tabs": tabs(),
            "here": route,
            "operator": "operator" in person(request).roles,
            "ready": ready,
            "missing": [(check_words(check), mend_at(check)) for check in ready.missing],
            **context,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def org(request: HttpRequest, **bound: Any) -> HttpResponseBase:
    return org_page(request, **bound)


def org_page(request: HttpRequest, *, form: forms.OrgForm | None = None, status: int = 200) -> HttpResponse:
    about = query.org_settings(organisation(request).id)
    form = form or forms.OrgForm(initial={"name": about.name, "zone": about.zone})
    return show(request, "org", {"about": about, "form": form}, status=status)


@require_safe
def brands(request: HttpRequest) -> HttpResponseBase:
    return brands_page(request)


def brands_page(request: HttpRequest, *, form: forms.BrandForm | None = None, status: int = 200) -> HttpResponse:
    known = query.brands(organisation(request).id)
    chosen = next((b for b in known if str(b.id) == request.GET.get("brand")), None)
    if form is None:
        form = forms.BrandForm(
            initial={
                "name": chosen.name,
                "include": "\n".join(chosen.words.include),
                "exclude": "\n".join(chosen.words.exclude),
                "risk": forms.risk_text(chosen.words.risk),
            }
            if chosen
            else None
        )
    sentence = request.GET.get("try", "")[:TRY_MOST]
    tried = [_tried(b, sentence) for b in known] if sentence.strip() else []
    return show(
        request,
        "brands",
        {"brands": known, "chosen": chosen, "form": form, "sentence": sentence, "tried": tried},
        status=status,
    )


def _tried(brand: query.BrandSettings, sentence: str) -> dict[str, Any]:
    """What a brand's watch words make of a sentence, word by word."""
    words = brand.words
    matched = Matcher(words).match(sentence)

    def found(candidates: tuple[str, ...]) -> list[str]:
        return [w for w in candidates if Matcher(type(words)(include=(w,))).match(sentence).counts]

    return {
        "brand": brand.name,
        "counts": matched.counts,
        "include": found(words.include),
        "exclude": found(words.exclude),
        "risks": [(category, found(said)) for category, said in words.risk.items() if found(said)],
    }


@require_safe
def sources(request: HttpRequest) -> HttpResponseBase:
    return sources_page(request)


def brand_choices(org_id: int) -> list[tuple[str, str]]:
    return [(str(b.id), b.name) for b in query.brands(org_id)]


def sources_page(
    request: HttpRequest,
    *,
    feed: forms.FeedForm | None = None,
    intake: forms.IntakeForm | None = None,
    typed: source_forms.SourceForm | None = None,
    upload: uploads.UploadForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    org_id = organisation(request).id
    known = query.sources(org_id)
    chosen = next((s for s in known if str(s.now.id) == request.GET.get("source")), None)
    if typed is None and chosen is not None and chosen.now.kind in source_forms.FORMS:
        typed = source_forms.kept(chosen, brands=brand_choices(org_id))
    context = {
        "sources": [(s, source_forms.KINDS.get(s.now.kind, (s.now.kind, ""))[0]) for s in known],
        "kinds": [
            (
                kind,
                *source_forms.KINDS[kind],
                typed if typed is not None and typed.kind == kind else form(brands=brand_choices(org_id)),
            )
            for kind, form in source_forms.FORMS.items()
        ],
        "upload": upload or uploads.UploadForm(brands=brand_choices(org_id)),
        "uploading": upload is not None,
        "typed": typed.kind if typed is not None else "",
        "polled": ("rss", *(kind for kind in source_forms.FORMS if kind not in source_forms.POSTED)),
        "posted": ("intake", *source_forms.POSTED),
        "editable": tuple(source_forms.FORMS),
        "feed": feed or forms.FeedForm(brands=brand_choices(org_id)),
        "intake": intake or forms.IntakeForm(),
        **more,
    }
    return show(request, "sources", context, status=status)


@require_safe
def outlets(request: HttpRequest) -> HttpResponseBase:
    return outlets_page(request)


def people_choices(org_id: int) -> list[tuple[str, str]]:
    return [(p.key, f"{p.name} {p.title}".strip()) for p in query.people(org_id)]


def outlets_page(
    request: HttpRequest, *, form: forms.OutletForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    org_id = organisation(request).id
    context = {
        "outlets": query.outlets(org_id),
        "form": form or forms.OutletForm(people=people_choices(org_id)),
        **more,
    }
    return show(request, "outlets", context, status=status)


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    return people_page(request)


def table_roles(org_id: int) -> list[str]:
    """Roles the level table names beside the usual ones."""
    rows, _charter, _playbook = query.documents(org_id)
    named = [row.get("lead_role") for row in rows] + [r for row in rows for r in row.get("call_roles") or ()]
    return [role for role in dict.fromkeys(named) if role and role not in ROLES]


def people_page(
    request: HttpRequest, *, form: forms.PersonForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    org_id = organisation(request).id
    known = query.people(org_id)
    chosen = next((p for p in known if p.key == request.GET.get("person")), None)
    if form is None:
        initial = {"locale": "ko", "on_duty": True}
        if chosen:
            initial = {name: getattr(chosen, name) for name in forms.PersonForm.base_fields if hasattr(chosen, name)}
            initial["skills"] = ", ".join(chosen.skills)
        form = forms.PersonForm(people=people_choices(org_id), more_roles=table_roles(org_id), initial=initial)
    # By the rota where one speaks for their roles; a leave counts for everybody.
    standing = rota.standing(org_id, now(request))
    shown = [
        (
            p,
            [role_words(role) for role in p.roles],
            standing.on_duty(p.key, p.roles, flag=p.on_duty),
            p.key in standing.away or any(role in standing.on for role in p.roles),
        )
        for p in known
    ]
    return show(request, "people", {"people": shown, "chosen": chosen, "form": form, **more}, status=status)


@require_safe
def level_table(request: HttpRequest) -> HttpResponseBase:
    return levels_page(request)


def levels_page(
    request: HttpRequest,
    *,
    table: levels.TableForm | None = None,
    told: meanwhile.Meanwhile = meanwhile.NOTHING,
    status: int = 200,
) -> HttpResponse:
    org_id = organisation(request).id
    rows, _charter, _playbook = query.documents(org_id)
    context = {
        "table": table or levels.stored(rows),
        "roles": forms.role_choices(table_roles(org_id)),
        "edits": document_edits(org_id, "levels"),
        "base": meanwhile.base(request, "levels", rows),
        "meanwhile": told,
    }
    return show(request, "levels", context, status=told.status or status)


@require_safe
def charter(request: HttpRequest) -> HttpResponseBase:
    """The charter has a page of its own; whoever kept this address is led there with what they asked."""
    asked = request.GET.urlencode()
    return HttpResponsePermanentRedirect(reverse("charter") + (f"?{asked}" if asked else ""))


@require_safe
def holding(request: HttpRequest) -> HttpResponseBase:
    return holding_page(request)


def holding_page(
    request: HttpRequest,
    *,
    form: forms.HoldingForm | None = None,
    told: meanwhile.Meanwhile = meanwhile.NOTHING,
    status: int = 200,
) -> HttpResponse:
    kept = query.org_settings(organisation(request).id).holding
    form = form or forms.HoldingForm(initial={slot: kept.get(slot, "") for slot in SLOTS})
    context = {"form": form, "base": meanwhile.base(request, "holding", kept), "meanwhile": told}
    return show(request, "holding", context, status=told.status or status)
