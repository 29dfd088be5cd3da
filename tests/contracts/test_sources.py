"""Sources: real servers that are polite, slow, broken, huge, or lead somewhere they should not."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bongsu.connectors.kit import http as kit_http
from bongsu.connectors.kit.guard import Allowed, PrivateAddress, resolve
from bongsu.connectors.rss import RssSource, source as rss_source
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Polled
from tests.kit.server import Answer, Asked, serving

RECORDINGS = Path(rss_source.__file__).parent / "recordings"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OPEN = {"allow_private": "true"}


def recording(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes()


def poll(url: str, cursor: Polled | None = None, **settings: str) -> Polled:
    given = {"url": url, "source": "gana"} | OPEN | settings
    return RssSource(timeout_s=2).poll(given, cursor.cursor if cursor else {}, at=NOW)


def read(name: str, content_type: str = "application/xml") -> Polled:
    with serving(Answer(headers={"Content-Type": content_type}, body=recording(name))) as server:
        return poll(server.url)


def rss(*items: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>{''.join(items)}</channel></rss>".encode()


def item(n: int, title: str = "글") -> str:
    return f"<item><guid isPermaLink='false'>g{n}</guid><title>{title} {n}</title></item>"


# ── what a feed says ───────────────────────────────────────────────────────────────────────────────────────────────
def test_an_rss_feed_is_read_oldest_first_without_its_html():
    older, newer = read("rss2.xml").items
    assert older.id == "20261124-1"
    assert older.ts == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # KST
    assert older.text == '겨울 간식 "붕어빵" 값 올라\n한 개에 1,000원 < 작년의 두 배'
    assert newer.text == '즉석밥에서 유리 조각? 한강식품 "확인 중"\n소비자 커뮤니티에 사진이 올라왔다.'
    assert newer.author == "김가상 기자"
    assert newer.url == "https://gana.example/economy/20261124-2"
    assert newer.source == "gana"


def test_an_atom_feed_counts_from_publication_and_resolves_its_links():
    (entry,) = read("atom.xml").items
    assert entry.id == "tag:blog.example,2026:7"
    assert entry.ts == datetime(2026, 11, 24, 1, 20, tzinfo=UTC)
    assert entry.text == "도시락 후기: 가격<원가?\n한강식품 도시락을 먹었다.\n괜찮았다."
    assert entry.url == "https://blog.example/7"
    assert entry.author == "달팽이"


@pytest.mark.parametrize("content_type", ["text/xml", "text/xml; charset=euc-kr", "application/rss+xml;charset=EUC-KR"])
def test_a_feed_that_says_euc_kr_may_hold_every_korean_syllable(content_type):
    (entry,) = read("euc_kr.xml", content_type).items
    assert entry.text == "한강식품 똠양꿍 라면, 믜운 맛 논란\n뷁 같은 글자도 읽힌다."
    assert entry.ts == datetime(2026, 11, 24, 2, 40, tzinfo=UTC)  # no zone: Seoul
    assert entry.url == "http://dara.example/view?no=31&s=1"


def test_wordpress_gives_the_excerpt_not_the_article():
    (entry,) = read("wordpress.xml").items
    assert entry.text == "이물 신고 안내\n사진을 찍고 포장을 보관하세요 […]"
    assert entry.id == "https://wp.example/?p=42"


def test_without_guid_the_link_is_the_id_and_without_either_the_text():
    nothing, linked = read("no_guid.xml").items
    assert linked.id == "https://bare.example/a"
    assert linked.ts == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert nothing.id.startswith("sha256:")
    assert nothing.ts == NOW  # first seen


def test_a_broken_feed_gives_what_can_be_read_and_names_the_line():
    polled = read("malformed.xml")
    assert [entry.id.rpartition("/")[2] for entry in polled.items] == ["ok-2", "ok-1"]
    broken, empty, cut = polled.refused
    assert broken.code == "feed_broken"
    assert broken.message.startswith("line 4: ")
    assert (empty.code, empty.message) == ("missing_text", "entry 3 has neither title nor text")
    assert (cut.code, cut.index) == ("missing_text", 3)


def test_a_page_that_is_no_feed_is_an_error():
    page = Answer(headers={"Content-Type": "text/html"}, body=b"<html><p>hello</html>")
    with serving(page) as server, pytest.raises(SourceError, match=r"not an RSS|broken"):
        poll(server.url)


def test_an_empty_answer_is_an_error_and_an_empty_feed_is_not():
    with serving(Answer(body=b"")) as server, pytest.raises(SourceError):
        poll(server.url)
    with serving(Answer(body=rss())) as server:
        assert poll(server.url).items == ()


def test_control_characters_and_a_million_brackets_pass_through():
    body = rss("<item><guid>x</guid><title>가\x00나\x1b[31m\u202e다" + "<" * 100_000 + "</title></item>")
    with serving(Answer(body=body)) as server:
        polled = poll(server.url)
    assert polled.items or polled.refused


def test_an_external_entity_is_not_followed():
    asked: list[str] = []

    def answer(request: Asked) -> Answer:
        asked.append(request.path)
        evil = f"<!DOCTYPE rss [<!ENTITY x SYSTEM 'http://{request.headers['host']}/secret'>]>"
        return Answer(
            body=rss("<item><guid>1</guid><title>a&x;</title></item>").replace(b"<rss", evil.encode() + b"<rss")
        )

    with serving(answer) as server:
        poll(server.url + "/feed")
    assert asked == ["/feed"]


def test_entities_that_multiply_do_not_fill_the_memory():
    levels = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<!DOCTYPE rss [<!ENTITY a0 'lol'>{levels}]>"
    body = rss("<item><guid>1</guid><title>&a11;</title></item>").replace(b"<rss", bomb.encode() + b"<rss")
    with serving(Answer(body=body)) as server:
        begun = time.monotonic()
        polled = poll(server.url)
    assert time.monotonic() - begun < 15  # a library's own work is given up after ten
    assert all(len(entry.text) < 100_000 for entry in polled.items)


# ── asking politely ────────────────────────────────────────────────────────────────────────────────────────────────
def conditional(request: Asked) -> Answer:
    if request.headers.get("if-none-match") == '"v1"' and request.headers.get("if-modified-since") == "yesterday":
        return Answer(304)
    return Answer(headers={"ETag": '"v1"', "Last-Modified": "yesterday"}, body=rss(item(1)))


def test_an_unchanged_feed_is_not_sent_again():
    with serving(conditional) as server:
        first = poll(server.url)
        second = poll(server.url, first)
    assert len(first.items) == 1
    assert second.items == ()
    assert second.cursor == first.cursor
    assert server.asked[0].headers["user-agent"] == "Bongsu/0.1"


def test_another_address_starts_from_nothing():
    with serving(conditional) as one, serving(conditional) as two:
        assert len(poll(two.url, poll(one.url)).items) == 1


def test_only_entries_not_seen_before_are_given_out():
    bodies = iter([rss(item(2), item(1)), rss(item(3), item(2), item(1)), rss(item(3), item(2))])
    with serving(lambda _: Answer(body=next(bodies))) as server:
        first = poll(server.url)
        second = poll(server.url, first)
        third = poll(server.url, second)
    assert [entry.id for entry in first.items] == ["g1", "g2"]
    assert [entry.id for entry in second.items] == ["g3"]
    assert third.items == ()


def test_the_cursor_stays_small_however_many_entries_pass():
    pages = iter(rss(*(item(n) for n in range(start, start + 900))) for start in (0, 900, 1800, 2700))
    cursor = None
    with serving(lambda _: Answer(body=next(pages))) as server:
        for _ in range(4):
            cursor = poll(server.url, cursor)
    assert cursor is not None
    assert len(cursor.cursor["seen"].split()) == rss_source.SEEN_LIMIT


@pytest.mark.parametrize(
    ("status", "asked", "expected"), [(429, "120", 120), (503, "", 300), (429, "-5", 300), (503, "9" * 99, 21600)]
)
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(status, asked, expected):
    with (
        serving(Answer(status, headers={"Retry-After": asked} if asked else {})) as server,
        pytest.raises(SourceBusy) as busy,
    ):
        poll(server.url)
    assert busy.value.after_s == expected


def test_a_busy_server_may_name_a_date():
    later = (datetime.now(UTC) + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    with serving(Answer(429, headers={"Retry-After": later})) as server, pytest.raises(SourceBusy) as busy:
        poll(server.url)
    assert 80 <= busy.value.after_s <= 90


@pytest.mark.parametrize("status", [401, 404, 410, 500])
def test_another_status_is_an_error_that_names_it(status):
    with serving(Answer(status)) as server, pytest.raises(SourceError, match=f"HTTP {status}"):
        poll(server.url)


# ── slow, huge, broken ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_silent_server_is_given_up():
    over = threading.Event()
    with serving(Answer(before=over.wait)) as server:
        begun = time.monotonic()
        with pytest.raises(SourceError, match="no answer in time"):
            RssSource(timeout_s=0.3).poll({"url": server.url} | OPEN, {}, at=NOW)
        over.set()
    assert time.monotonic() - begun < 3


def test_a_server_that_drips_is_cut_off():
    def drip() -> Iterator[bytes]:
        yield rss(item(1), item(2))[:-20]
        while True:
            time.sleep(0.05)
            yield b" "

    with serving(Answer(drip=drip)) as server:
        begun = time.monotonic()
        polled = RssSource(timeout_s=0.3).poll({"url": server.url} | OPEN, {}, at=NOW)
    assert time.monotonic() - begun < 3
    assert [entry.id for entry in polled.items] == ["g1"]  # the last may be half


def test_of_a_feed_without_end_the_beginning_is_read():
    def drip() -> Iterator[bytes]:
        yield b"<rss version='2.0'><channel>"
        n = 0
        while True:
            n += 1
            yield item(n, "가" * 1000).encode()

    with serving(Answer(headers={"ETag": '"x"'}, drip=drip)) as server:
        polled = RssSource(timeout_s=5, body_limit=100_000).poll({"url": server.url} | OPEN, {}, at=NOW)
    assert 25 < len(polled.items) < 40
    assert [refusal.code for refusal in polled.refused] == ["feed_too_long"]
    assert "etag" not in polled.cursor


def test_a_feed_that_changed_in_this_very_second_is_asked_for_again_in_full() -> None:
    def cursor(seconds_ago: int) -> Mapping[str, str]:
        modified = format_datetime(datetime.now(UTC) - timedelta(seconds=seconds_ago), usegmt=True)
        with serving(Answer(headers={"ETag": '"v1"', "Last-Modified": modified}, body=rss(item(1)))) as server:
            return RssSource().poll({"url": server.url, "allow_private": "true"}, {}, at=NOW).cursor

    assert "etag" not in cursor(0)
    assert cursor(5)["etag"] == '"v1"'


def test_a_dropped_connection_is_an_error():
    with serving(Answer(drop=True)) as server, pytest.raises(SourceError, match="broke off"):
        poll(server.url)


def test_nobody_listening_is_an_error():
    with serving(Answer()) as server:
        url = server.url
    with pytest.raises(SourceError, match="no connection"):
        poll(url)


# ── where it leads ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_private_address_is_refused_unless_allowed():
    with serving(Answer(body=rss(item(1)))) as server:
        with pytest.raises(SourceError, match="private network"):
            poll(server.url, allow_private="")
        assert server.asked == []
        assert len(poll(server.url, allow_private="127.0.0.1").items) == 1


def test_a_redirect_into_the_private_network_is_refused():
    with serving(Answer(body=rss(item(1)))) as inside:
        with serving(Answer(302, headers={"Location": inside.url})) as outside:
            with pytest.raises(SourceError, match="private network"):
                poll(outside.url, allow_private=outside.url.removeprefix("http://"))
            assert len(poll(outside.url).items) == 1
        assert len(inside.asked) == 1


def test_redirects_without_end_are_an_error():
    with serving(Answer(302, headers={"Location": "/"})) as server, pytest.raises(SourceError, match="redirects"):
        poll(server.url)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "gopher://x", "", "http://", "http://[::1", "x" * 9]
)
def test_what_is_no_web_address_is_an_error(url):
    with pytest.raises(SourceError):
        poll(url)


def test_a_redirect_to_a_file_is_an_error():
    with serving(Answer(302, headers={"Location": "file:///etc/passwd"})) as server, pytest.raises(SourceError):
        poll(server.url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "172.16.3.4", "100.64.0.1", "0.0.0.0", "::1", "fe80::1",
     "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::1", "64:ff9b::a00:1", "224.0.0.1", "localhost", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_every_way_to_write_a_private_address_is_known(host):
    with pytest.raises(PrivateAddress):
        resolve(host, 80, Allowed())


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    rows = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(PrivateAddress):
        resolve("two-faced.example", 80, Allowed())


def test_a_name_is_looked_up_once_so_a_second_answer_changes_nothing(monkeypatch):
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def answers(host, *rest, **more):
        asked.append(host)
        return genuine("127.0.0.1", *rest, **more) if host == "feed.example" else genuine(host, *rest, **more)

    monkeypatch.setattr("socket.getaddrinfo", answers)
    with serving(Answer(body=rss(item(1)))) as server:
        url = server.url.replace("127.0.0.1", "feed.example")
        assert len(poll(url).items) == 1
    assert asked.count("feed.example") == 1
    assert server.asked[0].headers["host"].startswith("feed.example:")


def test_a_proxy_of_the_environment_is_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(Answer(body=rss(item(1)))) as server:
        assert len(poll(server.url).items) == 1


def test_pauses_grow_and_end():
    assert [kit_http.backoff_s(n) for n in (0, 1, 2, 3, 7, 10_000)] == [1, 1, 2, 4, 60, 60]
