"""What the rota's pages and calendars show."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.crisis.rota import Rota, Standing
from bongsu.store.operations import models as m
from bongsu.store.rota import duty, rota_of

SWAPS_SHOWN, SHIFTS_SHOWN = 30, 60
#: What a calendar that subscribed is given: so far back and ahead.
FEED_BACK, FEED_AHEAD = timedelta(days=30), timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    name: str
    title: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SwapRow:
    id: int
    role: str
    person: str
    to: str
    start: datetime
    end: datetime
    state: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class LeaveRow:
    id: int
    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class ShiftRow:
    id: int
    person: str
    role: str
    start: datetime
    end: datetime
    origin: str


def members(org: int) -> dict[str, Member]:
    rows = m.Person.objects.filter(org_id=org)
    return {p.key: Member(p.key, p.name, p.title, p.email, tuple(p.roles)) for p in rows}


def standing(org: int, at: datetime) -> Standing:
    return duty(org, at)


def between(org: int, since: datetime, until: datetime) -> Rota:
    return rota_of(org, since, until)


def roles(rota: Rota) -> tuple[str, ...]:
    """Roles that have a rota of any kind."""
    return tuple(dict.fromkeys((*(p.role for p in rota.patterns), *(role for role, _, _ in rota.written))))


def swaps(org: int, at: datetime) -> tuple[SwapRow, ...]:
    """Requests that wait and those answered for shifts still to come, the newest first."""
    rows = m.RotaSwap.objects.filter(org_id=org, end__gt=at)[:SWAPS_SHOWN]
    return tuple(SwapRow(r.pk, r.role, r.person, r.to, r.start, r.end, r.state, r.asked_at) for r in rows)


def asked_of(org: int, person: str, at: datetime) -> int:
    """How many requests wait for this person's answer."""
    return m.RotaSwap.objects.filter(org_id=org, to=person, state="asked", end__gt=at).count()


def leaves(org: int, at: datetime) -> tuple[LeaveRow, ...]:
    rows = m.RotaLeave.objects.filter(org_id=org, end__gt=at)[:SHIFTS_SHOWN]
    return tuple(LeaveRow(r.pk, r.person, r.start, r.end) for r in rows)


def written(org: int, at: datetime) -> tuple[ShiftRow, ...]:
    """Shifts written by hand that are not over, the next first."""
    rows = m.RotaShift.objects.filter(org_id=org, end__gt=at, origin="")[:SHIFTS_SHOWN]
    return tuple(ShiftRow(r.pk, r.person, r.role, r.start, r.end, r.origin) for r in rows)


def calendars(org: int, at: datetime) -> dict[str, int]:
    """Name of each calendar that was read in → its shifts that are not over."""
    names = m.RotaShift.objects.filter(org_id=org, end__gt=at).exclude(origin="").values_list("origin", flat=True)
    counted: dict[str, int] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
    return counted


# ── feeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feeds_of(org: int, person: str) -> dict[str, datetime | None]:
    """Whose feeds there are ("" everybody's, else this person's) and when a calendar last read each."""
    rows = m.RotaFeed.objects.filter(org_id=org, person__in=("", person))
    return dict(rows.values_list("person", "read_at"))


@dataclass(frozen=True, slots=True)
class Feed:
    id: int
    org: int
    org_name: str
    person: str  # "": everybody's
    locale: str


def feed(token: str) -> Feed | None:
    """The feed behind a token; None where there is none, or its person is gone."""
    row = m.RotaFeed.objects.select_related("org").filter(digest=digest_of(token)).first()
    if row is None:
        return None
    if not row.person:
        return Feed(row.pk, row.org_id, row.org.name, "", "ko")
    locale = m.Person.objects.filter(org_id=row.org_id, key=row.person).values_list("locale", flat=True).first()
    return None if locale is None else Feed(row.pk, row.org_id, row.org.name, row.person, locale)
