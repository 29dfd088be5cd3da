"""The three registers leave as tables and come back as they were; what spreadsheets spoil is named by line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.kit.world import World, make_world

from bongsu.boot import demo, demo_registers
from bongsu.core.errors import NoSuchThing
from bongsu.core.values import SLOTS, Risk, Stakeholder, TouchPoint
from bongsu.crisis.registry import holes
from bongsu.flows import tables
from bongsu.flows.registry import (
    KINDS,
    RISKS_SAMPLE,
    STAKEHOLDER_KINDS,
    STAKEHOLDERS_SAMPLE,
    TOUCHPOINTS_SAMPLE,
    Names,
    Spelling,
    import_risks,
    import_stakeholders,
    import_touchpoints,
    risks_csv,
    stakeholders_csv,
    touchpoints_csv,
)
from bongsu.store import registry as keep, setup
from bongsu.store.operations import models as m
from bongsu.store.queries import registry as query

PEOPLE = {"haneul": "박하늘", "seojun": "이서준", "kim1": "김민수", "kim2": "김민수"}
BRANDS = {1: "한담", 2: "한강 식품"}
NAMES = Names.of(
    people=[(key, name, f"{key}@example.com") for key, name in PEOPLE.items()],
    outlets=[("newsroom", "온라인 뉴스룸"), ("partners", "협력사 게시판")],
    brands=BRANDS.items(),
)
SPELLING = Spelling(NAMES, PEOPLE, BRANDS)


def codes(read) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.code) for fault in read.faults]


def sayable(most: int, *, least: int = 0, lines: bool = False, plain: bool = True) -> st.SearchStrategy[str]:
    """What may stand in a cell once it was read: clean, and for words no formula."""
    text = st.text(st.characters(exclude_categories=("Cs",)), max_size=most)
    return (
        text.map(lambda said: tables.clean(said, lines=lines))
        .filter(lambda said: len(said) >= least)
        .filter(lambda said: not plain or len(said) < 2 or not said.startswith(tables.FORMULA))
    )


words = st.lists(sayable(12, least=1).filter(lambda w: not set(w) & set(";,\n")), max_size=4, unique=True)
categories = st.lists(st.from_regex(r"[a-z][a-z0-9_-]{0,11}", fullmatch=True), max_size=3, unique=True)
who = st.sampled_from([None, *PEOPLE])
keys = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,39}", fullmatch=True)
days = st.one_of(st.none(), st.dates())
#: A busy machine draws text slowly; that says nothing of what is tested.
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
touchpoints = st.builds(
    TouchPoint,
    key=keys,
    name=sayable(24, least=1),
    kind=st.sampled_from([*KINDS]),
    purpose=sayable(24),
    department=sayable(24),
    owner=who,
    deputy=who,
    key_holder=who,
    outlet=st.sampled_from([None, "newsroom", "partners"]),
    brand=st.sampled_from([None, 1, 2]),
    url=st.sampled_from(["", "https://sns.example/한강?a=1,2;3"]),
    capacity=st.integers(0, 100_000),
)
risks = st.builds(
    Risk,
    key=keys,
    name=sayable(24, least=1),
    owner=who,
    likelihood=st.integers(1, 5),
    impact=st.integers(1, 5),
    hurt=sayable(24),
    words=words.map(tuple),
    categories=categories.map(tuple),
    brand=st.sampled_from([None, 1, 2]),
    scenario=sayable(24, lines=True, plain=False),
    slots=st.dictionaries(st.sampled_from(SLOTS), sayable(24, least=1, lines=True, plain=False)),
    reviewed_on=days,
    review_on=days,
)
stakeholders = st.builds(
    Stakeholder,
    key=keys,
    name=sayable(24, least=1),
    kind=st.sampled_from([*STAKEHOLDER_KINDS]),
    stance=st.sampled_from(["threatening", "neutral", "ally"]),
    categories=categories.map(tuple),
    channel=sayable(24, plain=False),
    owner=who,
    note=sayable(24, lines=True, plain=False),
    reviewed_on=days,
)


@unhurried
@given(st.lists(st.tuples(touchpoints, st.booleans()), min_size=1, max_size=3, unique_by=lambda one: one[0].key))
def test_touch_points_come_back_from_a_spreadsheet_as_they_left(listed):
    read = import_touchpoints(touchpoints_csv(listed, spelling=SPELLING), names=NAMES)
    assert read.faults == ()
    assert [(row.value, row.enabled) for row in read.rows] == listed


@unhurried
@given(st.lists(risks, min_size=1, max_size=3, unique_by=lambda one: one.key))
def test_risks_come_back_from_a_spreadsheet_as_they_left(listed):
    read = import_risks(risks_csv(listed, spelling=SPELLING), names=NAMES)
    assert read.faults == ()
    assert [row.value for row in read.rows] == listed


@unhurried
@given(st.lists(stakeholders, min_size=1, max_size=3, unique_by=lambda one: one.key))
def test_stakeholders_come_back_from_a_spreadsheet_as_they_left(listed):
    read = import_stakeholders(stakeholders_csv(listed, spelling=SPELLING), names=NAMES)
    assert read.faults == ()
    assert [row.value for row in read.rows] == listed


@given(st.text(max_size=40))
def test_no_cell_we_write_begins_like_a_formula_and_each_can_be_taken_back(text):
    guarded = tables.guard(text)
    assert not guarded.startswith(tables.FORMULA)
    assert tables.unguard(guarded) == text


@given(st.binary(max_size=300), st.text(max_size=200))
def test_no_bytes_and_no_cells_can_make_reading_raise(data, text):
    for reader in (import_touchpoints, import_risks, import_stakeholders):
        reader(data, names=NAMES)
        reader("이름,종류,키,담당자,가능성,다음 점검,시간당 응대,주소,감시어\n" + text, names=NAMES)


def test_an_export_begins_with_the_mark_by_which_korean_excel_knows_utf8():
    point = TouchPoint("x", "=HYPERLINK(1)", "sns", owner="kim1")
    written = touchpoints_csv([(point, True)], spelling=SPELLING)
    assert written.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK(1)" in written.decode("utf-8-sig")
    assert "kim1" in written.decode()  # two people have that name: the key says who


def test_every_fault_has_its_line_and_its_column():
    read = import_touchpoints(
        "이름,종류,키,담당자,대리자,아웃렛,브랜드,주소,시간당 응대,사용\n"
        "인스타,SNS 계정,insta,박하늘,이서준,온라인 뉴스룸,한담,https://sns.example/a,20,예\n"
        "가게,구멍가게,shop,김민수,없는이,없는곳,없는것,javascript:1,3곳,글쎄\n"
        "인스타 둘,sns,insta,haneul@example.com,,,,,,\n"
        "전단,광고,큰 키,,,,,,,\n",
        names=NAMES,
    )
    assert [row.value.key for row in read.rows] == ["insta"]
    assert codes(read) == [
        (3, "kind", "kind_unknown"),
        (3, "url", "web_address"),
        (3, "owner", "person_twice"),
        (3, "deputy", "no_such_person"),
        (3, "outlet", "no_such_outlet"),
        (3, "brand", "no_such_brand"),
        (3, "capacity", "number"),
        (3, "enabled", "yes_no"),
        (4, "key", "twice"),
        (5, "key", "key"),
    ]


def test_a_risk_with_numbers_out_of_range_or_a_day_that_is_none_is_named():
    read = import_risks("이름,가능성,영향,다음 점검,위험 갈래\n화재,6,셋,2026-02-30,안전 사고\n", names=NAMES)
    assert codes(read) == [
        (2, "likelihood", "number"),
        (2, "impact", "number"),
        (2, "categories", "category"),
        (2, "review_on", "day"),
    ]


def test_who_has_left_stays_named_where_they_were_and_nowhere_else():
    left = TouchPoint("insta", "인스타", "sns", owner="bora", deputy="haneul", key_holder="bora")
    names = replace(NAMES, gone=Names.of(standing=[left]).gone)
    written = touchpoints_csv([(left, True)], spelling=SPELLING)
    assert [row.value for row in import_touchpoints(written, names=names).rows] == [left]
    read = import_touchpoints("이름,종류,키,담당자,대리자\n인스타,sns,insta,,bora\n가게,매장,shop,bora,\n", names=names)
    assert codes(read) == [(2, "deputy", "no_such_person"), (3, "owner", "no_such_person")]


def test_when_somebody_last_got_in_leaves_with_the_table_and_never_comes_in():
    point = TouchPoint("insta", "인스타", "sns", proven_at=datetime(2026, 3, 7, 5, 4, tzinfo=UTC))
    spelling = replace(SPELLING, zone=ZoneInfo("Asia/Seoul"))
    written = touchpoints_csv([(point, True)], spelling=spelling)
    assert "2026-03-07 14:04" in written.decode()
    assert import_touchpoints(written, names=NAMES).rows[0].value == replace(point, proven_at=None)


def test_the_samples_we_hand_out_are_sound():
    more = Names.of(people=[(key, key, "") for key in ("haneul", "seojun", "bora", "gaeun", "yuna", "eunji", "jiwoo")])
    assert len(import_touchpoints(TOUCHPOINTS_SAMPLE, names=more).rows) == 3
    (risk,) = import_risks(RISKS_SAMPLE, names=more).rows
    assert (risk.value.words, risk.value.review_on) == (("유리", "이물", "파편"), date(2026, 7, 10))
    (one,) = import_stakeholders(STAKEHOLDERS_SAMPLE, names=more).rows
    assert (one.value.kind, one.value.stance) == ("regulator", "neutral")


def test_the_same_name_and_kind_give_the_same_key_so_that_a_table_can_come_again():
    twice = [import_touchpoints("이름,종류\n성수 매장,매장\n", names=NAMES).rows[0].key for _ in range(2)]
    assert twice[0] == twice[1]


# ── kept ───────────────────────────────────────────────────────────────────────────────────────────────────────────
POINT = TouchPoint("insta", "공식 인스타그램", "sns", owner="haneul", deputy="seojun")


def test_what_is_kept_is_what_formations_are_given(world: World):
    point = replace(POINT, outlet="newsroom", brand=world.brand, capacity=20)
    keep.keep_touchpoints(world.org, [(point, True), (replace(POINT, key="old"), False)])
    assert world.store.touchpoints(world.org) == (point,)
    keep.keep_touchpoints(world.org, [(replace(point, purpose="댓글"), True)])
    assert [p.purpose for p in world.store.touchpoints(world.org)] == ["댓글"]


def test_bringing_a_table_in_again_takes_no_proof_away(world: World):
    keep.keep_touchpoints(world.org, [(POINT, True)])
    assert keep.prove(world.org, "insta", by="haneul", at=world.now)
    keep.keep_touchpoints(world.org, [(replace(POINT, purpose="댓글"), True)])
    assert world.store.touchpoints(world.org)[0].proven_at == world.now


def test_a_proof_says_who_and_when_and_a_double_tap_is_one(world: World):
    keep.keep_touchpoints(world.org, [(POINT, True)])
    assert keep.prove(world.org, "insta", by="haneul", at=world.now)
    assert not keep.prove(world.org, "insta", by="haneul", at=world.now + timedelta(seconds=2))
    assert keep.prove(world.org, "insta", by="seojun", at=world.now + timedelta(seconds=3))
    assert [(p.by, p.at) for p in query.proofs(world.org, "insta")] == [
        ("seojun", world.now + timedelta(seconds=3)),
        ("haneul", world.now),
    ]


def test_proofs_do_not_pile_up_for_ever(world: World):
    keep.keep_touchpoints(world.org, [(POINT, True)])
    for n in range(keep.PROOFS_KEPT + 5):
        keep.prove(world.org, "insta", by="haneul", at=world.now + timedelta(hours=n))
    assert m.AccessProof.objects.count() == keep.PROOFS_KEPT
    assert query.proofs(world.org, "insta")[0].at == world.now + timedelta(hours=keep.PROOFS_KEPT + 4)


def test_whoever_edits_is_asked_with_what_stands_and_may_leave_it(world: World):
    keep.keep_touchpoints(world.org, [(POINT, True)])
    keep.edit_touchpoint(world.org, "insta", lambda now, in_use: (replace(now, purpose="하나"), in_use))

    def refuse(now: TouchPoint, _in_use: bool) -> tuple[TouchPoint, bool]:
        raise ValueError(now.purpose)

    with pytest.raises(ValueError, match="하나"):
        keep.edit_touchpoint(world.org, "insta", refuse)
    assert world.store.touchpoints(world.org)[0].purpose == "하나"


def test_a_whole_table_is_written_in_a_few_statements_and_an_unchanged_one_in_none(world: World):
    points = [(replace(POINT, key=f"t{n}", outlet="newsroom", brand=world.brand), True) for n in range(400)]
    counts = []
    for listed in (points, points, [(replace(p, purpose="새 용도"), True) for p, _ in points]):
        with CaptureQueriesContext(connection) as asked:
            keep.keep_touchpoints(world.org, listed)
        counts.append(sum(q["sql"].startswith(("INSERT", "UPDATE")) for q in asked.captured_queries))
    assert counts[1] == 0
    assert counts[0] <= 20
    assert counts[2] <= 20
    assert {p.purpose for p in world.store.touchpoints(world.org)} == {"새 용도"}


def test_another_organisations_register_is_not_there(world: World):
    other = make_world(slug="other", clock=world.clock)
    keep.keep_touchpoints(other.org, [(POINT, True)])
    assert query.touchpoint(world.org, "insta") is None
    with pytest.raises(NoSuchThing):
        keep.prove(world.org, "insta", by="haneul", at=world.now)
    with pytest.raises(NoSuchThing):
        keep.keep_touchpoints(world.org, [(replace(POINT, brand=other.brand), True)])


def test_a_stakeholder_is_forgotten_for_good(world: World):
    keep.keep_stakeholders(world.org, [Stakeholder("a", "어느 기자", "press", note="전화를 좋아한다")])
    assert keep.forget(world.org, "stakeholders", "a")
    assert m.Stakeholder.objects.count() == 0
    assert not keep.forget(world.org, "stakeholders", "a")


def test_a_new_entry_whose_key_is_taken_gets_a_number(world: World):
    assert [keep.add_risk(world.org, Risk("glass", "유리")) for _ in range(3)] == ["glass", "glass-2", "glass-3"]


def test_the_demos_registers_are_whole_and_their_holes_are_the_ones_that_were_meant(world: World):
    about = demo.sample("organisation")
    people = {row["key"] for row in about["people"]}
    setup.upsert_people(world.org, demo.people_of(about["people"]))
    brands = {row["name"]: world.brand for row in about["brands"]}
    demo_registers.seed(world.org, demo.sample, brands=brands, people=frozenset(people), start=world.now)
    points = world.store.touchpoints(world.org)
    assert len(points) == 50
    assert {point.kind for point in points} == set(KINDS)
    assert {p.owner for p in points} - people == {None, "mira"}
    missing = holes(points, people=world.store.people(world.org), outlets=world.store.outlets(world.org), at=world.now)
    assert {"no_owner", "owner_gone", "no_deputy", "deputy_is_owner", "key_holder_gone", "unproven", "too_many"} <= {
        hole.code for hole in missing
    }
    risks, stakeholders = query.risks(world.org), query.stakeholders(world.org)
    assert {entry.owner for entry in (*risks, *stakeholders)} - people == {None}
    assert set(SLOTS) == set(next(risk for risk in risks if risk.key == "foreign-body").slots)
    demo_registers.seed(world.org, demo.sample, brands=brands, people=frozenset(people), start=world.now)
    assert world.store.touchpoints(world.org) == points  # seeding again changes nothing
