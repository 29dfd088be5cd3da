"""Repeating events: the same days as dateutil says, at a cost that no rule can raise."""

import time as clock
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings, strategies as st
from icalendar import vRecur

from bongsu.flows.recurring import days, rule_of

START = date(2020, 2, 27)
MIDNIGHT = time()
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY")))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if frequency != "WEEKLY" and draw(st.booleans()):
        some = draw(st.lists(st.integers(1, 31) | st.integers(-31, -1), min_size=1, max_size=3, unique=True))
        parts.append(f"BYMONTHDAY={','.join(map(str, some))}")
    if draw(st.booleans()):
        # Where "2MO" and "TU" stand together dateutil takes what is both; RFC 5545 means either.
        nth = ("1", "2", "4", "-1") if frequency == "MONTHLY" and draw(st.booleans()) else ("",)
        pairs = draw(st.lists(st.tuples(st.sampled_from(nth), st.sampled_from(WEEKDAYS)), min_size=1, max_size=3))
        parts.append(f"BYDAY={','.join(a + b for a, b in pairs)}")
    if draw(st.booleans()):
        parts.append(f"BYMONTH={','.join(map(str, draw(st.lists(st.integers(1, 12), min_size=1, max_size=3))))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    return ";".join(parts)


@settings(deadline=None, max_examples=150)
@given(rules(), st.integers(0, 900))
def test_the_days_are_those_of_dateutil(rule: str, later: int) -> None:
    start = START + timedelta(days=later)
    last = start + timedelta(days=800)
    ours = list(days(rule_of(vRecur.from_ical(rule)), start, last))
    # One after the other: asked for one more, dateutil may walk to the year 9999.
    theirs = iter(rrulestr(rule, dtstart=datetime.combine(start, MIDNIGHT)))
    for day in ours:
        assert next(theirs).date() == day


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=YEARLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYHOUR=1", "FREQ=WEEKLY;BYDAY=1MO"],
)
def test_what_no_duty_needs_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rule_of(vRecur.from_ical(rule))


def test_a_rule_that_never_comes_true_costs_no_more_than_another() -> None:
    rule, began = rule_of(vRecur.from_ical("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")), clock.perf_counter()
    assert list(days(rule, START, START + timedelta(days=4_000))) == []
    assert clock.perf_counter() - began < 0.5
