"""Watch words in Korean as people write it."""

import pytest
from hypothesis import given, strategies as st

from bongsu.core.values import WatchWords
from bongsu.sense.match import Matcher


def counts(word: str, text: str) -> bool:
    return Matcher(WatchWords(include=(word,))).match(text).counts


@pytest.mark.parametrize(
    "text",
    [
        "한강식품",
        "한강식품은 왜 답이 없나",
        "한강식품에서 유리가",
        "한강식품에서도요",
        "한강식품이라는 회사",
        "한강식품이랑 농심",
        "한강식품으로부터",
        "#한강식품",
        "@한강식품 답변 좀",
        "(한강식품)",
        "「한강식품」의",
        "<b>한강식품</b>은",
        "㈜한강식품",
        "주식회사한강식품",
        "한강식품불매운동",
        "#한강식품불매",
        "한강식품ㅋㅋㅋ",
        "한강식품😡",
        "한강식품2공장",
        "한강식품...실화냐",
        "오늘\n한강식품\n먹음",
        "한\u200b강식품",
    ],
)
def test_a_name_is_found_with_its_particles(text):
    assert counts("한강식품", text)


@pytest.mark.parametrize("text", ["", "남한강식품", "북한강식품점", "한강 식물", "한강", "식품한강", "제3한강식품"])
def test_a_name_inside_another_word_is_not_the_name(text):
    assert not counts("한강식품", text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("농심", True),
        ("농심은", True),
        ("농심에서만큼은", True),
        ("농심이라고 합니다", True),
        ("농심이었습니다", True),
        ("농심인데요", True),
        ("농심측에", True),
        ("농심도ㅋㅋ", True),
        ("농심, 삼양", True),
        ("농심리 이장", False),
        ("농심초등학교", False),
        ("귀농심리", False),
        ("도농심사", False),
    ],
)
def test_a_short_name_needs_an_end_or_a_particle(text, found):
    assert counts("농심", text) is found


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("LG", "lg전자", False),
        ("LG", "LG는", True),
        ("LG", "엘지(LG)의", True),
        ("LG", "ALG", False),
        ("LG", "LG2", False),
        ("LG", "LG-", True),
        ("Hangang Foods", "HANGANG FOODS에서", True),
        ("Hangang Foods", "hangang foodsy", False),
        ("SK하이닉스", "sk하이닉스가", True),
        ("한강 식품", "한강식품이", True),
        ("한강 식품", "한강 식품이", True),
    ],
)
def test_latin_names_have_edges_and_korean_particles(word, text, found):
    assert counts(word, text) is found


def test_an_excluded_word_vetoes():
    m = Matcher(WatchWords(include=("한강",), exclude=("한강공원", "한강 다리")))
    assert m.match("한강에서 산 과자").counts
    assert not m.match("한강공원에서 한강 과자를").counts
    assert not m.match("한강다리 위에서 한강을").counts


def test_no_include_words_mean_every_post_of_the_source():
    m = Matcher(WatchWords(exclude=("광고",), risk={"safety": ("유리",)}))
    assert m.match("아무 글").counts
    assert m.match("유리가 나왔어요").risks == ("safety",)
    assert not m.match("광고 문의").counts
    assert Matcher(WatchWords()).match("").counts


def test_blank_watch_words_do_not_match_everything_by_accident():
    assert Matcher(WatchWords(include=("한강식품", " ", ""))).match("다른 회사").counts is False


def test_risk_words_are_found_in_inflected_and_compound_words():
    risk = {"safety": ("유리조각", "이물", "토했"), "boycott": ("불매",), "legal": ("sue",)}
    m = Matcher(WatchWords(include=("한강식품",), risk=risk))
    assert m.match("한강식품 먹고 토했어요, 이물질이 유리조각이었대요").risks == ("safety",)
    assert m.match("한강식품불매운동 이물").risks == ("safety", "boycott")
    assert m.match("한강식품 issue").risks == ()
    assert m.match("한강식품 I will sue!").risks == ("legal",)
    assert m.match("유리조각").risks == ()


@given(st.text(max_size=300))
def test_no_text_upsets_the_matcher(text):
    Matcher(WatchWords(include=("한강", "LG", "한강식품"), exclude=("공원",), risk={"a": ("유리",)})).match(text)


def test_a_huge_hostile_text_is_judged_once_through():
    text = "한강" * 200_000
    assert not counts("농심", text)
    assert counts("농심", "농심" + "이나" * 100_000) is False


@given(st.text("한강식품 만두에서은은a1주식회사", max_size=40))
def test_few_names_are_found_as_among_many(text):
    few = WatchWords(include=("한강 식품", "만두"), exclude=("만두국",), risk={"safety": ("회사",)})
    many = WatchWords(
        include=(*few.include, *(f"아무도아닌이름{n}" for n in range(9))), exclude=few.exclude, risk=few.risk
    )
    assert Matcher(few).match(text) == Matcher(many).match(text)
