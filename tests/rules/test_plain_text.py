"""What people and other people's servers type, made fit for a record."""

import unicodedata

from hypothesis import given, strategies as st

from bongsu.crisis.text import plain_text

_HIDING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff"


@given(st.text(st.characters() | st.sampled_from(_HIDING + "\r\n\t\0\x85\ud800 "), max_size=30))
def test_only_line_breaks_remain_of_what_cannot_be_seen(words: str) -> None:
    plain = plain_text(words)
    assert plain == plain.strip()
    assert not set(plain) & set(_HIDING)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in plain)
    assert plain_text(plain) == plain


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf"))))
def test_what_can_be_seen_stays(words: str) -> None:
    assert plain_text(words) == words.strip()


def test_three_kinds_of_line_break_become_one() -> None:
    assert plain_text(" 하나\r\n둘\r셋\n") == "하나\n둘\n셋"
