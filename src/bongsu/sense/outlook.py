"""What waiting costs: how many mentions and authors the next minutes may bring, as ranges.

A thin projection that says how unsure it is; a better one may take its place behind `project`.

rate    per minute, in blocks of ten minutes over the last hour
growth  each block's step in the logarithm of the rate; a path draws its steps from those seen, with replacement
        (bootstrap; Efron 1979), each weaker than the one before (damped trend; Gardner & McKenzie 1985, Management
        Science 31(10):1237-1246), since no surge doubles for ever
rhythm  a path never falls below what such an hour of the week usually brings
noise   each block's count is drawn from Poisson(rate)

The 10th, 50th and 90th percentile of PATHS paths are told. The same input gives the same answer: the paths are seeded
by it. What our own speaking would change nobody can know from this: that is the reader's assumption.

>>> calm = project([2] * 60, usual=[2.0] * 18, minutes=60, authors_pct=80)
>>> calm.mentions_low <= 120 <= calm.mentions_high
True
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLOCK = 10  # minutes
PATHS = 400
DAMP = 0.85  # of a step, each block
#: A step up or down by more than this factor in ten minutes is taken as this.
STEP_MOST = 4.0
#: A rate this many times the present one is beyond what the last hour can tell.
GROWN_MOST = 30.0


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
    seen = np.asarray(counts[-60:], dtype=np.float64).reshape(6, BLOCK).sum(axis=1)
    # Half a mention keeps the logarithm of a silent block finite.
    steps = np.clip(np.diff(np.log(seen + 0.5)), -np.log(STEP_MOST), np.log(STEP_MOST))
    dice = np.random.default_rng([int(seen.sum()), int(seen[-1]), minutes])
    now = (seen[-1] + 0.5 * seen[-2]) / 15  # mentions a minute: the last block counts twice
    drawn = dice.choice(steps, size=(PATHS, blocks)) * DAMP ** np.arange(blocks)
    rate = np.minimum(now * np.exp(np.cumsum(drawn, axis=1)), now * GROWN_MOST)
    rate = np.maximum(rate, np.asarray(usual[:blocks], dtype=np.float64))
    lasts = np.full(blocks, float(BLOCK))
    lasts[-1] = minutes - BLOCK * (blocks - 1)
    total = dice.poisson(rate * lasts).sum(axis=1)
    low, mid, high = (round(float(x)) for x in np.quantile(total, (0.1, 0.5, 0.9)))
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
