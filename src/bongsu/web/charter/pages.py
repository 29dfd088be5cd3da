"""The charter's pages. Everybody of the organisation reads them; operators and executives write, executives sign."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import unified_diff
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from bongsu.core.errors import NoSuchThing, SetupError
from bongsu.core.values import ACTS, Charter
from bongsu.crisis.charter import Situation, acts_of, changes, may, parse_charter
from bongsu.flows.charter_file import written
from bongsu.flows.marked_yaml import Fault
from bongsu.flows.setup import ROLES
from bongsu.store import charters, edits, guidelines
from bongsu.store.queries import settings as query
from bongsu.web import meanwhile, yaml_faults
from bongsu.web.charter import rows
from bongsu.web.charter.asking import amount_of, answer, typed_amount
from bongsu.web.charter.words import ChangeRow, chain_words, change_rows, terms
from bongsu.web.edits import entry_edits
from bongsu.web.request import now, organisation, person
from bongsu.web.setup import forms
from bongsu.web.setup.pages import table_roles
from bongsu.web.setup.words import LEVEL_WORDS, act_words, category_words, role_words

EXECUTIVES = frozenset(charters.EXECUTIVES)
WRITERS = EXECUTIVES | {"operator"}
#: The editor's name of a row that is not there yet.
NEW = ""


def may_write(request: HttpRequest) -> bool:
    return bool(WRITERS & set(person(request).roles))


def may_sign(request: HttpRequest) -> bool:
    return bool(EXECUTIVES & set(person(request).roles))


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    return home_page(request)


def home_page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """The charter in force, whether one may, and what is on its way."""
    org, reader = organisation(request), person(request)
    rules = query.ground(org.id)
    known = charters.versions(org.id)
    stands = next((v for v in known if v.state == "in_force"), None)
    act, amount = request.GET.get("act", ""), amount_of(request)
    role = request.GET.get("role") or (reader.roles[0] if reader.roles else "practitioner")
    level = request.GET.get("level", "")
    level_n = int(level) if level in ("1", "2", "3", "4", "5") else 1
    outlet, template = request.GET.get("outlet", ""), request.GET.get("template", "").strip()[:80]
    said = None
    if rules is not None and amount is not None and act in acts_of(rules.charter):
        verdict = may(
            rules.charter,
            roles=(role,),
            act=act,
            level=level_n,
            at=now(request),
            amount_krw=amount,
            situation=Situation(outlets=(outlet,) if outlet else (), template=template or None),
        )
        said = answer(rules.charter, verdict, act=act, level=level_n, at=now(request), amount=amount, room=None)
    context = {
        "said": said,
        "asked": {
            "role": role,
            "act": act,
            "level": str(level_n),
            "amount": typed_amount(request),
            "no_sum": amount is None,
            "outlet": outlet,
            "template": template,
        },
        "roles": forms.role_choices(table_roles(org.id)),
        "acts": [(a, act_words(a)) for a in (acts_of(rules.charter) if rules else ACTS)],
        "levels": [(str(n), f"{n} {words}") for n, words in LEVEL_WORDS.items()],
        "outlets": query.outlets(org.id),
        "rules": shown(rules.charter) if rules else None,
        "stands": stands,
        "changed_since": changed_since(org.id, stands),
        "open": next((v for v in known if v.state in ("draft", "review")), None),
        "versions": [v for v in known if v.state != "dropped"],
        "read_by_me": stands is not None and reader.key in stands.readers,
        "people_count": len(query.people(org.id)),
        "writes": may_write(request),
        "signs": may_sign(request),
        "about": (about := query.org_settings(org.id)),
        "signed_by_me": any(s.person == reader.key and s.current for s in about.signatures),
        "gone": {r.mandate: r for r in charters.revocations(org.id)},
        "guidelines": guideline_rows(org.id),
        "people": query.people(org.id),
        "categories": [(c, category_words(c)) for c in guidelines.categories(org.id)],
        **more,
    }
    return render(request, "charter/home.html", context, status=status)


#: Documents that are signed with the charter: what they are called, and the page where their history stands.
_BESIDE: Mapping[str, tuple[Any, str]] = {
    "levels": (lazy("단계표"), "settings_levels"),
    "formations": (lazy("대형"), "formations_edit"),
    "statutory": (lazy("법정 시한"), "settings_laws"),
    "calling": (lazy("부르기"), "settings_calling"),
}


def changed_since(org: int, stands: charters.Version | None) -> list[tuple[str, str, datetime | None]]:
    """(what, its page, when last) of what was signed with a charter in force and is no longer what was signed."""
    rows = []
    for name in stands.changed_since if stands else ():
        words, route = _BESIDE[name]
        last = next(iter(edits.of_entry(org, name, limit=1)), None)
        rows.append((str(words), reverse(route), last.at if last else None))
    return rows


def changed_to_sign(request: HttpRequest, v: charters.Version) -> meanwhile.Meanwhile:
    """Edits of a draft, and of what is signed with it, since the form that asks for signatures was shown."""
    org, after = organisation(request).id, meanwhile.shown_at(request)
    found = entry_edits(org, "charter", str(v.number), after=after)
    for name, (words, _route) in _BESIDE.items():
        beside = entry_edits(org, name, "", after=after)
        found += [replace(one, what=f"{words} · {one.what}") for one in beside]
    return meanwhile.Meanwhile(True, sorted(found, key=lambda one: one.at, reverse=True))


def guideline_rows(org: int) -> list[dict[str, Any]]:
    return [{"g": g, "about": category_words(g.category) if g.category else ""} for g in guidelines.all_of(org)]


def shown(charter: Charter) -> dict[str, Any]:
    """A charter for reading."""
    principles = {p.id: p.text for p in charter.principles}
    return {
        "version": charter.version,
        "principles": charter.principles,
        "red_lines": [(r, act_words(r.act), LEVEL_WORDS.get(r.min_level, "")) for r in charter.red_lines],
        "mandates": {
            role_words(role): [
                {"m": m, "act": act_words(m.act), "terms": terms(m), "principle": principles.get(m.principle, "")}
                for m in charter.mandates
                if m.role == role
            ]
            for role in dict.fromkeys(m.role for m in charter.mandates)
        },
        "chains": [(c, act_words(c.act), chain_words(c.chain)) for c in charter.approvals],
    }


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: what it says, what it changes for whom, and line by line."""
    org = organisation(request)
    one = _version(org.id, number)
    known = charters.versions(org.id)
    before = next((v for v in known if v.number < number and v.state in ("in_force", "past")), None)
    old, new = _charter(before.charter if before else {}), _charter(one.charter)
    names = {p.key: p.name for p in query.people(org.id)}
    context = {
        "v": one,
        "changed_since": changed_since(org.id, one),
        "before": before,
        "rules": shown(new) if new else None,
        "playbook": [(step, role_words(str(step.get("role", "")))) for step in one.playbook],
        "changes": by_role(change_rows(changes(old, new, at=now(request))) if before and old and new else ()),
        "lines": line_diff(old, new, org.zone, before.playbook if before else (), one.playbook)
        if before and old and new
        else (),
        "readers": [(names.get(key, key), at) for key, at in sorted(one.readers.items(), key=lambda kv: kv[1])],
        "signs": may_sign(request),
        "writes": may_write(request),
        "signed_by_me": any(s.person == person(request).key and s.current for s in one.signed),
    }
    return render(request, "charter/version.html", context)


