"""Posts bring posts: the self-exciting arrivals of a storm."""

from collections import Counter
from itertools import count, islice, pairwise

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.storm.arrivals import Piece, arrivals
from bongsu.storm.dice import Dice

HOUR = 3600.0


def fano(times, window_s=60.0, until_s=20 * HOUR):
    """Variance of counts per window over their mean: 1 for independent arrivals."""
    counts = Counter(int(t // window_s) for t in times)
    windows = int(until_s // window_s)
    mean = sum(counts.values()) / windows
    return sum((counts[w] - mean) ** 2 for w in range(windows)) / windows / mean


@pytest.mark.parametrize(("per_min", "branching"), [(2, 0.0), (2, 0.5), (10, 0.8), (0.5, 0.3)])
def test_in_the_long_run_a_base_rate_brings_its_rate_over_one_minus_branching(per_min, branching):
    times = list(arrivals(Dice(1), [Piece(0, per_min)], 200 * HOUR, branching=branching, memory_s=60))
    assert len(times) / (200 * 60) == pytest.approx(per_min / (1 - branching), rel=0.06)


def test_posts_come_in_clusters_when_they_bring_each_other():
    alone = list(arrivals(Dice(2), [Piece(0, 4)], 20 * HOUR))
    excited = list(arrivals(Dice(2), [Piece(0, 1.6)], 20 * HOUR, branching=0.6, memory_s=20))
    assert fano(alone) == pytest.approx(1, abs=0.15)
    assert fano(excited) > 2.5


def test_a_rate_changes_at_its_minute_and_nothing_comes_before_the_first():
    pieces = [Piece(600, 60), Piece(1200, 0), Piece(1800, 120)]
    times = list(arrivals(Dice(3), pieces, 2400))
    assert times[0] >= 600
    assert not [t for t in times if 1200 <= t < 1800]
    assert len([t for t in times if t < 1200]) == pytest.approx(600, rel=0.15)
    assert len([t for t in times if t >= 1800]) == pytest.approx(1200, rel=0.15)


def test_endless_pieces_are_taken_one_by_one():
    endless = (Piece(60.0 * n, 5) for n in count())
    assert len(list(islice(arrivals(Dice(4), endless, float("inf")), 1000))) == 1000


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**63), st.floats(0, 0.9), st.floats(1, 600), st.lists(st.floats(0, 30), min_size=1, max_size=6))
def test_times_rise_and_stay_in_the_span(seed, branching, memory_s, rates):
    pieces = [Piece(300.0 * n, rate) for n, rate in enumerate(rates)]
    until = 300.0 * len(rates)
    times = list(arrivals(Dice(seed), pieces, until, branching=branching, memory_s=memory_s))
    assert all(a <= b for a, b in pairwise(times))
    assert all(0 <= t < until for t in times)
    assert times == list(arrivals(Dice(seed), pieces, until, branching=branching, memory_s=memory_s))


@pytest.mark.parametrize("wrong", [{"branching": 1.0}, {"branching": -0.1}, {"memory_s": 0}])
def test_a_process_that_would_never_end_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        next(arrivals(Dice(1), [Piece(0, 1)], 10, **wrong))


def test_pieces_out_of_order_are_refused():
    with pytest.raises(ValueError, match="ordered"):
        list(arrivals(Dice(1), [Piece(10, 1), Piece(5, 1)], 100))
