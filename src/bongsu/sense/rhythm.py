"""The brand's own tide: how many mentions a minute an hour of the week usually brings, and how unevenly.

Learned online from minute counts, in blocks of five minutes; O(1) each, and about 3 KB to keep.

mean        a moving average for each of the 168 hours of the week in the organisation's zone, drawn towards the hour
            of the day, and that towards the overall mean, as long as it is thin (empirical-Bayes shrinkage); between
            the middles of two hours it is interpolated, since mornings do not begin with a step
unevenness  α of a negative binomial (variance μ + αμ²) for each window length, by the method of moments
robust      what is learned of a block is clipped at a few standard deviations above the expected, so that a crisis
            does not become the new usual within the hour; a lasting rise is still learned, within weeks
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from bongsu.sense.surprise import WINDOWS

BLOCK = 5  # minutes learned at a time
WEEK = 168  # hours
#: A cell remembers about this many minutes of its own hour: eight weeks.
CELL_MEMORY = 8 * 60.0
#: Weight of what lies above (hour of day, overall) against a cell's own minutes.
PULL_DAY = 120.0
PULL_WEEK = 90.0
#: Below this many minutes learned nothing is called usual yet.
ENOUGH = 60
_CLIP_SD = 4.0
_SETTLED = 24 * 60  # minutes; before, clipping is wider, there being little to clip against
_LEAST_RATE = 1 / (24 * 60)  # mentions a minute: even a silent brand may be named once a day
_ALPHA_PRIOR, _ALPHA_WEIGHT, _ALPHA_LEAST, _ALPHA_MOST = 0.25, 4.0, 0.02, 5.0
_ALPHA_MEMORY = 2000.0  # squared-mean weight kept, in units of the present squared mean
_GAP_MOST = 28 * 24 * 60  # minutes of silence learned at most


class RhythmState(msgspec.Struct, array_like=True):
    """Everything a `Rhythm` knows, as a value."""

    sums: bytes  # 168 float64: mentions, decayed
    minutes: bytes  # 168 float64: minutes, decayed
    learned: int  # minutes ever learned
    block: int  # mentions of the block under way
    open: list[list[float]]  # for each window: count and expected of the stretch under way
    excess: list[float]  # for each window: Σ((x−μ)²−μ), decayed
    weight: list[float]  # for each window: Σμ², decayed
    next: int | None  # epoch minute to be learned next


class Rhythm:
    """Learns minutes in order; answers what is usual.

    zone    IANA name; hours of the week are counted there
    """

    def __init__(self, zone: str, state: RhythmState | None = None) -> None:
        self._zone = ZoneInfo(zone)
        self._cache: dict[int, float] = {}
        if state is None:
            self._sums, self._minutes = [0.0] * WEEK, [0.0] * WEEK
            self._learned, self._block, self._next = 0, 0, None
            self._open = [[0.0, 0.0] for _ in WINDOWS]
            self._excess, self._weight = [0.0] * len(WINDOWS), [0.0] * len(WINDOWS)
        else:
            self._sums = _floats(state.sums)
            self._minutes = _floats(state.minutes)
            self._learned, self._block, self._next = state.learned, state.block, state.next
            self._open = [list(pair) for pair in state.open]
            self._excess, self._weight = list(state.excess), list(state.weight)

    def state(self) -> RhythmState:
        return RhythmState(
            np.array(self._sums).tobytes(),
            np.array(self._minutes).tobytes(),
            self._learned,
            self._block,
            [list(pair) for pair in self._open],
            list(self._excess),
            list(self._weight),
            self._next,
        )

    @property
    def next(self) -> int | None:
        """The epoch minute to be learned next; None before the first."""
        return self._next

    @property
    def knows_enough(self) -> bool:
        """Whether there is history to be surprised against."""
        return self._learned >= ENOUGH

    # ── learning ───────────────────────────────────────────────────────────────────────────────────────────────────
    def learn_one(self, minute: int, count: int) -> None:
        """Learn that epoch `minute` brought `count` mentions; minutes between the last one and this were silent."""
        if self._next is None or minute - self._next > _GAP_MOST:
            self._next = minute if self._next is None else minute - _GAP_MOST
            self._block = 0
        while self._next < minute:
            self._step(0)
        if self._next == minute:
            self._step(count)

    def _step(self, count: int) -> None:
        assert self._next is not None
        minute = self._next
        self._next = minute + 1
        self._learned += 1
        self._block += count
        if minute % BLOCK == BLOCK - 1:
            self._learn_block(minute - BLOCK + 1, self._block)
            self._block = 0

    def _learn_block(self, minute: int, count: int) -> None:
        usual = self.rate(minute + BLOCK // 2) * BLOCK
        settled = self._learned > _SETTLED
        if self._learned > BLOCK:
            alpha = self.alpha(0)
            spread = (usual + alpha * usual * usual) ** 0.5
            top = usual + (_CLIP_SD if settled else 3 * _CLIP_SD) * spread + (2.0 if settled else 10.0)
        else:
            top = float(count)
        taken = min(float(count), top)
        cell, _ = self._cell(minute)
        have = self._minutes[cell]
        keep = min(1.0, (CELL_MEMORY - BLOCK) / have) if have > 0 else 1.0
        self._sums[cell] = self._sums[cell] * keep + taken
        self._minutes[cell] = have * keep + BLOCK
        self._cache.clear()
        if self._learned <= ENOUGH:
            return  # no unevenness from a mean that is itself a guess
        for i, window in enumerate(WINDOWS):
            stretch = self._open[i]
            stretch[0] += taken
            stretch[1] += usual
            if (minute + BLOCK) % window == 0:
                self._learn_unevenness(i, stretch[0], stretch[1])
                self._open[i] = [0.0, 0.0]

    def _learn_unevenness(self, i: int, count: float, usual: float) -> None:
        square = usual * usual
        ceiling = _ALPHA_MEMORY * max(square, 1e-12)
        keep = min(1.0, ceiling / self._weight[i]) if self._weight[i] > 0 else 1.0
        self._excess[i] = self._excess[i] * keep + (count - usual) ** 2 - usual
        self._weight[i] = self._weight[i] * keep + square

    # ── what is usual ──────────────────────────────────────────────────────────────────────────────────────────────
    def rate(self, minute: int) -> float:
        """Mentions a minute usual at epoch `minute`, > 0."""
        known = self._cache.get(minute // BLOCK)
        if known is not None:
            return known
        cell, past = self._cell(minute // BLOCK * BLOCK + BLOCK // 2)
        # from the middle of one hour to the middle of the next
        share = (past - 30) / 60
        other = (cell + (1 if share > 0 else -1)) % WEEK
        rate = (1 - abs(share)) * self._mean(cell) + abs(share) * self._mean(other)
        self._cache[minute // BLOCK] = rate = max(rate, _LEAST_RATE)
        return rate

    def expected(self, last: int, window: int) -> float:
        """Mentions usual in the `window` minutes that end with epoch minute `last`."""
        first, total = last - window + 1, 0.0
        for block in range(first // BLOCK, last // BLOCK + 1):
            minutes = min(last, block * BLOCK + BLOCK - 1) - max(first, block * BLOCK) + 1
            total += minutes * self.rate(block * BLOCK)
        return total

    def alpha(self, window: int) -> float:
        """Unevenness at the window of that index in WINDOWS: variance is μ + αμ²."""
        weight = self._weight[window]
        # the prior weighs as much as a few windows of the present size
        scale = max((self._overall() * WINDOWS[window]) ** 2, 1e-12) * _ALPHA_WEIGHT
        alpha = (self._excess[window] + _ALPHA_PRIOR * scale) / (weight + scale)
        return min(_ALPHA_MOST, max(_ALPHA_LEAST, alpha))

    def _mean(self, cell: int) -> float:
        hour = cell % 24
        day_sum = sum(self._sums[hour::24])
        day_minutes = sum(self._minutes[hour::24])
        by_day = (day_sum + PULL_DAY * self._overall()) / (day_minutes + PULL_DAY)
        return (self._sums[cell] + PULL_WEEK * by_day) / (self._minutes[cell] + PULL_WEEK)

    def _overall(self) -> float:
        known = self._cache.get(-1)
        if known is None:
            minutes = sum(self._minutes)
            known = max(sum(self._sums) / minutes if minutes else 0.0, _LEAST_RATE)
            self._cache[-1] = known
        return known

    def _cell(self, minute: int) -> tuple[int, int]:
        """(hour of the week, 0 = Monday 00 h; minutes past that hour) in the zone."""
        local = datetime.fromtimestamp(minute * 60, self._zone)
        return local.weekday() * 24 + local.hour, local.minute


def _floats(raw: bytes) -> list[float]:
    values: Sequence[float] = np.frombuffer(raw, dtype=np.float64).tolist()
    return list(values)
