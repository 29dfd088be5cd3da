"""The page of formulas says what the code says; a rise is told in words."""

import html
import re

import pytest
from django.utils import translation
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.values import Rise
from bongsu.sense import forecast, surprise, warning, weigh
from bongsu.web.watch import chance
from bongsu.web.weight import rise_words

#: Names of functions and distributions, the same in every language.
SYMBOLS = frozenset(("max", "min", "log", "ln", "exp", "NegBin", "Bin"))


def formulas_of(world: World, language: str) -> list[str]:
    client = signed_in(world, "haneul")
    client.get(f"/words/{language}")
    page = client.get("/formulas/").content.decode()
    assert f'lang="{language}"' in page
    return [html.unescape(one) for one in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_formula_stands_on_the_page_as_the_code_has_it(world: World, language: str) -> None:
    shown = formulas_of(world, language)
    for module in (forecast, surprise, warning, weigh, chance):
        # Word for word in its symbols, whatever the page says between them.
        symbols = re.split(r"\{\w+\}", module.FORMULA_EXACT)
        pattern = ".+".join(re.escape(part) for part in symbols)
        assert any(re.fullmatch(pattern, one) for one in shown), module.__name__


def test_a_formula_in_korean_has_no_english_words_in_it(world: World) -> None:
    shown = formulas_of(world, "ko")
    assert len(shown) == 5
    for one in shown:
        assert set(re.findall("[A-Za-z]{2,}", one)) <= SYMBOLS
    assert any("최소" in one for one in shown)


def test_a_formula_in_english_has_english_words(world: World) -> None:
    shown = formulas_of(world, "en")
    assert not any(re.search("[가-힣]", one) for one in shown)
    assert any("at least" in one for one in shown)


@pytest.mark.parametrize(
    ("rise", "words"),
    [
        (Rise(0, 0, 0), ""),
        (Rise(14 * 24, 0, 0), "이 브랜드에서 이만큼 늘어나는 일은 14일에 한 번쯤 있었어요."),
        (
            Rise(9000, 720, 300),
            "이 브랜드에서 이만큼 늘어난 일은 한 해에 한 번보다 드물었어요. 12분째 이어지고 있어요. "
            "지금 빠르기면 20분마다 두 배가 돼요.",
        ),
        (
            Rise(24, 0, -80),
            "이 브랜드에서 이만큼 늘어나는 일은 하루 이틀에 한 번씩 있었어요. 늘어나는 기세는 꺾였어요.",
        ),
    ],
)
def test_a_rise_is_told_in_words(rise: Rise, words: str) -> None:
    with translation.override("ko"):
        assert rise_words(rise) == words
