"""The emergency packet: who gets one, and when the next is due."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, strategies as st
from tests.kit.clock import NINE

from bongsu.core.values import LevelRow, Person
from bongsu.crisis.packet import Holding, Issue, cause, days_without, recipients, stale, unready, week_of

LAST = Issue("2026-W10", "f", 1, NINE)
KNOWN = {"week": "2026-W10", "fingerprint": "f", "phrase": 1}
TABLE = tuple(LevelRow(n, "leader" if n > 2 else None, (), None, None, 0, opens_room=False) for n in range(1, 6))


def test_the_same_week_and_content_ask_for_no_second_packet() -> None:
    assert cause(LAST, **KNOWN, at=NINE + timedelta(days=3)) is None
    assert cause(None, **KNOWN, at=NINE) == "first"


def test_a_new_week_a_new_phrase_or_new_content_ask_for_another() -> None:
    later = NINE + timedelta(minutes=10)
    assert cause(LAST, **{**KNOWN, "week": "2026-W11"}, at=later) == "week"
    assert cause(LAST, **{**KNOWN, "phrase": 2}, at=NINE) == "phrase"
    assert cause(LAST, **{**KNOWN, "fingerprint": "g"}, at=later) == "changed"


def test_edits_within_ten_minutes_wait_for_each_other() -> None:
    other = {**KNOWN, "fingerprint": "g"}
    assert cause(LAST, **other, at=NINE + timedelta(minutes=9, seconds=59)) is None


@given(st.datetimes(min_value=NINE.replace(tzinfo=None), max_value=NINE.replace(tzinfo=None, year=2040)))
def test_weeks_never_go_backwards_over_new_year_and_leap_days(at: object) -> None:
    begin = at.replace(tzinfo=NINE.tzinfo)  # type: ignore[attr-defined]
    weeks = [week_of(begin + timedelta(days=n), "Asia/Seoul") for n in range(9)]
    assert weeks == sorted(weeks)
    assert len(set(weeks)) in (2, 3)


def test_whoever_may_lead_and_operators_get_one_unless_roles_are_chosen() -> None:
    people = (Person("a", "가", ("leader",)), Person("b", "나", ("operator",)), Person("c", "다", ("cs",)))
    assert [p.key for p in recipients(people, TABLE)] == ["a", "b"]
    assert [p.key for p in recipients(people, TABLE, ["cs"])] == ["c"]


def test_a_packet_is_old_on_its_eighth_day_and_one_never_held_counts_from_the_phrase() -> None:
    held = Holding("a", "가", NINE - timedelta(days=30), NINE)
    never = replace(held, held_at=None, phrase_at=NINE)
    closed = replace(held, phrase_at=None)
    for one in (held, never):
        assert stale([one], NINE + timedelta(days=7, hours=23)) == ()
        assert stale([one], NINE + timedelta(days=8)) == ((one, 8),)
    assert stale([closed], NINE + timedelta(days=80)) == ()
    assert unready([held, closed]) == (closed,)
    assert days_without(replace(closed, held_at=None), NINE) == 0
