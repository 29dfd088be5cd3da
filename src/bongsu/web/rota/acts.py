"""What people do with the rota: ask, answer, go on leave; and what the operator keeps."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bongsu.core.errors import BongsuError
from bongsu.crisis.rota import Leave, Shift, Swap
from bongsu.flows.rota_calendar import MAX_BYTES, Somebody, read_calendar
from bongsu.store import handover, rota as store
from bongsu.store.queries import rota as query
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.rota import forms, views
from bongsu.web.rota.words import faults_words
from bongsu.web.words import error_words

Act = Callable[[HttpRequest], HttpResponseBase]


def back(request: HttpRequest, page: str, words: str, anchor: str = "") -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse(page) + (f"#{anchor}" if anchor else ""))


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Http404
    return int(text)


# ── everybody ──────────────────────────────────────────────────────────────────────────────────────────────────────
def ask_swap(request: HttpRequest) -> HttpResponseBase:
    org, reader, at = organisation(request), person(request), now(request)
    people = query.members(org.id)
    around = query.between(org.id, at - timedelta(days=4), at + timedelta(days=30))
    form = views.swap_form(request, views.my_shifts(around, reader.key, reader.roles, at), people, request.POST)
    if not form.is_valid():
        return views.rota_page(request, swap=form, status=422)
    role, start, end = forms.shift_of(form.cleaned_data["shift"])
    # Of a shift that runs, what is left of it.
    swap = Swap("", role, reader.key, form.cleaned_data["to"], max(start, at), end)
    store.ask_swap(org.id, swap, people=ports().store.people(org.id), at=at)
    words = _("%(name)s 님께 부탁했어요. 받아들이기 전까지는 지금 당직 그대로예요.")
    return back(request, "rota", words % {"name": people[swap.to].name}, "swaps")


def answer_swap(request: HttpRequest) -> HttpResponseBase:
    org, yes = organisation(request), request.POST.get("yes") == "1"
    store.answer_swap(
        org.id,
        _number(request, "swap"),
        by=person(request).key,
        yes=yes,
        people=ports().store.people(org.id),
        at=now(request),
    )
    return back(
        request, "rota", _("맡았어요. 당직표가 바뀌었어요.") if yes else _("거절했어요. 당직은 그대로예요."), "swaps"
    )


def withdraw_swap(request: HttpRequest) -> HttpResponseBase:
    store.withdraw_swap(organisation(request).id, _number(request, "swap"), by=person(request).key, at=now(request))
    return back(request, "rota", _("부탁을 거뒀어요."), "swaps")


def add_leave(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    form = views.leave_form(request, query.members(org.id), request.POST)
    if not form.is_valid():
        return views.rota_page(request, leave=form, status=422)
    store.add_leave(org.id, Leave(form.cleaned_data["person"], form.instant("start"), form.instant("end")))
    return back(request, "rota", _("적었어요. 그동안은 당직에서 빠져요. 빈 시간이 생겼는지 확인해 주세요."), "leave")


def remove_leave(request: HttpRequest) -> HttpResponseBase:
    reader = person(request)
    own = None if "operator" in reader.roles else reader.key
    store.remove_leave(organisation(request).id, _number(request, "leave"), person=own)
    return back(request, "rota", _("지웠어요."), "leave")


def new_feed(request: HttpRequest) -> HttpResponseBase:
    org, reader = organisation(request), person(request)
    whose = reader.key if request.POST.get("of") == "me" else ""
    if not whose and "operator" not in reader.roles:
        raise Http404
    token = store.new_feed(org.id, whose, at=now(request))
    address = settings.URL + reverse("rota_feed", kwargs={"token": token})
    return views.rota_page(request, feed_url=address, feed_of=whose)


def close_feed(request: HttpRequest) -> HttpResponseBase:
    reader = person(request)
    whose = reader.key if request.POST.get("of") == "me" else ""
    if not whose and "operator" not in reader.roles:
        raise Http404
    store.close_feed(organisation(request).id, whose)
    return back(request, "rota", _("구독 주소를 없앴어요. 이제 아무도 그 주소로 읽지 못해요."), "calendar")


def read_handover(request: HttpRequest) -> HttpResponseBase:
    """“I took over.”"""
    key, at = _number(request, "handover"), now(request)
    if not handover.read(organisation(request).id, key, person=person(request).key, at=at):
        raise Http404
    return HttpResponseRedirect(reverse("watch"))


# ── the operator ───────────────────────────────────────────────────────────────────────────────────────────────────
def _their_role(form: forms.PatternForm | forms.ShiftForm, people: Mapping[str, query.Member]) -> None:
    data = form.cleaned_data
    if "person" in data and "role" in data and data["role"] not in people[data["person"]].roles:
        form.add_error("role", _("%(name)s 님은 그 역할이 아니에요.") % {"name": people[data["person"]].name})


def save_pattern(request: HttpRequest) -> HttpResponseBase:
    org, people = organisation(request), query.members(organisation(request).id)
    form = views.pattern_form(request, people, data=request.POST)
    editing = _number(request, "pattern") if request.POST.get("pattern") else None
    if form.is_valid():
        _their_role(form, people)
    if not form.is_valid():
        return views.edit_page(request, pattern=form, editing=editing, status=422)
    if editing is None:
        store.add_patterns(org.id, [form.pattern()])
    else:
        store.replace_pattern(org.id, editing, form.pattern())
    return back(request, "rota_edit", _("저장했어요. 지금부터 이 당직표대로 불러요."), "patterns")


def remove_pattern(request: HttpRequest) -> HttpResponseBase:
    store.remove_pattern(organisation(request).id, _number(request, "pattern"))
    return back(request, "rota_edit", _("지웠어요."), "patterns")


def save_shift(request: HttpRequest) -> HttpResponseBase:
    org, people = organisation(request), query.members(organisation(request).id)
    form = views.shift_form(request, people, data=request.POST)
    if form.is_valid():
        _their_role(form, people)
    if not form.is_valid():
        return views.edit_page(request, shift=form, status=422)
    data = form.cleaned_data
    store.add_shifts(org.id, [Shift(data["person"], data["role"], form.instant("start"), form.instant("end"))])
    return back(request, "rota_edit", _("저장했어요."), "shifts")


def remove_shift(request: HttpRequest) -> HttpResponseBase:
    store.remove_shift(organisation(request).id, _number(request, "shift"))
    return back(request, "rota_edit", _("지웠어요."), "shifts")


def import_calendar(request: HttpRequest) -> HttpResponseBase:
    org, people = organisation(request), query.members(organisation(request).id)
    form = forms.CalendarForm(request.POST, request.FILES, roles=views.role_choices(people))
    if not form.is_valid():
        return views.edit_page(request, calendar=form, status=422)
    file = form.cleaned_data["file"]
    data = file.read(MAX_BYTES + 1)
    known = [Somebody(p.key, p.name, p.email, p.roles) for p in people.values()]
    found = read_calendar(data, role=form.cleaned_data["role"], people=known, zone=org.zone, at=now(request))
    if found.shifts:
        store.add_shifts(org.id, found.shifts, origin=(found.name or file.name or "calendar.ics")[:80])
    return views.edit_page(
        request,
        calendar=form,
        imported=found,
        faults=faults_words(found.faults),
        status=200 if found.shifts else 422,
    )


def remove_calendar(request: HttpRequest) -> HttpResponseBase:
    store.remove_calendar(organisation(request).id, request.POST.get("calendar", "")[:80])
    return back(request, "rota_edit", _("지웠어요."), "calendars")


ACTS: Mapping[str, Act] = {
    "ask": ask_swap,
    "answer": answer_swap,
    "withdraw": withdraw_swap,
    "leave": add_leave,
    "leave-remove": remove_leave,
    "handover-read": read_handover,
    "feed": new_feed,
    "feed-close": close_feed,
}
KEPT: Mapping[str, Act] = {
    "pattern": save_pattern,
    "pattern-remove": remove_pattern,
    "shift": save_shift,
    "shift-remove": remove_shift,
    "calendar": import_calendar,
    "calendar-remove": remove_calendar,
}


def _carry_out(request: HttpRequest, act: Act | None, page: str) -> HttpResponseBase:
    if act is None:
        raise Http404
    try:
        return act(request)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return HttpResponseRedirect(reverse(page))


@require_POST
def do(request: HttpRequest, act: str) -> HttpResponseBase:
    """One act of a member."""
    return _carry_out(request, ACTS.get(act), "rota")


@require_POST
def keep(request: HttpRequest, act: str) -> HttpResponseBase:
    """One act of an operator."""
    return _carry_out(request, KEPT.get(act), "rota_edit")
