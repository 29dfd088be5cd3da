"""Surprise and rhythm: numbers that can be trusted at night."""

import math
import random
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from scipy.stats import nbinom, poisson

from bongsu.sense.rhythm import Rhythm
from bongsu.sense.surprise import MOST, Look, band, surprise, tail, together

means = st.floats(1e-4, 1e6)
alphas = st.floats(0, 5)
counts = st.integers(0, 2_000_000)


@given(counts, counts, means, alphas)
def test_more_posts_are_never_less_surprising(one, other, mean, alpha):
    low, high = sorted((one, other))
    assert surprise(low, mean, alpha) <= surprise(high, mean, alpha) + 1e-9


@given(counts, means, alphas)
def test_surprise_is_a_finite_number_from_nought_up(count, mean, alpha):
    value = surprise(count, mean, alpha)
    assert math.isfinite(value)
    assert 0 <= value <= MOST


@pytest.mark.parametrize(("count", "mean", "alpha"), [(3, 1.0, 0.2), (40, 12.5, 0.05), (1, 0.01, 2.0), (900, 300, 0.3)])
def test_the_tail_is_that_of_the_textbook(count, mean, alpha):
    size = 1 / alpha
    assert tail(count, mean, alpha) == pytest.approx(nbinom.sf(count - 1, size, size / (size + mean)), rel=1e-9)
    assert tail(count, mean, 0.0) == pytest.approx(poisson.sf(count - 1, mean), rel=1e-9)


@given(means.filter(lambda mean: mean < 1e4), alphas)
def test_the_band_holds_four_of_five_ordinary_windows(mean, alpha):
    low, high = band(mean, alpha)
    assert 0 <= low <= high
    assert 1 - tail(low + 1, mean, alpha) >= 0.1 - 1e-9
    assert high == 0 or 1 - tail(high, mean, alpha) < 0.9 + 1e-9


def test_looking_three_times_costs_surprise():
    looks = [Look(5, 9, 1.0, 6.0), Look(15, 9, 3.0, 3.0), Look(60, 9, 12.0, 0.0)]
    score, loudest = together(looks)
    assert loudest.minutes == 5
    assert score == pytest.approx(6.0 - math.log10(3))
    assert together([Look(5, 0, 1.0, 0.0)] * 3)[0] == 0.0


def test_a_rhythm_knows_day_from_night_in_its_own_zone():
    dice, rhythm = random.Random(1), Rhythm("Asia/Seoul")
    start = 20_513 * 1440  # a midnight in UTC
    for minute in range(start, start + 28 * 1440):
        seoul_hour = (minute // 60 + 9) % 24
        rhythm.learn_one(minute, dice.randrange(5) if 9 <= seoul_hour < 21 else 0)
    end = start + 28 * 1440
    assert rhythm.rate(end + 3 * 60 + 30) == pytest.approx(2.0, rel=0.15)  # 12:30 in Seoul
    assert rhythm.rate(end + 18 * 60 + 30) < 0.1  # 03:30 in Seoul
    assert rhythm.expected(end + 4 * 60, 60) == pytest.approx(120, rel=0.15)


def test_a_storm_does_not_become_the_usual():
    rhythm = Rhythm("UTC")
    for minute in range(14 * 1440):
        rhythm.learn_one(minute, 1 if minute % 2 else 0)
    before = rhythm.rate(14 * 1440 + 90)
    for minute in range(14 * 1440, 14 * 1440 + 120):
        rhythm.learn_one(minute, 500)
    assert rhythm.rate(21 * 1440 + 90) < 2.5 * before  # the storm was a thousandfold


def test_a_lasting_rise_is_learned():
    rhythm = Rhythm("UTC")
    for minute in range(14 * 1440):
        rhythm.learn_one(minute, minute % 2)
    for minute in range(14 * 1440, 56 * 1440):
        rhythm.learn_one(minute, 4)
    assert rhythm.rate(56 * 1440 + 90) > 2.5


def test_a_year_of_silence_is_learned_in_bounded_work():
    rhythm = Rhythm("UTC")
    for minute in range(1440):
        rhythm.learn_one(minute, 1)
    rhythm.learn_one(525_600 * 5, 1)
    assert rhythm.next == 525_600 * 5 + 1
    assert rhythm.rate(525_600 * 5) < 1


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=200), st.integers(0, 199))
def test_a_rhythm_goes_on_from_its_state(stream, cut):
    whole, part = Rhythm("Asia/Seoul"), Rhythm("Asia/Seoul")
    for minute, count in enumerate(stream):
        if minute == cut:
            part = Rhythm("Asia/Seoul", part.state())
        whole.learn_one(minute, count)
        part.learn_one(minute, count)
    assert whole.state() == part.state()
    assert timedelta(minutes=whole.next or 0) == timedelta(minutes=len(stream))
