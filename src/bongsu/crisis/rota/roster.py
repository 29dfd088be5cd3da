"""Who is on duty: at an instant, through a stretch of time, now and next; where nobody is, and where too many are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bongsu.core.values import ShiftChange
from bongsu.crisis.rota.local import instant
from bongsu.crisis.rota.values import Leave, Pattern, Rota, Shift, Span, Swap

DAY = timedelta(days=1)


# ── at an instant ──────────────────────────────────────────────────────────────────────────────────────────────────
def who(rota: Rota, role: str, at: datetime) -> tuple[str, ...]:
    """Everybody on for `role` at `at`, each once, in the rota's order. Nobody: empty."""
    today = at.astimezone(ZoneInfo(rota.zone)).date()
    base = [
        pattern.person
        for pattern in rota.patterns
        if pattern.role == role
        # A shift lasts at most a day; clocks set back over midnight make the day after begin before this one ends.
        and any(_on(pattern, today + n * DAY, rota, at) for n in (-2, -1, 0, 1))
    ]
    base += [shift.person for shift in rota.shifts if shift.role == role and shift.start <= at < shift.end]
    return _present(base, _swaps(rota, role), rota, at)


def _on(pattern: Pattern, day: date, rota: Rota, at: datetime) -> bool:
    stretch = _stretch(pattern, day, rota)
    return stretch is not None and stretch[0] <= at < stretch[1]


def _present(base: Iterable[str], swaps: Sequence[Swap], rota: Rota, at: datetime) -> tuple[str, ...]:
    """`base` after swaps and leave. Whoever is on already cannot stand in as well: that would lose a pair of eyes."""
    on = list(dict.fromkeys(base))
    for swap in swaps:
        if swap.start <= at < swap.end and swap.person in on and swap.to not in on:
            on[on.index(swap.person)] = swap.to
    away = {leave.person for leave in rota.leaves if leave.start <= at < leave.end}
    return tuple(person for person in on if person not in away)


def _swaps(rota: Rota, role: str) -> list[Swap]:
    """Accepted swaps of a role, in the order in which they were accepted."""
    agreed = [(swap.accepted_at, swap.key, swap) for swap in rota.swaps if swap.accepted_at and swap.role == role]
    return [swap for _, _, swap in sorted(agreed, key=lambda one: one[:2])]


def away(rota: Rota, at: datetime) -> frozenset[str]:
    return frozenset(leave.person for leave in rota.leaves if leave.start <= at < leave.end)


# ── what patterns give ─────────────────────────────────────────────────────────────────────────────────────────────
def _stretch(pattern: Pattern, day: date, rota: Rota) -> tuple[datetime, datetime] | None:
    """Start and end of the shift that begins on this local day, if one does."""
    if day < pattern.since or (pattern.until is not None and day >= pattern.until):
        return None
    if day.weekday() not in pattern.weekdays:
        return None
    if (_monday(day) - _monday(pattern.since)).days // 7 % pattern.every_weeks:
        return None
    holiday = day in rota.holidays
    if (pattern.on_holidays == "rests" and holiday) or (pattern.on_holidays == "only" and not holiday):
        return None
    start = instant(day, pattern.starts, rota.zone)
    end = instant(day + DAY if pattern.next_day else day, pattern.ends, rota.zone)
    return (start, end) if start < end else None


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def shifts(rota: Rota, role: str, since: datetime, until: datetime) -> Iterator[Shift]:
    """Every shift of a role that touches [since, until), before swaps and leave, in the rota's order."""
    zone = ZoneInfo(rota.zone)
    first, last = since.astimezone(zone).date() - 2 * DAY, until.astimezone(zone).date() + DAY
    days = [first + n * DAY for n in range((last - first).days + 1)]
    for pattern in rota.patterns:
        if pattern.role != role:
            continue
        for day in days:
            stretch = _stretch(pattern, day, rota)
            if stretch is not None and stretch[0] < until and stretch[1] > since:
                yield Shift(pattern.person, role, *stretch, key=f"{pattern.key}/{day.isoformat()}")
    for shift in rota.shifts:
        if shift.role == role and shift.start < until and shift.end > since:
            yield shift


