"""Touch-points: what is missing at them, who may change them, and which of them a crisis has hit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.kit.clock import NINE
from tests.rules.crisis.room import Act, finding

from bongsu.core.values import OutletRef, Person, TouchPoint
from bongsu.crisis.registry import (
    HOLES,
    MOST_A_PERSON,
    PROOF_LASTS,
    holes,
    holes_of,
    may_edit,
    may_prove,
    sources_of,
    touched,
    touched_by,
)

HANEUL = Person("haneul", "하늘", ("practitioner",))
SEOJUN = Person("seojun", "서준", ("leader",))
BORA = Person("bora", "보라", ("cs",))
PEOPLE = (HANEUL, SEOJUN, BORA)
WHOLE = TouchPoint(
    key="insta",
    name="공식 인스타그램",
    kind="sns",
    owner="haneul",
    deputy="seojun",
    key_holder="bora",
    outlet="newsroom",
    brand=1,
    url="https://instagram.example/hangang",
    proven_at=NINE,
)
NEWSROOM = OutletRef("newsroom", "newsroom", "뉴스룸")


def off(person: Person) -> Person:
    return replace(person, on_duty=False)


def codes(point: TouchPoint, people=PEOPLE, at=NINE) -> list[str]:
    return [hole.code for hole in holes_of(point, people={p.key: p for p in people}, at=at)]


def test_a_touch_point_with_everything_has_no_hole():
    assert holes([WHOLE], people=PEOPLE, outlets=[NEWSROOM], at=NINE) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"owner": None}, "no_owner"),
        ({"owner": "gone"}, "owner_gone"),
        ({"deputy": None}, "no_deputy"),
        ({"deputy": "gone"}, "deputy_gone"),
        ({"deputy": "haneul"}, "deputy_is_owner"),
        ({"key_holder": None}, "no_key_holder"),
        ({"key_holder": "gone"}, "key_holder_gone"),
        ({"proven_at": None}, "never_proven"),
        ({"proven_at": NINE - PROOF_LASTS - timedelta(seconds=1)}, "unproven"),
    ],
)
def test_each_thing_missing_is_one_hole_with_a_next_step(changes, said):
    (hole,) = holes([replace(WHOLE, **changes)], people=PEOPLE, at=NINE)
    assert (hole.code, hole.about) == (said, "insta")
    assert hole.mend == HOLES[said]


def test_a_proof_lasts_ninety_days_to_the_second():
    assert codes(replace(WHOLE, proven_at=NINE - timedelta(days=90))) == []


def test_a_deputy_off_duty_is_a_hole_and_with_the_owner_off_too_nobody_answers():
    assert codes(WHOLE, (HANEUL, off(SEOJUN), BORA)) == ["deputy_off"]
    assert codes(WHOLE, (off(HANEUL), off(SEOJUN), BORA)) == ["nobody_on"]
    assert codes(WHOLE, (off(HANEUL), SEOJUN, BORA)) == []


def test_one_person_with_more_than_an_hour_holds_is_named_with_the_number():
    mine = [replace(WHOLE, key=f"t{n}") for n in range(MOST_A_PERSON + 1)]
    assert holes(mine[:-1], people=PEOPLE, at=NINE) == ()
    (hole,) = holes(mine, people=PEOPLE, at=NINE)
    assert (hole.code, hole.person, hole.count) == ("too_many", "haneul", MOST_A_PERSON + 1)


def test_an_outlet_of_ours_without_a_touch_point_is_a_hole():
    (hole,) = holes([replace(WHOLE, outlet=None)], people=PEOPLE, outlets=[NEWSROOM], at=NINE)
    assert (hole.code, hole.about) == ("outlet_alone", "newsroom")


keys = st.sampled_from([None, "haneul", "seojun", "bora", "gone"])
points = st.builds(
    TouchPoint,
    key=st.sampled_from([f"t{n}" for n in range(8)]),
    name=st.sampled_from(["공식 인스타그램", "햇살맘카페", "가게"]),
    kind=st.sampled_from(["sns", "shop", "contact_centre", "dealer"]),
    owner=keys,
    deputy=keys,
    key_holder=keys,
    outlet=st.sampled_from([None, "newsroom"]),
    brand=st.sampled_from([None, 1, 2]),
    url=st.sampled_from(["", "https://sns.example/us", "https://sns.example", "https://[bad", "x"]),
    proven_at=st.sampled_from([None, NINE, NINE - timedelta(days=200)]),
)
crews = st.tuples(*(st.sampled_from([p, off(p)]) for p in PEOPLE))


@given(st.lists(points, max_size=12), crews)
def test_holes_come_worst_first_and_each_is_about_something_that_is_there(listed, people):
    found = holes(listed, people=people, outlets=[NEWSROOM], at=NINE)
    order = [list(HOLES).index(hole.code) for hole in found]
    assert order == sorted(order)
    there = {p.key for p in listed} | {p.key for p in people} | {"newsroom"}
    assert all(hole.about in there for hole in found)


@given(points, crews)
def test_whoever_fills_everything_in_leaves_no_hole(point, people):
    on = next((p for p in people if p.on_duty), None)
    other = next((p for p in people if p.on_duty and p is not on), None)
    if on is None or other is None:
        return
    whole = replace(point, owner=on.key, deputy=other.key, key_holder=on.key, proven_at=NINE)
    assert codes(whole, people) == []
    assert len(codes(point, people)) <= 4


def test_owner_and_deputy_edit_their_own_and_an_operator_all():
    assert may_edit(WHOLE, by="haneul", roles=())
    assert may_edit(WHOLE, by="seojun", roles=())
    assert may_edit(WHOLE, by="woojin", roles=("operator",))
    assert not may_edit(WHOLE, by="bora", roles=("cs",))
    assert may_prove(WHOLE, by="bora", roles=("cs",))
    assert not may_prove(WHOLE, by="jiwoo", roles=("legal",))


def test_a_touch_point_nobody_owns_is_not_everybodys():
    nobodys = replace(WHOLE, owner=None, deputy=None, key_holder=None)
    assert not may_edit(nobodys, by="haneul", roles=("leader",))
    assert not may_prove(nobodys, by="haneul", roles=("leader",))


# ── hit by a crisis ────────────────────────────────────────────────────────────────────────────────────────────────
CAFE = TouchPoint("cafe", "햇살맘카페 제휴 게시판", "community", url="https://cafe.example/haetsal/board")
DESK = TouchPoint("desk", "고객센터 상담문", "contact_centre")
SHOP = TouchPoint("shop", "성수 매장", "shop")
BRAND = TouchPoint("mall", "한담몰", "website", brand=1)
OTHER = TouchPoint("else", "다른 브랜드", "contact_centre", brand=2, url="https://sns.example/other")


def hit(points, **about):
    return [(one.point.key, one.why) for one in touched(points, **{"brand": 1, "level": 3, **about})]


def test_a_post_under_our_own_address_is_the_nearest():
    near = hit([DESK, CAFE], urls=["https://m.cafe.example/haetsal/board/91?x=1"])
    assert near == [("cafe", "place"), ("desk", "asked")]


def test_a_post_elsewhere_on_the_host_hits_our_voice_there():
    assert hit([CAFE], urls=["https://www.cafe.example/other/3"]) == [("cafe", "platform")]
    assert hit([CAFE], urls=["https://notcafe.example/haetsal/board"]) == []


def test_a_source_of_the_same_name_is_the_place_itself():
    assert hit([replace(CAFE, name="햇살 맘카페", url="")], sources=["햇살맘카페"]) == [("cafe", "place")]


def test_shops_and_dealers_are_asked_from_the_fourth_beacon_on():
    assert hit([SHOP], level=3) == []
    assert hit([SHOP], level=4) == [("shop", "asked")]


def test_another_brands_touch_point_is_hit_only_at_its_own_place():
    assert hit([OTHER], urls=["https://sns.example/x"]) == []
    assert hit([OTHER], urls=["https://sns.example/other/5"]) == [("else", "place")]
    assert hit([BRAND, OTHER]) == [("mall", "brand")]


def test_a_room_knows_the_sources_of_its_evidence():
    act = Act(found=finding())
    assert sources_of(act.room) == ("board",)
    board = TouchPoint("b", "Board", "community")
    assert [one.why for one in touched_by(act.room, [board])] == ["place"]


@given(st.lists(points, max_size=8), st.integers(1, 5), st.lists(st.text(max_size=30), max_size=4))
def test_no_address_an_attacker_posts_makes_the_rule_fail_and_no_touch_point_is_hit_twice(listed, level, urls):
    found = touched(listed, brand=1, level=level, urls=["https://sns.example/us/1", *urls], sources=urls)
    assert found == touched(listed, brand=1, level=level, urls=[*urls, "https://sns.example/us/1"], sources=urls)
    assert len(found) <= len(listed)
