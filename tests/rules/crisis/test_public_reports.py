"""What a report may be, whoever wrote it."""

import pytest
from hypothesis import given, settings, strategies as st
from tests.rules.crisis.test_clips import NINE

from bongsu.core.errors import (
    BongsuError,
    FileEmpty,
    FileTooLarge,
    NotALink,
    NotEvidence,
    ReasonMissing,
    TextTooLong,
    TooMany,
)
from bongsu.crisis import public_reports as rules

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def told(**changes):
    return rules.told(**({"what": "손님이 유리 조각을 찾았대요"} | changes))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"what": " \u3164\u200b "}, ReasonMissing),
        ({"what": "가" * (rules.WHAT + 1)}, TextTooLong),
        ({"where": "가" * (rules.WHERE + 1)}, TextTooLong),
        ({"phone": "1" * (rules.PHONE + 1)}, TextTooLong),
        ({"url": "javascript:alert(1)"}, NotALink),
        ({"files": [("a.png", b"<svg onload=alert(1)>")]}, NotEvidence),
        ({"files": [("a.jpg", b"%PDF-1.7")]}, NotEvidence),
        ({"files": [("a.jpg", b"MZ\x90\x00")]}, NotEvidence),
        ({"files": [("a.png", b"")]}, FileEmpty),
        ({"files": [("a.png", PNG)] * (rules.FILES_MOST + 1)}, TooMany),
        ({"files": [("a.png", PNG.ljust(rules.FILE_MOST + 1, b"\0"))]}, FileTooLarge),
        ({"files": [("a.png", PNG.ljust(rules.ALL_MOST // 2 + 1, b"\0"))] * 2}, FileTooLarge),
    ],
)
def test_what_is_no_report_is_refused_with_its_reason(wrong, error):
    with pytest.raises(error):
        told(**wrong)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"#!AMR\n", "audio/amr"),
    ],
)
def test_what_a_phone_takes_is_taken_by_its_bytes(content, kind):
    (one,) = told(files=[("../../etc/x.exe\u202egnp", content)]).files
    assert (one.kind, one.name) == (kind, "x.exegnp")


def test_the_same_words_told_twice_are_two_reports_and_the_same_form_is_one():
    one, other = (told().clipped(place="매장", receipt=receipt, at=NINE) for receipt in ("AAAA-2222", "BBBB-3333"))
    assert one.identity != other.identity
    assert told().once("k") == told().once("k")
    assert told().once("k") != told(what="손님이 유리 조각을 찾았대요. 두 개요.").once("k")
    assert told().once("k") != told().once("l")


def test_who_told_it_is_no_part_of_what_is_kept():
    kept = told(name="김점원", phone="010-0000-0000", where="성수\n매장", when="3시").clipped(
        place="매장", receipt="AAAA-2222", at=NINE
    )
    assert "김점원" not in repr(kept)
    assert kept.title == "성수 매장 · 3시"


@settings(max_examples=60)
@given(st.text(max_size=120), st.text(max_size=120), st.binary(max_size=60))
def test_whatever_somebody_types_is_told_in_single_lines_or_refused(what, where, content):
    try:
        one = told(what=what, where=where, files=[(where, content)] if content else ())
    except BongsuError:
        return
    assert one.what
    assert all("\n" not in line and "\r" not in line for line in (one.where, *(f.name for f in one.files)))
    assert not any("/" in f.name for f in one.files)
