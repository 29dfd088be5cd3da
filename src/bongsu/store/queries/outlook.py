"""What waiting costs a brand now: the projection of `sense.outlook`, from what is stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.sense.outlook import BLOCK, Outlook, project
from bongsu.store.mentions.models import Mention
from bongsu.store.queries.pulse import WEEKS, Pulse, counts_between

HORIZONS_MIN = (30, 60, 180)
#: Mentions looked at for how many people wrote them.
LATELY = 1_000


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
