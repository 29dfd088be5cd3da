"""Who is on duty when: at midnight, where clocks change, on holidays, after swaps and on leave."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.core.errors import CannotStandIn, DeadlinePast, NotOnDutyThen, NotYours
from bongsu.core.values import Person
from bongsu.crisis.rota import (
    Leave,
    Pattern,
    Rota,
    Shift,
    Swap,
    accept,
    ask,
    coverable,
    gaps,
    holidays_in,
    instant,
    last_change,
    now_and_next,
    overlaps,
    spans,
    standing,
    who,
)

SEOUL, NEW_YORK, LONDON = "Asia/Seoul", "America/New_York", "Europe/London"
ROLE = "practitioner"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)
YEAR = date(2026, 1, 1)
PEOPLE = (
    Person(key="haneul", name="박하늘", roles=(ROLE,)),
    Person(key="sora", name="윤소라", roles=(ROLE,)),
    Person(key="jiwoo", name="정지우", roles=("legal",)),
)


def seoul(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=ZoneInfo(SEOUL)).astimezone(UTC)


def pattern(person: str, starts: int, ends: int, **changes: object) -> Pattern:
    about: dict[str, object] = {"key": person, "role": ROLE, "weekdays": EVERY_DAY, "since": YEAR}
    return Pattern(person=person, starts=starts * 60, ends=ends * 60, **(about | changes))  # type: ignore[arg-type]


DAY_AND_NIGHT = Rota(zone=SEOUL, patterns=(pattern("haneul", 9, 18), pattern("sora", 18, 9)))


# ── patterns ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_shift_begins_at_its_minute_and_ends_before_its_last() -> None:
    assert who(DAY_AND_NIGHT, ROLE, seoul("2026-03-07", "08:59")) == ("sora",)
    assert who(DAY_AND_NIGHT, ROLE, seoul("2026-03-07", "09:00")) == ("haneul",)
    assert who(DAY_AND_NIGHT, ROLE, seoul("2026-03-07", "18:00")) == ("sora",)


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    saturday_night = Rota(zone=SEOUL, patterns=(pattern("sora", 22, 6, weekdays=(5,)),))
    assert who(saturday_night, ROLE, seoul("2026-03-08", "05:59")) == ("sora",)  # Sunday morning
    assert who(saturday_night, ROLE, seoul("2026-03-08", "22:30")) == ()
    assert who(saturday_night, ROLE, seoul("2026-03-07", "05:00")) == ()


def test_midnight_to_midnight_is_a_whole_day() -> None:
    saturdays = Rota(zone=SEOUL, patterns=(pattern("sora", 0, 0, weekdays=(5,)),))
    (only,) = [
        span
        for span in spans(saturdays, ROLE, seoul("2026-03-06", "12:00"), seoul("2026-03-09", "12:00"))
        if span.persons
    ]
    assert (only.start, only.end) == (seoul("2026-03-07", "00:00"), seoul("2026-03-08", "00:00"))


def test_every_second_week_leaves_the_week_between_to_the_other() -> None:
    turns = Rota(
        zone=SEOUL,
        patterns=(
            pattern("haneul", 0, 0, since=date(2026, 3, 2), every_weeks=2),
            pattern("sora", 0, 0, since=date(2026, 3, 9), every_weeks=2),
        ),
    )
    first = seoul("2026-03-02", "00:00")
    assert [span.persons for span in spans(turns, ROLE, first, first + timedelta(weeks=4))] == [
        ("haneul",),
        ("sora",),
        ("haneul",),
        ("sora",),
    ]


def test_a_pattern_holds_from_its_first_day_up_to_but_not_on_its_last() -> None:
    march = Rota(zone=SEOUL, patterns=(pattern("sora", 9, 18, since=date(2026, 3, 1), until=date(2026, 3, 3)),))
    worked = [
        span for span in spans(march, ROLE, seoul("2026-02-20", "00:00"), seoul("2026-03-10", "00:00")) if span.persons
    ]
    assert [span.start for span in worked] == [seoul("2026-03-01", "09:00"), seoul("2026-03-02", "09:00")]


def test_the_29th_of_february_is_a_day_like_any_other() -> None:
    assert who(DAY_AND_NIGHT, ROLE, seoul("2028-02-29", "12:00")) == ("haneul",)
    assert gaps(DAY_AND_NIGHT, ROLE, seoul("2028-02-28", "00:00"), seoul("2028-03-02", "00:00")) == ()


# ── holidays ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_substitute_holiday_is_a_holiday() -> None:
    known = holidays_in(SEOUL, date(2026, 1, 1), date(2026, 12, 31))
    assert date(2026, 3, 2) in known  # for 1 March, a Sunday
    assert date(2026, 5, 1) in known  # Workers' Day
    assert date(2026, 3, 3) not in known
    assert holidays_in(NEW_YORK, date(2026, 1, 1), date(2026, 12, 31)) == frozenset()


def test_on_a_holiday_its_own_pattern_replaces_the_ordinary_one() -> None:
    rota = Rota(
        zone=SEOUL,
        patterns=(
            pattern("haneul", 9, 18, weekdays=WEEKDAYS, on_holidays="rests"),
            pattern("sora", 9, 18, on_holidays="only", key="holidays"),
        ),
        holidays=holidays_in(SEOUL, YEAR, YEAR),
    )
    assert who(rota, ROLE, seoul("2026-03-02", "12:00")) == ("sora",)
    assert who(rota, ROLE, seoul("2026-03-03", "12:00")) == ("haneul",)


# ── clocks that change ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_time_that_clocks_skip_is_the_instant_at_which_they_skip_it() -> None:
    assert instant(date(2026, 3, 8), 150, NEW_YORK) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert instant(date(2026, 3, 29), 90, LONDON) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_night_in_which_clocks_change_is_an_hour_shorter_or_longer_and_has_no_hole() -> None:
    rota = replace(DAY_AND_NIGHT, zone=NEW_YORK)
    for day, hours in ((date(2026, 3, 8), 14), (date(2026, 11, 1), 16), (date(2026, 6, 1), 15)):
        noon = instant(day, 12 * 60, NEW_YORK)
        night = next(span for span in spans(rota, ROLE, noon - timedelta(days=1), noon) if span.persons == ("sora",))
        assert (night.end - night.start) == timedelta(hours=hours)
        assert gaps(rota, ROLE, noon - timedelta(days=1), noon) == ()


def test_one_who_leaves_in_the_hour_that_comes_twice_meets_the_one_who_comes() -> None:
    rota = Rota(
        zone=NEW_YORK,
        patterns=(
            replace(pattern("haneul", 12, 0), ends=90),
            replace(pattern("sora", 0, 12), starts=90),
        ),
    )
    around = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert gaps(rota, ROLE, around - timedelta(hours=6), around + timedelta(hours=6)) == ()
    assert overlaps(rota, ROLE, around - timedelta(hours=6), around + timedelta(hours=6)) == ()


# ── holes, now and next ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_hole_is_told_with_both_of_its_ends() -> None:
    rota = Rota(zone=SEOUL, patterns=(pattern("haneul", 9, 18),))
    (hole,) = gaps(rota, ROLE, seoul("2026-03-07", "12:00"), seoul("2026-03-08", "12:00"))
    assert (hole.start, hole.end) == (seoul("2026-03-07", "18:00"), seoul("2026-03-08", "09:00"))


def test_now_and_next_say_who_and_until_when() -> None:
    told = now_and_next(DAY_AND_NIGHT, ROLE, seoul("2026-03-07", "21:30"))
    assert told.now.persons == ("sora",)
    assert told.now.start == seoul("2026-03-07", "18:00")
    assert told.next is not None
    assert (told.next.persons, told.next.start) == (("haneul",), seoul("2026-03-08", "09:00"))


def test_the_last_change_names_who_came_and_whom_they_relieve() -> None:
    change = last_change(DAY_AND_NIGHT, ROLE, since=seoul("2026-03-07", "12:00"), at=seoul("2026-03-07", "18:00"))
    assert change is not None
    assert (change.at, change.coming, change.leaving) == (seoul("2026-03-07", "18:00"), ("sora",), ("haneul",))
    assert last_change(DAY_AND_NIGHT, ROLE, since=change.at, at=seoul("2026-03-07", "20:00")) is None


def test_after_a_hole_those_who_were_on_last_are_relieved() -> None:
    rota = Rota(zone=SEOUL, patterns=(pattern("haneul", 9, 18), pattern("sora", 20, 23)))
    change = last_change(rota, ROLE, since=seoul("2026-03-07", "12:00"), at=seoul("2026-03-07", "20:30"))
    assert change is not None
    assert (change.coming, change.leaving) == (("sora",), ("haneul",))


# ── swaps ──────────────────────────────────────────────────────────────────────────────────────────────────────────
SATURDAY = Swap("s1", ROLE, "sora", "haneul", seoul("2026-03-07", "18:00"), seoul("2026-03-08", "09:00"))
FRIDAY = seoul("2026-03-06", "12:00")


def test_a_swap_moves_nobody_before_it_is_accepted() -> None:
    asked = ask(DAY_AND_NIGHT, SATURDAY, people=PEOPLE, at=FRIDAY)
    assert who(replace(DAY_AND_NIGHT, swaps=(asked,)), ROLE, seoul("2026-03-07", "21:30")) == ("sora",)
    agreed = accept(DAY_AND_NIGHT, asked, by="haneul", people=PEOPLE, at=FRIDAY)
    swapped = replace(DAY_AND_NIGHT, swaps=(agreed,))
    assert who(swapped, ROLE, seoul("2026-03-07", "21:30")) == ("haneul",)
    assert who(swapped, ROLE, seoul("2026-03-08", "21:30")) == ("sora",)


def test_only_whoever_was_asked_may_accept() -> None:
    with pytest.raises(NotYours):
        accept(DAY_AND_NIGHT, SATURDAY, by="sora", people=PEOPLE, at=FRIDAY)


def test_a_shift_that_is_not_mine_cannot_be_given_away() -> None:
    with pytest.raises(NotOnDutyThen):
        ask(DAY_AND_NIGHT, replace(SATURDAY, start=SATURDAY.start - timedelta(minutes=1)), people=PEOPLE, at=FRIDAY)


@pytest.mark.parametrize("to", ["jiwoo", "sora"])
def test_another_role_or_oneself_cannot_stand_in(to: str) -> None:
    with pytest.raises(CannotStandIn):
        ask(DAY_AND_NIGHT, replace(SATURDAY, to=to), people=PEOPLE, at=FRIDAY)


def test_somebody_on_leave_cannot_stand_in_though_they_agreed_before() -> None:
    away = replace(DAY_AND_NIGHT, leaves=(Leave("haneul", SATURDAY.end - timedelta(hours=1), SATURDAY.end),))
    with pytest.raises(CannotStandIn):
        accept(away, SATURDAY, by="haneul", people=PEOPLE, at=FRIDAY)


def test_what_is_over_is_not_swapped() -> None:
    with pytest.raises(DeadlinePast):
        ask(DAY_AND_NIGHT, SATURDAY, people=PEOPLE, at=SATURDAY.end)


def test_my_coming_shifts_are_listed_whole() -> None:
    first, *_ = coverable(DAY_AND_NIGHT, ROLE, "sora", at=FRIDAY)
    assert first == (seoul("2026-03-06", "18:00"), seoul("2026-03-07", "09:00"))
    running, *_ = coverable(DAY_AND_NIGHT, ROLE, "haneul", at=FRIDAY)
    assert running == (seoul("2026-03-06", "09:00"), seoul("2026-03-06", "18:00"))


# ── what it means for people ───────────────────────────────────────────────────────────────────────────────────────
def test_without_a_rota_for_their_roles_the_stored_flag_stands() -> None:
    now = standing(DAY_AND_NIGHT, seoul("2026-03-07", "21:30"))
    assert now.on_duty("sora", (ROLE,), flag=False)
    assert not now.on_duty("haneul", (ROLE, "legal"), flag=True)
    assert now.on_duty("jiwoo", ("legal",), flag=True)
    assert not now.on_duty("jiwoo", ("legal",), flag=False)


def test_leave_means_off_duty_with_or_without_a_rota() -> None:
    off = replace(DAY_AND_NIGHT, leaves=(Leave("jiwoo", FRIDAY, FRIDAY + timedelta(days=3)),))
    assert not standing(off, seoul("2026-03-07", "21:30")).on_duty("jiwoo", ("legal",), flag=True)


def test_a_pattern_yet_to_begin_does_not_speak_and_one_that_ran_out_leaves_a_hole() -> None:
    later = Rota(zone=SEOUL, patterns=(pattern("sora", 9, 18, since=date(2026, 4, 1), until=date(2026, 4, 8)),))
    assert standing(later, seoul("2026-03-31", "23:59")).on_duty("haneul", (ROLE,), flag=True)
    assert not standing(later, seoul("2026-04-01", "00:00")).on_duty("haneul", (ROLE,), flag=True)
    assert not standing(later, seoul("2026-05-01", "12:00")).on_duty("haneul", (ROLE,), flag=True)


def test_a_pattern_without_a_weekday_or_with_a_25th_hour_is_none() -> None:
    with pytest.raises(ValueError, match="weekdays"):
        pattern("sora", 9, 18, weekdays=())
    with pytest.raises(ValueError, match="minutes"):
        pattern("sora", 9, 25)


# ── whatever the rota ──────────────────────────────────────────────────────────────────────────────────────────────
ZONES = st.sampled_from((SEOUL, NEW_YORK, LONDON))
NAMES = st.sampled_from(("haneul", "sora", "doyun"))
#: Around New York's and London's changes of clock, the leap day and Korean holidays.
STARTS = st.sampled_from(
    (
        datetime(2026, 3, 6, tzinfo=UTC),
        datetime(2026, 3, 27, tzinfo=UTC),
        datetime(2026, 10, 23, tzinfo=UTC),
        datetime(2026, 10, 30, tzinfo=UTC),
        datetime(2028, 2, 26, tzinfo=UTC),
        datetime(2026, 12, 30, tzinfo=UTC),
    )
)
SOME_MINUTES = st.integers(0, 4 * 24 * 60)


@st.composite
def patterns(draw: st.DrawFn, first: date) -> Pattern:
    since = first + timedelta(days=draw(st.integers(-20, 3)))
    return Pattern(
        key=str(draw(st.integers(0, 99))),
        person=draw(NAMES),
        role=draw(st.sampled_from((ROLE, ROLE, "legal"))),
        weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        starts=draw(st.integers(0, 1439)),
        ends=draw(st.integers(0, 1439)),
        since=since,
        until=draw(st.none() | st.integers(0, 30).map(lambda n: since + timedelta(days=n))),
        every_weeks=draw(st.integers(1, 3)),
        on_holidays=draw(st.sampled_from(("holds", "rests", "only"))),
    )


@st.composite
def stretches(draw: st.DrawFn, start: datetime) -> tuple[datetime, datetime]:
    begin = start + timedelta(minutes=draw(SOME_MINUTES))
    return begin, begin + timedelta(minutes=draw(st.integers(1, 2000)))


@st.composite
def rotas(draw: st.DrawFn) -> tuple[Rota, datetime]:
    start = draw(STARTS)
    swaps = []
    for n in range(draw(st.integers(0, 3))):
        begin, end = draw(stretches(start))
        accepted = draw(st.none() | st.integers(0, 3).map(lambda m: start + timedelta(minutes=m)))
        swaps.append(Swap(f"s{n}", ROLE, draw(NAMES), draw(NAMES), begin, end, accepted))
    return (
        Rota(
            zone=draw(ZONES),
            patterns=tuple(draw(st.lists(patterns(start.date()), max_size=5))),
            shifts=tuple(Shift(draw(NAMES), ROLE, *draw(stretches(start))) for _ in range(draw(st.integers(0, 2)))),
            swaps=tuple(swaps),
            leaves=tuple(Leave(draw(NAMES), *draw(stretches(start))) for _ in range(draw(st.integers(0, 2)))),
            holidays=frozenset(start.date() + timedelta(days=n) for n in draw(st.sets(st.integers(0, 5), max_size=2))),
        ),
        start,
    )


@settings(deadline=None)
@given(rotas(), SOME_MINUTES, SOME_MINUTES, st.lists(SOME_MINUTES, max_size=12))
def test_the_spans_of_a_stretch_are_the_answers_at_each_of_its_instants(
    rota_at: tuple[Rota, datetime], one: int, other: int, minutes: list[int]
) -> None:
    rota, start = rota_at
    since, until = (start + timedelta(minutes=m) for m in sorted((one, other)))
    found = spans(rota, ROLE, since, until)
    assert [span.start for span in found[1:]] == [span.end for span in found[:-1]]
    if since < until:
        assert (found[0].start, found[-1].end) == (since, until)
    assert all(a.persons != b.persons for a, b in pairwise(found))
    looks = [span.start for span in found] + [span.end - timedelta(microseconds=1) for span in found]
    looks += [at for m in minutes if since <= (at := start + timedelta(minutes=m)) < until]
    for at in looks:
        (here,) = [span for span in found if span.start <= at < span.end]
        assert who(rota, ROLE, at) == here.persons


@settings(deadline=None)
@given(rotas(), SOME_MINUTES)
def test_a_swap_neither_loses_nor_makes_a_pair_of_eyes(rota_at: tuple[Rota, datetime], minute: int) -> None:
    rota, start = rota_at
    present = replace(rota, leaves=())
    at = start + timedelta(minutes=minute)
    assert len(who(present, ROLE, at)) == len(who(replace(present, swaps=()), ROLE, at))


@settings(deadline=None)
@given(rotas(), NAMES, st.data(), SOME_MINUTES)
def test_leave_takes_away_exactly_its_time(
    rota_at: tuple[Rota, datetime], person: str, data: st.DataObject, minute: int
) -> None:
    rota, start = rota_at
    begin, end = data.draw(stretches(start))
    away = replace(rota, leaves=(*rota.leaves, Leave(person, begin, end)))
    for at in (start + timedelta(minutes=minute), begin, end, end - timedelta(microseconds=1)):
        gone = {person} if begin <= at < end else set()
        assert set(who(away, ROLE, at)) == set(who(rota, ROLE, at)) - gone


@settings(deadline=None)
@given(rotas(), SOME_MINUTES, st.lists(st.integers(0, 360), max_size=6))
def test_what_stands_stands_until_it_says(rota_at: tuple[Rota, datetime], minute: int, later: list[int]) -> None:
    rota, start = rota_at
    at = start + timedelta(minutes=minute)
    now = standing(rota, at)
    assert now.until > at
    for m in later:
        when = at + timedelta(minutes=m)
        if when < now.until:
            then = standing(rota, when)
            assert (then.on, then.away) == (now.on, now.away)


@settings(deadline=None)
@given(ZONES, st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(0, 1439), st.integers(0, 1439))
def test_instants_never_fall_while_local_times_rise(zone: str, day: date, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert instant(day, early, zone) <= instant(day, late, zone) <= instant(day + timedelta(days=1), 0, zone)
