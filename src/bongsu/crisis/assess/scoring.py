"""How good was a forecast? Scores that are best, in the long run, for whoever says what they think.

press chance   Brier score (Brier 1950, Monthly Weather Review 78(1):1–3): (p − o)². 0 is perfect, 1 the opposite;
               whoever always says 50 % has 0.25.
volume         pinball loss (Koenker & Bassett 1978, Econometrica 46(1):33–50) on ln(1 + count), since volumes grow by
               factors. A point is the median: its loss is the absolute log error, ln of "how many times off". A range
               is the 10th and the 90th percentile: together α/2 times the interval score, α = 0.2 (Gneiting & Raftery
               2007, JASA 102(477):359–378, §6.2).
level          steps between the beacon that was seen and the highest that stood in the next three hours.

All are proper (Gneiting & Raftery 2007): nobody gains by saying something else than they believe.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log

from bongsu.core.events import EstimateSent
from bongsu.crisis.room import Press

#: Chances of press and levels are judged over so long.
PRESS_WITHIN = LEVEL_WITHIN = timedelta(hours=3)
#: Mentions of an hour keep coming in for so long after it.
GRACE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
#: A range is read as these shares of the outcomes lying below its ends.
LOW_SHARE, HIGH_SHARE = 0.1, 0.9


def brier(chance_pct: int, happened: bool) -> float:
    """(p − o)², 0 to 1.

    >>> brier(100, True), brier(50, False), brier(100, False)
    (0.0, 0.25, 1.0)
    """
    return (chance_pct / 100 - happened) ** 2


def pinball(guess: float, actual: float, share: float) -> float:
    """Loss of giving `guess` as the number below which `share` of the outcomes lie, on ln(1 + count).

    >>> round(pinball(9, 99, 0.9), 3), round(pinball(99, 9, 0.9), 3)
    (2.072, 0.23)
    """
    gap = log(actual + 1) - log(guess + 1)
    return share * gap if gap >= 0 else (share - 1) * gap


def volume_loss(low: int, high: int, actual: int) -> float:
    """Of a point (low = high) how many times it was off, as a logarithm; of a range the pinball loss of its two ends.

    >>> round(volume_loss(49, 49, 99), 3), volume_loss(0, 99, 0) == pinball(0, 0, 0.1) + pinball(99, 0, 0.9)
    (0.693, True)
    """
    if low == high:
        return 2 * pinball(low, actual, 0.5)
    return pinball(low, actual, LOW_SHARE) + pinball(high, actual, HIGH_SHARE)


def level_loss(given: int, reached: int) -> float:
    """
    >>> level_loss(3, 5)
    2.0
    """
    return float(abs(given - reached))


# ── what is asked of a forecast, and when ──────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an estimate says of the future."""

    what: str  # "press" | "level" | "v1" | "v6" | "v24"
    low: int
    high: int  # as low, where it is one number
    due_at: datetime  # when the outcome can be known


def asked(sent: EstimateSent, at: datetime) -> Iterator[Asked]:
    """Everything that an estimate sent at `at` can be held to."""
    yield Asked("press", sent.press_pct, sent.press_pct, at + PRESS_WITHIN)
    yield Asked("level", sent.level, sent.level, at + LEVEL_WITHIN)
    for hours, low, high in sent.volumes:
        yield Asked(f"v{hours}", low, high, at + timedelta(hours=hours) + GRACE)


def volume_hour(what: str, sent_at: datetime) -> tuple[datetime, datetime]:
    """The hour whose mentions a guess of volume is about: it ends so many hours after sending, on whole minutes.

    >>> from datetime import UTC
    >>> [f"{t:%H:%M}" for t in volume_hour("v6", datetime(2026, 3, 2, 9, 30, 40, tzinfo=UTC))]
    ['14:30', '15:30']
    """
    end = (sent_at + timedelta(hours=int(what[1:]))).replace(second=0, microsecond=0)
    return end - HOUR, end


def press_outcome(press: Press, *, sent_at: datetime) -> str | None:
    """ "yes", "no", "void" where press had reported before the forecast; None while nobody knows.

    The first report is what counts: one after the three hours says that there was none in them.
    """
    end = sent_at + PRESS_WITHIN
    if press.reported_at is not None:
        if press.reported_at <= sent_at:
            return "void"
        return "yes" if press.reported_at <= end else "no"
    return "no" if press.none_until is not None and press.none_until >= end else None


def level_reached(levels: Sequence[tuple[datetime, int]], *, since: datetime, until: datetime) -> int | None:
    """The highest beacon that stood from `since` to `until`; `levels`: (when, level from then on), oldest first."""
    before = [level for at, level in levels if at <= since]
    within = [level for at, level in levels if since < at <= until]
    return max([*before[-1:], *within], default=None)
