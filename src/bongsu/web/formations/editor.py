"""Formations changed in forms, one formation and one seat at a time. The text (`views.edit`) is the other way.

Each save changes its own place in the list as it stands then: two who work on two seats both keep what they wrote. Of
two at one seat the second is told, and saves over it knowingly or not at all.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bongsu.core.errors import NoSuchThing
from bongsu.crisis.formation import Problem, check, editing
from bongsu.flows.marked_yaml import Fault
from bongsu.store import guidelines, setup
from bongsu.store.queries.formations import formations_kept
from bongsu.web import meanwhile
from bongsu.web.edits import mine
from bongsu.web.formations.forms import FormationForm, SeatForm
from bongsu.web.request import organisation
from bongsu.web.setup.forms import Form, role_choices
from bongsu.web.setup.pages import table_roles
from bongsu.web.setup.words import role_words
from bongsu.web.yaml_faults import fault_words

Row = Mapping[str, Any]
Rows = editing.Rows


class _Refused(Exception):
    """What is wrong with the list as it would be."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


# ── one formation ──────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def formation(request: HttpRequest) -> HttpResponseBase:
    """A formation's own words, and its seats. Without `?formation=` a new one: it is kept with its first seat."""
    org = organisation(request).id
    rows, key = formations_kept(org), request.GET.get("formation", "")
    row = _row(rows, key) if key else {}
    known = guidelines.categories(org)
    if request.method != "POST":
        return _formation_page(request, row, FormationForm(row=row, categories=known))
    form = FormationForm(request.POST, row=row, categories=known)
    key = key or editing.fresh(rows, "formation")

    def rule(now: Rows) -> Rows:
        after = editing.with_formation(now, key, form.about(now))
        if not row:
            first = {"name": _("지휘"), "text": _("무엇부터 할지 정하세요."), "roles": ["leader"], "leads": True}
            after = editing.with_seat(after, key, editing.fresh(after, "seat"), first)
        return after

    try:
        if form.is_valid() and _kept(request, form, rule, of=lambda now: _words_of(now, key)):
            messages.success(request, _said())
            return HttpResponseRedirect(_address("formations_form", formation=key))
    except (meanwhile.ChangedMeanwhile, NoSuchThing):
        return _formation_page(request, row, form, told=meanwhile.since(request, "formations"))
    return _formation_page(request, row, form)


def _formation_page(
    request: HttpRequest, row: Row, form: FormationForm, *, told: meanwhile.Meanwhile = meanwhile.NOTHING
) -> HttpResponse:
    groups = {group["id"]: group["name"] for group in row.get("groups", ())}
    context = {
        "form": form,
        "row": row,
        "base": meanwhile.base(request, "formations", _without_seats(row)),
        "meanwhile": told,
        "seats": [
            {
                "s": seat,
                "who": [role_words(role) for role in seat.get("roles", ())] + list(seat.get("departments", ())),
                "group": groups.get(seat.get("group", ""), ""),
                "required": seat.get("required", True),
                "address": _address("formations_seat", formation=row["id"], seat=seat["id"]),
            }
            for seat in row.get("seats", ())
        ],
        "new_seat": _address("formations_seat", formation=row["id"]) if row else "",
    }
    return render(request, "formations/form.html", context, status=told.status or (422 if form.errors else 200))


# ── one seat ───────────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest) -> HttpResponseBase:
    """One seat of a formation; without `?seat=` a new one, which comes last."""
    org = organisation(request).id
    rows, key = formations_kept(org), request.GET.get("seat", "")
    row = _row(rows, request.GET.get("formation", ""))
    one = _seat(row, key) if key else {}
    roles = role_choices((*table_roles(org), *one.get("roles", ())))
    if request.method != "POST":
        return _seat_page(request, row, one, SeatForm(row=row, seat=one, roles=roles))
    form = SeatForm(request.POST, row=row, seat=one, roles=roles)
    key = key or editing.fresh(rows, "seat")

    def rule(now: Rows) -> Rows:
        return editing.with_seat(now, row["id"], key, form.about(), beside=form.held_beside())

    try:
        if form.is_valid() and _kept(request, form, rule, of=lambda now: _seat_of(now, row["id"], key)):
            messages.success(request, _said())
            return HttpResponseRedirect(_address("formations_form", formation=row["id"]) + "#seats")
    except (meanwhile.ChangedMeanwhile, NoSuchThing):
        return _seat_page(request, row, one, form, told=meanwhile.since(request, "formations"))
    return _seat_page(request, row, one, form)


