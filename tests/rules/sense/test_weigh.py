"""How grave what is said is: counted in bins, weighed piece by piece."""

import random

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from bongsu.core.values import LevelRow, Piece
from bongsu.sense import lexicon as lex
from bongsu.sense.ledger import BIN_S, KEPT_S, MOST_POSTS, Counts, Ledger, Usual, unusual
from bongsu.sense.said import Said
from bongsu.sense.weigh import POINTS, ceiling, level_of, named_level, pieces, points

CALM, SAD = Said(0, False, False), Said(lex.GRIEVANCE, True, False)
HURT = Said(lex.HARM | lex.ACCIDENT | lex.EVIDENCE, True, True)
GLAD = Said(lex.GLAD, False, False)


def counted(**many: int) -> Counts:
    counts = Counts()
    for name, said in (("calm", CALM), ("sad", SAD), ("hurt", HURT), ("glad", GLAD)):
        for number in range(many.get(name, 0)):
            counts.add(said, press=False, author=number * 7 + len(name))
    return counts


def weigh(counts: Counts, **more) -> dict[str, int]:
    return {piece.name: piece.value for piece in pieces(counts, Usual(), voices=counts.distinct, **more)}


def test_a_calm_crowd_weighs_nothing_and_stays_at_two():
    weight = pieces(counted(calm=1_000), Usual(), voices=0)
    assert weight == ()
    assert [level_of(v, weight) for v in (1, 2, 3, 4, 5)] == [1, 2, 2, 2, 2]


def test_a_glad_crowd_stays_at_two_even_where_some_grumble():
    assert weigh(counted(glad=900, sad=60)) == {"glad": 900}
    assert level_of(5, pieces(counted(glad=900, sad=60), Usual(), voices=50)) == 2


def test_an_unhappy_crowd_rises_with_its_reasons():
    weight = pieces(counted(sad=25, calm=5), Usual(), voices=25)
    assert [piece.name for piece in weight] == ["unhappy", "scolded"]
    assert level_of(5, weight) == 4
    assert level_of(2, weight) == 3  # few posts, and people are called
    assert level_of(1, weight) == 1  # but not without a burst


def test_harm_evidence_a_claim_press_and_staff_add_to_it():
    counts = counted(hurt=24, calm=4)
    counts.insiders = 2
    assert weigh(counts, claim_authors=7, press=True) == {
        "unhappy": 86,
        "scolded": 86,
        "harm": 24,
        "claim": 7,
        "evidence": 24,
        "insider": 2,
        "press": 1,
    }
    assert ceiling(pieces(counts, Usual(), voices=24)) == 5


def test_four_voices_are_no_crowd():
    assert "unhappy" not in weigh(counted(sad=4))
    counts = counted(sad=40)
    assert pieces(counts, Usual(), voices=4) == ()


def test_what_one_or_two_people_tell_over_and_over_weighs_nothing():
    counts = Counts()
    for _ in range(40):
        counts.add(HURT, press=False, author=7)
    assert pieces(counts, Usual(), voices=counts.distinct) == ()
    assert level_of(5, pieces(counts, Usual(), voices=2)) == 2
    three = pieces(counts, Usual(), voices=3)
    assert [piece.name for piece in three] == ["harm", "evidence", "few"]
    assert level_of(5, three) == 2


def test_an_author_counts_once_an_hour_with_each_thing_said():
    ledger = Ledger()
    for number in range(50):
        ledger.add(number, f"m{number}", HURT, press=False, author=7)
    ledger.add(60, "calm", CALM, press=False, author=8)
    ledger.add(61, "sad", SAD, press=False, author=8)
    counts = ledger.within(100, 900)
    assert (counts.posts, counts.troubled, counts.harm, counts.evidence) == (3, 2, 1, 1)
    assert [key for _, key in ledger.posts(100, 900)] == ["m0", "sad"]
    ledger.add(3700, "again", HURT, press=False, author=7)
    assert ledger.within(3700, KEPT_S).harm == 2


def test_nobody_who_spoke_before_a_window_breaks_its_shares():
    dice, ledger, at = random.Random(8), Ledger(), 0
    for number in range(600):
        before, at = at, at + dice.choice((0, 30, 200, 1500))
        ledger.move(before, at)
        said = dice.choice((CALM, SAD, HURT, GLAD))
        ledger.add(at, f"m{number}", said, press=False, author=dice.randrange(9), copied=dice.random() < 0.5)
        for seconds in (900, 3600, KEPT_S):
            counts = ledger.within(at, seconds)
            assert counts.harm <= counts.troubled <= counts.posts
            assert counts.own <= counts.troubled
            pieces(counts, ledger.usual, voices=9)


def test_higher_beacons_need_words_of_their_own():
    for voices, copies, level in ((4, 0, 2), (9, 0, 3), (15, 0, 4), (25, 0, 5), (300, 295, 3), (300, 285, 4)):
        counts = Counts()
        for number in range(voices):
            counts.add(HURT, press=False, author=number * 7, copied=number >= voices - copies)
        weight = pieces(counts, Usual(), voices=voices, claim_authors=9)
        assert level_of(5, weight) == level, (voices, copies)
        assert level_of(1, weight) == 1


def test_what_a_brand_is_used_to_is_not_unusual():
    counts = counted(sad=30, calm=70)
    assert Usual().trouble(counts) < 4
    assert Usual().trouble(counted(sad=80, calm=20)) > 4
    used = Usual()
    for hour in range(200):
        used.learn(counted(sad=15, calm=5), hour * 3600)
    assert used.share > 0.7
    assert used.trouble(counted(sad=80, calm=20)) < 4


