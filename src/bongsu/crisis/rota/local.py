"""Local times of a zone as instants, also where clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=8192)
def instant(day: date, minute: int, zone: str) -> datetime:
    """The instant (UTC) at which a clock on the wall of `zone` shows `minute` minutes after midnight of `day`.

    A time that occurs twice is its first occurrence; one that clocks skip is the instant at which they skip it. So the
    instants of rising local times never fall, and a shift that ends at a time meets the one that begins at it.

    >>> instant(date(2026, 3, 8), 2 * 60 + 30, "America/New_York").isoformat()  # 02:00 became 03:00
    '2026-03-08T07:00:00+00:00'
    >>> instant(date(2026, 11, 1), 60 + 30, "America/New_York").isoformat()  # 01:30 came twice
    '2026-11-01T05:30:00+00:00'
    """
    clock = ZoneInfo(zone)
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    late = wall.replace(tzinfo=clock).astimezone(UTC)
    if late.astimezone(clock).replace(tzinfo=None) == wall:
        return late
    # Skipped: with fold 1 the offset is the one after the change, which gives an instant before it.
    early = wall.replace(tzinfo=clock, fold=1).astimezone(UTC)
    return _change_between(early, late, clock)


def _change_between(early: datetime, late: datetime, clock: ZoneInfo) -> datetime:
    """The first second with the offset that holds at `late`."""
    before = early.astimezone(clock).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        if middle.astimezone(clock).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late
