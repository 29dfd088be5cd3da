"""The rota's pages: a week to look at, the form-filled page behind it, and calendars to subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from bongsu.crisis.rota import DUTY_ROLE, NowAndNext, Rota, coverable, gaps, now_and_next
from bongsu.flows.rota_calendar import write_calendar
from bongsu.store import rota as store
from bongsu.store.clock import real_now
from bongsu.store.queries import rota as query
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.rota import forms
from bongsu.web.rota.week import DAY, bounds, monday_of, week
from bongsu.web.rota.words import HOLIDAY_WORDS
from bongsu.web.setup.words import role_words

#: Holes are looked for so far ahead.
HOLES_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RoleNow:
    role: str
    words: str
    told: NowAndNext
    now: tuple[str, ...]  # names
    next: tuple[str, ...]
    holes: tuple[Any, ...]  # crisis.rota.Span


@require_safe
def rota(request: HttpRequest) -> HttpResponseBase:
    return rota_page(request)


def rota_page(
    request: HttpRequest,
    *,
    leave: forms.LeaveForm | None = None,
    swap: forms.SwapForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    org, reader, at = organisation(request), person(request), now(request)
    zone = ZoneInfo(org.zone)
    people = query.members(org.id)
    names = {key: p.name for key, p in people.items()}
    monday = _monday(request.GET.get("week", ""), at.astimezone(zone).date())
    since, until = bounds(monday, org.zone)
    around = query.between(org.id, min(since, at - timedelta(days=4)), max(until, at + timedelta(days=30)))
    roles = sorted(query.roles(around), key=lambda role: role != DUTY_ROLE)
    role = request.GET.get("role", "")
    role = role if role in roles else next(iter(roles), DUTY_ROLE)
    mine = my_shifts(around, reader.key, reader.roles, at)
    context = {
        "role": role,
        "roles": [(r, role_words(r)) for r in roles],
        "nows": [_role_now(around, r, names, at) for r in roles],
        "days": week(around, role, monday, names=names, me=reader.key, language=get_language() or "ko", at=at),
        "monday": monday,
        "before": monday - 7 * DAY,
        "after": monday + 7 * DAY,
        "this_week": monday_of(at.astimezone(zone).date()),
        "zone": org.zone,
        "operator": "operator" in reader.roles,
        "mine": [(role_words(s[0]), s[1], s[2]) for s in mine[:8]],
        "swaps": [_swap(row, names, reader.key) for row in query.swaps(org.id, at)],
        "leaves": [
            (row, names.get(row.person, row.person), row.person == reader.key) for row in query.leaves(org.id, at)
        ],
        "leave": leave or leave_form(request, people),
        "swap": swap or swap_form(request, mine, people),
        "feeds": query.feeds_of(org.id, reader.key),
        **more,
    }
    response = render(request, "rota/page.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _monday(said: str, today: date) -> date:
    try:
        day = date.fromisoformat(said) if said else today
    except ValueError:
        day = today
    return monday_of(day if abs((day - today).days) <= 366 else today)


def _role_now(rota: Rota, role: str, names: dict[str, str], at: datetime) -> RoleNow:
    told = now_and_next(rota, role, at)
    return RoleNow(
        role,
        role_words(role),
        told,
        tuple(names.get(key, key) for key in told.now.persons),
        tuple(names.get(key, key) for key in told.next.persons) if told.next else (),
        gaps(rota, role, at, at + HOLES_WITHIN)[:5],
    )


def _swap(row: query.SwapRow, names: dict[str, str], me: str) -> dict[str, Any]:
    return {
        "row": row,
        "role": role_words(row.role),
        "person": names.get(row.person, row.person),
        "to": names.get(row.to, row.to),
        "for_me": row.to == me and row.state == "asked",
        "by_me": row.person == me and row.state == "asked",
    }


Mine = Sequence[tuple[str, datetime, datetime]]


def my_shifts(rota: Rota, me: str, roles: Sequence[str], at: datetime) -> Mine:
    """(role, start, end) of the reader's coming shifts, the next first."""
    found = [(role, *stretch) for role in roles for stretch in coverable(rota, role, me, at=at)]
    return sorted(found, key=lambda shift: shift[1])


def leave_form(request: HttpRequest, people: dict[str, query.Member], data: Any = None) -> forms.LeaveForm:
    reader, org = person(request), organisation(request)
    choices = [(reader.key, reader.name)]
    if "operator" in reader.roles:
        choices += [(p.key, p.name) for p in people.values() if p.key != reader.key]
    return forms.LeaveForm(data, people=choices, zone=org.zone)


def swap_form(request: HttpRequest, mine: Mine, people: dict[str, query.Member], data: Any = None) -> forms.SwapForm:
    reader = person(request)
    roles = {role for role, _start, _end in mine}
    others = [(p.key, p.name) for p in people.values() if p.key != reader.key and roles & set(p.roles)]
    choices = [(forms.shift_value(*shift), _stretch_words(*shift)) for shift in mine]
    return forms.SwapForm(data, mine=choices, people=others)