def by_role(found: Sequence[ChangeRow]) -> dict[str, list[ChangeRow]]:
    return {who: [row for row in found if row.who == who] for who in dict.fromkeys(row.who for row in found)}


def line_diff(
    old: Charter, new: Charter, zone: str, old_book: Sequence[Mapping[str, Any]], new_book: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, str], ...]:
    """(mark, line) of what was taken out and put in, with three lines around."""
    where = ZoneInfo(zone)
    a = written(old, zone=where).splitlines() + [str(dict(step)) for step in old_book]
    b = written(new, zone=where).splitlines() + [str(dict(step)) for step in new_book]
    marks = {"+": "in", "-": "out", "@": "gap"}
    found = list(unified_diff(a, b, lineterm="", n=2))[2:]
    return tuple((marks.get(line[:1], ""), line[1:] if line[:1] in "+- " else "⋯") for line in found)


@require_safe
def export(request: HttpRequest, number: int) -> HttpResponse:
    """A version as the YAML file that the command line reads."""
    org = organisation(request)
    charter = _charter(_version(org.id, number).charter)
    if charter is None:
        raise Http404
    answer_ = HttpResponse(written(charter, zone=ZoneInfo(org.zone)), content_type="application/yaml; charset=utf-8")
    answer_["Content-Disposition"] = f'attachment; filename="charter-{number}.yaml"'
    return answer_


