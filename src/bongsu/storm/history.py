"""The quiet weeks before a storm: what a listener would have counted, and yesterday's posts to look at."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from bongsu.storm.play import Storm, StormPost

_PAST = 9  # the stream of chance kept for the past


def minute_counts(storm: Storm, start: datetime, seed: int, *, weeks: int = 4) -> dict[datetime, int]:
    """Ordinary mentions per minute (UTC, whole minutes, zeros left out) in the `weeks` before `start`.

    Drawn from the very rhythm and self-excitation that `Storm.posts` goes on with, so no seam shows at `start`; the
    last 24 hours count exactly the posts of `earlier_posts`.

    Raises:
        ValueError: `start` has no zone.
    """
    counts: Counter[datetime] = Counter()
    begin = start.astimezone(UTC) - timedelta(weeks=weeks)
    day = start - timedelta(days=1)
    for second in _times(storm, begin, (weeks * 7 - 1) * 86_400, seed, 0):
        counts[_minute(begin, second)] += 1
    for second in _times(storm, day, 86_400, seed, 1):
        counts[_minute(day, second)] += 1
    return dict(counts)


def earlier_posts(storm: Storm, start: datetime, seed: int, *, hours: float = 24.0) -> Iterator[StormPost]:
    """The ordinary posts of the `hours` (at most 24) before `start`, in time order; ids "storm-<seed>-before-<n>".

    Raises:
        ValueError: more than 24 hours asked, or `start` has no zone.
    """
    if not 0 < hours <= 24:
        raise ValueError(f"earlier posts reach back at most 24 hours, not {hours}")
    if start.tzinfo is None:
        raise ValueError(f"{start.isoformat()} has no zone")
    day = start - timedelta(days=1)
    since = start - timedelta(hours=hours)
    posts = storm.ordinary_posts(day, _times(storm, day, 86_400, seed, 1), seed + _PAST, f"storm-{seed}-before-")
    return (post for post in takewhile(lambda post: post.ts < start, posts) if post.ts >= since)


def _times(storm: Storm, start: datetime, until_s: float, seed: int, part: int) -> Iterator[float]:
    if start.tzinfo is None:
        raise ValueError(f"{start.isoformat()} has no zone")
    return storm.ordinary_times(start, until_s, seed, _PAST, part)


def _minute(start: datetime, second: float) -> datetime:
    moment = (start + timedelta(milliseconds=int(second * 1000))).astimezone(UTC)
    return moment.replace(second=0, microsecond=0)
