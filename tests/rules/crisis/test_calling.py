"""How people are called, as an organisation writes it."""

from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, strategies as st

from bongsu.core.errors import SetupError
from bongsu.core.values import LEVELS, PullRule
from bongsu.crisis.calling import PULLS, WAIT_S, Calling, check, parse_calling, to_mapping
from bongsu.flows import calling_file

RULE = {"name": "개인정보는 보안", "category": "privacy", "roles": ["security"], "from_level": 2}


def faults(about: object) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in check({"calling": about})]


def test_an_organisation_that_wrote_nothing_calls_as_it_ships() -> None:
    assert parse_calling({}) == Calling(channel_wait_s=60, override_level=3, pulls=PULLS)


def test_no_rule_at_all_is_something_else_than_no_word_about_rules() -> None:
    assert parse_calling({"pulls": []}).pulls == ()


def test_the_sample_that_ships_is_what_holds_without_it() -> None:
    text = (files("bongsu.boot") / "sample" / "calling.yaml").read_text(encoding="utf-8")
    assert calling_file.kept(calling_file.read(text).value["calling"]) == calling_file.kept({})


@pytest.mark.parametrize(
    ("about", "where"),
    [
        ({"channel_wait_s": 9}, "calling.channel_wait_s"),
        ({"channel_wait_s": True}, "calling.channel_wait_s"),
        ({"override_level": 0}, "calling.override_level"),
        ({"override": 3}, "calling.override"),
        ({"pulls": "privacy"}, "calling.pulls"),
        ({"pulls": [{**RULE, "roles": []}]}, "calling.pulls[0].roles"),
        ({"pulls": [{**RULE, "from_level": 6}]}, "calling.pulls[0].from_level"),
        ({"pulls": [{**RULE, "name": " "}]}, "calling.pulls[0].name"),
        ({"pulls": [{**RULE, "name": "줄\n바꿈"}]}, "calling.pulls[0].name"),
        ({"pulls": [{**RULE, "why": "?"}]}, "calling.pulls[0].why"),
        ({"pulls": [RULE, RULE]}, "calling.pulls[1].name"),
        ({"pulls": [RULE] * 61}, "calling.pulls"),
    ],
)
def test_every_fault_says_where_it_is(about: dict[str, Any], where: str) -> None:
    assert where in [path for path, _ in faults(about)]
    with pytest.raises(SetupError):
        parse_calling(about)


plain = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(plain, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside)))
def test_whatever_is_written_is_judged_and_never_breaks(written: object) -> None:
    check(written)
    check({"calling": written})
    check({"calling": {"pulls": [written], "channel_wait_s": written, "override_level": written}})


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)
rules = st.builds(
    PullRule,
    category=words,
    roles=st.lists(words, min_size=1, max_size=4, unique=True).map(tuple),
    from_level=st.sampled_from(LEVELS),
    name=words,
)


@given(
    st.builds(
        Calling,
        channel_wait_s=st.integers(*WAIT_S),
        override_level=st.sampled_from(LEVELS),
        pulls=st.lists(rules, max_size=5, unique_by=lambda rule: rule.name).map(tuple),
    )
)
def test_what_is_written_out_reads_back_the_same(ways: Calling) -> None:
    text = calling_file.write(to_mapping(ways))
    assert parse_calling(calling_file.read(text).value["calling"]) == ways


def test_a_fault_has_the_line_where_its_writer_finds_it() -> None:
    text = "calling:\n  channel_wait_s: 60\n  pulls:\n    - name: 하나\n      category: safety\n      roles: []\n"
    assert [(fault.line, fault.path) for fault in calling_file.read(text).faults] == [(6, "calling.pulls[0].roles")]
    assert calling_file.read("calling: [").faults[0].message.startswith("not YAML")
    assert calling_file.read("calling: {}\n" + "#" * calling_file.MOST_BYTES).faults[0].message == "too long"
