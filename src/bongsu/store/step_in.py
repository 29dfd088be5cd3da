"""Whoever was stepped in for on the Watch is told: rows written with the step, claimed until a channel took them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from bongsu.core.ports import CallJob, StepInJob
from bongsu.crisis.convene.reach import awake
from bongsu.store import codec
from bongsu.store.calling import channel_of, hours_of, outside_a_room, rows_of
from bongsu.store.operations import models as m
from bongsu.store.queries.watch import finding

CANDIDATES = 8
MOST_TRIES, AGAIN_S = 5, 120


def claim(*, org: int, at: datetime, lease_s: float, real: datetime) -> StepInJob | None:
    """The next person to be told. None: nobody waits."""
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    due = m.StepInNotice.objects.filter(free, org_id=org, next_at__lte=at)
    for row in due.select_related("mark").order_by("next_at", "id")[:CANDIDATES]:
        mine = m.StepInNotice.objects.filter(free, pk=row.pk, next_at=row.next_at)
        if mine.update(lease_until=real + timedelta(seconds=lease_s)):
            return _job(row, at)
    return None


def _job(row: m.StepInNotice, at: datetime) -> StepInJob:
    mark = row.mark
    people = {p.key: p for p in m.Person.objects.filter(org_id=row.org_id, key__in=(mark.person, mark.instead_of))}
    told, by = people.get(mark.instead_of), people.get(mark.person)
    return StepInJob(
        id=row.pk,
        org=row.org_id,
        of=mark.of,
        about=_about(mark),
        since=row.since,
        zone=told.zone if told else "UTC",
        by=by.name if by else mark.person,
        calls=_calls(row, told, at) if told else (),
    )


def _calls(row: m.StepInNotice, person: m.Person, at: datetime) -> tuple[CallJob, ...]:
    """They may have fallen asleep over it, and nothing is left for them to do: nobody is woken for this."""
    rows = {c.pk: c for c in rows_of(person)}
    channels = [channel_of(c) for c in rows.values()]
    return tuple(
        outside_a_room(
            person,
            rows[channel.id],
            attempt=row.attempts + 1,
            link=f"{settings.URL}/",
            tag=f"step-in-{row.pk}",
        )
        for channel in awake(channels, quiet=hours_of(person.quiet), at=at, zone=person.zone)
    )


def _about(mark: m.WatchMark) -> str:
    """What names it without a word of what was written: it leaves the house."""
    if mark.of == "report":
        report = m.Report.objects.filter(pk=mark.finding, org_id=mark.org_id)
        return report.values_list("receipt", flat=True).first() or ""
    found = finding(mark.org_id, mark.finding)
    brand = m.Brand.objects.filter(pk=found.brand, org_id=mark.org_id) if found else m.Brand.objects.none()
    return brand.values_list("name", flat=True).first() or ""


def tried(job: StepInJob, *, problem: str, on_screen: bool, at: datetime) -> None:
    """What came of a try. All channels again after AGAIN_S, MOST_TRIES times in all."""
    rows = m.StepInNotice.objects.filter(pk=job.id, state="waiting")
    if not problem:
        state = "on_screen" if on_screen else "sent"
        rows.update(state=state, attempts=F("attempts") + 1, next_at=None, lease_until=None, problem="")
        return
    again, said = at + timedelta(seconds=AGAIN_S), codec.keepable(problem)[:300]
    with transaction.atomic():
        rows.update(attempts=F("attempts") + 1, problem=said, next_at=again, lease_until=None)
        rows.filter(attempts__gte=MOST_TRIES).update(state="failed", next_at=None)
