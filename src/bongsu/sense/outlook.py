"""What waiting costs: how many mentions and authors the next minutes may bring, as ranges.

Two numbers of the last hour say most of what an hour can say: how far it stands above its usual, and how far its last
quarter stands above the hour. What comes is the usual, lifted by both, the less the farther ahead: the log-linear
autoregression of `sense.forecast`, with the weights it starts from, since a page knows an hour and not a history.

mid     (U + 1)·exp(a·r + b·(r_¼ − r)) − 1, U the usual of the minutes to come, r = ln((hour + 1)/(its usual + 1)), r_¼
        the same of the last quarter, four times; neither below −½, for a silent source is no calm
low,    mid times e^(∓1.28 s): s grows with the minutes asked for and with r, for the louder it is, the less is known;
high    and never less than counting chance, 1/(mid + 1)

Nothing of it is drawn by chance. Where no earlier week is known, the last hour stands for the usual.

The 10th, 50th and 90th percentile are told. What our own speaking would change nobody can know from this: that is the
reader's assumption.

>>> calm = project([2] * 60, usual=[2.0] * 18, minutes=60, authors_pct=80)
>>> calm.mentions_low <= 120 <= calm.mentions_high
True
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLOCK = 10  # minutes
#: For 30, 60 and 180 minutes ahead, between them by the logarithm: weight of the last hour, of its last quarter, and
#: the spread of a calm hour's errors, in logarithms.
_AHEAD_MIN = (30, 60, 180)
_HOUR, _QUARTER, _SPREAD = (0.75, 0.65, 0.50), (0.30, 0.20, 0.20), (0.40, 0.42, 0.55)
#: Spread for each unit of r.
_LOUDER = 0.3
_LEAST = -0.5
_NINE_OF_TEN = 1.2816


@dataclass(frozen=True, slots=True)
class Outlook:
    """From now to `minutes` from now, what comes in addition; three ranges in whole numbers."""

    minutes: int
    mentions_low: int
    mentions_mid: int
    mentions_high: int
    authors_low: int
    authors_mid: int
    authors_high: int


def project(counts: Sequence[int], *, usual: Sequence[float], minutes: int, authors_pct: int) -> Outlook:
    """The next `minutes` (up to 10 × len(usual)).

    counts        mentions in each of the last 60 minutes or more, oldest first
    usual         usual rate, mentions a minute, of each coming block of ten minutes
    authors_pct   distinct authors for 100 mentions lately, 0-100

    Raises ValueError for fewer than 60 counts, or too little of `usual`.
    """
    blocks = -(-minutes // BLOCK)
    if len(counts) < 60 or len(usual) < blocks or minutes <= 0:
        raise ValueError(f"{len(counts)} minutes known, {len(usual)} blocks usual, {minutes} asked for")
    seen, quarter = sum(counts[-60:]), 4 * sum(counts[-15:])
    lasts = [BLOCK] * (blocks - 1) + [minutes - BLOCK * (blocks - 1)]
    to_come = sum(rate * last for rate, last in zip(usual, lasts, strict=False))
    past = 60 * usual[0]
    if not to_come or not past:
        past, to_come = seen, seen * minutes / 60
    above = max(_LEAST, math.log((seen + 1) / (past + 1)))
    lately = max(_LEAST, math.log((quarter + 1) / (past + 1)))
    weight, growth, spread = (
        float(np.interp(math.log(minutes), np.log(_AHEAD_MIN), of)) for of in (_HOUR, _QUARTER, _SPREAD)
    )
    expected = max(0.0, (to_come + 1) * math.exp(weight * above + growth * (lately - above)) - 1)
    wide = _NINE_OF_TEN * math.hypot(spread + _LOUDER * max(0.0, above), (expected + 1) ** -0.5)
    low, mid, high = (max(0, round((expected + 1) * math.exp(z) - 1)) for z in (-wide, 0.0, wide))
    share = min(100, max(0, authors_pct))
    return Outlook(minutes, low, mid, high, *(-(-n * share // 100) for n in (low, mid, high)))


def last_loud(counts: Sequence[int], *, usual: Sequence[float], times: int) -> int | None:
    """The last of some ten-minute blocks with at least `times` its usual; None: none was.

    counts   mentions in each block, oldest first
    usual    usual mentions in each

    A block of one or two mentions is never loud: where nothing is usual, two are many times nothing.

    >>> last_loud([4, 30, 5], usual=[3.0, 3.0, 3.0], times=10)
    1
    """
    loud = [n for n, (count, mean) in enumerate(zip(counts, usual, strict=True)) if count >= max(3.0, times * mean)]
    return loud[-1] if loud and times > 0 else None
