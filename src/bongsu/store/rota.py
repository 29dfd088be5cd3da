"""The rota on disk: what was written down, who is on duty by it, and how it changes.

`people()` is asked by every flow, so what it costs matters. Every change gives the organisation another `rota_stamp`;
a process keeps, for each organisation, the rota it read under a stamp and who stands on duty by it until when. Asking
again costs one query by primary key, however large the rota.
"""

import hashlib
import secrets
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min

from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours, OutOfRange
from bongsu.core.values import Person
from bongsu.crisis import rota as rules
from bongsu.crisis.rota import Leave, Pattern, Rota, Shift, Standing, Swap
from bongsu.store import prepared
from bongsu.store.operations import models as m

#: More than this is no rota of one organisation.
MOST_PATTERNS, MOST_SHIFTS, MOST_LEAVES = 500, 6_000, 2_000
#: What is read for "who is on duty now" reaches this far; a demo's clock may run.
BEHIND, AHEAD = timedelta(days=3), timedelta(days=9)


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def rota_of(org: int, since: datetime, until: datetime) -> Rota:
    """The rota as it concerns [since, until). Written shifts, swaps and leaves outside it are left out."""
    zone = m.Org.objects.values_list("zone", flat=True).get(pk=org)
    near = {"org_id": org, "end__gt": since, "start__lt": until}
    local = ZoneInfo(zone)
    return Rota(
        zone=zone,
        patterns=tuple(_pattern(row) for row in m.RotaPattern.objects.filter(org_id=org)[:MOST_PATTERNS]),
        shifts=tuple(
            Shift(row.person, row.role, row.start, row.end, key=str(row.pk))
            for row in m.RotaShift.objects.filter(**near)[:MOST_SHIFTS]
        ),
        swaps=tuple(
            Swap(str(row.pk), row.role, row.person, row.to, row.start, row.end, row.answered_at)
            for row in m.RotaSwap.objects.filter(**near, state="accepted").order_by("answered_at", "id")[:MOST_SHIFTS]
        ),
        leaves=tuple(
            Leave(row.person, row.start, row.end, key=str(row.pk))
            for row in m.RotaLeave.objects.filter(**near)[:MOST_LEAVES]
        ),
        written=tuple(
            (row["role"], row["first"], row["last"])
            for row in m.RotaShift.objects.filter(org_id=org)
            .order_by("role")
            .values("role")
            .annotate(first=Min("start"), last=Max("end"))
        ),
        holidays=rules.holidays_in(zone, since.astimezone(local).date(), until.astimezone(local).date()),
    )


def _pattern(row: m.RotaPattern) -> Pattern:
    return Pattern(
        key=str(row.pk),
        person=row.person,
        role=row.role,
        weekdays=tuple(row.weekdays),
        starts=row.starts,
        ends=row.ends,
        since=row.since,
        until=row.until,
        every_weeks=row.every_weeks,
        on_holidays=row.on_holidays,  # type: ignore[arg-type]  # checked when it was written
    )


# ── who is on duty now ─────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class _Known:
    stamp: str
    zone: str
    since: datetime  # what was read reaches from here
    until: datetime
    rota: Rota
    standing: Standing
    gap: tuple[str, datetime, datetime | None] | None = None  # role, the hour it was asked, the answer


_known: dict[int, _Known] = {}
_lock = threading.Lock()
_NOBODY_RULES: dict[str, frozenset[str]] = {}


def duty(org: int, at: datetime) -> Standing:
    """Who is on duty and who is away at `at`. One query by primary key while nothing changed."""
    row = prepared.select(m.Org, ("rota_stamp", "zone"), where={"id": org})
    if not row or not row[0][0]:
        return Standing(at, at, _NOBODY_RULES, frozenset())
    stamp, zone = row[0]
    known = _known.get(org)
    if known is None or (known.stamp, known.zone) != (stamp, zone) or not known.since <= at < known.until:
        since, until = at - BEHIND, at + AHEAD
        rota = rota_of(org, since, until)
        # Half a day is left at both ends: a shift may have begun before, `standing` looks six hours ahead.
        known = _Known(stamp, zone, at - timedelta(days=1), until - timedelta(days=1), rota, rules.standing(rota, at))
    elif not known.standing.since <= at < known.standing.until:
        known = _Known(stamp, zone, known.since, known.until, known.rota, rules.standing(known.rota, at))
    else:
        return known.standing
    with _lock:
        _known[org] = known
    return known.standing


def next_gap(org: int, at: datetime, *, role: str = rules.DUTY_ROLE) -> datetime | None:
    """When next, within seven days of `at`, nobody is on for `role`; None: always somebody, or no rota for it.

    Looked at anew every hour and after each change.
    """
    if role not in duty(org, at).on:
        return None
    known, hour = _known[org], at.replace(minute=0, second=0, microsecond=0)
    if known.gap is not None and known.gap[:2] == (role, hour):
        return known.gap[2]
    hole = next(iter(rules.gaps(known.rota, role, at, at + timedelta(days=7))), None)
    start = hole.start if hole else None
    with _lock:
        _known[org] = replace(known, gap=(role, hour, start))
    return start


# ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _changed(org: int) -> None:
    m.Org.objects.filter(pk=org).update(rota_stamp=secrets.token_hex(8))


def _room_for(rows: object, more: int, most: int) -> None:
    if rows.count() + more > most:  # type: ignore[attr-defined]
        raise OutOfRange(what="rows", low=0, high=most)


