"""What the Watch shows: each brand's last day against its usual, claims, findings waiting, sources, who is on duty."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, Sum, Window
from django.db.models.functions import RowNumber

from bongsu.core.values import Finding, FindingKind
from bongsu.sense.memory import last_hour as hour_of
from bongsu.sense.tone import ToneSums
from bongsu.sense.window import KEPT
from bongsu.store import codec, offline_reports, on_watch, public_reports
from bongsu.store.mentions.models import BrandState, FindingOut, MinuteCount
from bongsu.store.operations.models import Brand, Org, Person, Room, Source
from bongsu.store.queries.outlook import ComingFrom, coming_of_all
from bongsu.store.queries.rhythm import BIN, Rhythm, rhythms
from bongsu.store.queries.spreading import ClaimNow, claims_of_each
from bongsu.store.rota import duty
from bongsu.store.silences import SilenceNow, open_silences

#: A finding older than this is history, not news.
FINDING_NEWS = timedelta(hours=12)
FINDINGS_SHOWN, FINDINGS_READ = 5, 60
#: A source that was not read without an error for so long is silent (real time).
SILENT_AFTER = timedelta(minutes=10)
#: Kinds of source that nobody polls: others post to them.
POSTED = ("intake", "tickets", "clip", "report")


@dataclass(frozen=True, slots=True)
class RoomNow:
    id: int
    title: str
    level: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class FindingNow:
    row: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class BrandNow:
    id: int
    name: str
    has_words: bool
    room: RoomNow | None
    rhythm: Rhythm
    last_hour: int
    tone: ToneSums  # of the hour up to its newest post; empty where that is over an hour old
    claims: tuple[ClaimNow, ...]
    findings: tuple[FindingNow, ...]
    coming: ComingFrom | None = None


@dataclass(frozen=True, slots=True)
class SourceNow:
    id: int
    name: str
    kind: str
    enabled: bool
    last_ok_at: datetime | None  # real time
    last_item_at: datetime | None
    last_error: str
    refused: int
    state: str  # "alive" | "silent" | "error" | "waiting" | "off"
    silence: SilenceNow | None = None  # what it says nothing for, beyond its habit


@dataclass(frozen=True, slots=True)
class OnDuty:
    key: str
    name: str
    title: str
    department: str
    roles: tuple[str, ...]


def brands_now(org: int, at: datetime) -> tuple[BrandNow, ...]:
    """Every brand of an organisation as it stands at `at` (the organisation's time)."""
    rooms = {
        row.brand_id: RoomNow(row.pk, row.title, row.level, row.opened_at)
        for row in Room.objects.filter(org_id=org, is_open=True, kind="crisis").defer("state", "ground")
    }
    ended = Room.objects.filter(org_id=org, is_open=False, closed_at__isnull=False)
    closed = dict(ended.values_list("brand_id").annotate(last=Max("closed_at")).order_by())
    rows = list(Brand.objects.filter(org_id=org))
    ids = [row.pk for row in rows]
    days, sounds, ahead = rhythms(org, ids, at), tones(ids, at), coming_of_all(org, at)
    last_hour, told = counted_each(org, ids, at - timedelta(hours=1), at), claims_of_each(org, ids, at)
    waiting = findings_of_each(org, [one for one in ids if one not in rooms], at, since=closed)
    return tuple(
        BrandNow(
            id=row.pk,
            name=row.name,
            has_words=bool((row.words or {}).get("include")),
            room=rooms.get(row.pk),
            rhythm=days[row.pk],
            last_hour=last_hour.get(row.pk, 0),
            tone=sounds.get(row.pk, ToneSums()),
            claims=told.get(row.pk, ()),
            findings=waiting.get(row.pk, ()),
            coming=ahead.get(row.pk),
        )
        for row in rows
    )


def tones(brands: Collection[int], at: datetime) -> dict[int, ToneSums]:
    """How the posts of each brand's last hour sound, as its analysis remembers them; of silent ones nothing."""
    kept = BrandState.objects.filter(brand__in=brands).values_list("brand", "state")
    hours = ((brand, hour_of(bytes(state))) for brand, state in kept.iterator())
    return {
        brand: hour.window.tone(hour.head // 60, KEPT)
        for brand, hour in hours
        if hour is not None and 0 <= at.timestamp() - hour.head < 60 * KEPT
    }


def counted(org: int, brand: int, since: datetime, until: datetime) -> int:
    """Mentions of a brand in since ≤ t < until, by whole minutes."""
    return counted_each(org, (brand,), since, until).get(brand, 0)


def counted_each(org: int, brands: Collection[int], since: datetime, until: datetime) -> dict[int, int]:
    rows = MinuteCount.objects.filter(org=org, brand__in=brands, minute__gte=since, minute__lt=until)
    return dict(rows.values_list("brand").annotate(total=Sum("count")).order_by())


def findings(org: int, brand: int, at: datetime) -> tuple[FindingNow, ...]:
    """Findings of a brand's last hours that opened no room, newest first, the last of each kind and claim."""
    return findings_of_each(org, (brand,), at, since={}).get(brand, ())


def findings_of_each(
    org: int, brands: Collection[int], at: datetime, *, since: Mapping[int, datetime]
) -> dict[int, tuple[FindingNow, ...]]:
    """The same for many; of a brand in `since` only what came after."""
    newest_first = (F("at").desc(), F("id").desc())
    rows = (
        FindingOut.objects.filter(org=org, brand__in=brands, at__gt=at - FINDING_NEWS, at__lte=at + BIN)
        .annotate(place=Window(RowNumber(), partition_by=F("brand"), order_by=newest_first))
        .filter(place__lte=FINDINGS_READ)
        .order_by("brand", "place")
    )
    silent = tuple(one.key for one in open_silences(org).values())
    kept: dict[int, dict[tuple[str, str | None], FindingNow]] = {}
    for row in rows:
        if row.brand in since and row.at <= since[row.brand]:
            continue
        finding = codec.finding_from(row.body)
        about = finding.claim or finding.category
        if finding.kind is FindingKind.SILENCE:
            if not finding.key.startswith(silent):
                continue  # it has spoken again
            about = finding.key
        kept.setdefault(row.brand, {}).setdefault((row.kind, about), FindingNow(row.pk, finding))
    return {brand: tuple(of_it.values())[:FINDINGS_SHOWN] for brand, of_it in kept.items()}


def room_of(org: int, brand: int) -> int | None:
    """The open room of a brand."""
    return (
        Room.objects.filter(org_id=org, brand_id=brand, is_open=True, kind="crisis")
        .values_list("id", flat=True)
        .first()
    )


def finding(org: int, row: int) -> Finding | None:
    found = FindingOut.objects.filter(org=org, pk=row).first()
    return None if found is None else codec.finding_from(found.body)


def sources(org: int, real_now: datetime) -> tuple[SourceNow, ...]:
    """Every source and whether it is heard. `real_now`: the wall clock, since heartbeats are real."""
    silent = open_silences(org)
    return tuple(
        SourceNow(
            id=row.pk,
            name=row.name,
            kind=row.kind,
            enabled=row.enabled,
            last_ok_at=row.last_ok_at,
            last_item_at=row.last_item_at,
            last_error=row.last_error,
            refused=row.refused_items,
            state=source_state(row, real_now, silent),
            silence=silent.get(row.pk) if row.enabled else None,
        )
        for row in Source.objects.filter(org_id=org)
    )


def source_state(row: Source, real_now: datetime, silent: Container[int]) -> str:
    """An intake is alive unless it was never used; a polled source must have been read lately.

    silent   sources that say nothing where they usually do
    """
    if not row.enabled:
        return "off"
    if row.last_error:
        return "error"
    if row.pk in silent:
        return "silent"
    if row.last_ok_at is None:
        return "waiting"
    if row.kind not in POSTED and real_now - row.last_ok_at > SILENT_AFTER:
        return "silent"
    return "alive"


def on_duty(org: int, at: datetime) -> tuple[OnDuty, ...]:
    """Everybody on duty at `at`, by the rota where one speaks for their roles."""
    now = duty(org, at)
    rows = Person.objects.filter(org_id=org).defer("phone")
    return tuple(
        OnDuty(p.key, p.name, p.title, p.department, tuple(p.roles))
        for p in rows
        if now.on_duty(p.key, p.roles, flag=p.on_duty)
    )


def speed(org: int) -> tuple[bool, int]:
    """(synthetic, how many times as fast as real time the clock runs)."""
    return Org.objects.values_list("synthetic", "clock_speed").get(pk=org)


def zone(org: int) -> str:
    return Org.objects.values_list("zone", flat=True).get(pk=org)


def version(org: int) -> int:
    """A number that changes when a room of the organisation does, what people have in hand, or what they told of.

    It only grows, also when a room closes: a page takes a lower number for something it has seen. A few cheap queries.
    """
    rooms = Room.objects.filter(org_id=org).aggregate(lines=Sum("seq"))["lines"] or 0
    return int(rooms) + on_watch.version(org) + offline_reports.version(org) + public_reports.version(org)
