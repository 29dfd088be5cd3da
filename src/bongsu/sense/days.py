"""Streams that know the day and not the minute: every post stands at 00:00. They are measured day by day.

A day's posts are held against the brand's usual day: a moving average of at most 28 days, days without a post among
them, under the same negative binomial as the windows of the hour (`surprise`). A stream is one of days while most of
its posts stand at midnight, in UTC or in the brand's zone, of at least two days; else a post at midnight is a post like
any other.

Before three days are known there is no usual day. Then volume says nothing, and what is said has to speak alone: a
first day, or one of the next two with at least twice the posts of those before, is *open* to be told of by its weight
(`weigh`).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bongsu.sense.surprise import Look, surprise

DAY_S = 86_400
ENOUGH_DAYS = 3
MEMORY_DAYS = 28
#: A day without a usual is looked at from so many posts on, and from so many times the days before it.
OPEN_LEAST, OPEN_TIMES = 10, 2.0
_ALPHA_PRIOR, _PRIOR_DAYS, _ALPHA_LEAST = 0.1, 5.0, 0.02
_CLIP_SD = 4.0
_KEPT_POSTS = 10
_MEMORY_POSTS = 1000


class Days(msgspec.Struct, array_like=True):
    """Everything known of a stream's days."""

    seen: float = 0.0  # posts, fading
    stamped: float = 0.0  # of these at midnight
    day: int | None = None
    count: int = 0
    first: list[tuple[int, str]] = []
    last: list[tuple[int, str]] = []
    known: int = 0
    mean: float = 0.0
    spread: float = 0.0  # mean square distance from the mean

    @property
    def hold(self) -> bool:
        """Whether this is a stream of days."""
        return self.known > 0 and 2 * self.stamped > self.seen

    @property
    def open(self) -> bool:
        """Whether nobody knows this day's usual, and it may be a crowd: most posts stand at midnight, and enough do."""
        if self.known >= ENOUGH_DAYS or 2 * self.stamped <= self.seen:
            return False
        return self.count >= max(OPEN_LEAST, OPEN_TIMES * self.mean)

    def hear(self, at: int, key: str, zone: ZoneInfo) -> bool:
        """Take one post in. Returns whether it counts by its day."""
        stamped = at % DAY_S == 0 or _local_midnight(at, zone)
        if self.seen >= _MEMORY_POSTS:
            self.seen *= 0.5
            self.stamped *= 0.5
        self.seen += 1
        if not stamped:
            return False
        self.stamped += 1
        self._go_to((at + DAY_S // 2) // DAY_S)
        self.count += 1
        kept = self.first if len(self.first) < _KEPT_POSTS else self.last
        kept.append((at, key))
        del self.last[:-_KEPT_POSTS]
        return self.hold

    def look(self) -> Look | None:
        """Today so far against the usual day; None as long as too few days are known."""
        if self.known < ENOUGH_DAYS or not self.hold:
            return None
        expected = max(self.mean, 0.5)
        excess = (self.spread - self.mean) / (expected * expected)
        alpha = (excess * self.known + _ALPHA_PRIOR * _PRIOR_DAYS) / (self.known + _PRIOR_DAYS)
        return Look(DAY_S // 60, self.count, expected, surprise(self.count, expected, max(alpha, _ALPHA_LEAST)))

    def posts(self) -> list[tuple[int, str]]:
        return self.first + self.last

    def _go_to(self, day: int) -> None:
        if self.day is None:
            self.day = day
        if day <= self.day:
            return
        self._learn(self.count)
        for _ in range(min(day - self.day - 1, MEMORY_DAYS)):
            self._learn(0)
        self.day, self.count, self.first, self.last = day, 0, [], []

    def _learn(self, count: int) -> None:
        share = 1 / min(self.known + 1, MEMORY_DAYS)
        off = count - self.mean
        if self.known >= ENOUGH_DAYS:
            off = min(off, _CLIP_SD * max(self.spread, self.mean, 1.0) ** 0.5)
        self.mean += share * off
        if self.known:
            self.spread += share * (off * off - self.spread)
        self.known += 1


def _local_midnight(at: int, zone: ZoneInfo) -> bool:
    if at % 900:
        return False
    local = datetime.fromtimestamp(at, zone)
    return local.hour == local.minute == local.second == 0
