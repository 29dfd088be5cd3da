"""Early warning on a series of counts: how seldom does this brand see such a rise, and was it said already?

One number for every brand. The score of a row is told as a waiting time: 0.5 means that such a rise comes about once a
week on this very brand, 0.8 once in four weeks, 0.98 once a year, whether the brand has 3 mentions an hour or 3,000.

usual    a moving average of the count (half-life 48 h) times an hour-of-week profile. The profile is learned in
         logarithms, each hour of the week drawn towards its hour of the day and that towards none, and is taken at half
         strength: nights are judged half against the night and half against the day.
rise     z = ln((x + c) / (u + c)) with x the mean count of a row in the last 5, 15 and 60 minutes, u the usual and
         c = √(u + 1); the largest of the three. The offset c, about a Poisson standard deviation, keeps sparse brands
         calm; far above it z is the logarithm of "how many times the usual", in which heavy tails become light.
seldom   the largest z of each half day of the past, as a Gumbel distribution by its moments (Gumbel 1958, Statistics of
         Extremes; of x itself that is a Fréchet distribution, the law of maxima under heavy tails). Half days and not
         rows, because one burst has many rows; a brand that bursts every day has learned so after some days.
once     what was as seldom as four fifths of this in the last hours was said already: the loudest so far fades with
         a half-life of 12 h, and only a row louder than 1.25 times what is left of it scores above 0.

Every quantity is a moving average: O(1) a row, a few kilobytes whatever the history. Nothing looks ahead. Falls do not
warn: silence of a source is another matter (`sense` measures rises in what people say).
"""

import math
from array import array
from collections import deque
from dataclasses import dataclass

import msgspec

#: Windows of a rise, minutes.
WINDOWS_MIN = (5, 15, 60)
#: A window is this much shorter than its name, so that a row a few seconds early is not counted twice.
_JITTER_S = 30.0
LEVEL_HALF_LIFE_S = 48 * 3600.0
PROFILE_STRENGTH = 0.5
#: Hours of evidence that weigh as much as what lies above: the day's profile, none.
PULL_WEEK_H, PULL_DAY_H = 20.0, 30.0
#: A cell of the profile remembers about eight weeks of its own hour.
CELL_MEMORY_H = 8.0
_PROFILE_MOST = 1.5  # of one row, in logarithms
_LEVEL_MOST = 10.0  # a row teaches the level at most ten times the level, and ten

BLOCK_S = 12 * 3600
BLOCKS_A_WEEK = 7 * 86_400 // BLOCK_S
#: Before there is a record: the spread of half-day maxima taken for granted, and the half days it weighs.
PRIOR_SPREAD, PRIOR_BLOCKS = 0.5, 4.0
MEMORY_BLOCKS = 250.0
_BLOCK_MOST_SD = 4.0  # one half day teaches the record at most this far above its mean

ECHO_HALF_LIFE_S = 12 * 3600.0
LOUDER = 1.25

#: The score from which people are told: a rise of the kind that comes once a week.
ALARM = 0.5
#: An episode ends after this long without the last hour at twice the usual.
QUIET_S = 3600.0
_VALUE_MOST = 1e15  # beyond this a count is taken for this, so that sums stay finite
_CELL_S = 60

_EULER = 0.5772156649015329
_GUMBEL_SD = math.sqrt(6) / math.pi

#: As mathematics, for the page that explains it; {…} are words of the page.
FORMULA_EXACT = (
    "z = max_w ln((x_w + c)/(u + c)), c = √(u + 1);  p = 1 − exp(−exp(−(z − a)/b));  "
    "{score} = 0 (−log p ≤ 1.25 · max_i(−log p_i · ½^(t_i/12))), (1 − p)/(1 + 12p) ({otherwise})"
)