@require_safe
def draft(request: HttpRequest) -> HttpResponseBase:
    return draft_page(request)


def draft_page(
    request: HttpRequest,
    *,
    typed: tuple[str, str, Mapping[str, Any]] | None = None,
    problems: Sequence[str] = (),
    faults: Sequence[Fault] = (),
    text: str = "",
    name: str = "",
    told: meanwhile.Meanwhile = meanwhile.NOTHING,
    tried: str = "",
    from_at: str = "",
    status: int = 200,
) -> HttpResponse:
    """The editor. What could not be saved is shown again as it was typed.

    typed     (section, name of the row, what was typed); where that row is gone, it comes as a new one
    text      a whole charter as YAML
    name      of the version
    tried     what was not done for what was changed meanwhile, where it is no save: "remove" | "submit"
    from_at   when it should take force
    """
    org = organisation(request)
    newest = edits.newest(org.id)  # before what it is told beside: an edit in between is told rather than missed
    one = next((v for v in charters.versions(org.id) if v.state in ("draft", "review")), None)
    if one is None:
        return home_page(request)
    choices = choices_of(request, one.charter)
    base = meanwhile.bases(request, "charter", key=str(one.number))
    said = charters.sections(one.charter, one.playbook)
    sections = []
    for section in rows.SECTIONS:
        kept: Sequence[Mapping[str, Any]] = said.get(section, ())
        names = [rows.name_of(row, n) for n, row in enumerate(kept)]
        mine = typed if typed and typed[0] == section else None
        at = (mine[1] if mine[1] in names else NEW) if mine else None
        drawn = [
            {
                "n": str(n),
                "name": here,
                "base": base(row),
                "fields": rows.fields(section, mine[2] if mine and here == at else row, choices),
                "open": here == at,
                "title": row_title(section, row),
            }
            for n, (here, row) in enumerate(zip([*names, NEW], [*kept, {}], strict=True))
        ]
        sections.append({"name": section, "rows": drawn, "count": len(kept)})
    context = {
        "v": one,
        "sections": sections,
        "problems": problems,
        "faults": yaml_faults.told(faults),
        "text": text,
        "name": name or one.charter.get("version", ""),
        "base_name": base(one.charter.get("version")),
        "base_text": base(one.charter),
        "meanwhile": told,
        "edits": entry_edits(org.id, "charter", str(one.number)),
        "tried": tried,
        "from_at": from_at,
        "base_signed": f"{one.digest}.{newest}",
    }
    return render(request, "charter/draft.html", context, status=told.status or status)


def row_title(section: str, row: Mapping[str, Any]) -> str:
    match section:
        case "principles":
            return str(row.get("text", ""))
        case "red_lines":
            return act_words(str(row.get("act", "")))
        case "mandates":
            return (
                f"{role_words(str(row.get('role', '')))} — {act_words(str(row.get('act', '')))} ({row.get('id', '')})"
            )
        case "approvals":
            low, high = (*row.get("levels", (0, 0)), 0)[:2]
            return f"{act_words(str(row.get('act', '')))} ({low}–{high})"
        case _:
            return str(row.get("text", ""))


def choices_of(request: HttpRequest, charter: Mapping[str, Any]) -> rows.Choices:
    org = organisation(request)
    named = [m.get("role") for m in charter.get("mandates", ())]
    named += [s.get(k) for c in charter.get("approvals", ()) for s in c.get("chain", ()) for k in ("role", "deputy")]
    return rows.Choices(
        roles=tuple(dict.fromkeys((*ROLES, *table_roles(org.id), *(str(role) for role in named if role)))),
        principles=tuple(str(p.get("id", "")) for p in charter.get("principles", ())),
        people=[(p.key, p.name) for p in query.people(org.id)],
        zone=org.zone,
    )


def _version(org: int, number: int) -> charters.Version:
    try:
        return charters.version(org, number)
    except NoSuchThing:
        raise Http404 from None


def _charter(mapping: Mapping[str, Any]) -> Charter | None:
    try:
        return parse_charter(mapping)
    except SetupError:
        return None
