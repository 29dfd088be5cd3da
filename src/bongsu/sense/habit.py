"""When a source usually speaks, and whether its silence is beyond that.

Time is stretched by the source's own rate for each hour of the week (the time-rescaling theorem; Brown et al. 2002,
Neural Computation 14(2):325-346): a night in which it never speaks takes no time at all, so that one limit on the
stretched gap means the same at three in the morning and at ten. The limit is the source's own: half as much again as
the gap that one in two hundred of its gaps exceeds, and at least six moments missed.

On a public holiday a source may do as on that weekday, as on a Sunday, or as on other holidays: the least of the three
is expected. What it does on holidays is learned apart, and only from days that are over.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

HOURS = 168
#: After the hours of the week stand those of a public holiday.
SLOTS = HOURS + 24
SUNDAY = 6 * 24
#: Memory of an hour of the week, in weeks; then old and new count half and half.
WEEKS = 8.0
#: Before so many hours and moments nothing is called a silence: a sparse source never is.
LEARNED_HOURS, LEARNED_MOMENTS = 168.0, 30.0
LEAST_MISSED = 6.0
#: While few gaps are known, their quantile means little: more must be missed.
FEW_GAPS, LEAST_MISSED_EARLY = 50.0, 10.0
SLACK, RARE = 1.5, 0.005
LEAST_SILENCE = timedelta(minutes=10)
#: Gaps are counted by size: bin n begins at FIRST_BIN × STEP ** n moments.
FIRST_BIN, STEP, BINS = 0.1, 1.25, 48
#: A gap longer than this teaches nothing about single hours any more.
LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence beyond the habit."""

    since: datetime
    missed: float  # moments of news that were to be expected meanwhile
    limit: float  # moments that may be missed
    usual_s: int  # seconds between two moments in those hours of it in which the source speaks; whole minutes


