"""What waiting costs a brand now (`sense.outlook`), and what comes, as it was told at the full hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.sense.outlook import BLOCK, Outlook, project
from bongsu.store.mentions.models import Foretold, Mention
from bongsu.store.queries.pulse import WEEKS, Pulse, counts_between

HORIZONS_MIN = (30, 60, 180)
#: Mentions looked at for how many people wrote them.
LATELY = 1_000
#: What was told longer ago is not shown as what comes.
FRESH = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Coming:
    """Mentions over the next `hours` from a full hour on: the middle, half of all cases, four of five."""

    hours: int
    middle: int
    half_low: int
    half_high: int
    most_low: int
    most_high: int


@dataclass(frozen=True, slots=True)
class ComingFrom:
    hour: datetime
    spans: tuple[Coming, ...]


def coming(brand: int, at: datetime) -> ComingFrom | None:
    """What `flows.foretell` told of a brand at the last full hour; None: that is old, or too little was known."""
    row = Foretold.objects.filter(brand=brand).first()
    return None if row is None else _fresh(row, at)


def coming_of_all(org: int, at: datetime) -> dict[int, ComingFrom]:
    """The same for every brand of an organisation of which it is told, by id."""
    told = ((row.brand, _fresh(row, at)) for row in Foretold.objects.filter(org=org))
    return {brand: said for brand, said in told if said is not None}


def _fresh(row: Foretold, at: datetime) -> ComingFrom | None:
    if not row.coming or not timedelta() <= at - row.hour < FRESH:
        return None
    spans = []
    for hours, _mean, (p10, p25, p50, p75, p90) in row.coming:
        spans.append(Coming(hours, round(p50), round(p25), round(p75), round(p10), round(p90)))
    return ComingFrom(row.hour, tuple(spans))


def outlooks(org: int, brand: int, at: datetime, seen: Pulse) -> tuple[Outlook, ...]:
    """One for each of HORIZONS_MIN. Empty while less than an hour is known."""
    counts = [minute.count for minute in seen.minutes]
    if len(counts) < 60:
        return ()
    usual, share = _usual(org, brand, at), _authors_pct(org, brand, at)
    return tuple(project(counts, usual=usual, minutes=minutes, authors_pct=share) for minutes in HORIZONS_MIN)


def _usual(org: int, brand: int, at: datetime) -> Sequence[float]:
    """Mean rate, mentions a minute, of the same blocks in earlier weeks; 0 where there is no history."""
    blocks = max(HORIZONS_MIN) // BLOCK
    start = at.replace(second=0, microsecond=0)
    sums, weeks = [0.0] * blocks, 0
    for week in range(1, WEEKS + 1):
        since = start - timedelta(weeks=week)
        past = counts_between(org, brand, since, since + timedelta(minutes=BLOCK * blocks))
        weeks += bool(past)
        for when, count in past.items():
            sums[int((when - since).total_seconds()) // (60 * BLOCK)] += count
    return [total / (BLOCK * weeks) if weeks else 0.0 for total in sums]


def _authors_pct(org: int, brand: int, at: datetime) -> int:
    """Distinct authors for 100 mentions of the last hour; mentions without an author count as one each."""
    rows = Mention.objects.filter(org=org, brand=brand, ts__gt=at - timedelta(hours=1), ts__lte=at)
    authors = list(rows.order_by("-ts").values_list("author", flat=True)[:LATELY])
    if not authors:
        return 100
    named = [name for name in authors if name]
    return 100 * (len(set(named)) + len(authors) - len(named)) // len(authors)
