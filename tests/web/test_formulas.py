"""The page of formulas says what the code says; a rise is told in words."""

import html

import pytest
from django.utils import translation
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.values import Rise
from bongsu.sense import forecast, surprise, warning, weigh
from bongsu.web.weight import rise_words


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_formula_stands_on_the_page_as_the_code_has_it(world: World, language: str) -> None:
    client = signed_in(world, "haneul")
    client.get(f"/words/{language}")
    page = html.unescape(client.get("/formulas/").content.decode())
    assert f'lang="{language}"' in page
    for module in (forecast, surprise, warning, weigh):
        assert module.FORMULA_EXACT in page


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
