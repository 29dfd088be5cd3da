"""Early warning: one threshold for every brand, said once, and nothing learned from the future."""

import math
import random

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense.warning import ALARM, EarlyWarning, as_score

STEP = 300.0
DAY = 288
ROWS = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e300)), min_size=1, max_size=60)


def scores(counts: list[float], warning: EarlyWarning | None = None, start: int = 0) -> list[float]:
    warning = warning or EarlyWarning()
    found = []
    for n, count in enumerate(counts, start):
        found.append(warning.score_one(n * STEP, count))
        warning.learn_one(n * STEP, count)
    return found


def poisson(dice: random.Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    limit, n, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        n, product = n + 1, product * dice.random()
    return n


def ordinary(days: int, an_hour: float, seed: int) -> list[float]:
    """Days with a tide of the hour and a few bursts of ordinary size."""
    dice = random.Random(seed)
    found: list[float] = []
    burst = 1.0
    for n in range(days * DAY):
        burst = max(1.0, burst * 0.9)
        if dice.random() < 2 / DAY:
            burst = dice.paretovariate(2.0) * 2
        tide = 1 + 0.6 * math.sin(2 * math.pi * n / DAY)
        found.append(poisson(dice, an_hour / 12 * tide * burst))
    return found


@given(ROWS, ROWS, ROWS)
@settings(deadline=None, max_examples=150)
def test_later_rows_never_change_earlier_scores(
    past: list[tuple[float, float]], one: list[tuple[float, float]], other: list[tuple[float, float]]
) -> None:
    def scored(rows: list[tuple[float, float]]) -> list[float]:
        warning = EarlyWarning()
        found = []
        for at, value in rows:
            found.append(warning.score_one(at, value))
            warning.learn_one(at, value)
        return found

    first, second = scored(past + one), scored(past + other)
    assert first[: len(past)] == second[: len(past)]
    assert all(0.0 <= score <= 1.0 for score in first + second)


@given(ROWS, st.tuples(st.floats(0, 1e6), st.floats(0, 1e300)))
@settings(deadline=None, max_examples=80)
def test_asking_teaches_nothing(past: list[tuple[float, float]], question: tuple[float, float]) -> None:
    asked, silent = EarlyWarning(), EarlyWarning()
    for at, value in past:
        asked.score_one(*question)
        asked.learn_one(at, value)
        silent.learn_one(at, value)
    assert asked.read_one(*question) == silent.read_one(*question)


@pytest.mark.parametrize("an_hour", [3, 30, 300, 3_000])
def test_one_threshold_means_the_same_for_small_and_large_brands(an_hour: float) -> None:
    """Once a week is once a week: eight ordinary weeks after the first bring between 2 and 20 alarms each."""
    alarms = 0
    for seed in range(2):
        found = scores(ordinary(63, an_hour, seed))
        alarms += sum(score >= ALARM for score in found[7 * DAY :])
    assert 2 * 2 <= alarms <= 2 * 20


@pytest.mark.parametrize("an_hour", [3, 30, 300, 3_000])
def test_a_storm_is_told_at_once_and_then_only_as_it_grows(an_hour: float) -> None:
    warning = EarlyWarning()
    scores(ordinary(28, an_hour, 5), warning)
    hour = max(an_hour / 12, 2)
    storm = [hour * x for x in (20, 40, 60, 60, 60, 55, 50, 60, 40, 30, 20, 30, 20, 10, 10, 20, 10, 5)]
    found = scores(storm, warning, 28 * DAY)
    assert max(found[:2]) >= ALARM
    assert sum(score >= ALARM for score in found) <= 4
    assert max(found[6:]) == 0.0


def test_an_episode_tells_how_seldom_how_long_and_whether_it_grows() -> None:
    warning = EarlyWarning()
    counts = ordinary(28, 60, 5)
    scores(counts, warning)
    at, seen = 28 * DAY * STEP, []
    for count in [200, 400, 800] + [800] * 9 + [5] * 40:
        seen.append(warning.read_one(at, count))
        warning.learn_one(at, count)
        at += STEP
    grown, over = seen[2].episode, seen[-1].episode
    assert grown is not None
    assert grown.lasts_s == 2 * STEP
    assert seen[2].doublings_an_h > 1 > 0 > seen[14].doublings_an_h
    assert grown.seldom_days >= seen[0].seldom_days > 7
    assert seen[15].episode is not None  # quiet, but not yet for an hour
    assert over is None


def test_what_bursts_every_day_is_no_news_after_some_weeks() -> None:
    day = [5.0] * 200 + [100.0] * 4 + [5.0] * 84
    found = scores(day * 30)
    assert max(found[:DAY]) > ALARM
    assert max(found[14 * DAY :]) < ALARM


def test_steps_of_a_minute_and_of_an_hour_find_the_same_storm() -> None:
    minutes = [x for count in ordinary(28, 60, 9) for x in (count / 5,) * 5] + [60.0] * 30
    hours = [sum(minutes[n : n + 60]) for n in range(0, len(minutes), 60)]
    for step, counts, storm in ((60.0, minutes, 30), (3600.0, hours, 1)):
        warning, found = EarlyWarning(), []
        for n, count in enumerate(counts):
            found.append(warning.score_one(n * step, count))
            warning.learn_one(n * step, count)
        assert max(found[-storm:]) >= ALARM


def test_rows_behind_the_newest_and_numbers_without_end_do_no_harm() -> None:
    warning = EarlyWarning()
    for at, value in ((1e9, 3), (1e9, 4), (5e8, 2), (1e9 + 300, 1e308), (1e9 + 600, 0.0), (9e9, -5.0)):
        assert 0.0 <= warning.score_one(at, value) <= 1.0
        warning.learn_one(at, value)
    assert math.isfinite(warning.read_one(9e9, 1e308).usual)


def test_the_score_reads_as_a_waiting_time() -> None:
    assert as_score(1 / 14) == pytest.approx(0.5)
    assert as_score(1 / 56) == pytest.approx(0.81, abs=0.01)
    assert as_score(1 / 730) == pytest.approx(0.98, abs=0.005)
    assert as_score(0.0) == 1.0
