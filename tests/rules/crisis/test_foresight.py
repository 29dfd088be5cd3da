"""What was prepared is found again: by the danger's kind, by a word, by a name."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, strategies as st

from bongsu.core.values import Risk, Stakeholder
from bongsu.crisis.foresight import concerned, fold, foreseen, lapses, reviewed, says

GLASS = Risk(
    "glass",
    "이물 혼입",
    owner="eunji",
    likelihood=3,
    impact=5,
    words=("유리", "이물"),
    categories=("safety",),
    scenario="사진이 먼저 퍼진다.",
    reviewed_on=date(2026, 3, 1),
    review_on=date(2026, 9, 1),
)
LEAK = Risk("leak", "개인정보 유출", owner="woojin", impact=4, words=("유출", "hack"), categories=("privacy",))
OFFICE = Stakeholder("office", "식품안전청", "regulator", "neutral", categories=("safety",), owner="jiwoo")
WATCH = Stakeholder("watch", "먹거리지킴이", "ngo", "threatening", categories=("safety",), owner="naeun")
TODAY = date(2026, 3, 7)


def found(texts=(), categories=(), risks=(GLASS, LEAK), brand=1):
    return [
        (one.risk.key, one.categories, one.words)
        for one in foreseen(risks, brand=brand, texts=texts, categories=categories)
    ]


def test_a_risk_is_found_by_the_category_of_a_finding():
    assert found(categories=["safety"]) == [("glass", ("safety",), ())]


def test_a_risk_is_found_by_a_word_with_its_particle():
    assert found(["주스에서 유리조각이 나왔대요"]) == [("glass", (), ("유리",))]


def test_a_latin_word_stands_alone():
    assert found(["whack"]) == []
    assert found(["HACK 당했다"]) == [("leak", (), ("hack",))]


def test_more_pointers_come_first_then_the_graver():
    both = found(["유리 유출"], ["privacy"])
    assert [key for key, *_ in both] == ["leak", "glass"]
    assert [key for key, *_ in found(["유리 유출"])] == ["glass", "leak"]


def test_another_brands_risk_is_not_ours():
    assert found(categories=["safety"], risks=[replace(GLASS, brand=2)]) == []
    assert found(categories=["safety"], risks=[replace(GLASS, brand=1)]) != []


def test_whoever_is_named_comes_first_then_the_threatening():
    met = concerned([OFFICE, WATCH], texts=["식품안전청이 조사에 나섰다"], categories=["safety"])
    assert [(one.stakeholder.key, one.named) for one in met] == [("office", True), ("watch", False)]
    quiet = concerned([OFFICE, WATCH], texts=[], categories=["safety"])
    assert [one.stakeholder.key for one in quiet] == ["watch", "office"]
    assert concerned([OFFICE], texts=["아무 일"], categories=[]) == ()


def test_what_a_register_lacks_is_named_worst_first():
    people = {"eunji", "jiwoo"}
    assert lapses([GLASS], people=people, today=TODAY) == ()
    assert [one.code for one in lapses([LEAK], people=people, today=TODAY)] == [
        "owner_gone",
        "no_scenario",
        "never_reviewed",
    ]
    late = lapses([GLASS], people=people, today=date(2026, 9, 2))
    assert [one.code for one in late] == ["review_overdue"]
    assert lapses([GLASS], people=people, today=date(2026, 9, 1)) == ()


def test_a_stakeholder_is_reviewed_once_a_year():
    seen = replace(OFFICE, reviewed_on=TODAY)
    assert lapses([seen], people={"jiwoo"}, today=TODAY + timedelta(days=365)) == ()
    assert [one.code for one in lapses([seen], people={"jiwoo"}, today=TODAY + timedelta(days=366))] == [
        "review_overdue"
    ]


def test_a_review_moves_the_next_one_as_far_ahead_as_it_was():
    again = reviewed(GLASS, today=TODAY)
    assert (again.reviewed_on, again.review_on) == (TODAY, TODAY + (date(2026, 9, 1) - date(2026, 3, 1)))
    assert reviewed(LEAK, today=TODAY).review_on == TODAY + timedelta(days=182)
    assert reviewed(OFFICE, today=TODAY).reviewed_on == TODAY


@given(st.text(max_size=60), st.text(max_size=12))
def test_looking_for_any_word_in_any_text_never_fails_and_finds_what_stands_alone(text, word):
    says(fold(text), word)
    if fold(word):
        assert says(fold(f"{text} {word} {text}"), word)
