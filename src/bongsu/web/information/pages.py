"""Pages of the executives' information. Every look-up names its reader: what one may not know is not there."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bongsu.core.errors import BongsuError, NoSuchThing
from bongsu.crisis import executives, information as rules
from bongsu.crisis.information import EVENT, FACT, KINDS, Item
from bongsu.flows.setup import ROLES
from bongsu.store import guidelines, information as store, questions
from bongsu.store.queries import settings as query
from bongsu.web.information.forms import ItemForm, MeetingForm
from bongsu.web.information.words import END_WORDS, KIND_WORDS, MEETING_WORDS
from bongsu.web.problems import forbidden
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.setup.pages import table_roles
from bongsu.web.setup.words import category_words, role_words
from bongsu.web.words import error_words


def may_write(request: HttpRequest) -> bool:
    reader = person(request)
    return rules.may_write(reader.key, reader.roles, ports().store.people(organisation(request).id))


def may_edit(request: HttpRequest, item: Item) -> bool:
    """Whoever keeps it, or writes for the executives and may know it: `item` came from `found`."""
    return person(request).key == item.owner or may_write(request)


def found(request: HttpRequest, number: int) -> Item:
    reader = person(request)
    try:
        return store.one(organisation(request).id, number, person=reader.key, roles=reader.roles, at=now(request))
    except NoSuchThing:
        raise Http404 from None


def mine(request: HttpRequest) -> tuple[Item, ...]:
    reader = person(request)
    return store.for_reader(organisation(request).id, person=reader.key, roles=reader.roles, at=now(request))


def private(response: HttpResponse) -> HttpResponse:
    """Not for any cache: clearance may be gone the next minute."""
    response["Cache-Control"] = "no-store"
    return response


# ── the list ───────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    org, reader, at = organisation(request), person(request), now(request)
    people = ports().store.people(org.id)
    names = {p.key: p.name for p in people}
    known, read = mine(request), store.readers(org.id)
    today = at.astimezone(ZoneInfo(org.zone)).date()
    rows: list[dict[str, Any]] = [
        {
            "i": item,
            "owner": names.get(item.owner, item.owner),
            "secret": rules.secret(item, at),
            "ended": rules.ended(item, at),
            "ahead": item.from_at > at,
            "stale": item.kind != FACT and rules.stale(item, today=today, at=at),
            "unread": reader.key in rules.must(item, people, at) and reader.key not in read.get(item.id, ()),
            "read": len(set(rules.must(item, people, at)) & read.get(item.id, frozenset())),
            "of": len(rules.must(item, people, at)),
        }
        for item in known
    ]
    plan = store.alignment(org.id)
    writes = may_write(request)
    context = {
        "writes": writes,
        "sections": [
            (kind, KIND_WORDS[kind], _ordered(kind, [row for row in rows if row["i"].kind == kind]))
            for kind in KINDS
            if kind != FACT or writes or any(row["i"].kind == FACT for row in rows)
        ],
        "plan": plan,
        "plan_due": rules.due_by(plan),
        "plan_state": rules.alignment_state(plan, at),
        "plan_words": MEETING_WORDS[rules.alignment_state(plan, at)],
        "attendees": [names.get(key, key) for key in store.attendees(org.id)],
        "agenda": rules.agenda(known, readers=read, people=people, today=today, at=at),
        "meetings": [
            (met, [names.get(key, key) for key in met.attendees], writes or reader.key in met.attendees)
            for met in store.meetings(org.id)
        ],
        "meeting_form": meeting_form(request) if writes else None,
        "people": [(p.key, p.name) for p in people],
        "rows": question_rows(org.id, names),
        "executives": [
            *((role, role_words(role)) for role in executives.ROLES if any(role in p.roles for p in people)),
            *((p.key, p.name) for p in people if set(executives.ROLES) & set(p.roles)),
        ],
        "room": {"id": asked_in} if (asked_in := request.GET.get("room", "")).isdigit() else None,
    }
    return private(render(request, "information/home.html", context))


def question_rows(
    org: int, names: Mapping[str, str], *, room: int | None = None
) -> list[tuple[executives.Question, str, str, str]]:
    """(question, who asked, who has it, who answered) for the list of questions."""

    def name(key: str) -> str:
        return names.get(key, key)

    return [(q, name(q.by), name(q.person), name(q.answered_by)) for q in questions.all_of(org, room=room)]


def _ordered(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if kind == EVENT:
        return sorted(rows, key=lambda row: (row["i"].happens_at, row["i"].id))
    return sorted(rows, key=lambda row: (not row["unread"], row["ended"], -row["i"].id))


def meeting_form(request: HttpRequest, typed: Any = None) -> MeetingForm:
    org = organisation(request)
    plan = store.alignment(org.id)
    people = [(p.key, p.name) for p in ports().store.people(org.id)]
    known = {
        "every_days": plan.every_days or 30,
        "next_at": plan.next_at,
        "attendees": list(store.attendees(org.id)),
    }
    return MeetingForm(typed, initial=known, people=people, zone=org.zone)


# ── one item ───────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    return item_page(request, found(request, number))


def item_page(request: HttpRequest, one: Item, *, shown: bool = False) -> HttpResponse:
    """`shown`: the words of a fact too; the caller has recorded it."""
    org, reader, at = organisation(request), person(request), now(request)
    people = ports().store.people(org.id)
    names = {p.key: p.name for p in people}
    secret = rules.secret(one, at)
    edits = may_edit(request, one)
    have = {r.person: r.at for r in store.readings(one) if r.way == "read" and r.number == one.number}
    missing = [names.get(key, key) for key in rules.must(one, people, at) if key not in have]
    context = {
        "i": one,
        "kind": KIND_WORDS[one.kind],
        "owner": names.get(one.owner, one.owner),
        "secret": secret,
        "shown": shown or not secret,
        "ended": rules.ended(one, at),
        "end": END_WORDS.get(one.end, ""),
        "roles": [role_words(role) for role in one.roles],
        "people": [names.get(key, key) for key in one.people],
        "about": [category_words(c) for c in one.categories],
        "brand": {b.id: b.name for b in query.brands(org.id)}.get(one.brand or 0, ""),
        "edits": edits,
        "read_by_me": have.get(reader.key),
        "asked": one.kind != FACT and reader.key != one.owner,
        "have": [(names.get(key, key), when) for key, when in have.items()],
        "missing": missing,
        "readings": [(names.get(r.person, r.person), r.at) for r in store.readings(one) if r.way == "opened"]
        if edits
        else (),
        "versions": store.versions(one)[1:] if one.kind != FACT else (),
        "names": names,
    }
    return private(render(request, "information/item.html", context))


# ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    if not may_write(request):
        return forbidden(request, PermissionError())
    if request.method != "POST":
        first = {"owner": person(request).key, "lead_days": 7}
        return _edit_page(request, form_of(request, kind, initial=first), kind=kind)
    return _kept(request, form_of(request, kind, request.POST), kind=kind, before=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    before = found(request, number)
    if not may_edit(request, before):
        return forbidden(request, PermissionError())
    if request.method == "POST":
        return _kept(request, form_of(request, before.kind, request.POST), kind=before.kind, before=before)
    if rules.secret(before, now(request)):
        # The form holds the words: to edit is to read.
        store.opened(before, person=person(request).key, at=now(request))
    return _edit_page(request, form_of(request, before.kind, initial=ItemForm.of(before)), kind=before.kind, one=before)


def form_of(
    request: HttpRequest, kind: str, typed: Any = None, *, initial: Mapping[str, Any] | None = None
) -> ItemForm:
    org = organisation(request)
    people = ports().store.people(org.id)
    held = (role for p in people for role in p.roles)
    return ItemForm(
        typed,
        initial=dict(initial or {}),
        kind=kind,
        people=[(p.key, f"{p.name} · {p.title}" if p.title else p.name) for p in people],
        roles=list(dict.fromkeys((*ROLES, *table_roles(org.id), *held))),
        brands={b.id: b.name for b in query.brands(org.id)},
        categories=list(guidelines.categories(org.id)),
        zone=org.zone,
    )


def _edit_page(
    request: HttpRequest, form: ItemForm, *, kind: str, one: Item | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "kind": kind, "kind_words": KIND_WORDS[kind], "i": one, "problem": problem}
    return private(render(request, "information/edit.html", context, status=status))


def _kept(request: HttpRequest, form: ItemForm, *, kind: str, before: Item | None) -> HttpResponseBase:
    org, at = organisation(request), now(request)
    if not form.is_valid():
        return _edit_page(request, form, kind=kind, one=before, status=422)
    base = request.POST.get("base", "")
    read = int(base) if before and base.isascii() and base.isdigit() and len(base) < 9 else None
    try:
        entry = rules.checked(form.entry(before, at=at), at)
        number = store.keep(org.id, entry, by=person(request).key, at=at, base=read if before else None)
    except BongsuError as error:
        return _edit_page(request, form, kind=kind, one=before, problem=error_words(error), status=422)
    messages.success(request, _("저장했어요. 알아도 되는 사람에게만 보여요."))
    reader = person(request)
    if rules.sees(entry, person=reader.key, roles=reader.roles, at=at):
        return HttpResponseRedirect(reverse("information_item", kwargs={"number": number}))
    return HttpResponseRedirect(reverse("information"))
