"""A source's habit: nights do not count, bursts are its own affair, a sparse one is left alone."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense.habit import Habit, habit_of

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=SEOUL)  # Monday, midnight


def office(weeks: int = 3, *, each_min: int = 6, seed: int = 7, weekend: bool = False) -> Habit:
    """Speaks every few minutes from 7 to 24 o'clock, never at night, on weekends only when told so."""
    habit, dice = Habit(), random.Random(seed)
    for day in range(7 * weeks):
        if day % 7 > 4 and not weekend:
            continue
        at = MONDAY + timedelta(days=day, hours=7)
        while at < MONDAY + timedelta(days=day + 1):
            habit.learn_one(at.astimezone(UTC), SEOUL)
            at += timedelta(minutes=max(1, dice.expovariate(1 / each_min)))
    return habit


def after(habit: Habit, until: datetime, *, each_min: int = 6) -> None:
    """Go on speaking as usual from the fourth Monday, 7 o'clock."""
    at = MONDAY + timedelta(days=21, hours=7)
    while at <= until:
        habit.learn_one(at.astimezone(UTC), SEOUL)
        at += timedelta(minutes=each_min)


def first_told(habit: Habit, since: datetime, *, hours: int = 80) -> datetime | None:
    at = since
    while at < since + timedelta(hours=hours):
        if habit.judge(at.astimezone(UTC), SEOUL) is not None:
            return at
        at += timedelta(minutes=5)
    return None


def test_at_three_in_the_morning_silence_is_usual_and_at_ten_it_is_news_within_the_hour():
    night, day = office(), office()
    after(night, MONDAY + timedelta(days=21, hours=23, minutes=55))
    told = first_told(night, MONDAY + timedelta(days=21, hours=24))
    assert told is not None
    assert MONDAY + timedelta(days=22, hours=7, minutes=20) < told < MONDAY + timedelta(days=22, hours=9)
    after(day, MONDAY + timedelta(days=21, hours=10))
    told = first_told(day, MONDAY + timedelta(days=21, hours=10))
    assert told is not None
    assert timedelta(minutes=20) < told - (MONDAY + timedelta(days=21, hours=10)) < timedelta(minutes=90)


def test_a_weekend_without_a_word_is_usual_where_weekends_are():
    habit = office()
    friday_night = MONDAY + timedelta(days=18, hours=23, minutes=59)
    told = first_told(habit, friday_night, hours=90)
    assert told is not None
    assert told > MONDAY + timedelta(days=21, hours=7)  # Monday again


def test_a_working_source_is_never_called_silent():
    habit = office(5, weekend=True)
    dice = random.Random(3)
    at = MONDAY + timedelta(days=35, hours=7)
    for _ in range(1500):
        step = max(1, dice.expovariate(1 / 6))
        for minute in range(int(step)):
            assert habit.judge((at + timedelta(minutes=minute)).astimezone(UTC), SEOUL) is None
        at += timedelta(minutes=step)
        if at.hour < 7:
            at = at.replace(hour=7, minute=0)
        habit.learn_one(at.astimezone(UTC), SEOUL)


def test_a_source_that_speaks_in_bursts_is_given_its_pauses():
    habit = Habit()
    for hour in range(0, 24 * 28, 2):  # ten minutes of every two hours
        for minute in range(10):
            habit.learn_one((MONDAY + timedelta(hours=hour, minutes=minute)).astimezone(UTC), SEOUL)
    last = MONDAY + timedelta(days=28) - timedelta(minutes=110)
    assert first_told(habit, last, hours=3) is None or first_told(habit, last) > last + timedelta(hours=2)
    assert first_told(habit, last, hours=12) is not None


def test_a_sparse_source_is_not_nagged_about():
    habit = Habit()
    for week in range(8):
        for day in (0, 2, 4):
            habit.learn_one((MONDAY + timedelta(weeks=week, days=day, hours=11)).astimezone(UTC), SEOUL)
    assert first_told(habit, MONDAY + timedelta(weeks=8), hours=24 * 10) is None


def test_in_the_first_week_nothing_is_called_a_silence():
    habit = office(1)
    last = MONDAY + timedelta(days=4, hours=23, minutes=50)
    assert habit.judge((last + timedelta(hours=12)).astimezone(UTC), SEOUL) is None


LUNAR = date(2026, 9, 25)  # 추석, a Friday, with the days before and after; the month after has two more
OFF = frozenset({date(2026, 9, 24), LUNAR, date(2026, 9, 26), date(2026, 10, 5), date(2026, 10, 9)})


def told_on(habit: Habit, since: datetime, *, hours: int, off: frozenset[date] = OFF) -> bool:
    steps = range(0, 60 * hours, 15)
    return any(habit.judge((since + timedelta(minutes=m)).astimezone(UTC), SEOUL, off) is not None for m in steps)


