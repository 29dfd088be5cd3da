"""Changes of shift on disk: one row for each person who comes, told once, tried until a channel takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from bongsu.core.ports import CallJob, Forming, HandoverJob
from bongsu.core.values import ShiftChange
from bongsu.crisis.rota import DUTY_ROLE, last_change
from bongsu.crisis.rota.handover import STILL_NEWS_H
from bongsu.store import codec
from bongsu.store.calling import behind, call_channel, rows_of
from bongsu.store.operations import models as m
from bongsu.store.queries.watch import findings, source_state
from bongsu.store.rota import duty, rota_of
from bongsu.store.silences import open_silences

CANDIDATES = 8
MOST_TRIES, AGAIN_S = 6, 60


def change_to_tell(org: int, at: datetime) -> ShiftChange | None:
    """The last change of shift of the duty role, where somebody who came on has not been told."""
    if DUTY_ROLE not in duty(org, at).on:
        return None
    since = at - timedelta(hours=STILL_NEWS_H)
    change = last_change(rota_of(org, since - timedelta(days=3), at + timedelta(days=1)), DUTY_ROLE, since=since, at=at)
    if change is None:
        return None
    told = m.ShiftHandover.objects.filter(org_id=org, role=change.role, changed_at=change.at)
    missing = set(change.coming) - set(told.values_list("person", flat=True))
    here = set(m.Person.objects.filter(org_id=org, key__in=missing).values_list("key", flat=True))
    return change if here else None


def forming(org: int, at: datetime, *, real: datetime) -> Forming:
    brands = m.Brand.objects.filter(org_id=org).values_list("id", flat=True)
    busy = set(m.Room.objects.filter(org_id=org, is_open=True, kind="crisis").values_list("brand_id", flat=True))
    sources, quiet = m.Source.objects.filter(org_id=org, enabled=True), open_silences(org)
    return Forming(
        findings=sum(len(findings(org, brand, at)) for brand in brands if brand not in busy),
        silent=tuple(s.name for s in sources if source_state(s, real, quiet) in ("silent", "error")),
    )


def keep(org: int, change: ShiftChange, brief: Mapping[str, Any], *, at: datetime) -> None:
    """One row for each person who comes. Two workers at once: one row."""
    known = set(m.Person.objects.filter(org_id=org, key__in=change.coming).values_list("key", flat=True))
    m.ShiftHandover.objects.bulk_create(
        (
            m.ShiftHandover(
                org_id=org,
                role=change.role,
                person=person,
                changed_at=change.at,
                leaving=list(change.leaving),
                brief=dict(brief),
                next_at=at,
            )
            for person in change.coming
            if person in known
        ),
        ignore_conflicts=True,
    )


def claim(*, org: int, at: datetime, lease_s: float, real: datetime) -> HandoverJob | None:
    """The next person to be told. None: nobody waits."""
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    due = m.ShiftHandover.objects.filter(free, org_id=org, next_at__lte=at)
    for row in due.order_by("next_at", "id")[:CANDIDATES]:
        mine = m.ShiftHandover.objects.filter(free, pk=row.pk, next_at=row.next_at)
        if row.person not in duty(org, at).on.get(row.role, ()):
            # Their shift ended before it reached them: nothing is left for them to take over.
            mine.update(state="failed", next_at=None)
            continue
        if mine.update(lease_until=real + timedelta(seconds=lease_s)):
            return _job(row)
    return None


def _job(row: m.ShiftHandover) -> HandoverJob:
    person = m.Person.objects.filter(org_id=row.org_id, key=row.person).first()
    channels = [one for one in rows_of(person) if one.enabled and behind(one)] if person else []
    titles = dict(m.Room.objects.filter(org_id=row.org_id, is_open=True).values_list("id", "title"))
    names = dict(m.Person.objects.filter(org_id=row.org_id, key__in=row.leaving).values_list("key", "name"))
    call = CallJob(
        org=row.org_id,
        room=0,
        call=f"handover-{row.pk}",
        person=row.person,
        name=person.name if person else row.person,
        locale=person.locale if person else "ko",
        attempt=row.attempts + 1,
        # Somebody who comes on duty is told whatever hours they keep: the shift has begun.
        channel=call_channel(channels[row.attempts % len(channels)]) if channels else None,
        room_title="",
        level=1,
        link=f"{settings.URL}/",
        tag=f"handover-{row.pk}",
    )
    return HandoverJob(row.pk, call, dict(row.brief), titles, tuple(names.get(key, key) for key in row.leaving))


def tried(*, org: int, handover: int, problem: str, on_screen: bool, at: datetime) -> None:
    """What came of a try. Tried again through the next channel after AGAIN_S, MOST_TRIES times in all."""
    rows = m.ShiftHandover.objects.filter(org_id=org, pk=handover)
    if not problem:
        rows.update(state="on_screen" if on_screen else "sent", next_at=None, lease_until=None, problem="")
        return
    again, said = at + timedelta(seconds=AGAIN_S), codec.keepable(problem)[:300]
    with transaction.atomic():
        rows.update(attempts=F("attempts") + 1, problem=said, lease_until=None, next_at=again)
        rows.filter(attempts__gte=MOST_TRIES).update(state="failed", next_at=None)


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class HandoverNow:
    id: int
    person: str
    name: str
    changed_at: datetime
    leaving: tuple[str, ...]  # names
    brief: Mapping[str, Any]
    rooms: Sequence[tuple[int, str, int, int, int]]  # open ones: id, title, level, tasks, promises of those who left
    state: str


def unread(org: int, at: datetime) -> tuple[HandoverNow, ...]:
    """Hand-overs of the last hours that nobody has marked as read."""
    since = at - timedelta(hours=STILL_NEWS_H)
    rows = list(m.ShiftHandover.objects.filter(org_id=org, read_at=None, changed_at__gt=since, changed_at__lte=at)[:20])
    if not rows:
        return ()
    names = dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
    titles = dict(m.Room.objects.filter(org_id=org, is_open=True).values_list("id", "title"))
    return tuple(
        HandoverNow(
            id=row.pk,
            person=row.person,
            name=names.get(row.person, row.person),
            changed_at=row.changed_at,
            leaving=tuple(names.get(key, key) for key in row.leaving),
            brief=row.brief,
            rooms=tuple(
                (one["room"], titles[one["room"]], one["level"], one["tasks"], one["promises"])
                for one in row.brief.get("rooms", ())
                if one["room"] in titles
            ),
            state=row.state,
        )
        for row in rows
    )


def read(org: int, handover: int, *, person: str, at: datetime) -> bool:
    """Whoever came on has read it. False: it is not theirs."""
    rows = m.ShiftHandover.objects.filter(org_id=org, pk=handover, person=person)
    return bool(rows.update(read_at=at, next_at=None))
