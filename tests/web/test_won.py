"""Sums as people type them: what is written is what is meant, or it is refused."""

import pytest
from hypothesis import given, strategies as st

from bongsu.web.won import MOST_WON, read_won


@pytest.mark.parametrize(
    ("typed", "won"),
    [
        ("0", 0),
        ("50000", 50_000),
        ("50,000", 50_000),
        ("50,000원", 50_000),
        (" 5만 원 ", 50_000),
        ("5만", 50_000),
        ("5만원", 50_000),
        ("1천만", 10_000_000),
        ("1천만원", 10_000_000),
        ("5만 3천원", 53_000),
        ("1억 2,500만", 125_000_000),
        ("2억", 200_000_000),
        ("3백", 300),
        ("1억 2만 3", 100_020_003),
        ("50,000 won", 50_000),
        ("50000 KRW", 50_000),
    ],
)
def test_sums_are_read_as_they_are_meant(typed, won):
    assert read_won(typed) == won


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "원",
        "만원",
        "오만원",
        "5 만 만",
        "5만 5억",
        "-5",
        "5.5만",
        "5,00",
        "1e5",
        "$5",
        "5달러",
        "5k",
        "9" * 17,
        "٥",
    ],
)
def test_what_is_no_sum_is_refused_and_not_guessed(typed):
    assert read_won(typed) is None


@given(st.integers(0, MOST_WON - 1))
def test_every_sum_reads_back(won):
    large, rest = divmod(won, 10**8)
    middle, small = divmod(rest, 10**4)
    assert read_won(str(won)) == read_won(f"{won:,}원") == read_won(f"{large:,}억 {middle}만 {small}원") == won
