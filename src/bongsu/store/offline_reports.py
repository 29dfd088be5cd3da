"""What happened offline and was told on the Watch: kept until it is brought into a room, or found to need none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.crisis.assess.offline import Reported
from bongsu.store import secrets
from bongsu.store.operations import models as m

#: What waits is shown so long after it was told; what was settled, so long after that.
WAITS, SETTLED = timedelta(days=7), timedelta(hours=24)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class OfflineTold:
    id: int
    brand: int
    told: Reported
    by: str  # person key
    by_name: str
    taken_by_name: str
    at: datetime
    room: int | None
    settled_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.settled_at is None


def keep(org: int, brand: int, told: Reported, *, by: str, at: datetime, once: str) -> int:
    """Id of the report; a form sent twice is one report. Raises NoSuchThing for a brand that is not ours."""
    if not m.Brand.objects.filter(pk=brand, org_id=org).exists():
        raise NoSuchThing(what="brand", key=brand)
    try:
        with transaction.atomic():
            row = m.OfflineReport.objects.create(
                org_id=org,
                brand_id=brand,
                kind=told.kind,
                happened_at=told.happened_at,
                what=secrets.seal(told.what),
                where=secrets.seal(told.where) if told.where else "",
                people=told.people,
                taken_by=told.taken_by,
                by=by,
                at=at,
                once=once,
            )
    except IntegrityError:
        row = m.OfflineReport.objects.get(org_id=org, once=once)
    return int(row.pk)


def get(org: int, report: int) -> OfflineTold:
    """Raises NoSuchThing."""
    row = m.OfflineReport.objects.filter(org_id=org, pk=report).first()
    if row is None:
        raise NoSuchThing(what="offline", key=report)
    return _told(row, _names(org))


def latest(org: int, at: datetime) -> tuple[OfflineTold, ...]:
    """What waits for somebody, and what was settled a moment ago; the latest to happen first."""
    waits, settled = Q(settled_at=None, at__gt=at - WAITS), Q(settled_at__gt=at - SETTLED)
    rows = list(m.OfflineReport.objects.filter(waits | settled, org_id=org).order_by("-happened_at")[:SHOWN])
    names = _names(org) if rows else {}
    return tuple(_told(row, names) for row in rows)


def settle(org: int, report: int, *, room: int | None, by: str, at: datetime) -> None:
    """Brought into `room`, or found to need none. The first who says so settles it: raises AlreadyDone."""
    row = m.OfflineReport.objects.filter(org_id=org, pk=report, settled_at=None)
    if not row.update(room_id=room, settled_by=by, settled_at=at):
        raise AlreadyDone(what="offline")


def version(org: int) -> int:
    """Counts up whenever one is told or settled."""
    rows = m.OfflineReport.objects.filter(org_id=org)
    counts = rows.aggregate(told=Count("id"), settled=Count("id", filter=Q(settled_at__isnull=False)))
    return int(counts["told"]) + int(counts["settled"])


def _told(row: m.OfflineReport, names: dict[str, str]) -> OfflineTold:
    told = Reported(
        kind=row.kind,
        happened_at=row.happened_at,
        taken_by=row.taken_by,
        people=row.people,
        what=secrets.open_(row.what),
        where=secrets.open_(row.where) if row.where else "",
    )
    return OfflineTold(
        row.pk,
        row.brand_id,
        told,
        row.by,
        names.get(row.by, row.by),
        names.get(row.taken_by, row.taken_by),
        row.at,
        row.room_id,
        row.settled_at,
    )


def _names(org: int) -> dict[str, str]:
    return dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
