"""Whose turn it is among a person's channels, by their clock and the beacon."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
from tests.rules.crisis.room import GROUND

from bongsu.core.values import CHANNELS, Channel, Hours
from bongsu.crisis.convene.reach import in_turn, next_of, within

SEOUL = "Asia/Seoul"
MINUTE = st.integers(0, 24 * 60 - 1)
HOURS = st.builds(Hours, MINUTE, MINUTE, st.lists(st.integers(0, 6), unique=True, max_size=7).map(tuple))
ZONES = st.sampled_from((SEOUL, "America/New_York", "Australia/Lord_Howe", "UTC", "Pacific/Apia"))
TIMES = st.integers(0, 5 * 366 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
LISTS = st.lists(
    st.builds(
        Channel,
        id=st.integers(1, 99),
        place=st.integers(1, 6),
        kind=st.sampled_from(CHANNELS),
        hours=st.none() | HOURS,
        ready=st.booleans(),
    ),
    max_size=6,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SEOUL))


def test_hours_over_midnight_belong_to_the_day_on_which_they_began() -> None:
    friday_night = Hours(22 * 60, 7 * 60, (4,))
    assert within(friday_night, at=at("2026-03-06T22:00"), zone=SEOUL)
    assert within(friday_night, at=at("2026-03-07T06:59"), zone=SEOUL)
    assert not within(friday_night, at=at("2026-03-07T07:00"), zone=SEOUL)
    assert not within(friday_night, at=at("2026-03-07T22:00"), zone=SEOUL)
    assert not within(friday_night, at=at("2026-03-06T06:00"), zone=SEOUL)


@given(start=MINUTE, end=MINUTE, when=TIMES, zone=ZONES)
def test_a_day_is_either_inside_hours_or_inside_their_complement(
    start: int, end: int, when: datetime, zone: str
) -> None:
    if start != end:
        assert within(Hours(start, end), at=when, zone=zone) != within(Hours(end, start), at=when, zone=zone)
    assert within(Hours(start, start), at=when, zone=zone)


@given(hours=HOURS, when=TIMES, zone=ZONES)
def test_hours_of_some_days_hold_within_those_of_every_day(hours: Hours, when: datetime, zone: str) -> None:
    if within(hours, at=when, zone=zone):
        assert within(replace(hours, days=()), at=when, zone=zone)


@given(channels=LISTS, quiet=st.none() | HOURS, level=st.integers(1, 5), when=TIMES, zone=ZONES)
def test_in_a_crisis_every_ready_channel_has_its_turn_and_no_other(
    channels: list[Channel], quiet: Hours | None, level: int, when: datetime, zone: str
) -> None:
    turn = in_turn(channels, quiet=quiet, level=level, ground=GROUND, at=when, zone=zone)
    used = [c for c, _ in turn]
    assert all(c.ready for c in used)
    assert used == sorted(used, key=lambda c: (c.place, c.id))
    if level >= GROUND.override_level:
        assert len(used) == sum(c.ready for c in channels)
    else:
        assert not any(despite for _, despite in turn)


@given(channels=LISTS, last=st.integers(0, 7))
def test_the_next_channel_is_behind_the_last_or_the_first_again(channels: list[Channel], last: int) -> None:
    turn = in_turn(channels, quiet=None, level=5, ground=GROUND, at=datetime(2026, 3, 1, tzinfo=UTC), zone="UTC")
    found = next_of(turn, after=last)
    if not turn:
        assert found is None
        return
    assert found is not None
    index, more = found
    place = turn[index][0].place
    behind = [c.place for c, _ in turn if c.place > last]
    assert place == (min(behind) if behind else turn[0][0].place)
    assert more == (index + 1 < len(turn))


def test_clocks_that_change_leave_no_hole_in_the_night() -> None:
    night, zone = Hours(22 * 60, 7 * 60), "America/New_York"
    start = datetime(2026, 3, 8, 3, 0, tzinfo=UTC)  # 22:00 on the 7th; clocks go forward at 2
    inside = [within(night, at=start + timedelta(minutes=n), zone=zone) for n in range(8 * 60)]
    assert all(inside)
    assert not within(night, at=start + timedelta(hours=8), zone=zone)