def _stretch_words(role: str, start: datetime, end: datetime) -> str:
    first, last = timezone.localtime(start), timezone.localtime(end)
    days = (_("월"), _("화"), _("수"), _("목"), _("금"), _("토"), _("일"))
    return f"{first:%m.%d} {days[first.weekday()]} {first:%H:%M}–{last:%H:%M} {role_words(role)}"


# ── the page behind it ─────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def edit(request: HttpRequest) -> HttpResponseBase:
    return edit_page(request)


def edit_page(
    request: HttpRequest,
    *,
    pattern: forms.PatternForm | None = None,
    shift: forms.ShiftForm | None = None,
    calendar: forms.CalendarForm | None = None,
    editing: int | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    org, at = organisation(request), now(request)
    people = query.members(org.id)
    names = {key: p.name for key, p in people.items()}
    patterns = query.between(org.id, at, at + DAY).patterns
    if pattern is None:
        wanted = request.GET.get("pattern", "")
        chosen = next((one for one in patterns if one.key == wanted), None)
        editing = int(chosen.key) if chosen else None
        pattern = pattern_form(request, people, initial=chosen)
    days = dict(forms.WEEKDAYS)
    context = {
        "patterns": [
            {
                "one": one,
                "name": names.get(one.person, one.person),
                "role": role_words(one.role),
                "days": " ".join(str(days[day]) for day in one.weekdays),
                "hours": f"{one.starts // 60:02d}:{one.starts % 60:02d}–{one.ends // 60:02d}:{one.ends % 60:02d}",
                "holidays": str(HOLIDAY_WORDS[one.on_holidays]),
            }
            for one in patterns
        ],
        "editing": editing,
        "pattern": pattern,
        "shift": shift or shift_form(request, people),
        "shifts": [(row, names.get(row.person, row.person), role_words(row.role)) for row in query.written(org.id, at)],
        "calendars": query.calendars(org.id, at).items(),
        "calendar": calendar or forms.CalendarForm(roles=role_choices(people)),
        "zone": org.zone,
        **more,
    }
    response = render(request, "rota/edit.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def role_choices(people: dict[str, query.Member]) -> list[tuple[str, str]]:
    held = dict.fromkeys((DUTY_ROLE, *(role for p in people.values() for role in p.roles)))
    return [(role, role_words(role)) for role in held if any(role in p.roles for p in people.values())]


def _people(people: dict[str, query.Member]) -> list[tuple[str, str]]:
    return [(p.key, f"{p.name} {p.title}".strip()) for p in people.values()]


def pattern_form(
    request: HttpRequest, people: dict[str, query.Member], *, data: Any = None, initial: Any = None
) -> forms.PatternForm:
    shown: dict[str, Any] = {"since": now(request).astimezone(ZoneInfo(organisation(request).zone)).date()}
    if initial is not None:
        shown = {name: getattr(initial, name) for name in forms.PatternForm.base_fields}
        for name in ("starts", "ends"):
            shown[name] = f"{shown[name] // 60:02d}:{shown[name] % 60:02d}"
    return forms.PatternForm(data, people=_people(people), roles=role_choices(people), initial=shown)


def shift_form(request: HttpRequest, people: dict[str, query.Member], *, data: Any = None) -> forms.ShiftForm:
    zone = organisation(request).zone
    return forms.ShiftForm(data, people=_people(people), roles=role_choices(people), zone=zone)


# ── calendars ──────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole rota as a file."""
    org = organisation(request)
    return _calendar(org.id, org.name, None, get_language() or "ko", now(request), "rota.ics")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a calendar that subscribed reads; the token in the address is the key."""
    found = query.feed(token)
    if found is None:
        raise Http404
    store.feed_read(found.id, at=real_now())
    with translation.override(found.locale[:2]):
        at = ports().clock.now(found.org)
        return _calendar(found.org, found.org_name, found.person or None, found.locale[:2], at, "")


def _calendar(org: int, name: str, whose: str | None, language: str, at: datetime, file: str) -> HttpResponse:
    since, until = at - query.FEED_BACK, at + query.FEED_AHEAD
    rota, people = query.between(org, since, until), query.members(org)
    roles = query.roles(rota)
    titles = {(p.key, role): f"{_('당직')} {p.name} · {role_words(role)}" for p in people.values() for role in roles}
    data = write_calendar(
        rota,
        roles=roles,
        since=since,
        until=until,
        titles=titles,
        name=f"{name} {_('당직표')}",
        at=at.astimezone(UTC),
        person=whose,
    )
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["Referrer-Policy"] = "no-referrer"
    if file:
        response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
