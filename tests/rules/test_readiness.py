"""Readiness is a share of plain checks, and names its worst hole."""

from dataclasses import replace
from datetime import UTC, datetime

from bongsu.core.values import SLOTS, LevelRow, Person
from bongsu.crisis.readiness import GRAVE, PLAIN, OutletState, Prepared, SourceState, leading, readiness
from bongsu.crisis.registry import HOLES

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)


def row(level, lead):
    return LevelRow(level, lead, (), None, None, 0, level > 1)


TABLE = (row(1, None), row(2, "practitioner"), row(3, "team_lead"), row(4, "team_lead"), row(5, "committee_head"))
HANEUL = Person("haneul", "하늘", ("practitioner",), deputy="seojun")
SEOJUN = Person("seojun", "서준", ("team_lead",), deputy="haneul")
MINSEO = Person("minseo", "민서", ("committee_head",), on_duty=False, deputy="seojun")
READY = Prepared(
    table=TABLE,
    people=(HANEUL, SEOJUN, MINSEO),
    reachable=frozenset({"haneul", "seojun"}),
    tested=frozenset({"haneul"}),
    brands={"한강식품": True},
    sources=(SourceState(1, "뉴스", True),),
    outlets=(OutletState("newsroom", "뉴스룸", "seojun", "haneul", NOW),),
    holding=dict.fromkeys(SLOTS, "준비한 글"),
    may_publish_holding=True,
    signed=True,
    touchpoints=3,
)


def test_everything_in_place_is_a_hundred_and_has_no_hole():
    assert readiness(READY).percent == 100
    assert readiness(READY).worst is None


def test_an_empty_organisation_is_told_first_that_nobody_is_on_duty():
    nothing = Prepared((), (), frozenset(), frozenset(), {}, (), (), {}, False, False)
    result = readiness(nothing)
    assert result.percent == 0
    assert result.worst.code == "somebody_on_duty"


def test_one_hole_among_many_checks_never_rounds_up_to_a_hundred():
    assert readiness(replace(READY, signed=False)).percent < 100


def test_a_leader_without_anybody_to_stand_in_is_named_by_role_and_level():
    alone = replace(READY, people=(HANEUL, replace(SEOJUN, deputy=None), MINSEO))
    assert [(c.code, c.about, c.level) for c in readiness(alone).missing] == [("role_deputy", "team_lead", 3)]


def test_a_deputy_who_is_off_duty_is_no_deputy():
    away = replace(READY, people=(replace(HANEUL, deputy="minseo"), SEOJUN, MINSEO))
    assert [c.about for c in readiness(away).missing if c.code == "role_deputy"] == ["practitioner"]


def test_an_outlet_never_tried_is_named():
    untried = replace(READY, outlets=(replace(READY.outlets[0], proven_at=None),))
    assert [(c.code, c.about) for c in readiness(untried).missing] == [("outlet_proven", "뉴스룸")]


def test_a_blank_slot_is_not_a_prepared_text():
    assert [c.code for c in readiness(replace(READY, holding={**READY.holding, "facts": "  "})).missing] == [
        "holding_text"
    ]


def test_fifty_touch_points_with_the_same_hole_are_one_check_that_names_the_first_and_the_number():
    found = readiness(replace(READY, touchpoints=50, holes=(("no_owner", "옛 계정"), *[("deputy_off", "매장")] * 40)))
    assert [(c.code, c.about, c.count) for c in found.missing] == [
        ("touchpoint_owner", "옛 계정", 1),
        ("touchpoint_deputy", "매장", 40),
    ]


def test_every_hole_of_the_registry_is_behind_one_check():
    behind = [code for codes in (*GRAVE.values(), *PLAIN.values()) for code in codes]
    assert sorted(behind) == sorted(HOLES)


def test_no_touch_points_at_all_is_one_hole_and_not_eight():
    assert [c.code for c in readiness(replace(READY, touchpoints=0)).missing] == ["has_touchpoints"]


def test_mending_a_hole_never_lowers_the_number():
    before = readiness(replace(READY, signed=False, may_publish_holding=False))
    after = readiness(replace(READY, signed=False))
    assert after.percent >= before.percent


def test_a_role_leads_from_its_lowest_level():
    assert leading(TABLE) == (("practitioner", 2), ("team_lead", 3), ("committee_head", 5))
