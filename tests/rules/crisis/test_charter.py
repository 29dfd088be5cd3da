"""헌장과 위임: who may do what, up to which minute, level and won."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bongsu.core.errors import LevelOutOfRange, OutOfRange, SetupError
from bongsu.core.values import ACTS, LEVELS, PER, ApprovalChain, ApprovalStep, Charter, Mandate, Principle, RedLine
from bongsu.crisis.charter import Situation, Spent, changes, check, ending, may, parse_charter, to_mapping
from bongsu.flows.charter_file import faults_in, written as as_yaml

NINE = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)

MANDATE = Mandate(
    id="m1",
    role="team_lead",
    act="compensate",
    level_from=2,
    level_to=4,
    since=NINE,
    until=NINE + 30 * MINUTE,
    granted_by="minseo",
    principle="p1",
    cap_krw=50_000,
)
CHARTER = Charter(
    version="1",
    principles=(Principle("p1", "사람이 먼저입니다."),),
    mandates=(MANDATE,),
    approvals=(
        ApprovalChain("publish_holding", 3, 5, (ApprovalStep("legal", 10), ApprovalStep("leader", 5, "executive"))),
    ),
    red_lines=(RedLine("r1", "takedown", 3),),
)


def ask(charter: Charter = CHARTER, **changes: Any):
    question: dict[str, Any] = {"roles": ("team_lead",), "act": "compensate", "level": 3, "at": NINE}
    return may(charter, **(question | changes))


@pytest.mark.parametrize(
    ("question", "verdict", "last_in_trace"),
    [
        ({}, "yes", "mandate:m1:holds"),
        ({"level": 2}, "yes", "mandate:m1:holds"),
        ({"level": 4}, "yes", "mandate:m1:holds"),
        ({"level": 1}, "no", "nothing_granted"),
        ({"level": 5}, "no", "nothing_granted"),
        ({"at": NINE - SECOND}, "no", "nothing_granted"),
        ({"at": NINE + 30 * MINUTE - SECOND}, "yes", "mandate:m1:holds"),
        ({"at": NINE + 30 * MINUTE}, "no", "nothing_granted"),
        ({"amount_krw": 50_000}, "yes", "mandate:m1:holds"),
        ({"amount_krw": 50_001}, "no", "nothing_granted"),
        ({"amount_krw": 20_000, "spent_krw": 30_000}, "yes", "mandate:m1:holds"),
        ({"amount_krw": 20_001, "spent_krw": 30_000}, "no", "nothing_granted"),
        ({"roles": ("legal",)}, "no", "nothing_granted"),
        ({"roles": ()}, "no", "nothing_granted"),
        ({"roles": ("legal", "team_lead")}, "yes", "mandate:m1:holds"),
        ({"act": "stop_sale"}, "no", "nothing_granted"),
        ({"act": "publish_holding"}, "needs", "chain:publish_holding:needed"),
        ({"act": "publish_holding", "level": 5}, "needs", "chain:publish_holding:needed"),
        ({"act": "publish_holding", "level": 2}, "no", "nothing_granted"),
        ({"act": "takedown", "level": 2}, "no", "nothing_granted"),
        ({"act": "takedown", "level": 3}, "no", "red_line:r1:holds"),
        ({"act": "takedown", "level": 5}, "no", "red_line:r1:holds"),
    ],
)
def test_the_charter_answers_as_it_is_written(question: dict[str, Any], verdict: str, last_in_trace: str) -> None:
    answer = ask(**question)
    assert (answer.verdict, answer.trace[-1]) == (verdict, last_in_trace)


def test_a_mandate_ends_the_moment_it_is_revoked() -> None:
    charter = replace(CHARTER, mandates=(replace(MANDATE, revoked_at=NINE + MINUTE),))
    assert ask(charter, at=NINE + MINUTE - SECOND).under == "m1"
    answer = ask(charter, at=NINE + MINUTE)
    assert (answer.verdict, answer.trace[0]) == ("no", "mandate:m1:revoked")


def test_a_red_line_beats_a_mandate_and_a_chain_from_its_level_up() -> None:
    charter = replace(
        CHARTER, red_lines=(RedLine("r1", "compensate", 3), RedLine("r2", "publish_holding", 4)), mandates=(MANDATE,)
    )
    assert ask(charter, level=2).verdict == "yes"
    assert (ask(charter, level=3).verdict, ask(charter, level=3).under) == ("no", "r1")
    assert ask(charter, act="publish_holding", level=3).verdict == "needs"
    assert ask(charter, act="publish_holding", level=4).under == "r2"


def test_the_steps_of_a_chain_add_up_from_the_moment_of_asking() -> None:
    steps = ask(act="publish_holding").steps
    assert [(s.role, s.by, s.deputy) for s in steps] == [
        ("legal", NINE + 10 * MINUTE, None),
        ("leader", NINE + 15 * MINUTE, "executive"),
    ]


def test_leave_without_a_cap_is_leave_to_act_and_not_to_spend() -> None:
    charter = replace(CHARTER, mandates=(replace(MANDATE, cap_krw=None),))
    assert ask(charter).verdict == "yes"
    assert ask(charter, amount_krw=1).trace == ("mandate:m1:cap", "nothing_granted")


def test_one_mandate_that_does_not_hold_does_not_spoil_the_next() -> None:
    charter = replace(CHARTER, mandates=(replace(MANDATE, id="m0", until=NINE), MANDATE))
    assert ask(charter).trace == ("mandate:m0:expired", "mandate:m1:holds")


def test_a_question_that_makes_no_sense_is_refused() -> None:
    for level in (0, 6, -1):
        with pytest.raises(LevelOutOfRange):
            ask(level=level)
    for money in ({"amount_krw": -1}, {"spent_krw": -1}):
        with pytest.raises(OutOfRange):
            ask(**money)


# ── whatever the charter and the question ──────────────────────────────────────────────────────────────────────────
ROLES = st.sampled_from(("practitioner", "team_lead", "leader", "legal", "executive"))
ACT = st.sampled_from(ACTS[:3])
LEVEL = st.sampled_from(LEVELS)
WHEN = st.integers(-60, 60).map(lambda n: NINE + n * MINUTE)
RANGE = st.tuples(LEVEL, LEVEL).map(sorted)
WON = st.integers(0, 100)


NAMES = st.sampled_from(((), (), (), ("a",), ("a", "b")))
NARROWED = st.fixed_dictionaries(
    {
        "per": st.sampled_from(PER),
        "caps": st.dictionaries(st.sampled_from(PER), WON, max_size=2).map(lambda caps: tuple(sorted(caps.items()))),
        "outlets": NAMES,
        "templates": NAMES,
        "needs_confirmed_fact": st.booleans(),
        "forbidden_when": NAMES,
    }
)
SITUATIONS = st.builds(
    Situation,
    outlets=st.sampled_from(((), ("a",), ("b",), ("a", "b"), ("a", "c"))),
    template=st.sampled_from((None, "a", "b", "c")),
    confirmed_fact=st.booleans(),
    found=st.sampled_from(((), ("a",), ("c",))),
)


@st.composite
def charters(draw: st.DrawFn, *, narrowed: bool = False) -> Charter:
    mandates = []
    for number in range(draw(st.integers(0, 5))):
        (low, high), since = draw(RANGE), draw(WHEN)
        mandates.append(
            Mandate(
                id=f"m{number}",
                role=draw(ROLES),
                act=draw(ACT),
                level_from=low,
                level_to=high,
                since=since,
                until=since + draw(st.integers(1, 60)) * MINUTE,
                granted_by="minseo",
                principle="p1",
                cap_krw=draw(st.none() | WON),
                revoked_at=draw(st.none() | WHEN),
                **(draw(NARROWED) if narrowed else {}),
            )
        )
    steps = st.lists(st.builds(ApprovalStep, ROLES, st.integers(0, 60), st.none() | ROLES), max_size=3).map(tuple)
    chains = st.builds(lambda act, between, chain: ApprovalChain(act, *between, chain), ACT, RANGE, steps)
    lines = [RedLine(f"r{n}", draw(ACT), draw(LEVEL)) for n in range(draw(st.integers(0, 2)))]
    return Charter(
        version="x",
        mandates=tuple(mandates),
        red_lines=tuple(lines),
        approvals=tuple(draw(st.lists(chains, max_size=3))),
    )


QUESTION = st.fixed_dictionaries(
    {
        "roles": st.lists(ROLES, max_size=3).map(tuple),
        "act": ACT,
        "level": LEVEL,
        "at": WHEN,
        "amount_krw": WON,
        "spent_krw": WON,
    }
)


def covers(m: Mandate, q: dict[str, Any]) -> bool:
    """The meaning of a mandate, written a second time."""
    return (
        m.act == q["act"]
        and m.role in q["roles"]
        and q["level"] in range(m.level_from, m.level_to + 1)
        and m.since <= q["at"] < m.until
        and not (m.revoked_at is not None and m.revoked_at <= q["at"])
        and q["amount_krw"] + q["spent_krw"] <= (m.cap_krw or 0)
    )


@given(charters(), QUESTION)
def test_there_is_one_answer_and_never_more_than_was_granted(charter: Charter, q: dict[str, Any]) -> None:
    answer = may(charter, **q)
    red = [line for line in charter.red_lines if line.act == q["act"] and q["level"] >= line.min_level]
    granted = [m.id for m in charter.mandates if covers(m, q)]
    chain = [c for c in charter.approvals if c.act == q["act"] and c.level_from <= q["level"] <= c.level_to and c.chain]
    expected = "no" if red else "yes" if granted else "needs" if chain else "no"
    assert answer.verdict == expected
    assert answer.trace
    assert (answer.verdict == "needs") == bool(answer.steps)
    if answer.verdict == "yes":
        assert answer.under in granted
    if red:
        assert answer.under in [line.id for line in red]
    assert [s.by for s in answer.steps] == sorted(s.by for s in answer.steps)
    assert may(charter, **q) == answer


@given(charters(), QUESTION)
def test_a_higher_level_never_widens_what_somebody_may_do_unless_written(charter: Charter, q: dict[str, Any]) -> None:
    for level in range(q["level"] + 1, 6):
        higher = q | {"level": level}
        if may(charter, **q).verdict != "yes" and may(charter, **higher).verdict == "yes":
            assert any(covers(m, higher) and m.level_from > q["level"] for m in charter.mandates)


@given(charters(), QUESTION, st.integers(0, 60))
def test_an_expired_or_revoked_mandate_never_holds_again(charter: Charter, q: dict[str, Any], later: int) -> None:
    answer = may(charter, **q)
    after = may(charter, **(q | {"at": q["at"] + later * MINUTE}))
    if after.verdict == "yes":
        mandate = next(m for m in charter.mandates if m.id == after.under)
        assert q["at"] + later * MINUTE < min(mandate.until, mandate.revoked_at or mandate.until)
    if answer.verdict == "yes":
        mandate = next(m for m in charter.mandates if m.id == answer.under)
        for end in (mandate.until, mandate.revoked_at or mandate.until):
            assert may(charter, **(q | {"at": end})).under != mandate.id


# ── reading and checking a charter ─────────────────────────────────────────────────────────────────────────────────
def written() -> dict[str, Any]:
    return {
        "version": "1",
        "principles": [{"id": "p1", "text": "사람이 먼저입니다."}],
        "red_lines": [{"id": "r1", "act": "takedown", "min_level": 3}],
        "mandates": [
            {
                "id": "m1",
                "role": "leader",
                "act": "compensate",
                "levels": [2, 4],
                "cap_krw": 50_000,
                "from": "2026-03-02T09:00:00+09:00",
                "until": "2026-03-02T09:30:00+09:00",
                "granted_by": "minseo",
                "principle": "p1",
                "revoked_at": None,
            }
        ],
        "approvals": [
            {
                "act": "publish_holding",
                "levels": [5, 5],
                "chain": [{"role": "legal", "minutes": 10, "deputy": None}],
            }
        ],
    }


def test_a_sound_charter_is_read_as_it_is_written() -> None:
    assert check(written()) == ()
    charter = parse_charter(written())
    mandate = charter.mandates[0]
    assert (mandate.since, mandate.until, mandate.cap_krw) == (NINE, NINE + 30 * MINUTE, 50_000)
    assert charter.approvals[0].chain == (ApprovalStep("legal", 10, None),)


def test_an_empty_charter_grants_nothing() -> None:
    assert may(parse_charter({}), roles=("leader",), act="takedown", level=1, at=NINE).verdict == "no"


@pytest.mark.parametrize(
    ("section", "key", "value", "path"),
    [
        ("", "mandate", [], "mandate"),
        ("", "mandates", "m1", "mandates"),
        ("", "mandates", 0, "mandates"),
        ("", "mandates", ["m1"], "mandates[0]"),
        ("mandates", "levls", [1, 2], "mandates[0].levls"),
        ("mandates", "levels", [4, 2], "mandates[0].levels"),
        ("mandates", "levels", [0, 2], "mandates[0].levels"),
        ("mandates", "levels", [2, 6], "mandates[0].levels"),
        ("mandates", "levels", [2], "mandates[0].levels"),
        ("mandates", "levels", [True, 2], "mandates[0].levels"),
        ("mandates", "levels", "24", "mandates[0].levels"),
        ("mandates", "cap_krw", -1, "mandates[0].cap_krw"),
        ("mandates", "cap_krw", 1.5, "mandates[0].cap_krw"),
        ("mandates", "principle", "p9", "mandates[0].principle"),
        ("mandates", "from", "2026-03-02T09:00:00", "mandates[0].from"),
        ("mandates", "from", datetime(2026, 3, 2), "mandates[0].from"),  # noqa: DTZ001  (the fault)
        ("mandates", "until", "내일", "mandates[0].until"),
        ("mandates", "until", "2026-03-02T09:00:00+09:00", "mandates[0].until"),
        ("mandates", "revoked_at", "2026-03-02T09:00:00", "mandates[0].revoked_at"),
        ("mandates", "from", "0001-01-01T00:00:00+09:00", "mandates[0].from"),
        ("mandates", "act", "Stop sale", "mandates[0].act"),
        ("mandates", "role", "", "mandates[0].role"),
        ("mandates", "id", "p1", "mandates[0].id"),
        ("red_lines", "id", "p1", "red_lines[0].id"),
        ("red_lines", "min_level", 6, "red_lines[0].min_level"),
        ("red_lines", "min_level", "3", "red_lines[0].min_level"),
        ("approvals", "levels", [5, 4], "approvals[0].levels"),
        ("approvals", "chain", [], "approvals[0].chain"),
        ("approvals", "chain", [{"role": "legal", "minutes": -1}], "approvals[0].chain[0].minutes"),
        ("approvals", "chain", [{"role": "legal", "minutes": 10**12}], "approvals[0].chain[0].minutes"),
        ("approvals", "chain", [{"role": "legal", "minutes": 1, "x": 1}], "approvals[0].chain[0].x"),
    ],
)
def test_a_fault_in_a_charter_is_named_by_its_place(section: str, key: str, value: object, path: str) -> None:
    mapping = written()
    (mapping[section][0] if section else mapping)[key] = value
    problems = check(mapping)
    assert path in {p.path for p in problems}
    assert all(p.message for p in problems)
    with pytest.raises(SetupError):
        parse_charter(mapping)


def test_a_missing_section_is_named() -> None:
    mapping = written()
    del mapping["red_lines"]
    assert [(p.path, p.message) for p in check(mapping)] == [("red_lines", "missing")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("id", "act", "levels", "chain", "role", "from", "x")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(("version", "principles", "red_lines", "mandates", "approvals", "x")), JSON, max_size=6
    )
)
def test_no_mapping_can_make_the_check_raise(mapping: dict[str, Any]) -> None:
    assert isinstance(check(mapping), tuple)


# ── narrowed mandates, caps and changes ────────────────────────────────────────────────────────────────────────────
@given(charter=charters(narrowed=True), q=QUESTION, here=SITUATIONS)
def test_a_yes_is_never_beyond_what_was_written(charter: Charter, q: dict[str, Any], here: Situation) -> None:
    answer = may(charter, **q, situation=here)
    assert answer == may(charter, **q, situation=here)
    if answer.verdict != "yes":
        return
    m = next(m for m in charter.mandates if m.id == answer.under)
    assert m.role in q["roles"]
    assert m.level_from <= q["level"] <= m.level_to
    assert m.since <= q["at"] < min(m.until, m.revoked_at or m.until)
    assert not m.outlets or (here.outlets and set(here.outlets) <= set(m.outlets))
    assert not m.templates or here.template in m.templates
    assert here.confirmed_fact or not m.needs_confirmed_fact
    assert not set(m.forbidden_when) & set(here.found)
    amount, spent = q.get("amount_krw", 0), q.get("spent_krw", 0)
    for kind, won in m.limits.items():
        assert amount + (0 if kind == "act" else spent) <= won
    assert m.limits or amount + spent == 0


@given(charter=charters(narrowed=True), q=QUESTION, here=SITUATIONS)
def test_knowing_more_never_takes_a_yes_from_the_wider_question(
    charter: Charter, q: dict[str, Any], here: Situation
) -> None:
    """Leave at two outlets is leave at each of them."""
    if may(charter, **q, situation=here).verdict == "yes":
        for outlet in here.outlets:
            narrower = replace(here, outlets=(outlet,))
            assert may(charter, **q, situation=narrower).verdict == "yes"


@given(
    caps=st.dictionaries(st.sampled_from(PER), st.integers(0, 50), min_size=1),
    gifts=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(1, 30)), max_size=25),
)
def test_caps_hold_per_act_case_and_day_in_any_order_of_gifts(
    caps: dict[str, int], gifts: list[tuple[int, int, int]]
) -> None:
    """Gifts as (day, room, won), interleaved however they come."""
    purse = replace(MANDATE, cap_krw=None, caps=tuple(sorted(caps.items())))
    charter = replace(CHARTER, mandates=(purse,))
    case: dict[int, int] = {}
    days: dict[int, int] = {}
    for day, room, won in gifts:
        spent = {"m1": Spent(case.get(room, 0), days.get(day, 0))}
        if ask(charter, amount_krw=won, spent=spent).verdict == "yes":
            assert won <= caps.get("act", won)
            case[room] = case.get(room, 0) + won
            days[day] = days.get(day, 0) + won
    assert all(total <= caps.get("case", total) for total in case.values())
    assert all(total <= caps.get("day", total) for total in days.values())


@given(charter=charters(narrowed=True))
def test_what_is_written_out_reads_back_as_the_same_charter(charter: Charter) -> None:
    chains = tuple(c for c in charter.approvals if c.chain)  # a chain without a step is no chain in a file
    whole = replace(charter, principles=(Principle("p1", "사람이 먼저입니다."),), approvals=chains)
    found, again = faults_in(as_yaml(whole, zone=ZoneInfo("Asia/Seoul")))
    assert (found, again) == ([], whole)
    assert parse_charter(to_mapping(whole)) == whole


@given(old=charters(narrowed=True), new=charters(narrowed=True), act=ACT, level=LEVEL, role=ROLES)
def test_what_changed_is_what_the_answer_changed(old: Charter, new: Charter, act: str, level: int, role: str) -> None:
    """Whoever could do less or more finds a row that says so."""
    named = {m.role for c in (old, new) for m in c.mandates}
    at_all = Situation(outlets=("a",), template="a", confirmed_fact=True)
    before, after = (may(c, roles=(role,), act=act, level=level, at=NINE, situation=at_all).verdict for c in (old, new))
    rows = [c for c in changes(old, new, at=NINE) if (c.role, c.act) == (role, act)]
    if role in named and "yes" in (before, after) and before != after:
        assert any(c.level_from <= level <= c.level_to for c in rows)
    assert changes(old, old, at=NINE) == ()


def test_a_wider_cap_is_a_gain_and_a_new_red_line_a_loss() -> None:
    wider = replace(CHARTER, mandates=(replace(MANDATE, cap_krw=80_000),))
    assert [(c.kind, c.role, c.level_from, c.level_to) for c in changes(CHARTER, wider, at=NINE)] == [
        ("gains", "team_lead", 2, 4)
    ]
    barred = replace(CHARTER, red_lines=(RedLine("r1", "takedown", 3), RedLine("r2", "compensate", 4)))
    assert [(c.kind, c.level_from, c.level_to) for c in changes(CHARTER, barred, at=NINE)] == [("loses", 4, 4)]


def test_leave_that_ends_within_thirty_days_is_named_the_first_to_end_first() -> None:
    later = replace(MANDATE, id="m2", until=NINE + timedelta(days=30))
    gone = replace(MANDATE, id="m3", revoked_at=NINE)
    far = replace(MANDATE, id="m4", until=NINE + timedelta(days=31))
    charter = replace(CHARTER, mandates=(later, gone, far, MANDATE))
    assert [m.id for m in ending(charter, at=NINE)] == ["m1", "m2"]
    assert ending(charter, at=NINE + timedelta(days=40)) == ()


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ({"per": "week"}, "mandates[0].per"),
        ({"caps": {"week": 1}}, "mandates[0].caps.week"),
        ({"caps": {"act": -1}}, "mandates[0].caps.act"),
        ({"caps": [1]}, "mandates[0].caps"),
        ({"outlets": []}, "mandates[0].outlets"),
        ({"outlets": "mall"}, "mandates[0].outlets"),
        ({"templates": ["a", "a"]}, "mandates[0].templates"),
        ({"needs_confirmed_fact": "yes"}, "mandates[0].needs_confirmed_fact"),
        ({"forbidden_when": [1]}, "mandates[0].forbidden_when"),
        ({"forbid": ["a"]}, "mandates[0].forbid"),
    ],
)
def test_a_fault_in_an_optional_key_is_named(keys: dict[str, Any], path: str) -> None:
    mapping = to_mapping(CHARTER)
    mapping["mandates"][0] |= keys
    assert [p.path for p in check(mapping)] == [path]
