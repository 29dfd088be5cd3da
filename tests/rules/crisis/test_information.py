"""Who may know what, until which minute, and what applies to a room."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.kit.clock import NINE

from bongsu.core.errors import OutOfRange, ReasonMissing
from bongsu.core.values import Person
from bongsu.crisis import information as rules
from bongsu.crisis.information import Alignment, Item

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BRIEF = Item(1, "brief", "입장", "사람부터 묻습니다.", "minseo", NINE)
EVENT = Item(2, "event", "주주총회", "항의", "minseo", NINE - 90 * DAY, happens_at=NINE + 7 * DAY, lead_days=7)
FACT = Item(
    3,
    "fact",
    "가격",
    "올립니다.",
    "minseo",
    NINE,
    until=NINE + HOUR,
    roles=("legal",),
    end="open",
    phrases=("가격 인상",),
)

ROLES = ("practitioner", "leader", "legal", "executive", "operator")
some_roles = st.frozensets(st.sampled_from(ROLES))
keys = st.sampled_from(("haneul", "minseo", "jiwoo"))
minutes = st.integers(-200, 200).map(lambda n: NINE + n * MINUTE)
words = st.sampled_from(("유리", "가격", "파업"))


@st.composite
def items(draw):
    return Item(
        id=draw(st.integers(1, 6)),
        kind=draw(st.sampled_from(rules.KINDS)),
        title="t",
        text="x",
        owner=draw(keys),
        from_at=draw(minutes),
        until=draw(st.none() | minutes),
        roles=tuple(sorted(draw(some_roles))),
        people=tuple(draw(st.lists(keys, max_size=2, unique=True))),
        must_read=draw(st.booleans()),
        brand=draw(st.sampled_from((None, 1, 2))),
        categories=tuple(draw(st.lists(st.sampled_from(("safety", "press")), max_size=2, unique=True))),
        words=tuple(draw(st.lists(words, max_size=2, unique=True))),
        happens_at=draw(minutes),
        lead_days=draw(st.integers(0, 3)),
        end=draw(st.sampled_from(rules.ENDS)),
    )


@given(items(), keys, some_roles, some_roles, minutes)
def test_fewer_roles_never_see_more(item, person, fewer, more, at):
    if rules.sees(item, person=person, roles=fewer, at=at):
        assert rules.sees(item, person=person, roles=fewer | more, at=at)


@given(items(), keys, some_roles, minutes)
def test_no_role_by_itself_opens_an_embargo_it_is_not_named_in(item, person, roles, at):
    if rules.secret(item, at) and rules.sees(item, person=person, roles=roles, at=at):
        assert person == item.owner or person in item.people or roles & set(item.roles)


@given(items(), keys, some_roles, st.integers(1, 59))
def test_an_embargo_ends_at_its_minute_and_not_before(item, person, roles, seconds):
    fact = replace(item, kind="fact", until=NINE + HOUR)
    before, after = NINE + HOUR - timedelta(seconds=seconds), NINE + HOUR
    assert rules.secret(fact, before)
    assert not rules.secret(fact, after)
    assert rules.sees(fact, person=person, roles=roles, at=after) is (fact.end == "open")


@given(
    st.lists(items(), max_size=5, unique_by=lambda i: i.id),
    st.lists(words, max_size=3),
    st.sets(st.sampled_from(("safety", "press"))),
    minutes,
    st.randoms(use_true_random=False),
)
def test_what_applies_is_the_same_in_whatever_order_it_is_read(found, texts, fired, at, dice):
    def asked(these):
        return rules.applying(these, brand=1, texts=texts, categories=fired, at=at)

    shuffled = list(found)
    dice.shuffle(shuffled)
    assert asked(found) == asked(shuffled)
    assert all(rules.holds(fit.item, at) and fit.item.brand in (None, 1) for fit in asked(found))


def test_a_brief_applies_from_its_first_minute_up_to_its_last():
    brief = replace(BRIEF, until=NINE + HOUR)
    assert [rules.holds(brief, NINE + n * MINUTE) for n in (-1, 0, 59, 60)] == [False, True, True, False]


def test_an_event_is_shown_its_lead_time_before_and_a_day_after():
    assert [rules.holds(EVENT, NINE + d) for d in (-MINUTE, 0 * DAY, 7 * DAY, 8 * DAY - MINUTE, 8 * DAY)] == [
        *(False, True, True, True, False)
    ]


def test_a_word_points_to_a_brief_and_what_must_be_read_comes_first():
    pointed = replace(BRIEF, id=5, words=("유리",))
    must = replace(BRIEF, id=9, must_read=True)
    fits = rules.applying([BRIEF, pointed, must], brand=1, texts=["유리조각이 나왔대요"], categories=(), at=NINE)
    assert [fit.item.id for fit in fits] == [9, 5, 1]
    assert fits[1].words == ("유리",)


@pytest.mark.parametrize("said", ["가격 인상은 없습니다", "가격인상!", "가·격 인 상", "가격\n인상"])
def test_a_key_phrase_is_found_however_it_is_spaced(said):
    assert rules.given_away(FACT, said) == ("가격 인상",)


def test_an_executive_s_deputy_writes_and_others_do_not():
    people = (Person("minseo", "한민서", ("executive",), deputy="dohyun"), Person("dohyun", "최도현", ("pr",)))
    assert rules.may_write("minseo", ("executive",), people)
    assert rules.may_write("dohyun", ("pr",), people)
    assert not rules.may_write("woojin", ("operator",), people)


def test_a_fact_without_clearance_or_end_is_refused():
    assert rules.checked(FACT, NINE) == FACT
    for changes in ({"roles": ()}, {"until": None}, {"end": ""}):
        with pytest.raises(ReasonMissing):
            rules.checked(replace(FACT, **changes), NINE)
    with pytest.raises(OutOfRange):
        rules.checked(FACT, NINE + HOUR)


def test_a_meeting_is_overdue_at_its_minute_and_a_date_for_the_next_does_not_excuse_it():
    plan = Alignment(30, NINE - 90 * DAY, held_at=NINE - 30 * DAY, next_at=NINE + DAY)
    assert rules.alignment_state(plan, NINE - MINUTE) == "planned"
    assert rules.alignment_state(plan, NINE) == "overdue"
    assert rules.alignment_state(replace(plan, next_at=None), NINE - MINUTE) == "unplanned"
    assert rules.alignment_state(Alignment(), NINE) == "unset"


def test_the_agenda_names_what_is_old_and_what_is_unread_and_never_a_fact():
    people = (Person("haneul", "박하늘", ("practitioner",)), Person("jiwoo", "정지우", ("legal",)))
    old = replace(BRIEF, id=5, review_on=NINE.date() - DAY)
    must = replace(BRIEF, id=6, must_read=True)
    found = rules.agenda([BRIEF, must, old, FACT], readers={6: {"jiwoo"}}, people=people, today=NINE.date(), at=NINE)
    assert [(item.id, stale, unread) for item, stale, unread in found] == [(5, True, 0), (6, False, 1)]
