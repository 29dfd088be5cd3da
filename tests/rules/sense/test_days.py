"""Streams that know the day and not the minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bongsu.sense.days import Days

SEOUL = ZoneInfo("Asia/Seoul")
FIRST = datetime(2026, 3, 2, tzinfo=UTC)


def hear(days: Days, day: float, many: int, *, zone: ZoneInfo = SEOUL) -> list[bool]:
    at = int((FIRST + timedelta(days=day)).timestamp())
    return [days.hear(at, f"m{day}-{n}", zone) for n in range(many)]


def test_posts_of_one_midnight_are_posts_like_others():
    days = Days()
    assert not any(hear(days, 0, 10))
    assert not days.hold
    assert all(hear(days, 1, 2))


def test_a_day_far_above_the_usual_is_surprising_and_an_ordinary_one_is_not():
    days = Days()
    for day in range(10):
        hear(days, day, 6)
    look = days.look()
    assert look is not None
    assert look.surprise < 2
    hear(days, 10, 60)
    look = days.look()
    assert look is not None
    assert (look.minutes, look.count) == (1440, 60)
    assert look.expected == pytest.approx(6, abs=1.5)
    assert look.surprise > 5
    assert len(days.posts()) <= 20


def test_midnight_in_the_brand_s_zone_counts_as_well_and_minutes_do_not():
    days = Days()
    for day in range(5):
        hear(days, day + 15 / 24, 4)  # 00:00 in Seoul
    assert days.hold
    minutes = Days()
    for day in range(5):
        hear(minutes, day + 0.3, 4)
    assert not minutes.hold
    assert minutes.look() is None


def test_a_day_without_a_usual_is_open_when_it_may_be_a_crowd():
    days = Days()
    hear(days, 0, 9)
    assert not days.open
    hear(days, 0, 1)
    assert days.open
    hear(days, 1, 19)
    assert not days.open  # not twice the day before
    hear(days, 1, 1)
    assert days.open
    for day in (2, 3):
        hear(days, day, 10)
    hear(days, 4, 90)
    assert not days.open  # by now it has a usual day
    minutes = Days()
    hear(minutes, 0.3, 30)
    hear(minutes, 1, 12)
    assert not minutes.open


def test_days_without_a_post_are_part_of_the_usual():
    days = Days()
    for day in (0, 10, 20, 30):
        hear(days, day, 5)
    assert days.mean < 1
