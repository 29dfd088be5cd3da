"""언제 쓴 글인가: a claimed time is believed unless it cannot be."""

from datetime import timedelta

import pytest
from tests.kit.clock import NINE

from bongsu.crisis.listen import event_time

SECOND = timedelta(seconds=1)
TEN_MIN, THIRTY_DAYS = timedelta(minutes=10), timedelta(days=30)


@pytest.mark.parametrize(
    ("off", "flags"),
    [
        (timedelta(0), ()),
        (-SECOND, ()),
        (TEN_MIN, ()),
        (TEN_MIN + SECOND, ("future",)),
        (timedelta(days=4000), ("future",)),
        (-THIRTY_DAYS, ()),
        (-THIRTY_DAYS - SECOND, ("stale",)),
        (-timedelta(days=4000), ("stale",)),
    ],
)
def test_on_a_live_source_a_time_that_cannot_be_becomes_the_time_it_was_seen(
    off: timedelta, flags: tuple[str, ...]
) -> None:
    assert event_time(NINE + off, seen_at=NINE, live=True) == (NINE if flags else NINE + off, flags)


@pytest.mark.parametrize("off", [timedelta(days=-4000), TEN_MIN + SECOND, timedelta(days=4000)])
def test_a_file_is_believed_however_old(off: timedelta) -> None:
    assert event_time(NINE + off, seen_at=NINE, live=False) == (NINE + off, ())
