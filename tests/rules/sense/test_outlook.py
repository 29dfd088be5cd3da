"""기다리면: ranges for what comes, as honest as an hour of counts allows."""

import random

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense.outlook import last_loud, project

COUNTS = st.lists(st.integers(0, 5_000), min_size=60, max_size=180)


@given(COUNTS, st.sampled_from((30, 45, 60, 180)), st.integers(0, 100))
@settings(deadline=None, max_examples=60)
def test_a_range_is_a_range_and_the_same_numbers_give_the_same_answer(
    counts: list[int], minutes: int, share: int
) -> None:
    usual = [1.0] * 18
    x = project(counts, usual=usual, minutes=minutes, authors_pct=share)
    assert 0 <= x.mentions_low <= x.mentions_mid <= x.mentions_high
    assert x.authors_low <= x.mentions_low
    assert x.authors_high <= x.mentions_high
    assert x == project(counts, usual=usual, minutes=minutes, authors_pct=share)


def test_a_longer_wait_costs_more_and_a_surge_more_than_calm() -> None:
    calm, surge = [3] * 60, [3] * 30 + [10] * 10 + [25] * 10 + [60] * 10
    usual = [3.0] * 18
    of = {
        (name, minutes): project(counts, usual=usual, minutes=minutes, authors_pct=90)
        for name, counts in (("calm", calm), ("surge", surge))
        for minutes in (30, 60, 180)
    }
    for name in ("calm", "surge"):
        assert of[name, 30].mentions_mid < of[name, 60].mentions_mid < of[name, 180].mentions_mid
    assert of["surge", 60].mentions_mid > 3 * of["calm", 60].mentions_mid
    assert of["surge", 60].mentions_high > 10 * of["calm", 60].mentions_mid
    assert of["surge", 180].mentions_high < 180 * 60  # and no surge grows without end


def test_a_silent_hour_does_not_promise_another() -> None:
    x = project([0] * 60, usual=[5.0] * 18, minutes=60, authors_pct=100)
    assert 100 < x.mentions_low < x.mentions_mid < 300 < x.mentions_high


def test_where_no_week_is_known_the_last_hour_goes_on() -> None:
    x = project([4] * 60, usual=[0.0] * 18, minutes=30, authors_pct=100)
    assert x.mentions_low < x.mentions_mid == 120 < x.mentions_high


def test_the_louder_the_hour_the_wider_the_range() -> None:
    def width(rate: int) -> float:
        x = project([rate] * 60, usual=[3.0] * 18, minutes=60, authors_pct=100)
        return x.mentions_high / x.mentions_low

    assert width(3) < width(9) < width(30)


def test_four_of_five_steady_hours_fall_inside_their_range() -> None:
    dice = random.Random(7)
    inside = 0
    for _ in range(60):
        hours = [sum(dice.random() < 0.02 for _ in range(400)) for _ in range(120)]  # about 8 a minute
        x = project(hours[:60], usual=[2.0] * 18, minutes=60, authors_pct=100)
        inside += x.mentions_low <= sum(hours[60:]) <= x.mentions_high
    assert inside >= 48


def test_what_cannot_be_known_is_refused() -> None:
    for counts, minutes in (([1] * 59, 30), ([1] * 60, 181), ([1] * 60, 0)):
        with pytest.raises(ValueError, match="minutes known"):
            project(counts, usual=[1.0] * 18, minutes=minutes, authors_pct=50)


def test_one_or_two_mentions_are_never_loud() -> None:
    assert last_loud([0, 2, 1], usual=[0.0, 0.0, 0.0], times=10) is None
    assert last_loud([0, 3, 1], usual=[0.0, 0.0, 0.0], times=10) == 1
    assert last_loud([40, 9, 9], usual=[3.0, 3.0, 3.0], times=0) is None
