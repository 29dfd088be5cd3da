"""A live brand's rises: the same series as a file's, and the same after a restart."""

from hypothesis import given, settings, strategies as st

from bongsu.sense.rise import ROW_S, Rises
from bongsu.sense.warning import EarlyWarning

WEEKS = 2 * 7 * 86_400


def used_to(a_row: int, seconds: int = WEEKS) -> Rises:
    rises = Rises()
    for at in range(0, seconds, ROW_S):
        rises.move(at)
        rises.add(a_row + at // ROW_S % 3)
    rises.move(seconds)
    return rises


def test_a_live_brand_reads_as_its_file_would() -> None:
    rises, warning = used_to(10), EarlyWarning()
    for at in range(0, WEEKS, ROW_S):
        warning.learn_one(at + ROW_S, 10 + at // ROW_S % 3)
    rises.add(90)
    told, reading = rises.read(WEEKS + 60), warning.read_one(WEEKS + 60, 90)
    assert told.seldom_h == round(24 * reading.seldom_days)
    assert told.doublings_centi == round(100 * reading.doublings_an_h) > 0


def test_a_burst_is_more_seldom_the_larger_it_is_and_lasts_from_its_first_row() -> None:
    small, large = used_to(10), used_to(10)
    small.add(20)
    large.add(120)
    assert large.read(WEEKS).seldom_h > small.read(WEEKS).seldom_h > 0
    for minutes in range(5, 30, 5):
        large.move(WEEKS + minutes * 60)
        large.add(120)
    assert 20 * 60 <= large.read(WEEKS + 29 * 60).lasts_s <= 30 * 60


def test_nothing_is_said_of_how_seldom_before_a_week_is_known() -> None:
    young = used_to(10, 3 * 86_400)
    young.add(500)
    assert young.read(3 * 86_400).seldom_h == 0


def test_a_long_gap_is_silence_and_costs_no_more_than_a_week() -> None:
    rises = used_to(10, 86_400)
    rises.move(10_000 * 86_400)
    rises.add(5)
    assert rises.read(10_000 * 86_400).seldom_h >= 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40)), max_size=40), st.integers(0, 40))
def test_a_watch_made_from_its_state_goes_on_as_if_it_had_never_stopped(steps: list[tuple[int, int]], cut: int) -> None:
    at, whole, parts = WEEKS, used_to(5), used_to(5)
    for number, (passed, count) in enumerate(steps):
        at += passed
        if number == cut:
            parts = Rises(parts.state())
        for one in (whole, parts):
            one.move(at)
            one.add(count)
        assert whole.read(at) == parts.read(at)
