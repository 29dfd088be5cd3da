"""Who was heard when, and silences beyond the habit (core.ports.Silences). All times are the organisation's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from bongsu.core.ports import SilenceSeen
from bongsu.crisis.rota.holidays import holidays_in
from bongsu.sense.habit import LONGEST, habit_of
from bongsu.store.operations.models import Brand, Room, Silence, Source

#: Moments nearer to each other than this are one.
MOMENT = timedelta(minutes=1)
#: Nobody asked for so long: we were not listening, and that was no silence.
DEAF_AFTER = timedelta(minutes=15)


class DjangoSilences:
    def heard(self, source: int, *, at: datetime) -> None:
        """It brought something new: learn from it, and end its silence."""
        last = Source.objects.filter(pk=source).values_list("heard_at", flat=True).first()
        if last is not None and at - last < MOMENT:
            return
        with transaction.atomic():
            row = Source.objects.select_for_update().select_related("org").filter(pk=source).first()
            if row is None or (row.heard_at is not None and at - row.heard_at < MOMENT):
                return
            habit = habit_of(row.habit, row.heard_at)
            habit.learn_one(at, ZoneInfo(row.org.zone), _off(row, at))
            Source.objects.filter(pk=source).update(habit=habit.plain(), heard_at=habit.heard)
            Silence.objects.filter(source_id=source, ended_at=None).update(ended_at=at)

    def judge(self, org: int, *, at: datetime) -> tuple[SilenceSeen, ...]:
        """Sources that have just become silent beyond their habit; they come again until `note` has kept them."""
        rows = Source.objects.filter(org_id=org, enabled=True, heard_at__isnull=False).select_related("org")
        known = set(Silence.objects.filter(org_id=org, ended_at=None).values_list("source_id", flat=True))
        found = []
        for row in rows:
            if row.heard_at is None:
                continue
            if row.watched_at is None or at - row.watched_at >= MOMENT:
                deaf = row.watched_at is not None and at - row.watched_at > DEAF_AFTER
                changes = {"watched_at": at} | ({"heard_at": max(at, row.heard_at)} if deaf else {})
                same = Source.objects.filter(pk=row.pk, heard_at=row.heard_at)
                if not same.update(**changes) or deaf:
                    continue
            if row.pk in known:
                continue
            quiet = habit_of(row.habit, row.heard_at).judge(at, ZoneInfo(row.org.zone), _off(row, at))
            if quiet is not None:
                found.append(
                    SilenceSeen(
                        source=row.pk,
                        name=row.name,
                        brands=(row.brand_id,) if row.brand_id else _brands(org),
                        since=quiet.since,
                        missed_milli=round(1000 * quiet.missed),
                        usual_s=quiet.usual_s,
                    )
                )
        return tuple(found)

    def note(self, org: int, seen: SilenceSeen, *, at: datetime) -> bool:
        """Keep it. False: another did, or the source has spoken meanwhile."""
        try:
            with transaction.atomic():
                row = Source.objects.select_for_update().filter(pk=seen.source, heard_at=seen.since).first()
                if row is None:
                    return False
                Silence.objects.create(
                    org_id=org, source_id=seen.source, since=seen.since, noticed_at=at, usual_s=seen.usual_s
                )
        except IntegrityError:
            return False
        return True


def _off(source: Source, at: datetime) -> frozenset[date]:
    """Public holidays of the organisation's country since the source was last heard."""
    since = max(source.heard_at or at, at - LONGEST)
    return holidays_in(source.org.zone, since.date(), (at + timedelta(days=1)).date())


def _brands(org: int) -> tuple[int, ...]:
    """Whom a source for all brands concerns: those in a crisis, and the first of them all, so that it is told once."""
    from_rooms = Room.objects.filter(org_id=org, is_open=True, kind="crisis").values_list("brand_id", flat=True)
    first = Brand.objects.filter(org_id=org).order_by("id").values_list("id", flat=True)[:1]
    return tuple(sorted({*first, *from_rooms}))


@dataclass(frozen=True, slots=True)
class SilenceNow:
    since: datetime
    usual_s: int
    key: str  # begins the keys of its findings


def open_silences(org: int) -> Mapping[int, SilenceNow]:
    """Source → the silence it is in."""
    rows = Silence.objects.filter(org_id=org, ended_at=None)
    return {
        row.source_id: SilenceNow(row.since, row.usual_s, f"silence:{row.source_id}:{int(row.since.timestamp())}:")
        for row in rows
    }