@dataclass(slots=True)
class Habit:
    """What a source does in a week. A moment is a minute in which it brought something new.

    hits, seen   moments and hours listened, by hour of the week (0: Monday 0–1 h in the source's zone), then by hour of
                 a public holiday
    gaps         how often a gap of each size was seen

    >>> habit, at = Habit(), datetime(2026, 3, 2, tzinfo=UTC)
    >>> for minute in range(0, 15 * 24 * 60, 10):
    ...     habit.learn_one(at + timedelta(minutes=minute), ZoneInfo("UTC"))
    >>> end = at + timedelta(minutes=15 * 24 * 60 - 10)
    >>> habit.judge(end + timedelta(minutes=50), ZoneInfo("UTC")) is None
    True
    >>> habit.judge(end + timedelta(minutes=80), ZoneInfo("UTC")).usual_s
    600
    """

    hits: list[float] = field(default_factory=lambda: [0.0] * SLOTS)
    seen: list[float] = field(default_factory=lambda: [0.0] * SLOTS)
    gaps: list[float] = field(default_factory=lambda: [0.0] * BINS)
    heard: datetime | None = None

    def learn_one(self, at: datetime, zone: ZoneInfo, off: Collection[date] = ()) -> None:
        """It brought something new at `at`. O(1): at most two weeks of hours are walked. `off`: public holidays."""
        if self.heard is not None and at > self.heard:
            if self.is_learned:
                self._count_gap(self.missed(self.heard, at, zone, off))
            for hour, hours in _walk(max(self.heard, at - LONGEST), at, zone, off):
                self.seen[hour.slot] += hours
        slot = _hour(at, zone, off).slot
        self.hits[slot] += 1.0
        if self.seen[slot] > WEEKS:
            self.hits[slot] /= 2
            self.seen[slot] /= 2
        self.heard = at if self.heard is None else max(at, self.heard)

    def deaf_until(self, at: datetime) -> None:
        """We did not listen up to `at`: nothing is known of that time."""
        if self.heard is not None:
            self.heard = at

    @property
    def is_learned(self) -> bool:
        return sum(self.seen) >= LEARNED_HOURS and sum(self.hits) >= LEARNED_MOMENTS

    def judge(self, at: datetime, zone: ZoneInfo, off: Collection[date] = ()) -> Quiet | None:
        """The silence that stands at `at`, if it is one. `off`: public holidays."""
        if self.heard is None or at - self.heard < LEAST_SILENCE or not self.is_learned:
            return None
        limit = self.limit
        missed = spoken_h = 0.0
        for hour, hours in _walk(max(self.heard, at - LONGEST), at, zone, off):
            rate = self._expected(hour)
            missed += rate * hours
            spoken_h += hours if rate > 0 else 0.0
        if missed <= limit:
            return None
        return Quiet(self.heard, missed, limit, max(60, 60 * round(60 * spoken_h / missed)))

    def missed(self, since: datetime, until: datetime, zone: ZoneInfo, off: Collection[date] = ()) -> float:
        """Moments to be expected in this time."""
        walked = _walk(max(since, until - LONGEST), until, zone, off)
        return sum(self._expected(hour) * hours for hour, hours in walked)

    @property
    def limit(self) -> float:
        """Moments that may be missed before it is a silence."""
        total = sum(self.gaps)
        if total < FEW_GAPS:
            return LEAST_MISSED_EARLY
        beyond = 0.0
        for n in range(BINS - 1, -1, -1):
            beyond += self.gaps[n]
            if beyond > RARE * total:
                return max(LEAST_MISSED, SLACK * FIRST_BIN * STEP ** (n + 1))
        return LEAST_MISSED

    def _expected(self, hour: "_Hour") -> float:
        """Moments an hour; on a holiday the least that weekday, Sunday and other holidays let expect."""
        usual = self._rate(hour.of_week)
        if hour.slot == hour.of_week:
            return usual
        own = self.hits[hour.slot] / self.seen[hour.slot] if self.seen[hour.slot] >= 0.5 else usual
        return min(usual, self._rate(SUNDAY + hour.of_week % 24), own)

    def _rate(self, slot: int) -> float:
        """Moments an hour, on the careful side: no more than this hour of all days brings, and none unheard of."""
        if self.seen[slot] < 0.5:
            return 0.0
        same_hour = range(slot % 24, HOURS, 24)
        daily = sum(self.hits[n] for n in same_hour) / sum(self.seen[n] for n in same_hour)
        return min(self.hits[slot] / self.seen[slot], daily)

    def _count_gap(self, missed: float) -> None:
        size, n = FIRST_BIN, 0
        while missed >= size * STEP and n < BINS - 1:
            size, n = size * STEP, n + 1
        self.gaps[n] += 1.0
        if sum(self.gaps) > 20_000:
            self.gaps = [count / 2 for count in self.gaps]

    def plain(self) -> Mapping[str, Any]:
        """As JSON; `heard` is kept beside it."""
        return {name: [round(x, 4) for x in getattr(self, name)] for name in ("hits", "seen", "gaps")}


def habit_of(plain: Mapping[str, Any], heard: datetime | None) -> Habit:
    """Raises nothing: what is not a habit of ours begins anew. One that knows no holidays yet goes on."""
    hits, seen, gaps = (list(plain.get(name) or ()) for name in ("hits", "seen", "gaps"))
    if len(hits) == len(seen) == HOURS:
        hits, seen = hits + [0.0] * 24, seen + [0.0] * 24
    if (len(hits), len(seen), len(gaps)) != (SLOTS, SLOTS, BINS):
        return Habit(heard=heard)
    return Habit(hits, seen, gaps, heard)


class _Hour(NamedTuple):
    slot: int  # where it is learned
    of_week: int


def _hour(at: datetime, zone: ZoneInfo, off: Collection[date]) -> _Hour:
    local = at.astimezone(zone)
    of_week = local.weekday() * 24 + local.hour
    return _Hour(HOURS + local.hour if local.date() in off else of_week, of_week)


def _walk(since: datetime, until: datetime, zone: ZoneInfo, off: Collection[date]) -> Iterator[tuple[_Hour, float]]:
    """(an hour, how much of it) from `since` to `until`."""
    at = since.astimezone(UTC)
    while at < until:
        end = min(until, at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        yield _hour(at, zone, off), (end - at).total_seconds() / 3600
        at = end.astimezone(UTC)
