"""What is kept of a text, and in which form texts are compared."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from bongsu.sense.normalise import PLAIN, clean, normalise, normalise_each


@pytest.mark.parametrize(
    ("raw", "kept", "changed"),
    [
        ("", "", False),
        ("그대로 둘 글", "그대로 둘 글", False),
        ("탭\t과 줄\n은 남는다", "탭\t과 줄\n은 남는다", False),
        ("윈도우\r\n줄\r끝", "윈도우\n줄\n끝", False),
        ("널\x00문자", "널문자", True),
        ("종\x07과 \x1b[31m색", "종과 [31m색", True),
        ("C1\x85\x9f", "C1", True),
        ("거꾸로\u202etxt.exe\u202c", "거꾸로txt.exe", True),
        ("격리\u2066안\u2069밖", "격리안밖", True),
        ("반쪽\ud83d글자", "반쪽글자", True),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", False),
        ("가족 👨‍👩‍👧 이모지", "가족 👨‍👩‍👧 이모지", False),
    ],
)
def test_only_what_has_no_honest_use_is_taken_out(raw, kept, changed):
    assert clean(raw) == (kept, changed)


@given(st.text(st.characters()))
def test_a_cleaned_text_can_be_stored_and_stays_as_it_is(raw):
    kept, _ = clean(raw)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert clean(kept) == (kept, False)


def test_decomposed_hangul_wide_letters_and_hidden_joints_read_alike():
    assert normalise(unicodedata.normalize("NFD", "한강식품")) == "한강식품"
    assert normalise("ＨＡＮ　강") == "han 강"
    assert normalise("한\u200b강\u00ad식\ufeff품") == "한강식품"
    assert normalise("㈜한강식품") == "(주)한강식품"


@given(st.text())
def test_comparing_forms_is_settled_for_ascii_and_never_fails(raw):
    once = normalise(raw)
    if raw.isascii():
        assert normalise(once) == once


def test_what_is_called_plain_stays_and_joins_with_nothing():
    plain = "".join(chr(code) for first, end in PLAIN for code in range(first, end))
    assert [char for char in plain if normalise(char) != char] == []
    assert [char for char in plain if unicodedata.combining(char)] == []
    second = {
        chr(int(parts[1], 16))
        for code in range(0x110000)
        if len(parts := unicodedata.decomposition(chr(code)).split()) == 2 and not parts[0].startswith("<")
    }
    assert second.isdisjoint(plain)
    assert normalise(plain) == plain


@given(st.lists(st.one_of(st.text(), st.text("한강 abC1\n\u200bㅋ́Å")), max_size=200))
def test_many_texts_are_normalised_as_each_alone(texts):
    assert normalise_each(texts) == [normalise(text) for text in texts]
