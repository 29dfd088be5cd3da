"""What the Watch shows: each brand's last day against its usual, claims, findings waiting, sources, who is on duty."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Sum

from bongsu.core.values import Finding, FindingKind
from bongsu.sense.claim import doubling_s, spread_of
from bongsu.sense.memory import taken_over
from bongsu.sense.tone import ToneSums
from bongsu.sense.window import KEPT, Window
from bongsu.store import codec, offline_reports, on_watch, public_reports
from bongsu.store.mentions.models import BrandState, Claim, FindingOut, Mention, MinuteCount
from bongsu.store.operations.models import Brand, Org, Person, Room, Source
from bongsu.store.queries.outlook import ComingFrom, coming_of_all
from bongsu.store.rota import duty
from bongsu.store.silences import SilenceNow, open_silences

BIN = timedelta(minutes=10)
DAY = timedelta(hours=24)
#: How far back "usual" looks: the same time of the week, this many weeks ago, and the bins beside it.
WEEKS = 4
BESIDE = 2
#: A claim or a finding older than this is history, not news.
CLAIM_NEWS = timedelta(hours=6)
FINDING_NEWS = timedelta(hours=12)
CLAIMS_SHOWN = 6
FINDINGS_SHOWN = 5
#: A source that was not read without an error for so long is silent (real time).
SILENT_AFTER = timedelta(minutes=10)
#: Kinds of source that nobody polls: others post to them.
POSTED = ("intake", "tickets", "clip", "report")


@dataclass(frozen=True, slots=True)
class Bin:
    """Ten minutes of mentions."""

    start: datetime
    count: int
    usual: float | None  # mentions usual for such ten minutes; None: no history yet
    weeks: int  # how many earlier weeks `usual` rests on


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A day of bins, and how unruly the brand's ordinary days are."""

    bins: tuple[Bin, ...]  # oldest first, the last one still filling
    spread: float  # variance over mean of ordinary bins, ≥ 1 (1: Poisson)


