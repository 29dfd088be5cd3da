"""Everything the Watch shows, read once and handed to its panels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bongsu.crisis.if_now import IfNow
from bongsu.crisis.readiness import Readiness, readiness
from bongsu.store import offline_reports, public_reports
from bongsu.store.clock import real_now
from bongsu.store.handover import HandoverNow, unread
from bongsu.store.offline_reports import OfflineTold
from bongsu.store.on_watch import NOBODY, REPORT, OnWatch, marks
from bongsu.store.public_reports import PublicReport
from bongsu.store.queries import settings as settings_query, watch as query
from bongsu.store.queries.rhythm import Bin
from bongsu.store.queries.spreading import ClaimNow
from bongsu.web.setup.words import category_words
from bongsu.web.watch import if_now
from bongsu.web.watch.chance import SELDOM, VERY_SELDOM, chance_of, chance_words
from bongsu.web.watch.chart import Band, Drawn, band, draw


@dataclass(frozen=True, slots=True)
class ClaimView:
    claim: ClaimNow
    doubling_s: float | None  # seconds; None: not growing, or too few posts to say

    @property
    def category(self) -> str:
        """In words, when a panel is drawn: one view serves readers of both languages."""
        return category_words(self.claim.category)


@dataclass(frozen=True, slots=True)
class BrandView:
    brand: query.BrandNow
    level: int
    drawn: Drawn
    now: Bin  # the last full ten minutes
    band: Band | None
    chance: float | None  # of so many or more in ten ordinary minutes; None: no history yet
    times_usual: float | None
    claims: tuple[ClaimView, ...]
    day_total: int

    @property
    def chance_words(self) -> str:
        return "" if self.chance is None else chance_words(self.chance)

    @property
    def chance_tint(self) -> str:
        """CSS class of the words."""
        if self.chance is None or self.chance > SELDOM:
            return ""
        return "warn" if self.chance > VERY_SELDOM else "bad"


@dataclass(frozen=True, slots=True)
class WatchView:
    org: int
    at: datetime
    brands: tuple[BrandView, ...]
    sources: tuple[query.SourceNow, ...]
    duty: tuple[query.OnDuty, ...]
    readiness: Readiness
    synthetic: bool
    speed: int
    handovers: tuple[HandoverNow, ...]  # not yet read by whoever came on
    if_now: tuple[IfNow, ...]  # levels 3 to 5
    hands: Mapping[int, OnWatch]  # finding → who has it in hand, who saw it
    offline: tuple[OfflineTold, ...] = ()  # the latest to happen first
    reports: tuple[PublicReport, ...] = ()  # that nobody settled, the latest first
    reports_waiting: int = 0  # all of them
    report_hands: Mapping[int, OnWatch] = field(default_factory=dict)

    @property
    def unread_reports(self) -> int:
        """Of those on the screen, that nobody opened and nobody has in hand."""
        hands = (self.report_hands.get(one.id, NOBODY) for one in self.reports)
        return sum(1 for hand in hands if not hand.seen and not hand.by)


def load(org: int, _key: str, at: datetime) -> WatchView:
    synthetic, speed = query.speed(org)
    brands = tuple(brand_view(one) for one in query.brands_now(org, at))
    reports = public_reports.waiting(org, at)
    return WatchView(
        org=org,
        at=at,
        brands=brands,
        sources=query.sources(org, real_now()),
        duty=query.on_duty(org, at),
        readiness=readiness(settings_query.prepared(org, at)),
        synthetic=synthetic,
        speed=speed,
        handovers=unread(org, at),
        if_now=if_now.results(org, at, query.zone(org)),
        offline=offline_reports.latest(org, at),
        reports=reports,
        reports_waiting=public_reports.waiting_count(org, at),
        report_hands=marks(org, [one.id for one in reports], of=REPORT),
        hands=marks(org, [one.row for b in brands for one in b.brand.findings]),
    )


def brand_view(brand: query.BrandNow) -> BrandView:
    bins = brand.rhythm.bins
    # The bin still filling says nothing yet; the one before it is whole.
    now = bins[-2]
    spread = brand.rhythm.spread
    return BrandView(
        brand=brand,
        level=level_of(brand),
        drawn=draw(brand.rhythm),
        now=now,
        band=band(now.usual, spread),
        chance=None if now.usual is None else chance_of(now.count, now.usual, spread),
        times_usual=now.count / now.usual if now.usual else None,
        claims=tuple(ClaimView(claim, claim.doubling_s) for claim in brand.claims),
        day_total=sum(one.count for one in bins),
    )


def level_of(brand: query.BrandNow) -> int:
    """The open room's level; else that of the findings that wait to be weighed; else peace."""
    if brand.room:
        return brand.room.level
    return max((one.finding.level for one in brand.findings), default=1)
