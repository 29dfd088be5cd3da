"""The registers as CSV: a preview with every fault first, then kept; out again as it came."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.flows import registry as rules
from bongsu.flows.tables import MAX_BYTES, Fault, decode
from bongsu.store import registry as keep
from bongsu.store.edits import By
from bongsu.store.queries import registry as query
from bongsu.store.queries.registry import Around
from bongsu.web.edits import mine, register_edits
from bongsu.web.problems import forbidden
from bongsu.web.registry import pages
from bongsu.web.request import now, organisation, person
from bongsu.web.setup.forms import CsvForm
from bongsu.web.setup.words import COLUMN_WORDS, fault_place, fault_words

COLUMNS = {
    "touchpoints": rules.TOUCHPOINT_COLUMNS,
    "risks": rules.RISK_COLUMNS,
    "stakeholders": rules.STAKEHOLDER_COLUMNS,
}
SAMPLES = {
    "touchpoints": rules.TOUCHPOINTS_SAMPLE,
    "risks": rules.RISKS_SAMPLE,
    "stakeholders": rules.STAKEHOLDERS_SAMPLE,
}


def register_words() -> dict[str, str]:
    return {"touchpoints": _("접점"), "risks": _("위험 대장"), "stakeholders": _("이해관계자 대장")}


def names_of(around: Around, standing: Iterable[TouchPoint | Risk | Stakeholder] = ()) -> rules.Names:
    return rules.Names.of(
        people=[(key, p.name, around.emails.get(key, "")) for key, p in around.people.items()],
        outlets=around.outlet_names.items(),
        brands=around.brands.items(),
        standing=standing,
    )


def _standing(org: int, register: str) -> tuple[TouchPoint | Risk | Stakeholder, ...]:
    if register == "touchpoints":
        return tuple(point for point, _enabled in query.touchpoints(org))
    return query.risks(org) if register == "risks" else query.stakeholders(org)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, register: str) -> HttpResponseBase:
    """A register's way in and out. Bringing in is the operator's; the preview keeps nothing."""
    if register not in COLUMNS:
        raise Http404
    if request.method != "POST":
        return _page(request, register, {"form": CsvForm()})
    if "operator" not in person(request).roles:
        return forbidden(request, PermissionError())
    form = CsvForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, register, {"form": form}, status=422)
    org = organisation(request).id
    file = form.cleaned_data["file"]
    data: bytes | str = file.read(MAX_BYTES + 1) if file else form.cleaned_data["text"]
    text = decode(data) if isinstance(data, bytes) else (data, "utf-8")
    read = _read(register, data, names_of(query.around(org, now(request)), _standing(org, register)))
    changed = _changes(org, register, read.rows)
    left = len({fault.line for fault in read.faults if fault.line > 1})
    if "keep" in request.POST and not file and read.rows:
        _keep(org, register, read.rows, mine(request))
        said = _("%(new)s줄을 새로 등록하고 %(changed)s줄을 고쳤어요.") % changed
        if left:
            said += " " + _("고칠 %(left)s줄은 등록하지 않았어요.") % {"left": left}
        context: dict[str, Any] = {"form": CsvForm(), "kept": said, "faults": _faults(read)}
        return _page(request, register, context)
    return _page(
        request,
        register,
        {
            "form": CsvForm(initial={"text": "" if isinstance(text, Fault) else text[0]}),
            "previewed": True,
            "sound": [(row.line, row.value.name, row.key) for row in read.rows],
            "changed": changed,
            "faults": _faults(read),
            "left": left,
            "encoding": read.encoding.upper(),
            "ignored": read.ignored,
        },
        status=200 if read.rows else 422,
    )


def _page(request: HttpRequest, register: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    words = register_words()
    return pages.show(
        request,
        "table",
        {
            "register": register,
            "registers": list(words.items()),
            "name": words[register],
            "columns": [(COLUMN_WORDS.get(c.name, c.headings[0]), c.headings, c.required) for c in COLUMNS[register]],
            "may_export": may_export(request, register),
            "edits": register_edits(organisation(request).id, register),
            **context,
        },
        status=status,
    )


def _faults(read: rules.Read[Any]) -> list[tuple[str, str]]:
    return [(fault_place(fault), fault_words(fault)) for fault in read.faults]


def _read(register: str, data: bytes | str, names: rules.Names) -> rules.Read[Any]:
    if register == "touchpoints":
        return rules.import_touchpoints(data, names=names)
    if register == "risks":
        return rules.import_risks(data, names=names)
    return rules.import_stakeholders(data, names=names)


def _changes(org: int, register: str, rows: tuple[Any, ...]) -> dict[str, int]:
    """How many rows are new, changed or as they were."""
    before: dict[str, Any]
    if register == "touchpoints":
        before = {point.key: (replace(point, proven_at=None), enabled) for point, enabled in query.touchpoints(org)}
        after = {row.key: (row.value, row.enabled) for row in rows}
    else:
        listed = query.risks(org) if register == "risks" else query.stakeholders(org)
        before, after = {one.key: one for one in listed}, {row.key: row.value for row in rows}
    new = sum(key not in before for key in after)
    same = sum(before.get(key) == value for key, value in after.items())
    return {"new": new, "same": same, "changed": len(after) - new - same}


def _keep(org: int, register: str, rows: tuple[Any, ...], edit: By) -> None:
    if register == "touchpoints":
        keep.keep_touchpoints(org, [(row.value, row.enabled) for row in rows], edit=edit)
    elif register == "risks":
        keep.keep_risks(org, [row.value for row in rows], edit=edit)
    else:
        keep.keep_stakeholders(org, [row.value for row in rows], edit=edit)


def may_export(request: HttpRequest, register: str) -> bool:
    """Stakeholders may be living people: only an operator carries them out of the house."""
    return register != "stakeholders" or "operator" in person(request).roles


@require_safe
def export(request: HttpRequest, register: str) -> HttpResponseBase:
    """The register as it stands, to be edited in a spreadsheet and brought in again."""
    if register not in COLUMNS:
        raise Http404
    if not may_export(request, register):
        return forbidden(request, PermissionError())
    org = organisation(request).id
    around = query.around(org, now(request))
    people = {key: p.name for key, p in around.people.items()}
    spelling = rules.Spelling(names_of(around), people, around.brands, ZoneInfo(organisation(request).zone))
    if register == "touchpoints":
        data = rules.touchpoints_csv(query.touchpoints(org), spelling=spelling)
    elif register == "risks":
        data = rules.risks_csv(query.risks(org), spelling=spelling)
    else:
        data = rules.stakeholders_csv(query.stakeholders(org), spelling=spelling)
    return _csv(data, register)


@require_safe
def sample(request: HttpRequest, register: str) -> HttpResponseBase:
    """A sample with the mark by which Korean Excel knows UTF-8."""
    if register not in SAMPLES:
        raise Http404
    return _csv(("\ufeff" + SAMPLES[register]).encode(), f"{register}-sample")


def _csv(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bongsu-{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response