def add_patterns(org: int, patterns: Iterable[Pattern]) -> None:
    """Raises OutOfRange beyond MOST_PATTERNS."""
    new = list(patterns)
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        _room_for(m.RotaPattern.objects.filter(org_id=org), len(new), MOST_PATTERNS)
        for one in new:
            m.RotaPattern.objects.create(
                org_id=org,
                person=one.person,
                role=one.role,
                weekdays=list(one.weekdays),
                starts=one.starts,
                ends=one.ends,
                since=one.since,
                until=one.until,
                every_weeks=one.every_weeks,
                on_holidays=one.on_holidays,
            )
        _changed(org)


def replace_pattern(org: int, key: int, pattern: Pattern) -> None:
    """Raises NoSuchThing."""
    with transaction.atomic():
        rows = m.RotaPattern.objects.filter(org_id=org, pk=key)
        if not rows.update(
            person=pattern.person,
            role=pattern.role,
            weekdays=list(pattern.weekdays),
            starts=pattern.starts,
            ends=pattern.ends,
            since=pattern.since,
            until=pattern.until,
            every_weeks=pattern.every_weeks,
            on_holidays=pattern.on_holidays,
        ):
            raise NoSuchThing(what="pattern", key=key)
        _changed(org)


def remove_pattern(org: int, key: int) -> None:
    _remove(org, m.RotaPattern.objects.filter(org_id=org, pk=key), "pattern", key)


def add_shifts(org: int, shifts: Sequence[Shift], *, origin: str = "") -> None:
    """Add written shifts; of a calendar (`origin`) all that it brought before are replaced. Raises OutOfRange."""
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        rows = m.RotaShift.objects.filter(org_id=org)
        if origin:
            rows.filter(origin=origin).delete()
        _room_for(rows, len(shifts), MOST_SHIFTS)
        m.RotaShift.objects.bulk_create(
            (
                m.RotaShift(org_id=org, person=s.person, role=s.role, start=s.start, end=s.end, origin=origin)
                for s in shifts
            ),
            batch_size=500,
        )
        _changed(org)


def remove_shift(org: int, key: int) -> None:
    _remove(org, m.RotaShift.objects.filter(org_id=org, pk=key), "shift", key)


def remove_calendar(org: int, origin: str) -> None:
    _remove(org, m.RotaShift.objects.filter(org_id=org, origin=origin).exclude(origin=""), "calendar", origin)


def add_leave(org: int, leave: Leave) -> None:
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        _room_for(m.RotaLeave.objects.filter(org_id=org), 1, MOST_LEAVES)
        m.RotaLeave.objects.create(org_id=org, person=leave.person, start=leave.start, end=leave.end)
        _changed(org)


def remove_leave(org: int, key: int, *, person: str | None = None) -> None:
    """With `person`, only theirs. Raises NoSuchThing."""
    rows = m.RotaLeave.objects.filter(org_id=org, pk=key)
    _remove(org, rows.filter(person=person) if person is not None else rows, "leave", key)


def _remove(org: int, rows: object, what: str, key: object) -> None:
    with transaction.atomic():
        if not rows.delete()[0]:  # type: ignore[attr-defined]
            raise NoSuchThing(what=what, key=key)
        _changed(org)


# ── swaps ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def ask_swap(org: int, swap: Swap, *, people: Sequence[Person], at: datetime) -> int:
    """Record a request; its id. Raises as crisis.rota.ask, and AlreadyDone when the same was asked already."""
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        rules.ask(rota_of(org, swap.start, swap.end), swap, people=people, at=at)
        about = {"role": swap.role, "person": swap.person, "to": swap.to, "start": swap.start, "end": swap.end}
        if m.RotaSwap.objects.filter(org_id=org, state="asked", **about).exists():
            raise AlreadyDone(what="ask_swap")
        _room_for(m.RotaSwap.objects.filter(org_id=org, state="asked"), 1, 200)
        return int(m.RotaSwap.objects.create(org_id=org, asked_at=at, **about).pk)


def answer_swap(org: int, key: int, *, by: str, yes: bool, people: Sequence[Person], at: datetime) -> None:
    """Whoever was asked takes it or declines. Two answers at once: the first stands.

    Raises NoSuchThing, NotYours, AlreadyDone, and as crisis.rota.accept.
    """
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        row = _asked(org, key)
        if by != row.to:
            raise NotYours(owner=row.to)
        if yes:
            swap = Swap(str(row.pk), row.role, row.person, row.to, row.start, row.end)
            rules.accept(rota_of(org, row.start, row.end), swap, by=by, people=people, at=at)
        m.RotaSwap.objects.filter(pk=row.pk).update(state="accepted" if yes else "declined", answered_at=at)
        _changed(org)


def withdraw_swap(org: int, key: int, *, by: str, at: datetime) -> None:
    """Whoever asked takes the request back before it is answered."""
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        row = _asked(org, key)
        if by != row.person:
            raise NotYours(owner=row.person)
        m.RotaSwap.objects.filter(pk=row.pk).update(state="withdrawn", answered_at=at)


def _asked(org: int, key: int) -> m.RotaSwap:
    row = m.RotaSwap.objects.filter(org_id=org, pk=key).first()
    if row is None:
        raise NoSuchThing(what="swap", key=key)
    if row.state != "asked":
        raise AlreadyDone(what="swap")
    return row


# ── feeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def new_feed(org: int, person: str, *, at: datetime) -> str:
    """A new secret for the feed of one person ("": everybody's); the old address is void. Only its digest is kept."""
    token = secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).hexdigest()
    m.RotaFeed.objects.update_or_create(
        org_id=org, person=person, defaults={"digest": digest, "made_at": at, "read_at": None}
    )
    return token


def close_feed(org: int, person: str) -> None:
    m.RotaFeed.objects.filter(org_id=org, person=person).delete()


def feed_read(feed: int, *, at: datetime) -> None:
    m.RotaFeed.objects.filter(pk=feed).update(read_at=at)
