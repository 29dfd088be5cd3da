"""What a clip may be, and when two are the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bongsu.core.errors import ClipEmpty, FileTooLarge, NotALink, NotAPicture, OutOfRange, TextTooLong, TooMany
from bongsu.crisis import clips as rules

NINE = datetime(2026, 3, 7, 0, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def clipped(**changes):
    return rules.clipped(**({"body": "유리조각이 나왔대요", "at": NINE} | changes))


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://gall.dcinside.com/board/view/?id=x", "DC인사이드"),
        ("https://m.dcinside.com/board/x/1", "DC인사이드"),
        ("https://www.teamblind.com/kr/post/1", "블라인드"),
        ("https://pann.nate.com/talk/3", "네이트판"),
        ("https://m.cafe.naver.com/imsanbu/1", "네이버 카페"),
        ("https://netflix.com/x.com", "netflix.com"),
        ("https://dcinside.com.evil.example/", "dcinside.com.evil.example"),
        ("https://evil.example/dcinside.com", "evil.example"),
        ("", "기타"),
    ],
)
def test_the_place_is_read_from_the_host_and_never_from_the_rest(url, place):
    assert clipped(url=url).place == place


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//evil.example/x",
        "/rooms/1/",
        "https://",
        "https://a b.example/",
        "http://[::1",
        "ftp://x.example/",
        "java\nscript:alert(1)",
    ],
)
def test_what_a_browser_must_not_open_is_refused_and_said(url):
    with pytest.raises(NotALink):
        clipped(url=url)


def test_nothing_to_keep_is_no_clip():
    for empty in ({"body": " \u3164 "}, {"body": "", "title": "제목"}):
        with pytest.raises(ClipEmpty):
            clipped(**empty)


def test_a_pasted_link_alone_is_kept_with_its_title_or_as_its_address():
    address = "https://pann.nate.com/talk/1"
    bare = clipped(body="", url=address)
    assert (bare.url, bare.place, bare.said) == (address, "네이트판", address)
    assert clipped(body="", url=address, title="유리 나온 과자").said == "유리 나온 과자"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x90",
        b"?",
    ],
)
def test_only_pictures_that_run_nothing_are_taken_whatever_they_are_called(content):
    with pytest.raises(NotAPicture):
        clipped(pictures=[("a.png", content)])


def test_a_polyglot_is_kept_as_the_picture_that_it_is():
    (one,) = clipped(pictures=[("x.html", PNG + b"<script>alert(1)</script>PK\x03\x04")]).pictures
    assert one.kind == "image/png"


def test_sizes_and_numbers_have_their_ends():
    with pytest.raises(FileTooLarge):
        clipped(pictures=[("a.png", PNG.ljust(rules.PICTURE_MOST + 1, b"\0"))])
    with pytest.raises(FileTooLarge):
        clipped(pictures=[("a.png", PNG.ljust(rules.PICTURE_MOST, b"\0"))] * 3)
    with pytest.raises(TooMany):
        clipped(pictures=[("a.png", PNG)] * (rules.PICTURES_MOST + 1))
    with pytest.raises(TextTooLong):
        clipped(body="가" * (rules.BODY + 1))
    with pytest.raises(OutOfRange):
        clipped(seen_at=NINE + timedelta(hours=1))


def test_the_same_address_and_text_are_the_same_post_whoever_kept_it():
    one = clipped(url="https://pann.nate.com/talk/1", author="ㅇㅇ", pictures=[("a.png", PNG)])
    assert one.identity == clipped(url="https://pann.nate.com/talk/1", place="네이트판 톡", title="t").identity
    assert one.identity != clipped(url="https://pann.nate.com/talk/2").identity
    assert one.identity != clipped(url="https://pann.nate.com/talk/1", body="다른 글").identity


def test_without_address_and_text_the_pictures_tell_posts_apart():
    one, other = (clipped(body="", pictures=[("a.png", PNG + end)]) for end in (b"1", b"2"))
    assert one.identity != other.identity
    assert one.said == rules.NO_TEXT


@given(st.text(max_size=200))
def test_no_text_breaks_a_link_and_what_passes_is_http(url):
    try:
        kept = rules.link(url)
    except (NotALink, TextTooLong):
        return
    assert kept == "" or kept.startswith(("http://", "https://")) or kept.lower().startswith("http")
    assert "\n" not in kept


@given(
    st.sampled_from(["number", "before", "by", "place", "url", "title", "text_sha256", "author", "seen_at", "kept_at"])
)
def test_a_record_changed_in_any_field_has_another_digest(field):
    record = rules.Record(1, "", "c", "haneul", "p", "", "", "t", "", NINE, NINE, (rules.PartRecord(1, "k", 2, "s"),))
    old = getattr(record, field)
    new = (
        old + 1 if isinstance(old, int) else old + timedelta(microseconds=1) if isinstance(old, datetime) else old + "x"
    )
    assert rules.digest(replace(record, **{field: new})) != rules.digest(record)
    assert rules.digest(replace(record, parts=())) != rules.digest(record)


def test_the_spelling_of_a_digest_never_changes():
    record = rules.Record(
        1, "", "c", "하늘", "DC인사이드", "", "", "t", "", NINE, NINE, (rules.PartRecord(1, "k", 2, "s"),)
    )
    assert rules.canonical(rules.plain(record)).decode() == (
        '{"author":"","before":"","by":"하늘","clip":"c","kept_at":"2026-03-07T00:00:00.000000+00:00","number":1,'
        '"parts":[{"kind":"k","n":1,"sha256":"s","size":2}],"place":"DC인사이드",'
        '"seen_at":"2026-03-07T00:00:00.000000+00:00","text_sha256":"t","title":"","url":""}'
    )