def test_a_crisis_does_not_become_usual_within_the_hour():
    usual = Usual()
    for hour in range(50):
        usual.learn(counted(sad=1, calm=19), hour * 3600)
    before = usual.share
    usual.learn(counted(sad=100), 50 * 3600)
    assert usual.share < 2 * before


def used_to(share: float, per_hour: float, hours: int, dice: random.Random, usual: Usual | None = None) -> Usual:
    """What is usual after so many hours of a stream whose posts are troubled by chance, bin by bin."""
    usual = Usual() if usual is None else usual
    gap, at, counts = 3600 / per_hour, usual.at, Counts()
    end = at + hours * 3600
    while at < end:
        before, at = at, at + max(1, round(dice.expovariate(1 / gap)))
        if at // BIN_S != before // BIN_S:
            usual.learn(counts, before)
            counts = Counts()
        counts.add(SAD if dice.random() < share else CALM, press=False, author=dice.getrandbits(60))
    return usual


@pytest.mark.parametrize("share", [0.02, 0.05, 0.15, 0.3])
@pytest.mark.parametrize("per_hour", [1, 4, 12, 60, 300])
def test_the_usual_share_is_the_true_one_at_any_pace(share, per_hour):
    hours = min(24 * 28, max(48, 3000 // per_hour))
    learned = [used_to(share, per_hour, hours, random.Random(seed)).share for seed in range(3)]
    assert sum(learned) / 3 == pytest.approx(share, abs=0.025)
    assert max(learned) < 0.05 + 1.25 * share
    assert min(learned) > 0.6 * share


@pytest.mark.parametrize("per_hour", [4, 60])
def test_two_hours_of_crisis_do_not_teach_themselves_and_a_lasting_change_does(per_hour):
    dice = random.Random(4)
    usual = used_to(0.1, per_hour, 24 * 14, dice)
    before = usual.share
    used_to(0.8, 300, 2, dice, usual)
    assert usual.share < before + 0.06
    used_to(0.5, per_hour, 24 * 14, dice, usual)
    assert usual.share > 0.35


def test_no_number_of_posts_makes_a_small_difference_large():
    assert unusual(25_000, 100_000, 0.2, 60) < 1
    assert unusual(60_000, 100_000, 0.2, 60) > 4


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.01, 0.9), st.floats(20, 60))
def test_more_trouble_is_never_less_unusual(k, more, share, known):
    n = k + more + 1
    assert 0.0 <= unusual(k, n, share, known) <= unusual(k + 1, n, share, known) + 1e-9 <= 300.0 + 1e-9


def test_the_points_decide_how_high_a_beacon_may_go():
    def of(*names: str) -> tuple[Piece, ...]:
        return tuple(Piece(name, 1, POINTS[name]) for name in names)

    assert [ceiling(of(*names)) for names in ((), ("harm",), ("unhappy",), ("unhappy", "harm"))] == [2, 2, 3, 4]
    assert ceiling(of("unhappy", "scolded", "harm", "claim", "press")) == 5
    assert points(of("glad", "harm")) == -1
    assert named_level((LevelRow(4, None, (), None, None, 10, True, ("press",)),), "press") == 4
    assert named_level((), "press") == 2


# ── the ledger ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_ledger_counts_what_a_window_holds_and_forgets_the_rest():
    ledger = Ledger()
    for minute in range(600):
        at = minute * 60
        if minute:
            ledger.move(at - 60, at)
        ledger.add(at, f"m{minute}", SAD if minute % 2 else CALM, press=False, author=minute)
    at = 599 * 60
    assert ledger.within(at, 900).posts == 15
    assert ledger.within(at, 3600).troubled == ledger.troubled(at, 3600) == 30
    assert len(ledger.bins) <= KEPT_S // BIN_S + 1
    assert len(ledger.latest) == MOST_POSTS
    assert 0.3 < ledger.usual.share < 0.5


def test_few_voices_are_counted_exactly_and_many_closely():
    ledger = Ledger()
    for number in range(5):
        ledger.add(number, f"m{number}", SAD, press=False, author=5 * 128)  # one author, five posts
    assert ledger.voices(10, 900, ledger.within(10, 900)) == 1
    for number in range(5):
        ledger.add(20 + number, f"n{number}", SAD, press=False, author=number * 128)  # all on one bit of the counter
    assert ledger.voices(30, 900, ledger.within(30, 900)) == 6
    dice = random.Random(5)
    for number in range(150):
        ledger.add(40, f"p{number}", SAD, press=False, author=dice.getrandbits(60))
    assert ledger.voices(40, 900, ledger.within(40, 900)) == pytest.approx(156, rel=0.25)


def test_sums_kept_between_looks_are_those_counted_anew():
    dice, ledger, at = random.Random(3), Ledger(), 0
    for number in range(800):
        before, at = at, at + dice.choice((0, 20, 200, 900))
        ledger.move(before, at)
        said = dice.choice((CALM, SAD, HURT))
        ledger.add(at - dice.choice((0, 0, 400)), f"m{number}", said, press=False, author=number)
        for seconds in (900, 3600, KEPT_S):
            fresh = Ledger(dict(ledger.bins)).within(at, seconds)
            assert msgspec.to_builtins(ledger.within(at, seconds)) == msgspec.to_builtins(fresh)