@dataclass(frozen=True, slots=True)
class RoomNow:
    id: int
    title: str
    level: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim was seen, and from when on."""

    source: str
    at: datetime
    posts: int
    mention: str  # key of the first post there


@dataclass(frozen=True, slots=True)
class ClaimNow:
    key: str
    text: str
    size: int
    authors: int
    copies: int
    first_at: datetime
    last_at: datetime
    category: str
    first_source: str
    first_url: str
    first_mention: str  # its key
    #: Posts in the last half hour and in the half hour before it, by bins of ten minutes.
    lately: int
    before: int
    path: tuple[Place, ...] = ()  # in the order in which it was first seen there
    elsewhere: int = 0  # posts at further places

    @property
    def doubling_s(self) -> float | None:
        """Seconds in which posts double at the pace of the last hour; None: not growing, or too few to say."""
        return doubling_s(self.lately, self.before)

    @property
    def copied_pct(self) -> int:
        """Of the posts after the first, the share that is nearly the same word for word."""
        return round(100 * self.copies / max(1, self.size - 1))


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
    rhythm: "Rhythm"
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
    closed = dict(
        Room.objects.filter(org_id=org, is_open=False, closed_at__isnull=False)
        .order_by("closed_at")
        .values_list("brand_id", "closed_at")
    )
    ahead, found = coming_of_all(org, at), []
    for row in Brand.objects.filter(org_id=org):
        room = rooms.get(row.pk)
        found.append(
            BrandNow(
                id=row.pk,
                name=row.name,
                has_words=bool((row.words or {}).get("include")),
                room=room,
                rhythm=rhythm(org, row.pk, at),
                last_hour=counted(org, row.pk, at - timedelta(hours=1), at),
                tone=tone(row.pk, at),
                claims=claims(org, row.pk, at),
                findings=() if room else findings(org, row.pk, at, since=closed.get(row.pk)),
                coming=ahead.get(row.pk),
            )
        )
    return tuple(found)


def tone(brand: int, at: datetime) -> ToneSums:
    """How the posts of a brand's last hour sound, as its analysis remembers them."""
    kept = BrandState.objects.filter(brand=brand).values_list("state", flat=True).first()
    memory = None if kept is None else taken_over(bytes(kept))
    if memory is None or memory.head is None or not 0 <= at.timestamp() - memory.head < 60 * KEPT:
        return ToneSums()
    return Window(memory.window).tone(memory.head // 60, KEPT)


def counted(org: int, brand: int, since: datetime, until: datetime) -> int:
    rows = MinuteCount.objects.filter(org=org, brand=brand, minute__gte=since, minute__lt=until)
    return sum(rows.values_list("count", flat=True))


def rhythm(org: int, brand: int, at: datetime) -> Rhythm:
    """The last 24 h in ten-minute bins, each with what is usual for it.

    Usual: the mean over the same ten minutes and the `BESIDE` bins on either side, one to four weeks earlier. A week
    without a single mention around that time does not count as history.
    """
    last = floor(at)
    start = last - DAY + BIN
    counts = _binned(org, brand, start, last + BIN)
    earlier = []
    for week in range(1, WEEKS + 1):
        shift = timedelta(weeks=week)
        past = _binned(org, brand, start - shift - BESIDE * BIN, last + BIN - shift + BESIDE * BIN)
        if past:
            earlier.append((shift, past))
    made, unrest = [], []
    for i in range(DAY // BIN):
        when = start + i * BIN
        usual = [_around(past, when - shift) for shift, past in earlier]
        mean = sum(usual) / len(usual) if usual else None
        made.append(Bin(when, counts.get(when, 0), mean, len(usual)))
        if mean:
            unrest += [(past.get(when - shift, 0) - mean) ** 2 / mean for shift, past in earlier]
    return Rhythm(tuple(made), max(1.0, sum(unrest) / len(unrest)) if unrest else 1.0)


def _around(counts: Mapping[datetime, int], when: datetime) -> float:
    return sum(counts.get(when + i * BIN, 0) for i in range(-BESIDE, BESIDE + 1)) / (2 * BESIDE + 1)


def _binned(org: int, brand: int, since: datetime, until: datetime) -> dict[datetime, int]:
    rows = MinuteCount.objects.filter(org=org, brand=brand, minute__gte=since, minute__lt=until)
    counts: dict[datetime, int] = {}
    for minute, count in rows.values_list("minute", "count"):
        start = floor(minute)
        counts[start] = counts.get(start, 0) + count
    return counts


def floor(at: datetime) -> datetime:
    """The start of the ten minutes that `at` lies in."""
    return at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)


def claims(org: int, brand: int, at: datetime) -> tuple[ClaimNow, ...]:
    """The largest claims told in the last hours, by distinct authors."""
    rows = (
        Claim.objects.filter(org=org, brand=brand, last_at__gte=at - CLAIM_NEWS, last_at__lte=at + BIN)
        .filter(size__gte=2)
        .defer("evidence")
        .order_by("-authors", "-size")[:CLAIMS_SHOWN]
    )
    chosen = list(rows)
    firsts = {
        m.key: m
        for m in Mention.objects.filter(org=org, key__in=[c.first_mention for c in chosen]).only("key", "source", "url")
    }
    return tuple(claim_now(c, firsts.get(c.first_mention), at) for c in chosen)


def claim_now(row: Claim, first: Mention | None, at: datetime) -> ClaimNow:
    """A stored claim as it stands at `at`; `first` is its first post, None where it is no longer kept."""
    half = timedelta(minutes=30)
    # The bin still filling counts: what is said right now matters most.
    edge = datetime.fromtimestamp((at.timestamp() // BIN.total_seconds() + 1) * BIN.total_seconds(), UTC)
    spread = spread_of(bytes(row.memory))
    return ClaimNow(
        key=row.key,
        text=row.text,
        size=row.size,
        authors=row.authors,
        copies=row.copies,
        first_at=row.first_at,
        last_at=row.last_at,
        category=row.category,
        first_source=first.source if first else "",
        first_url=first.url if first else "",
        first_mention=row.first_mention,
        lately=spread.posts_between(edge - half, edge),
        before=spread.posts_between(edge - 2 * half, edge - half),
        path=tuple(Place(s, datetime.fromtimestamp(p.at, UTC), p.posts, p.mention) for s, p in spread.path),
        elsewhere=spread.elsewhere,
    )


def findings(org: int, brand: int, at: datetime, *, since: datetime | None = None) -> tuple[FindingNow, ...]:
    """Findings of the last hours that opened no room, newest first, the last of each kind and claim."""
    after = max(at - FINDING_NEWS, since or at - FINDING_NEWS)
    rows = FindingOut.objects.filter(org=org, brand=brand, at__gt=after, at__lte=at + BIN).order_by("-at", "-id")[:60]
    kept: dict[tuple[str, str | None], FindingNow] = {}
    silent = tuple(one.key for one in open_silences(org).values())
    for row in rows:
        finding = codec.finding_from(row.body)
        about = finding.claim or finding.category
        if finding.kind is FindingKind.SILENCE:
            if not finding.key.startswith(silent):
                continue  # it has spoken again
            about = finding.key
        kept.setdefault((row.kind, about), FindingNow(row.pk, finding))
    return tuple(kept.values())[:FINDINGS_SHOWN]


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