def speaking(until: date, *, sundays: bool, off: frozenset[date] = frozenset(), quiet_when_off: bool = True) -> Habit:
    """Every six minutes from 7 to 24 o'clock since 10 August, a Monday; not on days off when they are quiet."""
    habit, at = Habit(), datetime(2026, 8, 10, 7, tzinfo=SEOUL)
    while at.date() < until:
        resting = (quiet_when_off and at.date() in OFF) or (not sundays and at.weekday() == 6)
        if at.hour >= 7 and not resting:
            habit.learn_one(at.astimezone(UTC), SEOUL, off)
        at += timedelta(minutes=6)
    return habit


def test_a_source_that_is_quiet_on_sundays_may_be_quiet_on_a_holiday_and_on_no_other_day():
    habit = speaking(date(2026, 9, 24), sundays=False)
    eve = datetime(2026, 9, 24, tzinfo=SEOUL)
    assert not told_on(habit, eve, hours=24 * 4)  # Thursday to Sunday, all of them days off
    assert told_on(habit, eve, hours=24, off=frozenset())
    assert told_on(habit, eve, hours=24 * 4 + 10)  # Monday is no holiday


def test_holidays_are_learned_from_those_before_and_teach_nothing_about_weekdays():
    first = speaking(date(2026, 9, 24), sundays=True, off=OFF)
    assert told_on(first, datetime(2026, 9, 24, tzinfo=SEOUL), hours=12)  # never known to rest on a holiday: told once
    second = speaking(date(2026, 10, 5), sundays=True, off=OFF)
    assert not told_on(second, datetime(2026, 10, 5, tzinfo=SEOUL), hours=24)
    assert told_on(second, datetime(2026, 10, 5, tzinfo=SEOUL), hours=34)
    blind = speaking(date(2026, 10, 5), sundays=True)
    noon = (datetime(2026, 10, 8, 12, tzinfo=SEOUL), datetime(2026, 10, 8, 13, tzinfo=SEOUL))  # a Thursday
    assert second.missed(*noon, SEOUL) > blind.missed(*noon, SEOUL)


def test_a_source_that_speaks_on_holidays_too_is_missed_on_them():
    habit = speaking(date(2026, 10, 5), sundays=True, off=OFF, quiet_when_off=False)
    assert told_on(habit, datetime(2026, 10, 5, tzinfo=SEOUL), hours=12)


def test_a_habit_stored_before_holidays_were_known_goes_on():
    habit = office()
    old = {name: values[:168] if name != "gaps" else values for name, values in habit.plain().items()}
    again = habit_of(old, habit.heard)
    assert again.hits[:168] == pytest.approx(habit.hits[:168])
    assert again.is_learned


def test_while_we_were_deaf_nothing_was_missed():
    habit = office()
    after(habit, MONDAY + timedelta(days=21, hours=10))
    noon = MONDAY + timedelta(days=21, hours=12)
    assert habit.judge(noon.astimezone(UTC), SEOUL) is not None
    habit.deaf_until(noon.astimezone(UTC))
    assert habit.judge((noon + timedelta(minutes=15)).astimezone(UTC), SEOUL) is None


def test_a_new_habit_is_learned_in_time():
    habit = office(3)
    at = MONDAY + timedelta(days=21)
    for day in range(70):  # now twice a day
        for hour in (9, 17):
            habit.learn_one((at + timedelta(days=day, hours=hour)).astimezone(UTC), SEOUL)
    last = at + timedelta(days=69, hours=17)
    assert first_told(habit, last, hours=24) is None


def test_it_comes_back_from_storage_as_it_was_and_nonsense_begins_anew():
    habit = office()
    again = habit_of(habit.plain(), habit.heard)
    noon = (MONDAY + timedelta(days=21, hours=12)).astimezone(UTC)
    one, other = again.judge(noon, SEOUL), habit.judge(noon, SEOUL)
    assert one is not None
    assert other is not None
    assert (one.since, one.usual_s, one.limit) == (other.since, other.usual_s, other.limit)
    assert one.missed == pytest.approx(other.missed, rel=1e-4)
    assert habit_of({}, None) == Habit()
    assert habit_of({"hits": [1]}, noon).heard == noon


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 60 * 24 * 30), min_size=1, max_size=60), st.integers(0, 60 * 24 * 60))
def test_whatever_comes_the_habit_holds(gaps, wait):
    habit, at = Habit(), MONDAY.astimezone(UTC)
    for gap in gaps:
        at += timedelta(minutes=gap)
        habit.learn_one(at, SEOUL)
        assert all(0 <= x <= 61 * 60 for x in habit.hits)
        assert habit.limit > 0
    quiet = habit.judge(at + timedelta(minutes=wait), SEOUL)
    assert quiet is None or (quiet.missed > quiet.limit and quiet.usual_s >= 60)


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_clock_that_stands_or_runs_back_teaches_nothing_wrong(minutes):
    habit = office()
    heard = habit.heard
    assert heard is not None
    habit.learn_one(heard + timedelta(minutes=minutes), SEOUL)
    assert habit.heard == heard
