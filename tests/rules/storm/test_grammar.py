"""Particles follow the sound before them; rules are checked before they speak."""

import doctest

import pytest

from bongsu.storm import arrivals, dice, grammar
from bongsu.storm.dice import Dice
from bongsu.storm.grammar import Grammar, josa, particles


@pytest.mark.parametrize(
    ("word", "pair", "particle"),
    [
        ("한강식품", "은/는", "은"),
        ("회사", "은/는", "는"),
        ("유리조각", "이/가", "이"),
        ("차", "이/가", "가"),
        ("배도라지즙", "을/를", "을"),
        ("누룽지", "을/를", "를"),
        ("마트", "으로/로", "로"),
        ("집", "으로/로", "으로"),
        ("물", "으로/로", "로"),  # 물로, never 물으로
        ("물", "과/와", "과"),
        ("차", "과/와", "와"),
        ("유리조각", "이라/라", "이라"),
        ("배도라지즙 120ml", "이/가", "이"),  # 밀리리터 is written ml and read 엠엘 in the shop
        ("7", "으로/로", "로"),
        ("3", "으로/로", "으로"),
        ("10", "이/가", "이"),
        ("한강식품(주)", "은/는", "는"),
        ("‘한담’", "을/를", "을"),
        ("맘카페~", "이랑/랑", "랑"),
        ("", "은/는", "는"),
    ],
)
def test_a_particle_follows_the_last_sound(word, pair, particle):
    assert josa(word, pair) == particle


def test_marks_are_replaced_where_they_stand():
    assert particles("배즙[을/를] 차[과/와] 물[으로/로]") == "배즙을 차와 물로"
    assert particles("[은/는] 그대로 [펌] 둔다") == "는 그대로 [펌] 둔다"


def test_a_rule_that_names_nothing_is_refused_at_once():
    with pytest.raises(ValueError, match="names 'b'"):
        Grammar({"a": ["{b}"]})
    with pytest.raises(ValueError, match="no alternatives"):
        Grammar({"a": []})


def test_rules_in_a_circle_end_with_a_reason():
    with pytest.raises(RecursionError, match="names itself"):
        Grammar({"a": ["{a}"]}).say("a", Dice(1))


@pytest.mark.parametrize("module", [arrivals, dice, grammar])
def test_the_examples_in_the_docs_run(module):
    assert doctest.testmod(module).failed == 0
