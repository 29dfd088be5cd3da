"""The registers' pages: what is there, who answers, what is missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.crisis import foresight, registry as rules
from bongsu.crisis.readiness import leading
from bongsu.crisis.registry import Hole
from bongsu.store.queries import registry as query, settings as settings_query
from bongsu.store.queries.registry import Around
from bongsu.web.registry.words import (
    KIND_WORDS,
    STAKEHOLDER_KIND_WORDS,
    STANCE_TONES,
    STANCE_WORDS,
    hole_tag,
    hole_tone,
    kind_words,
    lapse_words,
    mend_words,
)
from bongsu.web.request import now, organisation, person
from bongsu.web.setup.words import LEVEL_WORDS, category_words, role_words

#: Touch-points on one page: twice an ordinary company's.
PAGE = 100
#: Holes of one kind on their page; the list has all of them.
HOLES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Tag:
    words: str
    tone: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PointRow:
    point: TouchPoint
    enabled: bool
    kind: str
    owner: str
    deputy: str
    key_holder: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: Sequence[PointRow]
    count: int  # in the whole group, whatever the page shows
    holes: int


@dataclass(frozen=True, slots=True)
class HoleRow:
    tag: Tag
    name: str  # of what it is about
    more: str
    href: str
    mend: str


def tabs() -> list[tuple[str, str]]:
    return [
        (reverse("touchpoints"), _("접점")),
        (reverse("touchpoint_map"), _("지도")),
        (reverse("touchpoint_holes"), _("구멍")),
        (reverse("risks"), _("위험 대장")),
        (reverse("stakeholders"), _("이해관계자")),
        (reverse("register_table", kwargs={"register": "touchpoints"}), _("가져오기·내보내기")),
    ]


def show(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Render registry/<name>.html with what every page of the registers needs. Never kept by caches."""
    here = request.path
    everywhere = {
        "tabs": [(href, words, here == href) for href, words in tabs()],
        "operator": "operator" in person(request).roles,
        "css": "registry",
    }
    response = render(request, f"registry/{name}.html", {**everywhere, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def today_of(request: HttpRequest) -> date:
    """Today by the organisation's calendar."""
    return now(request).astimezone(ZoneInfo(organisation(request).zone)).date()


def tag_of(hole: Hole, around: Around) -> Tag:
    return Tag(hole_tag(hole, around.name(hole.person)), hole_tone(hole.code), hole.code)


def point_row(point: TouchPoint, enabled: bool, around: Around, at: datetime) -> PointRow:
    missing = rules.holes_of(point, people=around.people, at=at) if enabled else ()
    return PointRow(
        point,
        enabled,
        kind_words(point.kind),
        around.name(point.owner),
        around.name(point.deputy),
        around.name(point.key_holder),
        tuple(tag_of(hole, around) for hole in missing),
    )


# ── touch-points ───────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def touchpoints(request: HttpRequest) -> HttpResponseBase:
    """Every touch-point by department or by kind, with its people and its holes in place."""
    org, at = organisation(request).id, now(request)
    around = query.around(org, at)
    listed = [point_row(point, enabled, around, at) for point, enabled in query.touchpoints(org)]
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("q", "department", "kind", "by", "holes")}
    by_kind = asked["by"] == "kind"
    chosen = [row for row in listed if _wanted(row, asked)]
    groups = _groups(chosen, by_kind=by_kind)
    flat = [row for group in groups for row in group.rows]
    page = max(1, int(given)) if (given := request.GET.get("page", "")).isascii() and given.isdigit() else 1
    shown = set(map(id, flat[(page - 1) * PAGE : page * PAGE]))
    in_use = [row.point for row in listed if row.enabled]
    missing = rules.holes(in_use, people=around.people.values(), outlets=around.outlets.values(), at=at)
    return show(
        request,
        "touchpoints",
        {
            "total": len(listed),
            "in_use": len(in_use),
            "owners": len({point.owner for point in in_use if point.owner}),
            "holes": len(missing),
            "worst": tag_of(missing[0], around) if missing else None,
            "worst_about": query.name_of(missing[0], {row.point.key: row.point for row in listed}, around)
            if missing
            else "",
            "found": len(chosen),
            "groups": [
                Group(group.name, [row for row in group.rows if id(row) in shown], group.count, group.holes)
                for group in groups
                if any(id(row) in shown for row in group.rows)
            ],
            "asked": asked,
            "by_kind": by_kind,
            "filtered": any(asked[name] for name in ("q", "department", "kind", "holes")),
            "departments": sorted({row.point.department for row in listed if row.point.department}),
            "kinds": [(kind, words) for kind, words in KIND_WORDS.items() if any(r.point.kind == kind for r in listed)],
            "audit": _audit(org, in_use),
            "pages": pages_of(request, page, len(flat)),
            "most": rules.MOST_A_PERSON,
        },
    )


def _audit(org: int, points: Sequence[TouchPoint]) -> dict[str, Any]:
    """The five questions of an integration audit (정용민), answered from what is registered."""
    rules_now = settings_query.ground(org)
    leaders = leading(rules_now.table) if rules_now else ()
    return {
        "owners": len({point.owner for point in points if point.owner}),
        "departments": len({point.department for point in points if point.department}),
        "purposes": sum(bool(point.purpose) for point in points),
        "pairs": sum(bool(point.owner and point.deputy) for point in points),
        "principles": len(rules_now.charter.principles) if rules_now else 0,
        "steps": len(rules_now.playbook) if rules_now else 0,
        "leaders": [(LEVEL_WORDS[level], role_words(role)) for role, level in leaders],
    }


def _wanted(row: PointRow, asked: Mapping[str, str]) -> bool:
    point = row.point
    words = asked["q"].casefold()
    said = (point.name, point.purpose, point.department, row.kind, row.owner, row.deputy, row.key_holder, point.url)
    return (
        (not words or any(words in one.casefold() for one in said))
        and (not asked["department"] or point.department == asked["department"])
        and (not asked["kind"] or point.kind == asked["kind"])
        and (not asked["holes"] or bool(row.tags))
    )


def _groups(rows: Sequence[PointRow], *, by_kind: bool) -> list[Group]:
    """By department or by kind; whatever belongs to no department comes last."""
    heaps: dict[str, list[PointRow]] = defaultdict(list)
    for row in rows:
        heaps[row.point.kind if by_kind else row.point.department].append(row)
    order = list(KIND_WORDS) if by_kind else sorted(heaps, key=lambda name: (not name, name))
    return [
        Group(
            kind_words(name) if by_kind else name or _("부서 없음"),
            heaps[name],
            len(heaps[name]),
            sum(len(row.tags) for row in heaps[name]),
        )
        for name in (*order, *(name for name in heaps if name not in order))
        if name in heaps
    ]


def pages_of(request: HttpRequest, page: int, rows: int) -> list[tuple[int, str, bool]]:
    """(number, address, whether it is this one); empty where one page is enough."""
    last = -(-rows // PAGE)
    if last < 2:
        return []
    found = []
    for number in range(1, last + 1):
        ask = request.GET.copy()
        ask["page"] = str(number)
        found.append((number, f"?{ask.urlencode()}", number == page))
    return found


@require_safe
def holes(request: HttpRequest) -> HttpResponseBase:
    """Everything missing in the three registers, the worst first, each with where it is mended."""
    org, at = organisation(request).id, now(request)
    around = query.around(org, at)
    points = {point.key: point for point, enabled in query.touchpoints(org) if enabled}
    missing = rules.holes(points.values(), people=around.people.values(), outlets=around.outlets.values(), at=at)
    rows: dict[str, list[HoleRow]] = defaultdict(list)
    for hole in missing:
        rows[hole.code].append(hole_row(hole, points, around))
    return show(
        request,
        "holes",
        {
            "groups": [
                (_group_tag(found), found[:HOLES_SHOWN], len(found), max(0, len(found) - HOLES_SHOWN))
                for found in rows.values()
            ],
            "count": len(missing),
            "total": len(points),
            "risks": _lapsed(query.risks(org), around, request, "risk"),
            "stakeholders": _lapsed(query.stakeholders(org), around, request, "stakeholder"),
            "days": rules.PROOF_LASTS.days,
        },
    )


def _group_tag(rows: Sequence[HoleRow]) -> Tag:
    first = rows[0].tag
    several = first.code == "too_many" and len(rows) > 1
    return Tag(_("한 사람이 여러 곳을 맡음"), first.tone, first.code) if several else first


def hole_row(hole: Hole, points: Mapping[str, TouchPoint], around: Around) -> HoleRow:
    if hole.code == "outlet_alone":
        href = reverse("touchpoint_new") + "?" + urlencode({"outlet": hole.about})
        more = ""
    elif hole.code == "too_many":
        href = reverse("touchpoints") + "?" + urlencode({"q": around.name(hole.person)})
        more = ""
    else:
        href = reverse("touchpoint", kwargs={"key": hole.about}) + ("#proof" if hole.mend == "prove" else "#edit")
        more = points[hole.about].department
    return HoleRow(tag_of(hole, around), query.name_of(hole, points, around), more, href, mend_words(hole.code))


def _lapsed(
    entries: Sequence[Risk] | Sequence[Stakeholder], around: Around, request: HttpRequest, route: str
) -> list[dict[str, Any]]:
    names = {entry.key: entry.name for entry in entries}
    return [
        {
            "tag": Tag(*lapse_words(lapse.code)),
            "name": names[lapse.key],
            "href": reverse(route, kwargs={"key": lapse.key}),
        }
        for lapse in foresight.lapses(entries, people=around.people, today=today_of(request))
    ]


# ── risks and stakeholders ─────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def risks(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request).id
    around, listed = query.around(org, now(request)), query.risks(org)
    tags = lapse_tags(listed, around, today_of(request))
    rows = [
        {
            "r": risk,
            "owner": around.name(risk.owner),
            "gravity": foresight.gravity(risk),
            "brand": around.brands.get(risk.brand or 0, ""),
            "categories": [category_words(one) for one in risk.categories],
            "tags": tags.get(risk.key, ()),
            "prepared": sum(bool(text.strip()) for text in risk.slots.values()),
        }
        for risk in sorted(listed, key=lambda risk: -foresight.gravity(risk))
    ]
    return _listed(request, "risk", rows)


@require_safe
def stakeholders(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request).id
    around, listed = query.around(org, now(request)), query.stakeholders(org)
    tags = lapse_tags(listed, around, today_of(request))
    rows = [
        {
            "s": one,
            "owner": around.name(one.owner),
            "kind": STAKEHOLDER_KIND_WORDS.get(one.kind, one.kind),
            "stance": STANCE_WORDS[one.stance],
            "tone": STANCE_TONES[one.stance],
            "categories": [category_words(category) for category in one.categories],
            "tags": tags.get(one.key, ()),
        }
        for one in sorted(listed, key=lambda one: foresight.STANCES.index(one.stance))
    ]
    return _listed(request, "stakeholder", rows)


def _listed(request: HttpRequest, name: str, rows: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """A register as a list; `name` is its entries' route."""
    context = {
        "rows": rows,
        "register": f"{name}s",
        "new_url": reverse(f"{name}_new"),
        "row_template": f"registry/{name}_row.html",
    }
    return show(request, f"{name}s", context)


def lapse_tags(
    entries: Sequence[Risk] | Sequence[Stakeholder], around: Around, today: date
) -> Mapping[str, Sequence[Tag]]:
    """What each entry lacks, by its key."""
    found: dict[str, list[Tag]] = defaultdict(list)
    for lapse in foresight.lapses(entries, people=around.people, today=today):
        found[lapse.key].append(Tag(*lapse_words(lapse.code), lapse.code))
    return found


def categories(org: int) -> tuple[str, ...]:
    """Risk categories in use: those of the watch words, then those that only the registers name."""
    words = (one for brand in settings_query.brands(org) for one in brand.words.risk)
    risky = (one for entry in query.risks(org) for one in entry.categories)
    told = (one for entry in query.stakeholders(org) for one in entry.categories)
    return tuple(dict.fromkeys((*words, *risky, *told)))
