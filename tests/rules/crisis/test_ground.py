"""단계표와 행동 지침: read as an organisation keeps them, or refused by the row that is wrong."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.kit import sample

from bongsu.core.errors import SetupError
from bongsu.core.values import LEVELS
from bongsu.crisis.ground import parse_ground, parse_levels, parse_playbook


def test_the_sample_rules_are_sound() -> None:
    ground = parse_ground(levels=sample.LEVELS, charter=sample.CHARTER, playbook=sample.PLAYBOOK)
    assert tuple(row.level for row in ground.table) == LEVELS
    assert (ground.row(3).lead_role, ground.row(3).opens_room, ground.row(3).triggers) == ("leader", True, ("safety",))
    assert [step.id for step in ground.playbook] == ["s1", "s2"]


def test_rows_in_any_order_are_read_lowest_first() -> None:
    assert [row.level for row in parse_levels(sample.LEVELS[::-1])] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("level", 0),
        ("level", 2),  # twice
        ("level", True),
        ("level", None),
        ("lead_role", ""),
        ("lead_role", 7),
        ("call_roles", "leader"),
        ("call_roles", [1]),
        ("report_every_min", -1),
        ("report_every_min", 1.5),
        ("first_word_min", 10**12),
        ("volume_x", "많이"),
        ("opens_room", "false"),
        ("opens_room", 1),
        ("surprise", 1),
    ],
)
def test_a_wrong_row_of_the_level_table_is_named(key: str, value: object) -> None:
    rows = deepcopy(sample.LEVELS)
    rows[2][key] = value
    with pytest.raises(SetupError) as wrong:
        parse_levels(rows)
    assert "levels" in str(wrong.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", "s2"), ("text", " "), ("role", None), ("from_level", 6), ("within_min", -5), ("act", 3), ("when", "now")],
)
def test_a_wrong_line_of_the_playbook_is_named(key: str, value: object) -> None:
    rows = deepcopy(sample.PLAYBOOK)
    rows[0][key] = value
    with pytest.raises(SetupError) as wrong:
        parse_playbook(rows)
    assert "playbook[" in str(wrong.value)


def test_four_levels_are_not_a_table() -> None:
    with pytest.raises(SetupError):
        parse_levels(sample.LEVELS[:4])


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())


@given(st.lists(ANYTHING | st.dictionaries(st.sampled_from(("level", "lead_role", "call_roles", "id", "x")), ANYTHING)))
def test_no_rows_can_fail_in_any_other_way(rows: list[Any]) -> None:
    for read in (parse_levels, parse_playbook):
        try:
            read(rows)
        except SetupError as wrong:
            message = str(wrong)
            assert message
