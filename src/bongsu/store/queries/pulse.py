"""How many mentions a minute, against what is usual for the hour: the numbers behind a room's chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.store.mentions.models import MinuteCount

MINUTE = timedelta(minutes=1)
SPAN = timedelta(hours=3)
#: "Usual" is drawn from the same time of the week, so many weeks back, this much before and after.
WEEKS = 4
BESIDE = timedelta(minutes=30)
STEP = timedelta(minutes=10)
LATELY = 5  # minutes in "now"


@dataclass(frozen=True, slots=True)
class Usual:
    """The spread of per-minute counts around one time of the week."""

    low: float  # 5th percentile, mentions a minute
    mean: float
    high: float  # 95th percentile
    weeks: int  # how many earlier weeks it rests on


@dataclass(frozen=True, slots=True)
class Minute:
    start: datetime
    count: int
    usual: Usual | None


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last three hours, whole minutes only, oldest first."""

    minutes: tuple[Minute, ...]

    @property
    def total(self) -> int:
        return sum(minute.count for minute in self.minutes)

    @property
    def per_minute(self) -> float:
        """Mean of the last five minutes, mentions a minute."""
        last = self.minutes[-LATELY:]
        return sum(minute.count for minute in last) / len(last) if last else 0.0

    @property
    def last_hour(self) -> int:
        return sum(minute.count for minute in self.minutes[-60:])

    @property
    def usual(self) -> Usual | None:
        return self.minutes[-1].usual if self.minutes else None

    @property
    def times(self) -> float | None:
        """How many times the usual; None without history."""
        return self.per_minute / self.usual.mean if self.usual and self.usual.mean else None

    @property
    def peak(self) -> Minute | None:
        return max(self.minutes, key=lambda minute: minute.count, default=None)

    def tens(self) -> tuple[tuple[datetime, int, float | None], ...]:
        """(start, mentions in ten minutes, usual for ten minutes), newest first: the chart in words."""
        found = []
        for i in range(0, len(self.minutes), 10):
            part = self.minutes[i : i + 10]
            usual = part[0].usual
            found.append((part[0].start, sum(p.count for p in part), usual.mean * len(part) if usual else None))
        return tuple(reversed(found))


def pulse(org: int, brand: int, at: datetime) -> Pulse:
    """The last `SPAN` before the minute that `at` lies in. Reads at most (1 + WEEKS) × 4 h of minute rows."""
    end = at.replace(second=0, microsecond=0)
    start = end - SPAN
    counts = counts_between(org, brand, start, end)
    earlier = []
    for week in range(1, WEEKS + 1):
        shift = timedelta(weeks=week)
        past = counts_between(org, brand, start - shift - BESIDE, end - shift + BESIDE)
        if past:  # a week without one mention around that time is no history
            earlier.append({when + shift: count for when, count in past.items()})
    usual = {start + i * STEP: _usual(earlier, start + i * STEP) for i in range(SPAN // STEP)}
    return Pulse(
        tuple(
            Minute(when, counts.get(when, 0), usual[start + (i // 10) * STEP])
            for i, when in ((i, start + i * MINUTE) for i in range(SPAN // MINUTE))
        )
    )


def _usual(earlier: list[dict[datetime, int]], around: datetime) -> Usual | None:
    if not earlier:
        return None
    first, span = around - BESIDE, (2 * BESIDE + STEP) // MINUTE
    sample = sorted(week.get(first + i * MINUTE, 0) for week in earlier for i in range(span))
    last = len(sample) - 1
    return Usual(sample[last * 5 // 100], sum(sample) / len(sample), sample[-(-last * 95 // 100)], len(earlier))


def counts_between(org: int, brand: int, since: datetime, until: datetime) -> Mapping[datetime, int]:
    rows = MinuteCount.objects.filter(org=org, brand=brand, minute__gte=since, minute__lt=until)
    return dict(rows.values_list("minute", "count"))
