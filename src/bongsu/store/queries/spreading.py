"""The claims that spread about brands now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from bongsu.sense.claim import doubling_s, spread_of
from bongsu.store.mentions.models import Claim, Mention
from bongsu.store.queries.rhythm import BIN, floor

#: A claim older than this is history, not news.
CLAIM_NEWS = timedelta(hours=6)
CLAIMS_SHOWN = 6
_HALF = timedelta(minutes=30)


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


def claims(org: int, brand: int, at: datetime) -> tuple[ClaimNow, ...]:
    """The largest claims told of a brand in the last hours, by distinct authors."""
    return claims_of_each(org, (brand,), at).get(brand, ())


def claims_of_each(org: int, brands: Collection[int], at: datetime) -> dict[int, tuple[ClaimNow, ...]]:
    """The same for many; a brand without any is left out."""
    recent = Claim.objects.filter(org=org, brand__in=brands, last_at__gte=at - CLAIM_NEWS, last_at__lte=at + BIN)
    order = (F("authors").desc(), F("size").desc(), F("id").asc())
    chosen = list(
        recent.filter(size__gte=2)
        .annotate(place=Window(RowNumber(), partition_by=F("brand"), order_by=order))
        .filter(place__lte=CLAIMS_SHOWN)
        .defer("evidence")
        .order_by("brand", "place")
    )
    posts = Mention.objects.filter(org=org, key__in={c.first_mention for c in chosen})
    firsts = {post.key: post for post in posts.only("key", "source", "url")}
    found: dict[int, tuple[ClaimNow, ...]] = {}
    for row in chosen:
        found[row.brand] = (*found.get(row.brand, ()), claim_now(row, firsts.get(row.first_mention), at))
    return found


def claim_now(row: Claim, first: Mention | None, at: datetime) -> ClaimNow:
    """A stored claim as it stands at `at`; `first` is its first post, None where it is no longer kept."""
    # The bin still filling counts: what is said right now matters most.
    edge = floor(at) + BIN
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
        lately=spread.posts_between(edge - _HALF, edge),
        before=spread.posts_between(edge - 2 * _HALF, edge - _HALF),
        path=tuple(Place(s, datetime.fromtimestamp(p.at, UTC), p.posts, p.mention) for s, p in spread.path),
        elsewhere=spread.elsewhere,
    )
