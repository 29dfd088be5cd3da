"""Which texts are nearly the same: nothing false, next to nothing missed, whatever somebody floods it with."""

import random
import time
import tracemalloc
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense.near import LEAST, Near, grams_of
from bongsu.sense.pairs import Pairs
from bongsu.sense.shingles import bare

SYLLABLES = [chr(0xAC00 + 28 * n) for n in range(399)]


def text(dice: random.Random, letters: int = 40) -> str:
    return "".join(dice.choices(SYLLABLES, k=letters))


def family(dice: random.Random, size: int, edits: int) -> list[str]:
    """A text and copies of it with some letters changed."""
    first = text(dice)
    made = [first]
    for _ in range(size - 1):
        letters = list(first)
        for place in dice.sample(range(len(letters)), edits):
            letters[place] = dice.choice(SYLLABLES)
        made.append("".join(letters))
    return made


def true_pairs(texts: list[str], least: float) -> dict[tuple[int, int], float]:
    sets = [grams_of(bare(one)) for one in texts]
    found = {}
    for a, b in combinations(range(len(texts)), 2):
        both, either = sets[a] & sets[b], sets[a] | sets[b]
        if either and len(both) / len(either) >= least:
            found[a, b] = len(both) / len(either)
    return found


def told(texts: list[str], least: float, block: int = 7) -> dict[tuple[int, int], float]:
    pairs = Pairs(least=least)
    found: dict[tuple[int, int], float] = {}
    for begin in range(0, len(texts), block):
        for pair in pairs.add(texts[begin : begin + block]):
            assert (pair.a, pair.b) not in found, "told twice"
            found[pair.a, pair.b] = pair.jaccard
    return found


@pytest.mark.parametrize(("least", "recall"), [(0.8, 0.999), (0.6, 0.99), (0.5, 0.97), (LEAST, 0.94)])
def test_what_is_told_is_exact_and_hardly_a_pair_is_missed(least, recall):
    dice = random.Random(11)
    texts = [one for _ in range(60) for one in family(dice, 5, dice.randrange(8))] + [text(dice) for _ in range(300)]
    dice.shuffle(texts)
    found, true = told(texts, least), true_pairs(texts, least)
    assert found.items() <= true.items()
    assert len(true) > 100
    assert len(found) >= recall * len(true)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="가나다라ab1 !", max_size=14), max_size=25), st.integers(1, 30))
def test_pairs_do_not_depend_on_how_the_posts_arrive(texts, block):
    assert told(texts, 0.6, block) == told(texts, 0.6, 1)
    assert told(texts, 0.6, block).items() <= true_pairs(texts, 0.6).items()


def test_equal_texts_are_pairs_and_texts_without_three_letters_are_none():
    assert told(["유리 조각!", "유리조각", "ㅋㅋ", "ㅋㅋ", "", "", "유 리 조 각"], 0.6) == {
        (0, 1): 1.0,
        (0, 6): 1.0,
        (1, 6): 1.0,
    }


def test_the_oldest_are_forgotten_and_the_newest_still_found():
    dice = random.Random(2)
    texts = [text(dice) for _ in range(1000)]
    near = Near(least=0.5, most=100)
    for begin in range(0, 1000, 30):
        near.keep(near.prints(texts[begin : begin + 30]))
    assert len(near) == 100
    assert [(pair.row, pair.number) for pair in near.find(near.prints(texts))] == [(n, n) for n in range(900, 1000)]


def test_a_block_larger_than_the_memory_leaves_its_end():
    dice = random.Random(3)
    texts = [text(dice) for _ in range(50)]
    near = Near(least=0.5, most=20)
    near.keep(near.prints(texts))
    assert [pair.number for pair in near.find(near.prints(texts))] == list(range(30, 50))


def test_a_threshold_that_cannot_be_served_is_refused():
    with pytest.raises(ValueError, match="least"):
        Near(least=0.1)


def test_an_endless_text_and_one_gram_repeated_cost_no_more_than_a_long_one():
    begun = time.process_time()
    assert told(["가" * 1_000_000, "나" * 1_000_000, "가" * 999_999, "가나다라" * 250_000], 0.6) == {(0, 2): 1.0}
    assert time.process_time() - begun < 2


def test_a_flood_of_lookalikes_costs_each_text_the_same_at_last():
    """Every text shares buckets with every other: what is looked at of a bucket is limited."""
    dice = random.Random(7)
    stem = text(dice, 60)
    near = Near(least=0.5, most=3000, reach=16, likest=6)
    took = []
    for _ in range(8):
        block = [stem + text(dice, 12) for _ in range(500)]
        begun = time.process_time()
        prints = near.prints(block)
        near.find(prints)
        near.within(prints)
        near.keep(prints)
        took.append(time.process_time() - begun)
    assert near.overran > 0
    assert sum(took[-3:]) < 3 * sum(took[1:4]) + 0.5
    assert sum(took) < 12


def test_a_flood_leaves_a_bounded_memory():
    dice = random.Random(7)
    stem = text(dice, 60)
    near = Near(least=0.5, most=500, reach=16, likest=6)
    tracemalloc.start()
    for _ in range(6):
        prints = near.prints([stem + text(dice, 12) for _ in range(300)])
        near.find(prints)
        near.keep(prints)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
