"""예측 채점: the scores are those of the papers, and nobody gains by saying something else than they believe."""

import doctest
from datetime import UTC, datetime, timedelta
from math import log

import pytest
from hypothesis import given, strategies as st

from bongsu.core.events import EstimateSent
from bongsu.crisis.assess import scoring
from bongsu.crisis.room import Press

NINE = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
COUNT = st.integers(0, 5_000)


def after(**how_far: float) -> datetime:
    return NINE + timedelta(**how_far)


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(scoring).failed == 0


@given(truth=st.integers(0, 100), said=st.integers(0, 100))
def test_saying_the_chance_one_believes_in_costs_least(truth: int, said: int) -> None:
    def expected(pct: int) -> float:
        return truth / 100 * scoring.brier(pct, True) + (1 - truth / 100) * scoring.brier(pct, False)

    assert expected(truth) <= expected(said) + 1e-12
    if said != truth:
        assert expected(truth) < expected(said)


@given(outcomes=st.lists(COUNT, min_size=1, max_size=40), said=COUNT, tenths=st.sampled_from((1, 5, 9)))
def test_the_percentile_one_believes_in_costs_least(outcomes: list[int], said: int, tenths: int) -> None:
    share = tenths / 10
    believed = sorted(outcomes)[min(len(outcomes) - 1, -(-tenths * len(outcomes) // 10) - 1)]

    def expected(guess: int) -> float:
        return sum(scoring.pinball(guess, x, share) for x in outcomes) / len(outcomes)

    assert expected(believed) <= expected(said) + 1e-9


@given(low=COUNT, high=COUNT, actual=COUNT)
def test_a_loss_is_never_negative_and_nothing_only_when_right(low: int, high: int, actual: int) -> None:
    low, high = sorted((low, high))
    loss = scoring.volume_loss(low, high, actual)
    assert loss >= 0
    assert (loss == 0) == (low == high == actual)


@given(actual=COUNT, low=COUNT, width=st.integers(1, 2_000))
def test_a_range_is_the_interval_score_of_the_paper(actual: int, low: int, width: int) -> None:
    high, alpha = low + width, 0.2
    a, b, x = (log(n + 1) for n in (low, high, actual))
    interval = (b - a) + 2 / alpha * max(0.0, a - x) + 2 / alpha * max(0.0, x - b)
    assert scoring.volume_loss(low, high, actual) == pytest.approx(alpha / 2 * interval)


def test_an_estimate_is_held_to_what_it_said_when_its_time_has_come() -> None:
    sent = EstimateSent(level=3, press_pct=40, why="글", volumes=((1, 10, 20), (24, 5, 5)))
    assert [(x.what, x.low, x.high, x.due_at) for x in scoring.asked(sent, NINE)] == [
        ("press", 40, 40, after(hours=3)),
        ("level", 3, 3, after(hours=3)),
        ("v1", 10, 20, after(hours=1, minutes=5)),
        ("v24", 5, 5, after(hours=24, minutes=5)),
    ]


@pytest.mark.parametrize(
    ("press", "outcome"),
    [
        (Press(), None),
        (Press(reported_at=after(minutes=-1)), "void"),
        (Press(reported_at=NINE), "void"),
        (Press(reported_at=after(minutes=1)), "yes"),
        (Press(reported_at=after(hours=3)), "yes"),
        (Press(reported_at=after(hours=3, seconds=1)), "no"),
        (Press(none_until=after(hours=2, minutes=59)), None),
        (Press(none_until=after(hours=3)), "no"),
        (Press(none_until=after(hours=1), reported_at=after(hours=2)), "yes"),
    ],
)
def test_press_within_three_hours_is_told_by_the_first_report(press: Press, outcome: str | None) -> None:
    assert scoring.press_outcome(press, sent_at=NINE) == outcome


def test_the_beacon_that_counts_is_the_highest_that_stood() -> None:
    levels = [(after(hours=-1), 3), (after(hours=1), 5), (after(hours=2), 4), (after(hours=4), 2)]

    def reached(since: datetime) -> int | None:
        return scoring.level_reached(levels, since=since, until=since + scoring.LEVEL_WITHIN)

    assert reached(NINE) == 5
    assert reached(after(hours=2)) == 4
    assert reached(after(hours=-5)) is None
    assert reached(after(hours=9)) == 2
