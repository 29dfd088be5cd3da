"""What people type: trimmed, bounded, and never a trick of the eye."""

import pytest
from hypothesis import given, strategies as st

from bongsu.core.errors import ReasonMissing, TextTooLong
from bongsu.crisis.text import clean, needed, plain_text


@pytest.mark.parametrize(
    "unseen",
    [
        "",
        " ",
        "\n\t ",
        "\u200b",
        "\u3164",
        "\uffa0\u115f",
        "\u2800",
        "\u2060 \u00ad",
        "\u202e",
        "\ufeff",
        "\x00",
        "\u3000",
    ],
)
def test_what_nobody_can_see_is_nothing(unseen: str) -> None:
    assert clean(unseen, most=10, what="why") == ""
    with pytest.raises(ReasonMissing):
        needed(unseen, most=10, what="why")


@pytest.mark.parametrize("words", ["네", "0", "👨‍👩‍👧", "a\u200bb", "✅", "가\u3164나"])
def test_what_can_be_seen_stays_as_it_is(words: str) -> None:
    assert needed(words, most=10, what="why") == words


def test_a_text_may_be_as_long_as_it_may_be_and_no_longer() -> None:
    assert clean("가" * 10 + "  ", most=10, what="why") == "가" * 10
    with pytest.raises(TextTooLong) as long:
        clean("가" * 11, most=10, what="why")
    assert long.value.about == {"what": "why", "most": 10, "length": 11}


@given(st.text(st.characters()))
def test_plain_text_is_plain_at_once(words: str) -> None:
    plain = plain_text(words)
    assert plain_text(plain) == plain
    assert not set(plain) & set("\x00\r\u202e\u2066\ufeff")
    plain.encode()
