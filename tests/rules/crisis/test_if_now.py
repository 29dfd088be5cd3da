"""If it struck now: the same question has the same answer, more people are never slower, and a dead end is said."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from tests.kit import sample

from bongsu.core.values import Person
from bongsu.crisis.ground import parse_ground
from bongsu.crisis.if_now import PACES, STEPS, IfNow, Setting, if_now, time_of_week

GROUND = parse_ground(levels=sample.LEVELS, charter=sample.CHARTER, playbook=sample.PLAYBOOK)
SATURDAY_NIGHT = datetime(2026, 3, 7, 12, 30, tzinfo=UTC)
SEOUL = "Asia/Seoul"


def setting(*people: Person, **changes: object) -> Setting:
    about: dict[str, object] = {
        "ground": GROUND,
        "people": people or sample.PEOPLE,
        "at": SATURDAY_NIGHT,
        "zone": SEOUL,
        "prepared": True,
        "outlets": 2,
    }
    return Setting(**(about | changes))  # type: ignore[arg-type]


def minutes(result: IfNow) -> tuple[int, int]:
    assert result.p50 is not None
    assert result.p90 is not None
    return result.p50, result.p90


def test_a_saturday_night_has_a_range_a_bottleneck_and_its_share() -> None:
    result = if_now(setting(), 3)
    p50, p90 = minutes(result)
    assert 5 < p50 < p90 < 120
    assert result.bottleneck in STEPS
    assert 25 <= result.share <= 100
    assert result.first_word_min == 60
    assert result.in_time is not None
    assert result.in_time >= 90
    assert [step for step, _ in result.medians] == list(STEPS)


def test_the_same_question_has_the_same_answer() -> None:
    assert if_now.__wrapped__(setting(), 4) == if_now.__wrapped__(setting(), 4)
    assert if_now.__wrapped__(setting(), 4, seed=1) != if_now.__wrapped__(setting(), 4, seed=2)


def test_a_prepared_text_and_daylight_are_faster() -> None:
    assert minutes(if_now(setting(), 3)) < minutes(if_now(setting(prepared=False), 3))
    noon, night = datetime(2026, 3, 4, 3, 0, tzinfo=UTC), datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
    assert minutes(if_now(setting(at=noon), 3)) < minutes(if_now(setting(at=night), 3))


def test_without_the_only_approver_there_is_no_first_word_and_it_says_so() -> None:
    without = [person for person in sample.PEOPLE if person.key not in ("seojun", "minseo")]
    result = if_now(setting(*without), 3)
    assert (result.unreachable, result.p50, result.bottleneck) == ("nobody_approves", None, None)


def test_without_a_practitioner_or_an_outlet_there_is_none_either() -> None:
    leader = next(person for person in sample.PEOPLE if person.key == "seojun")
    assert if_now(setting(leader), 3).unreachable == "nobody_drafts"
    assert if_now(setting(outlets=0), 3).unreachable == "no_outlet"


def test_a_mandate_that_has_lapsed_releases_nothing() -> None:
    later = datetime(2027, 6, 1, tzinfo=UTC)
    assert if_now(setting(at=later), 3).unreachable == "nobody_approves"


def test_a_chain_waits_for_each_of_its_steps() -> None:
    """Level 5: legal within ten minutes, then the head; nobody has a mandate there."""
    whole = if_now(setting(), 5)
    assert whole.unreachable is None
    no_legal = [person for person in sample.PEOPLE if "legal" not in person.roles]
    assert if_now(setting(*no_legal), 5).unreachable == "nobody_approves"


@pytest.mark.parametrize("when", ["office", "evening", "night"])
def test_off_duty_is_never_faster_than_on(when: str) -> None:
    on, off = PACES[when, True], PACES[when, False]
    assert on.misses <= off.misses
    assert on.answer_min <= off.answer_min
    assert on.approve_min <= off.approve_min


def test_the_time_of_the_week_is_the_organisations() -> None:
    assert time_of_week(SATURDAY_NIGHT, SEOUL) == "evening"
    assert time_of_week(SATURDAY_NIGHT, "America/New_York") == "night"
    assert time_of_week(datetime(2026, 3, 9, 3, 0, tzinfo=UTC), SEOUL) == "office"


ROLES = st.sampled_from(("practitioner", "leader", "team_lead", "legal", "committee_head", "executive"))


@st.composite
def casts(draw: st.DrawFn) -> tuple[Person, ...]:
    return tuple(
        Person(f"p{n}", f"p{n}", tuple(draw(st.sets(ROLES, min_size=1, max_size=3))), on_duty=draw(st.booleans()))
        for n in range(draw(st.integers(0, 7)))
    )


@settings(deadline=None, max_examples=60)
@given(casts(), st.sets(ROLES, min_size=1), st.integers(2, 5), st.integers(0, 167), st.data())
def test_one_more_on_duty_is_never_slower(
    cast: tuple[Person, ...], roles: set[str], level: int, hour: int, data: st.DataObject
) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)
    before = if_now.__wrapped__(setting(*cast, at=at, people=cast), level, runs=200)
    off = [n for n, person in enumerate(cast) if not person.on_duty]
    if off and data.draw(st.booleans()):
        place = data.draw(st.sampled_from(off))
        more = tuple(replace(p, on_duty=True) if n == place else p for n, p in enumerate(cast))
    else:
        more = (*cast, Person("new", "new", tuple(roles)))
    after = if_now.__wrapped__(setting(at=at, people=more), level, runs=200)
    if before.unreachable is None:
        assert after.unreachable is None
        assert after.p50 is not None
        assert after.p90 is not None
        assert (after.p50, after.p90) <= minutes(before)
        assert after.p90 <= minutes(before)[1]


def test_asking_again_within_the_minute_costs_nothing() -> None:
    asked = setting()
    if_now(asked, 3)
    began = time.perf_counter()
    for _ in range(100):
        if_now(setting(), 3)
    assert time.perf_counter() - began < 0.5