@dataclass(frozen=True, slots=True)
class Episode:
    """A rise under way. It lasts until an hour has passed without the last hour at twice its usual.

    seldom_days    severity: the most seldom moment of it so far comes once in this many days
    lasts_s        longevity: seconds since it began
    """

    began: float  # epoch seconds
    seldom_days: float
    lasts_s: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One row, judged by what was known before it.

    score            0–1; 0 as well where it was said already
    chance           p, that an ordinary half day brings a rise like this
    usual            count of a row usual now
    times            the mean of a row in the loudest window ÷ usual, both with the offset c
    minutes          that window
    doublings_an_h   acceleration: log₂ of the last 15 minutes' mean over the last 60's, an hour; negative when it fades
    """

    score: float
    chance: float
    usual: float
    times: float
    minutes: int
    doublings_an_h: float
    episode: Episode | None

    @property
    def seldom_days(self) -> float:
        """Once in how many days."""
        return seldom_days(self.chance)


def seldom_days(chance: float) -> float:
    """Days between half days of that `chance`."""
    return BLOCK_S / 86_400 / max(chance, 1e-9)


def as_score(chance: float) -> float:
    """0.5 for once a week; never falls as the chance does.

    >>> as_score(1.0), as_score(1 / 14)
    (0.0, 0.5)
    """
    return (1.0 - chance) / (1.0 + (BLOCKS_A_WEEK - 2) * chance)


class _Mean:
    """Mean of the rows of the last `seconds`, in cells of a minute."""

    __slots__ = ("_cells", "_seconds", "rows", "total")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._cells: deque[list[float]] = deque()  # last time, total, rows
        self.total = self.rows = 0.0

    def at(self, at: float) -> tuple[float, float]:
        """Total and rows as they will be at `at`; nothing is forgotten."""
        total, rows, limit = self.total, self.rows, at - self._seconds
        for cell in self._cells:
            if cell[0] > limit:
                return total, rows
            total -= cell[1]
            rows -= cell[2]
        return 0.0, 0.0

    def cells(self) -> list[list[float]]:
        return [list(cell) for cell in self._cells]

    def put(self, cells: list[list[float]]) -> None:
        """Go on from such cells. Sums are made anew, so that a restart changes nothing that is not rounding."""
        self._cells = deque(list(cell) for cell in cells)
        self.total = sum(cell[1] for cell in cells)
        self.rows = sum(cell[2] for cell in cells)

    def add(self, at: float, value: float) -> None:
        cells, limit = self._cells, at - self._seconds
        while cells and cells[0][0] <= limit:
            _, total, rows = cells.popleft()
            self.total -= total
            self.rows -= rows
        if not cells:
            self.total = self.rows = 0.0  # and with it what rounding left
        if self._cells and self._cells[-1][0] // _CELL_S == at // _CELL_S:
            cell = self._cells[-1]
            cell[0] = at
            cell[1] += value
            cell[2] += 1.0
        else:
            self._cells.append([at, value, 1.0])
        self.total += value
        self.rows += 1.0


class WarningState(msgspec.Struct, array_like=True):
    """Everything that is remembered of a series. Cells of the profile are 64-bit floats, little end first."""

    level: float | None
    since: float
    last: float
    profile: bytes
    means: list[list[list[float]]]
    block: int
    block_most: float | None
    blocks: float
    centre: float
    spread2: float
    echo: float
    began: float | None
    true_at: float
    worst: float


class EarlyWarning:
    """Scores rows of a count series by how seldom such a rise is on this series.

    >>> warning = EarlyWarning()
    >>> for n in range(7 * 288):
    ...     warning.learn_one(n * 300.0, 20 + n % 7)
    >>> at = 7 * 288 * 300.0
    >>> warning.score_one(at, 25) < 0.1 and warning.score_one(at, 400) > 0.95
    True

    at       epoch seconds; a row older than the newest counts as of the newest
    value    a count in the row's step, ≥ 0; steps of any one length. A missing row is unknown, not zero.
    state    of one that goes on as if it had never stopped
    """

    def __init__(self, state: WarningState | None = None) -> None:
        self._level: float | None = None
        self._since = self._last = 0.0
        self._week, self._week_h = [0.0] * 168, [0.0] * 168
        self._day, self._day_h = [0.0] * 24, [0.0] * 24
        self._means = tuple(_Mean(minutes * 60 - _JITTER_S) for minutes in WINDOWS_MIN)
        self._block = 0
        self._block_most = -math.inf
        self._blocks = 0.0
        self._centre = self._spread2 = 0.0
        self._echo = 0.0
        self._began: float | None = None
        self._true_at = 0.0
        self._worst = 1.0
        self._judged: tuple[float, float, float, Reading] | None = None
        if state is not None:
            self._take_over(state)

    @property
    def known_days(self) -> float:
        """Days of which the record of rises is made."""
        return self._blocks * BLOCK_S / 86_400

    def score_one(self, at: float, value: float) -> float:
        """The score such a row would have; learns nothing."""
        return self._judge(at, value)[3].score

    def read_one(self, at: float, value: float) -> Reading:
        """The same with everything it rests on."""
        return self._judge(at, value)[3]

    def learn_one(self, at: float, value: float) -> None:
        """Take the row in."""
        at, value, rise, reading = self._judge(at, value)
        self._judged = None
        if self._level is None:
            self._since = self._last = at
            self._level = value
            self._block = int(at // BLOCK_S)
        passed = at - self._last
        self._last = at
        for mean in self._means:
            mean.add(at, value)
        self._learn_record(at, rise)
        self._learn_usual(at, passed)
        loudness = _loudness(reading.chance)
        self._echo = max(self._echo * 0.5 ** (passed / ECHO_HALF_LIFE_S), loudness)
        self._follow(at, reading)

    def state(self) -> WarningState:
        return WarningState(
            self._level,
            self._since,
            self._last,
            array("d", (*self._week, *self._week_h, *self._day, *self._day_h)).tobytes(),
            [mean.cells() for mean in self._means],
            self._block,
            None if math.isinf(self._block_most) else self._block_most,
            self._blocks,
            self._centre,
            self._spread2,
            self._echo,
            self._began,
            self._true_at,
            self._worst,
        )

    def _take_over(self, state: WarningState) -> None:
        self._level, self._since, self._last = state.level, state.since, state.last
        cells = array("d")
        cells.frombytes(state.profile)
        at = 0
        for part in (self._week, self._week_h, self._day, self._day_h):
            part[:] = cells[at : at + len(part)]
            at += len(part)
        for mean, kept in zip(self._means, state.means, strict=True):
            mean.put(kept)
        self._block = state.block
        self._block_most = -math.inf if state.block_most is None else state.block_most
        self._blocks, self._centre, self._spread2 = state.blocks, state.centre, state.spread2
        self._echo, self._began, self._true_at, self._worst = state.echo, state.began, state.true_at, state.worst

    # ── judging ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _judge(self, at: float, value: float) -> tuple[float, float, float, Reading]:
        at, value = (at if self._level is None else max(at, self._last)), min(max(value, 0.0), _VALUE_MOST)
        known = self._judged
        if known is not None and known[0] == at and known[1] == value:
            return known
        if self._level is None:
            reading = Reading(0.0, 1.0, value, 1.0, WINDOWS_MIN[0], 0.0, None)
            return at, value, 0.0, reading
        passed = at - self._last
        unit, means = self._means_with(at, value)
        usual = self._level * math.exp(self._profile(at)) if self._level > 0 else 0.0
        offset = math.sqrt(usual + 1.0)
        most = max(range(len(means)), key=lambda i: means[i])
        times = (means[most] + offset) / (usual + offset)
        rise = math.log(times)
        chance = self._chance(rise) if self._blocks else 1.0
        loudness = _loudness(chance)
        said = loudness <= LOUDER * self._echo * 0.5 ** (passed / ECHO_HALF_LIFE_S)
        steeper = math.log2((means[1] + offset) / (means[2] + offset)) / ((WINDOWS_MIN[2] - WINDOWS_MIN[1]) / 2 / 60)
        self._judged = (
            at,
            value,
            rise,
            Reading(
                0.0 if said else as_score(chance),
                chance,
                usual / unit,
                times,
                WINDOWS_MIN[most],
                steeper,
                self._episode(at, chance, means[2] >= 2 * usual),
            ),
        )
        return self._judged

    def _means_with(self, at: float, value: float) -> tuple[float, list[float]]:
        """Rows in five minutes, and the mean of five minutes in each window, this row included."""
        means = []
        unit = 1.0
        for i, mean in enumerate(self._means):
            total, rows = mean.at(at)
            if i == 0:
                unit = rows + 1.0
            means.append((total + value) / (rows + 1.0) * unit)
        return unit, means

    def _profile(self, at: float) -> float:
        """Logarithm of the hour's factor, at half strength."""
        week = int(at // 3600) % 168
        day = week % 24
        by_day = self._day[day] / (self._day_h[day] + PULL_DAY_H)
        return PROFILE_STRENGTH * (self._week[week] + PULL_WEEK_H * by_day) / (self._week_h[week] + PULL_WEEK_H)

    def _chance(self, rise: float) -> float:
        """P that the largest rise of an ordinary half day is this or more."""
        scale = math.sqrt(self._spread2) * _GUMBEL_SD
        return -math.expm1(-math.exp(min(50.0, -(rise - self._centre + _EULER * scale) / scale)))

    # ── learning ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _learn_record(self, at: float, rise: float) -> None:
        block = int(at // BLOCK_S)
        if block != self._block:
            self._blocks += 1.0
            if self._blocks == 1.0:
                self._centre, self._spread2 = self._block_most, PRIOR_SPREAD**2
            else:
                off = min(self._block_most - self._centre, _BLOCK_MOST_SD * math.sqrt(self._spread2))
                self._centre += off * max(1.0 / self._blocks, 1.0 / MEMORY_BLOCKS)
                share = max(1.0 / (self._blocks + PRIOR_BLOCKS), 1.0 / MEMORY_BLOCKS)
                self._spread2 += share * (off * off - self._spread2)
                self._spread2 = max(self._spread2, 1e-4)
            self._block, self._block_most = block, -math.inf
        self._block_most = max(self._block_most, rise)

    def _learn_usual(self, at: float, passed: float) -> None:
        assert self._level is not None
        # What a row brings, in five-minute units where rows are shorter.
        value = self._means[0].total
        factor = math.exp(self._profile(at))
        offset = math.sqrt(self._level + 1.0)
        known_s = at - self._since
        share = 1.0 - 0.5 ** (passed / LEVEL_HALF_LIFE_S)
        if known_s < LEVEL_HALF_LIFE_S:
            share = max(share, passed / (known_s + passed) if known_s else 0.0)
        self._level += share * (min(value / factor, _LEVEL_MOST * self._level + 10.0) - self._level)
        off = math.log((value + offset) / (self._level + offset))
        off = min(_PROFILE_MOST, max(-_PROFILE_MOST, off))
        hours = min(passed / 3600.0, 1.0)
        week = int(at // 3600) % 168
        day = week % 24
        keep = 1.0 - hours / CELL_MEMORY_H
        self._week[week] = self._week[week] * keep + off * hours
        self._week_h[week] = self._week_h[week] * keep + hours
        keep = 1.0 - hours / (3 * CELL_MEMORY_H)
        self._day[day] = self._day[day] * keep + off * hours
        self._day_h[day] = self._day_h[day] * keep + hours

    # ── episodes ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _episode(self, at: float, chance: float, loud: bool) -> Episode | None:
        """The episode as it stands with a row at `at`."""
        alarming = as_score(chance) >= ALARM
        began, worst = self._began, min(self._worst, chance)
        if began is None or at - self._true_at > QUIET_S:
            if not alarming:
                return None
            began, worst = at, chance
        elif not (alarming or loud) and at - self._true_at >= QUIET_S:
            return None
        return Episode(began, seldom_days(worst), at - began)

    def _follow(self, at: float, reading: Reading) -> None:
        episode = reading.episode
        if episode is None:
            self._began, self._worst = None, 1.0
            return
        if episode.began != self._began:
            self._began, self._worst = episode.began, 1.0
        self._worst = min(self._worst, reading.chance)
        hour = self._means[2]
        if as_score(reading.chance) >= ALARM or hour.total >= 2 * reading.usual * hour.rows:
            self._true_at = at


def _loudness(chance: float) -> float:
    return -math.log10(max(chance, 1e-30))
