"""What comes: better than repeating yesterday, honest about how unsure, and blind to the future."""

import math
import random

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense.forecast import GAP_MOST_H, HORIZONS_H, Coming, Forecast

H = 3600.0


def hours(days: int, seed: int, an_hour: float = 40) -> list[int]:
    """A tide of the day, self-exciting bursts, and noise."""
    dice = random.Random(seed)
    found, heat = [], 0.0
    for n in range(days * 24):
        heat = heat * 0.6 + (dice.paretovariate(1.5) if dice.random() < 0.05 else 0.0)
        mean = an_hour * (1 + 0.7 * math.sin(2 * math.pi * n / 24)) * (1 + heat)
        found.append(max(0, round(dice.gauss(mean, math.sqrt(mean) * 1.5))))
    return found


def said(counts: list[int], start: int = 48) -> list[tuple[int, Coming, int]]:
    """(hour, what was said, what came) of every forecast whose horizon has passed."""
    forecast, found = Forecast(), []
    for n, count in enumerate(counts):
        if n >= start:
            found += [
                (n, one, sum(counts[n : n + one.hours])) for one in forecast.ahead(n) if n + one.hours <= len(counts)
            ]
        forecast.learn_one(n * H, count)
    return found


def test_four_of_five_hours_fall_inside_the_band_and_half_inside_the_inner_one() -> None:
    for span in HORIZONS_H:
        looked = [(one, came) for seed in range(2) for _, one, came in said(hours(42, seed)) if one.hours == span]
        outer = sum(one.quantiles[0] <= came <= one.quantiles[4] for one, came in looked) / len(looked)
        inner = sum(one.quantiles[1] <= came <= one.quantiles[3] for one, came in looked) / len(looked)
        assert 0.75 <= outer <= 0.85, span
        assert 0.42 <= inner <= 0.58, span


def test_it_errs_less_than_now_goes_on_and_than_yesterday_again() -> None:
    for span in HORIZONS_H:
        errs = [0.0, 0.0, 0.0]
        for seed in range(2):
            counts = hours(42, seed)
            for n, one, came in said(counts):
                if one.hours == span:
                    errs[0] += abs(one.mean - came)
                    errs[1] += abs(counts[n - 1] * span - came)
                    errs[2] += abs(sum(counts[n - 24 : n - 24 + span]) - came)
        assert errs[0] < 0.9 * min(errs[1:]), (span, errs)


ROWS = st.lists(st.tuples(st.floats(0, 400 * H), st.floats(0, 1e300)), max_size=30).map(sorted)


@given(ROWS, ROWS)
@settings(deadline=None, max_examples=15)
def test_a_forecast_is_ordered_finite_and_rests_on_rows_before_it(
    past: list[tuple[float, float]], later: list[tuple[float, float]]
) -> None:
    hour = 401
    one, other = Forecast(), Forecast()
    for at, value in past:
        one.learn_one(at, value)
        other.learn_one(at, value)
    told = one.ahead(hour)
    for at, value in later:
        one.learn_one(at + hour * H, value)
    assert told == other.ahead(hour)
    for coming in told + one.ahead(900):
        assert list(coming.quantiles) == sorted(coming.quantiles)
        assert all(math.isfinite(x) and x >= 0 for x in (coming.mean, *coming.quantiles))


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60))
@settings(deadline=None, max_examples=30)
def test_asking_changes_nothing_that_is_said_later(counts: list[int]) -> None:
    asked, silent = Forecast(), Forecast()
    for n, count in enumerate(counts):
        asked.ahead(n)
        asked.ahead(n)
        for one in (asked, silent):
            one.learn_one(n * H, count)
    assert asked.ahead(len(counts)) == silent.ahead(len(counts))


def test_after_a_long_silence_it_goes_on_and_late_rows_are_refused() -> None:
    forecast = Forecast()
    for n, count in enumerate(hours(7, 1)):
        forecast.learn_one(n * H, count)
    far = 7 * 24 + 100 * GAP_MOST_H
    forecast.learn_one(far * H, 3)
    assert forecast.ahead(far + 1)[0].mean < 60
    with pytest.raises(ValueError, match="over"):
        forecast.learn_one(far * H, 1)
    for wrong in ((), (0,), (1, 169)):
        with pytest.raises(ValueError, match="horizons"):
            Forecast(wrong)
