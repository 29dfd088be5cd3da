"""Brands' days against their usual: ten-minute bins of the last day, each with what is usual for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Func, Sum

from bongsu.store.mentions.models import MinuteCount

BIN = timedelta(minutes=10)
DAY = timedelta(hours=24)
#: How far back "usual" looks: the same time of the week, this many weeks ago, and the bins beside it.
WEEKS = 4
BESIDE = 2

_BIN_S = int(BIN.total_seconds())
_BINS = DAY // BIN
_WEEK = timedelta(weeks=1) // BIN
#: Number of a bin since 1970 → mentions in it.
_Counts = Mapping[int, int]


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


def floor(at: datetime) -> datetime:
    """The start of the ten minutes that `at` lies in."""
    return at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)


def rhythms(org: int, brands: Collection[int], at: datetime) -> dict[int, Rhythm]:
    """The last 24 h of each brand in ten-minute bins, each with what is usual for it.

    Usual: the mean over the same ten minutes and the `BESIDE` bins on either side, one to four weeks earlier. A week
    without a single mention around that time does not count as history.
    """
    first = _number(at) - _BINS + 1
    days = _counted(org, brands, first, first + _BINS)
    weeks = [
        _counted(org, brands, first - week * _WEEK - BESIDE, first - week * _WEEK + _BINS + BESIDE)
        for week in range(1, WEEKS + 1)
    ]
    return {brand: _rhythm(first, days.get(brand, {}), [week.get(brand, {}) for week in weeks]) for brand in brands}


def _rhythm(first: int, day: _Counts, weeks: Sequence[_Counts]) -> Rhythm:
    """weeks: the counts around the same day one, two, … weeks earlier."""
    earlier = [(past, week * _WEEK) for week, past in enumerate(weeks, 1) if past]
    made, unrest = [], []
    for number in range(first, first + _BINS):
        usual = [_around(past, number - shift) for past, shift in earlier]
        mean = sum(usual) / len(usual) if usual else None
        start = datetime.fromtimestamp(number * _BIN_S, UTC)
        made.append(Bin(start, day.get(number, 0), mean, len(usual)))
        if mean:
            unrest += [(past.get(number - shift, 0) - mean) ** 2 / mean for past, shift in earlier]
    return Rhythm(tuple(made), max(1.0, sum(unrest) / len(unrest)) if unrest else 1.0)


def _around(counts: _Counts, number: int) -> float:
    return sum(counts.get(near, 0) for near in range(number - BESIDE, number + BESIDE + 1)) / (2 * BESIDE + 1)


def _number(at: datetime) -> int:
    return int(at.timestamp()) // _BIN_S


class _BinOf(Func):
    """Number of the bin that an instant lies in: the database adds up, so that a busy week is a few hundred rows."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / {_BIN_S}"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"CAST(floor(extract(epoch FROM %(expressions)s) / {_BIN_S}) AS bigint)"
        return self.as_sql(compiler, connection, template=template, **context)


def _counted(org: int, brands: Collection[int], since: int, until: int) -> dict[int, dict[int, int]]:
    """Brand → bin → mentions, of the bins since ≤ number < until that have any."""
    edges = {
        "minute__gte": datetime.fromtimestamp(since * _BIN_S, UTC),
        "minute__lt": datetime.fromtimestamp(until * _BIN_S, UTC),
    }
    rows = MinuteCount.objects.filter(org=org, brand__in=brands, **edges).annotate(bin=_BinOf("minute"))
    found: dict[int, dict[int, int]] = {}
    for brand, number, count in rows.values_list("brand", "bin").annotate(total=Sum("count")).order_by():
        found.setdefault(brand, {})[number] = count
    return found