def _seat_page(
    request: HttpRequest, row: Row, one: Row, form: SeatForm, *, told: meanwhile.Meanwhile = meanwhile.NOTHING
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "seat": one,
        "base": meanwhile.base(request, "formations", one),
        "meanwhile": told,
        "back": _address("formations_form", formation=row["id"]),
    }
    return render(request, "formations/seat.html", context, status=told.status or (422 if form.errors else 200))


# ── moving and taking away ─────────────────────────────────────────────────────────────────────────────────────────
@require_POST
def do(request: HttpRequest, act: str) -> HttpResponseBase:
    """A seat up, down or away; a whole formation away."""
    formation_key, seat_key = request.POST.get("formation", ""), request.POST.get("seat", "")
    acts: dict[str, Callable[[Rows], Rows]] = {
        "up": lambda now: editing.moved(now, formation_key, seat_key, by=-1),
        "down": lambda now: editing.moved(now, formation_key, seat_key, by=1),
        "remove-seat": lambda now: editing.without_seat(now, formation_key, seat_key),
        "remove": lambda now: editing.without(now, formation_key),
    }
    if act not in acts:
        raise Http404
    try:
        _keep(request, acts[act])
    except NoSuchThing:
        messages.error(request, _("그사이 다른 사람이 지웠어요."))
    except _Refused as refused:
        messages.error(request, _told(refused.problems[0]))
    else:
        messages.success(request, _said())
    if act == "remove" or not any(one["id"] == formation_key for one in formations_kept(organisation(request).id)):
        return HttpResponseRedirect(reverse("formations_edit"))
    return HttpResponseRedirect(_address("formations_form", formation=formation_key) + "#seats")


# ── keeping ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _keep(request: HttpRequest, rule: Callable[[Rows], Rows]) -> None:
    """Raises _Refused, and whatever `rule` does."""

    def sound(now: Rows) -> Rows:
        after = rule(now)
        if problems := check({"formations": after}):
            raise _Refused(problems)
        return after

    setup.change_document(organisation(request).id, "formations", sound, edit=mine(request))


def _kept(
    request: HttpRequest,
    form: Form,
    rule: Callable[[Rows], Rows],
    *,
    of: Callable[[Rows], Row],
) -> bool:
    """Whether it is kept; else the form says why. `of`: the place in the list that the form shows.

    Raises ChangedMeanwhile, NoSuchThing.
    """

    def unchanged(now: Rows) -> Rows:
        meanwhile.unchanged(request, of(now))
        return rule(now)

    try:
        _keep(request, unchanged)
    except _Refused as refused:
        for problem in refused.problems:
            name = problem.path.rpartition(".")[2]
            form.add_error(_FIELDS.get(name, name) if _FIELDS.get(name, name) in form.fields else None, _told(problem))
    else:
        return True
    return False


#: Where a field of the row stands in the form, if not under its own name.
_FIELDS = {"levels": "level_to", "roles": "role_1", "together": "beside"}


def _told(problem: Problem) -> str:
    return fault_words(Fault(1, problem.path, problem.message))


def _said() -> str:
    return _("저장했어요. 다음에 여는 상황실부터 이 대형을 써요. 경영진이 다시 서명해야 해요.")


# ── finding ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _row(rows: Rows, key: str) -> Row:
    try:
        return rows[editing.place(rows, key)]
    except NoSuchThing:
        raise Http404 from None


def _seat(row: Row, key: str) -> Row:
    try:
        found: Row = row["seats"][editing.seat_place(row, key)]
    except NoSuchThing:
        raise Http404 from None
    return found


def _words_of(rows: Rows, key: str) -> Row:
    return _without_seats(next((row for row in rows if row["id"] == key), {}))


def _seat_of(rows: Rows, formation: str, key: str) -> Row:
    row = rows[editing.place(rows, formation)]
    return next((one for one in row["seats"] if one["id"] == key), {})


def _without_seats(row: Row) -> Row:
    """`together` is said at the seats."""
    return {name: value for name, value in row.items() if name not in ("seats", "together")}


def _address(route: str, **asked: str) -> str:
    return f"{reverse(route)}?{urlencode(asked)}"
