"""What comes: the sum of a count series over the next hours, as quantiles, hour by hour.

rhythm       usual count of each hour: a moving level (time constant a week) times an hour-of-week profile, each hour
             of the week drawn towards its hour of the day and that towards none
excitation   what came lately lifts what comes, the less the farther ahead: a log-linear autoregression on how far the
             last quarter of an hour, 1, 6 and 24 hours and the same hours yesterday stood above their usual (after the
             log-linear INGARCH models of Fokianos & Tjøstheim 2011, Journal of Multivariate Analysis 102(3):563-578).
             It starts from damped weights and learns its own by recursive least squares, slowly
bands        quantiles of this series' own past errors at the same horizon, the newer and the more alike the present
             state of excitement, the heavier (split conformal with weights; Tibshirani et al. 2019, NeurIPS): no law of
             errors is assumed
mean         of the same errors, those beyond the 10th and 90th percentile taken as these: one storm in the past must
             not bend every mean after it

A forecast made at an hour knows rows before it only; an error is learned once its whole horizon has passed. O(1) an
hour, bounded memory: at most 720 errors a horizon. A missing row brought nothing.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HORIZONS_H = (1, 3, 6, 24)
HORIZON_MOST_H = 168
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
#: Hours of silence stepped through at most; beyond, what was pending is dropped.
GAP_MOST_H = 28 * 24

#: Weights at the start for horizons of 1, 3, 6 and 24 hours; between them by the logarithm of the horizon.
#: Columns: constant, last hour, last quarter beyond it, last 6 hours, last 24 hours, same hours yesterday beyond it.
_START_H = (1.0, 3.0, 6.0, 24.0)
_START = (
    (0.0, 0.50, 0.20, 0.15, 0.10, 0.0),
    (0.0, 0.35, 0.20, 0.20, 0.10, 0.0),
    (0.0, 0.20, 0.20, 0.20, 0.15, 0.0),
    (0.0, 0.05, 0.05, 0.10, 0.25, 0.0),
)
#: The start weighs like this many hours, times the horizon: forecasts of 24 hours overlap 23 of the next.
_START_WEIGHT = 300.0
_FORGET = 0.9995
_ERROR_MOST = 2.0  # in logarithms, what one error teaches at most
_FAR = 4.0  # the same for a feature

_ERRORS = 720
_ERROR_HALF_LIFE_H = 500.0
_ALIKE = 0.7  # width of the kernel over the last hour's logarithm of "times the usual"
_PRIOR_SPREAD, _PRIOR_ERRORS = 0.6, 10.0
_PRIOR = np.array([-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645]) * _PRIOR_SPREAD

#: A forecast made with fewer hours known teaches nothing: its errors are those of a beginner.
_LEARNED_H = 24
_LEVEL_KEEP = 0.5 ** (1 / 168)
_DAY_HOURS, _WEEK_HOURS = 28.0, 8.0  # hours a cell of the profile remembers: four and eight weeks
_PULL = 3.0
_HOUR_MOST = 5.0  # an hour teaches the rhythm at most five times the usual, and five
_VALUE_MOST = 1e15

#: As mathematics, for the page that explains it; {…} are words of the page.
FORMULA_EXACT = (
    "ln((Y_h + 1)/(U_h + 1)) = β₀ + β₁r₁ + β₂(r_¼ − r₁) + β₃r₆ + β₄r₂₄ + β₅(r_y − r₂₄) + ε,  "
    "r_k = ln((N_k + 1)/(U_k + 1)),  ε: {past_errors}"
)


@dataclass(frozen=True, slots=True)
class Coming:
    """The sum over the next `hours`; `quantiles` in the order of QUANTILES."""

    hours: int
    mean: float
    quantiles: tuple[float, ...]


class _Rhythm:
    """The usual count of an hour."""

    def __init__(self) -> None:
        self._sum = self._weight = 0.0
        self._day, self._day_h = [0.0] * 24, [0.0] * 24
        self._week, self._week_h = [0.0] * 168, [0.0] * 168

    def at(self, hour: int) -> float:
        if not self._weight:
            return 1.0
        week, day = hour % 168, hour % 24
        by_day = (self._day[day] + _PULL) / (self._day_h[day] + _PULL)
        factor = (self._week[week] + _PULL * by_day) / (self._week_h[week] + _PULL)
        return max(self._sum / self._weight * factor, 1e-3)

    def learn(self, hour: int, count: float) -> None:
        if self._weight:
            count = min(count, _HOUR_MOST * self.at(hour) + _HOUR_MOST)
        self._sum = self._sum * _LEVEL_KEEP + count
        self._weight = self._weight * _LEVEL_KEEP + 1.0
        ratio = min((count + 0.2) / (self._sum / self._weight + 0.2), 4.0)
        week, day = hour % 168, hour % 24
        keep = 1.0 - 1.0 / _DAY_HOURS
        self._day[day], self._day_h[day] = self._day[day] * keep + ratio, self._day_h[day] * keep + 1.0
        keep = 1.0 - 1.0 / _WEEK_HOURS
        self._week[week], self._week_h[week] = self._week[week] * keep + ratio, self._week_h[week] * keep + 1.0


class _Horizon:
    """One horizon: its weights, its errors, and the forecasts that wait to be judged."""

    def __init__(self, hours: int) -> None:
        self.hours = hours
        place = np.log(hours)
        self._beta: Floats = np.array(
            [np.interp(place, np.log(_START_H), column) for column in zip(*_START, strict=True)]
        )
        self._cov: Floats = np.eye(len(self._beta)) / (_START_WEIGHT * hours)
        self._errors: Floats = np.zeros(_ERRORS)
        self._states: Floats = np.zeros(_ERRORS)
        self._hours: Floats = np.full(_ERRORS, -np.inf)
        self._seen = 0
        # (hour, features, usual, middle) of forecasts whose horizon has not passed
        self._waiting: deque[tuple[int, Floats, float, float]] = deque()

    def ahead(self, hour: int, features: Floats, usual: float, *, judged: bool) -> Coming:
        middle = (usual + 1.0) * float(np.exp(np.clip(features @ self._beta, -3.0, 4.0))) - 1.0
        middle = max(middle, 0.0)
        if judged:
            self._waiting.append((hour, features, usual, middle))
        known = min(self._seen, _ERRORS)
        errors, states, hours = self._errors[:known], self._states[:known], self._hours[:known]
        weights = 0.5 ** ((hour - hours) / _ERROR_HALF_LIFE_H)
        weights = weights * np.exp(-0.5 * ((states - features[1]) / _ALIKE) ** 2) + 1e-3
        prior = _PRIOR_ERRORS * self.hours**0.5 / len(_PRIOR) / (1 + known / 168)
        errors = np.concatenate((errors, _PRIOR))
        weights = np.concatenate((weights, np.full(len(_PRIOR), prior)))
        order = np.argsort(errors, kind="stable")
        errors, weights = errors[order], weights[order]
        share = (np.cumsum(weights) - 0.5 * weights) / weights.sum()
        cut = np.interp(QUANTILES, share, errors)
        factors = np.exp(np.clip(errors, cut[0], cut[-1]))
        mean = (middle + 1.0) * float(factors @ weights / weights.sum()) - 1.0
        quantiles = tuple(max(0.0, (middle + 1.0) * float(np.exp(one)) - 1.0) for one in cut)
        return Coming(self.hours, max(0.0, mean), quantiles)

    def judge(self, hour: int, came: "_Past") -> None:
        """Learn from every forecast whose horizon ends by `hour`."""
        while self._waiting and self._waiting[0][0] + self.hours <= hour:
            made, features, usual, middle = self._waiting.popleft()
            total = came.total(made, made + self.hours)
            error = float(np.log((total + 1.0) / (usual + 1.0)) - features @ self._beta)
            error = min(_ERROR_MOST, max(-_ERROR_MOST, error))
            gain = self._cov @ features
            spread = _FORGET + float(features @ gain)
            self._cov = (self._cov - np.outer(gain, gain) / spread) / _FORGET
            self._beta = self._beta + gain / spread * error
            # forgetting must not let a direction that is never seen grow without bound
            self._cov *= min(1.0, len(self._beta) / (_START_WEIGHT * self.hours) / float(np.trace(self._cov)))
            slot = self._seen % _ERRORS
            self._errors[slot] = np.log((total + 1.0) / (middle + 1.0))
            self._states[slot], self._hours[slot] = features[1], hour
            self._seen += 1

    def drop(self) -> None:
        self._waiting.clear()


class _Past:
    """Sums of past hours, as far back as any horizon and a day need."""

    def __init__(self, hours: int) -> None:
        self._counts: deque[float] = deque(maxlen=hours)
        self.end = 0  # the hour after the newest

    @property
    def hours(self) -> int:
        return len(self._counts)

    def add(self, hour: int, count: float) -> None:
        if not self._counts:
            self.end = hour
        self._counts.append(count)
        self.end += 1

    def clear(self) -> None:
        self._counts.clear()

    def total(self, since: int, until: int) -> float:
        """Sum of the hours since ≤ h < until; hours unknown count nothing."""
        have, first = self._counts, self.end - len(self._counts)
        return sum(have[h - first] for h in range(max(since, first), min(until, self.end)))


class Forecast:
    """Learns rows in order; at each full hour says what comes.

    >>> forecast = Forecast()
    >>> for n in range(14 * 24):
    ...     forecast.learn_one(n * 3600.0, 60 if n % 24 > 8 else 12)
    >>> hour, day = forecast.ahead(14 * 24)[0], forecast.ahead(14 * 24)[-1]
    >>> 9 < hour.mean < 15 and 900 < day.mean < 1200
    True

    at       epoch seconds; an hour is `at // 3600`
    value    a count, ≥ 0
    """

    def __init__(self, horizons_h: Sequence[int] = HORIZONS_H) -> None:
        if not horizons_h or any(not 1 <= hours <= HORIZON_MOST_H for hours in horizons_h):
            raise ValueError(f"horizons are 1 to {HORIZON_MOST_H} whole hours: {tuple(horizons_h)}")
        self._rhythm = _Rhythm()
        self._horizons = [_Horizon(hours) for hours in horizons_h]
        self._past = _Past(max(*horizons_h, 24) + 24)
        self._hour: int | None = None  # under way
        self._count = self._quarter = self._last_quarter = 0.0
        self._whole = False
        self._said: tuple[int, tuple[Coming, ...]] | None = None

    def learn_one(self, at: float, value: float) -> None:
        """Take a row in. Raises ValueError for one of an hour that is over."""
        hour = int(at // 3600)
        if self._hour is None:
            self._hour = hour
            self._whole = at % 3600 < 60  # else the first hour is a part of one, and teaches nothing
        if hour < self._hour:
            raise ValueError("a row of an hour that is over")
        self._to(hour)
        value = min(max(value, 0.0), _VALUE_MOST)
        self._count += value
        if at % 3600 >= 2700:
            self._quarter += value

    def ahead(self, hour: int) -> tuple[Coming, ...]:
        """What comes from the start of epoch `hour` on; hours before it are over, and cannot be learned any more."""
        if self._said is not None and self._said[0] == hour:
            return self._said[1]
        if self._hour is None:
            said, self._said = self._say(hour), None
            return said
        self._to(hour)
        return self._say(hour)

    def _to(self, hour: int) -> None:
        assert self._hour is not None
        if hour - self._hour > GAP_MOST_H:
            self._close()
            self._hour = hour - GAP_MOST_H
            self._past.clear()
            for horizon in self._horizons:
                horizon.drop()
        while self._hour < hour:
            self._close()
            self._hour += 1
            self._said = None
            # every hour is forecast, asked or not, so that its error is known later
            self._say(self._hour)

    def _close(self) -> None:
        assert self._hour is not None
        if self._whole:
            self._rhythm.learn(self._hour, self._count)
        self._past.add(self._hour, self._count)
        self._last_quarter = self._quarter
        self._count = self._quarter = 0.0
        self._whole = True

    def _say(self, hour: int) -> tuple[Coming, ...]:
        if self._said is not None and self._said[0] == hour:
            return self._said[1]
        for horizon in self._horizons:
            horizon.judge(hour, self._past)
        past = self._past
        usual = [self._rhythm.at(hour - k) for k in range(1, 25)]
        r1 = _times(past.total(hour - 1, hour), usual[0])
        quarter = _times(4 * self._last_quarter, usual[0])
        r6 = _times(past.total(hour - 6, hour), sum(usual[:6]))
        r24 = _times(past.total(hour - 24, hour), sum(usual))
        said = []
        for horizon in self._horizons:
            span = horizon.hours
            comes = sum(self._rhythm.at(hour + k) for k in range(span))
            day = min(span, 24)
            yesterday = _times(
                past.total(hour - 24, hour - 24 + day), sum(self._rhythm.at(hour + k) for k in range(day))
            )
            features = np.array([1.0, r1, quarter - r1, r6, r24, yesterday - r24])
            said.append(horizon.ahead(hour, features, comes, judged=past.hours >= _LEARNED_H))
        self._said = (hour, tuple(said))
        return self._said[1]


def _times(count: float, usual: float) -> float:
    return float(min(_FAR, max(-_FAR, np.log((count + 1.0) / (usual + 1.0)))))