# ── through a stretch of time ──────────────────────────────────────────────────────────────────────────────────────
def spans(rota: Rota, role: str, since: datetime, until: datetime) -> tuple[Span, ...]:
    """[since, until) without a break, cut wherever the people on duty change; `who` says the same at each instant."""
    if since >= until:
        return ()
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    stretches = list(shifts(rota, role, since, until))
    swaps = [swap for swap in _swaps(rota, role) if swap.start < until and swap.end > since]
    leaves = [leave for leave in rota.leaves if leave.start < until and leave.end > since]
    near = Rota(zone=rota.zone, leaves=tuple(leaves))
    edges = {*_edges(stretches), *_edges(swaps), *_edges(leaves)}
    cuts = [since, *sorted(edge for edge in edges if since < edge < until), until]
    waiting = sorted(range(len(stretches)), key=lambda n: stretches[n].start, reverse=True)
    running: set[int] = set()
    found: list[Span] = []
    for start, end in pairwise(cuts):
        while waiting and stretches[waiting[-1]].start <= start:
            running.add(waiting.pop())
        running = {n for n in running if stretches[n].end > start}
        persons = _present((stretches[n].person for n in sorted(running)), swaps, near, start)
        if found and found[-1].persons == persons:
            found[-1] = Span(found[-1].start, end, persons)
        else:
            found.append(Span(start, end, persons))
    return tuple(found)


def _edges(stretches: Iterable[Shift | Swap | Leave]) -> Iterator[datetime]:
    for one in stretches:
        yield one.start
        yield one.end


def gaps(rota: Rota, role: str, since: datetime, until: datetime) -> tuple[Span, ...]:
    """Where nobody is on: the holes."""
    return tuple(span for span in spans(rota, role, since, until) if not span.persons)


def overlaps(rota: Rota, role: str, since: datetime, until: datetime) -> tuple[Span, ...]:
    """Where more than one is on: meant at a change of shift, or a mistake."""
    return tuple(span for span in spans(rota, role, since, until) if len(span.persons) > 1)


# ── now and next ───────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class NowAndNext:
    now: Span  # its start and end are clipped to the stretch looked at
    next: Span | None  # who comes after; None: no change as far as was looked


#: How far ahead "next" looks, and how far back "since when".
AHEAD, BACK = timedelta(days=14), timedelta(days=2)


def now_and_next(rota: Rota, role: str, at: datetime) -> NowAndNext:
    around = spans(rota, role, at - BACK, at + AHEAD)
    place = next(n for n, span in enumerate(around) if span.start <= at < span.end)
    return NowAndNext(around[place], around[place + 1] if place + 1 < len(around) else None)


def last_change(rota: Rota, role: str, *, since: datetime, at: datetime) -> ShiftChange | None:
    """The latest instant in (since, at] at which somebody came on for `role` who is on still.

    `leaving` are those who were on right before; after a hole, those who were on last.
    """
    around = spans(rota, role, since - BACK, at + timedelta(seconds=1))
    here = around[-1].persons
    for n in range(len(around) - 1, 0, -1):
        before, span = around[n - 1], around[n]
        if span.start <= since:
            return None
        coming = tuple(person for person in span.persons if person not in before.persons and person in here)
        if coming:
            earlier = next((one for one in reversed(around[:n]) if one.persons), None)
            gone = tuple(person for person in (earlier.persons if earlier else ()) if person not in span.persons)
            return ShiftChange(role, span.start, coming, gone)
    return None


# ── what it means for people ───────────────────────────────────────────────────────────────────────────────────────
def governed(rota: Rota, at: datetime) -> frozenset[str]:
    """The roles for which the rota speaks at `at`: a pattern has begun, or `at` lies within their written shifts.

    A pattern that ran out still governs, and leaves a hole that can be seen; a single shift governs only while it and
    its neighbours last.
    """
    today = at.astimezone(ZoneInfo(rota.zone)).date()
    patterned = {pattern.role for pattern in rota.patterns if pattern.since <= today}
    return frozenset(patterned | {role for role, first, last in rota.written if first <= at < last})


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is on, by role, and who is away; true from `since` until `until`."""

    since: datetime
    until: datetime
    on: Mapping[str, frozenset[str]]
    away: frozenset[str]

    def on_duty(self, person: str, roles: Sequence[str], *, flag: bool) -> bool:
        """Leave beats the rota, the rota beats the stored `flag`, which stands where no role of theirs has a rota."""
        if person in self.away:
            return False
        ruled = [role for role in roles if role in self.on]
        return any(person in self.on[role] for role in ruled) if ruled else flag


def standing(rota: Rota, at: datetime, *, most: timedelta = timedelta(hours=6)) -> Standing:
    """What holds at `at`, and for how long (`most` at the longest): asked once, good for every look until then."""
    roles = governed(rota, at)
    until = at + most
    for role in roles:
        until = min(until, spans(rota, role, at, until)[0].end)
    # A leave, a written shift or a new day (on which a pattern may begin) can change what the rota speaks for.
    midnight = instant(at.astimezone(ZoneInfo(rota.zone)).date() + DAY, 0, rota.zone)
    edges = (until, midnight, *_edges(rota.leaves), *(edge for _, *ends in rota.written for edge in ends))
    until = min(edge for edge in edges if edge > at)
    return Standing(at, until, {role: frozenset(who(rota, role, at)) for role in roles}, away(rota, at))
