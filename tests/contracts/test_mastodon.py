"""Mastodon: timelines of invented posts from servers that are polite, limited, broken, or unlike Mastodon."""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bongsu.connectors.mastodon import MastodonSource, source as mastodon
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Polled
from tests.kit.server import Answer, Asked, serving

RECORDING = (Path(mastodon.__file__).parent / "recordings" / "tag.json").read_bytes()
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OPEN = {"allow_private": "true", "what": "tag", "tags": "한강식품"}


def poll(url: str, cursor: Polled | None = None, **settings: str) -> Polled:
    given = {"url": url, "source": "gasang"} | OPEN | settings
    return MastodonSource(timeout_s=1).poll(given, cursor.cursor if cursor else {}, at=NOW)


def status(name: str | int, text: str = "글") -> dict[str, object]:
    return {
        "id": name,
        "created_at": "2026-11-24T02:00:00.000Z",
        "content": f"<p>{text} {name}</p>",
        "account": {"acct": "nuri"},
    }


def timeline(ids: list[str], *, knows_min_id: bool = True) -> Callable[[Asked], Answer]:
    """A server with these posts, oldest first; `ids` may grow."""

    def answer(asked: Asked) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        since, limit = query.get("min_id"), int(query["limit"])
        page = ids[-limit:]
        if knows_min_id and since in ids:
            page = ids[ids.index(since) + 1 :][:limit]
        return Answer(body=json.dumps([status(name) for name in reversed(page)]).encode())

    return answer


# ── what a post says ───────────────────────────────────────────────────────────────────────────────────────────────
def test_posts_are_read_oldest_first_without_html_with_what_pictures_show():
    with serving(Answer(body=RECORDING)) as server:
        polled = poll(server.url)
    boost, post = polled.items
    assert post.id == "01M8Q7ZC4K2N8V0T6Y3H5J9XWB"
    assert post.text == "배도라지즙에서 유리 조각이 나왔대요 #한강식품\n환불은 되나요?\n유리 조각이 든 컵"
    assert post.ts == datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
    assert post.author == "nuri@127.0.0.1"
    assert post.source == "gasang"
    assert post.url == "https://gasang.example/@nuri/statuses/01M8Q7ZC4K2N8V0T6Y3H5J9XWB"
    assert boost.text == "음식\n도시락은 괜찮던데?"
    assert (boost.id, boost.author) == ("113", "dalpaengi@other.example")
    assert [one.code for one in polled.refused] == ["bad_item"]  # the picture without words is no mention, and no fault
    assert server.asked[0].path.startswith("/api/v1/timelines/tag/%ED%95%9C%EA%B0%95%EC%8B%9D%ED%92%88?")


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("public", "/api/v1/timelines/public?limit=40"),
        ("local", "/api/v1/timelines/public?limit=40&local=true"),
        ("home", "/api/v1/timelines/home?limit=40"),
        ("list", "/api/v1/timelines/list/4711?limit=40"),
    ],
)
def test_each_timeline_has_its_address_and_the_token_goes_along(what, path):
    with serving(Answer(body=b"[]")) as server:
        poll(server.url + "/", what=what, secret="tok", list=f"{server.url}/lists/4711/")
    assert server.asked[0].path == path
    assert server.asked[0].headers["authorization"] == "Bearer tok"


# ── going on where it stopped ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("knows_min_id", [True, False])
def test_what_was_given_out_is_not_given_out_again(knows_min_id):
    ids = ["01M8A", "01M8B"]
    with serving(timeline(ids, knows_min_id=knows_min_id)) as server:
        first = poll(server.url)
        again = poll(server.url, first)
        ids += ["01M8C"]
        third = poll(server.url, again)
    assert [one.id for one in first.items] == ["01M8A", "01M8B"]
    assert again.items == ()
    assert [one.id for one in third.items] == ["01M8C"]


def test_a_storm_between_two_looks_is_read_page_by_page_and_the_rest_soon():
    ids = ["first"]
    with serving(timeline(ids)) as server:
        cursor = poll(server.url)
        ids += [f"s{n}" for n in range(230)]
        second = poll(server.url, cursor)
        third = poll(server.url, second)
    assert [one.id for one in (*second.items, *third.items)] == ids[1:]
    assert second.next_in_s == mastodon.MORE_S
    assert third.next_in_s == mastodon.EVERY_S


def test_the_cursor_stays_small():
    ids: list[str] = []
    cursor = None
    with serving(timeline(ids, knows_min_id=False)) as server:
        for n in range(40):
            ids += [f"s{n}-{m}" for m in range(40)]
            cursor = poll(server.url, cursor)
    assert cursor is not None
    assert len(cursor.cursor["seen"].split()) == mastodon.SEEN_LIMIT


def test_each_hashtag_goes_on_by_itself_and_a_post_under_two_is_one():
    with serving(lambda _: Answer(body=json.dumps([status(5), status(4)]).encode())) as server:
        polled = poll(server.url, tags="#한강식품, 불매")
    assert [one.id for one in polled.items] == ["4", "5"]
    assert len([key for key in polled.cursor if key.startswith("since ")]) == 2


# ── limits and faults ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_limited_server_is_left_alone_as_long_as_it_says():
    reset = (datetime.now(UTC) + timedelta(seconds=200)).isoformat().replace("+00:00", "Z")
    for headers, expected in (({"Retry-After": "120"}, 120), ({"X-RateLimit-Reset": reset}, 199), ({}, 300)):
        with serving(Answer(429, headers=headers)) as server, pytest.raises(SourceBusy) as busy:
            poll(server.url)
        assert busy.value.after_s == pytest.approx(expected, abs=2)


def test_the_last_calls_of_a_window_are_left_to_others():
    reset = (datetime.now(UTC) + timedelta(seconds=250)).isoformat()
    with serving(Answer(headers={"X-RateLimit-Remaining": "7", "X-RateLimit-Reset": reset}, body=b"[]")) as server:
        assert poll(server.url).next_in_s == pytest.approx(249, abs=2)


def test_a_bell_does_not_break_the_rest_that_a_server_asked_for():
    reset = (datetime.now(UTC) + timedelta(seconds=250)).isoformat()
    with serving(Answer(headers={"X-RateLimit-Remaining": "7", "X-RateLimit-Reset": reset}, body=b"[]")) as server:
        first = poll(server.url)
        rung = poll(server.url, first)
        assert len(server.asked) == 1
        assert rung.cursor == first.cursor
        assert rung.next_in_s == pytest.approx(249, abs=2)
        past = {**first.cursor, "rest": (datetime.now(UTC) - timedelta(seconds=1)).isoformat()}
        poll(server.url, Polled((), past))
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(401), "access token"),
        (Answer(403), "access token"),
        (Answer(422), "members only"),
        (Answer(404), "no Mastodon"),
        (Answer(500), "HTTP 500"),
        (Answer(302, headers={"Location": "https://moved.example/"}), "has moved"),
        (Answer(body=b"{}"), "not a list"),
        (Answer(body=b"<html>"), "not a list"),
        (Answer(body=b"[" * 100_000), "not a list"),
        (Answer(body=b'[{"id": "\xff\xfe"'), "not a list"),
        (Answer(drop=True), "broke off"),
    ],
)
def test_what_is_wrong_is_said(answer, says):
    with serving(answer) as server, pytest.raises(SourceError, match=says):
        poll(server.url)


def test_a_silent_server_and_one_that_sends_without_end_are_given_up():
    over = threading.Event()

    def drip():
        while True:
            yield b" " * 1_000_000

    with serving(Answer(before=over.wait)) as server, pytest.raises(SourceError, match="in time"):
        poll(server.url)
    over.set()
    with serving(Answer(drip=drip)) as server, pytest.raises(SourceError, match="longer than we read"):
        poll(server.url)


def test_a_private_address_is_refused_and_a_token_with_line_breaks_never_sent():
    with serving(Answer(body=b"[]")) as server:
        with pytest.raises(SourceError, match="private network"):
            poll(server.url, allow_private="")
        with pytest.raises(SourceError, match="no token"):
            poll(server.url, secret="a\r\nX-Evil: 1")
        assert server.asked == []


# ── being told ─────────────────────────────────────────────────────────────────────────────────────────────────────
def listen(url: str, within_s: float = 0.6, wanted: Callable[[], bool] = lambda: True, **settings: str) -> list[float]:
    rung: list[float] = []
    MastodonSource(timeout_s=1).listen(
        {"url": url} | OPEN | settings, lambda: rung.append(time.monotonic()), within_s=within_s, wanted=wanted
    )
    return rung


def events(*names: str, then: Callable[[], object] = lambda: None) -> Answer:
    def drip():
        yield b":)\n"
        for name in names:
            yield f"event: {name}\r\n".encode()
            yield b'data: {"id": "1"}\n\n'
        then()

    return Answer(headers={"Content-Type": "text/event-stream; charset=utf-8"}, drip=drip)


def streams(answers: Callable[[str], Answer]) -> Callable[[Asked], Answer]:
    """A server whose hashtag streams answer as told for each hashtag."""

    def answer(asked: Asked) -> Answer:
        query = parse_qs(urlsplit(asked.path).query)
        return answers(query["tag"][0]) if "/streaming/" in asked.path else Answer(404)

    return answer


@pytest.mark.parametrize(("names", "rings"), [(["update"], 1), (["status.update"], 1), (["delete", "filters"], 0)])
def test_the_stream_rings_for_posts_and_for_nothing_else(names, rings):
    with serving(streams(lambda _tag: events(*names))) as server:
        assert len(listen(server.url, secret="tok")) == rings
    assert server.asked[1].path == "/api/v1/streaming/hashtag?tag=%ED%95%9C%EA%B0%95%EC%8B%9D%ED%92%88"


@pytest.mark.parametrize("speaks", ["한강식품", "불매", "유리조각"])
def test_whichever_of_several_hashtags_speaks_it_rings(speaks):
    over = threading.Event()

    def answer(tag: str) -> Answer:
        return events("update" if tag == speaks else "delete", then=lambda: over.wait(5))

    with serving(streams(answer)) as server:
        assert len(listen(server.url, tags="한강식품 #불매 유리조각")) == 1
        over.set()
    assert len(server.asked) == 1 + 3


def test_many_posts_under_many_hashtags_ring_no_faster_than_the_looks_they_cost():
    over = threading.Event()

    def flood():
        yield b":)\n"
        while not over.wait(0.01):
            yield b"event: update\n\n"

    loud = Answer(headers={"Content-Type": "text/event-stream"}, drip=flood)
    with serving(streams(lambda _tag: loud)) as server:
        rung = listen(server.url, within_s=3.2, tags="a b")
        over.set()
    # One at once, the next after two calls' time, and one for what came until the end.
    assert [round(later - rung[0], 1) for later in rung[1:-1]] == [pytest.approx(2 * mastodon.CALL_S, abs=0.3)]


def test_a_hashtag_without_a_stream_does_not_silence_the_others_and_is_asked_for_again(monkeypatch):
    monkeypatch.setattr("bongsu.connectors.mastodon.streams.AGAIN_S", 0.2)
    over = threading.Event()
    asked: list[str] = []

    def answer(tag: str) -> Answer:
        asked.append(tag)
        if tag == "b" and asked.count("b") < 3:
            return Answer(503, headers={"Retry-After": "0"})
        return events(*(["update"] if tag == "b" else []), then=lambda: over.wait(5))

    with serving(streams(answer)) as server:
        rung = listen(server.url, within_s=4, tags="a b c")
        over.set()
    assert len(rung) == 1  # when b was there at last
    assert sorted(asked) == ["a", "b", "b", "b", "c"]


def test_when_no_hashtag_has_a_stream_any_more_it_says_so_at_once():
    with serving(
        streams(lambda tag: Answer(429, headers={"Retry-After": "77"}) if tag == "b" else Answer(404))
    ) as server:
        begun = time.monotonic()
        with pytest.raises(SourceError):
            listen(server.url, within_s=30, tags="a b c")
    assert time.monotonic() - begun < 5
    assert len(server.asked) == 1 + 3


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("list", "/api/v1/streaming/list?list=4711"),
        ("home", "/api/v1/streaming/user"),
        ("local", "/api/v1/streaming/public/local"),
    ],
)
def test_each_timeline_has_its_stream_and_one_no_longer_wanted_ends(what, path):
    def drip():
        while True:
            time.sleep(0.02)
            yield b"event: update\n\n"

    def answer(asked: Asked) -> Answer:
        return (
            Answer(404)
            if "instance" in asked.path
            else Answer(headers={"Content-Type": "text/event-stream"}, drip=drip)
        )

    begun = time.monotonic()
    with serving(answer) as server:
        listen(server.url, within_s=30, wanted=lambda: len(server.asked) < 2, what=what, list="4711", secret="tok")
    assert time.monotonic() - begun < 10
    assert server.asked[1].path == path


def test_a_list_that_is_gone_says_so_and_one_without_number_is_not_asked_for():
    with serving(Answer(404)) as server:
        with pytest.raises(SourceError, match="no such list"):
            poll(server.url, what="list", list="4711", secret="tok")
        with pytest.raises(SourceError, match="number is missing"):
            poll(server.url, what="list", list="")
        assert len(server.asked) == 1


def test_a_stream_elsewhere_gets_no_token():
    with serving(events("update")) as thief:
        where = json.dumps({"configuration": {"urls": {"streaming": thief.url.replace("http:", "ws:")}}}).encode()
        stolen = where.replace(b"127.0.0.1", b"localhost")

        def answer(asked: Asked) -> Answer:
            return Answer(body=stolen) if "instance" in asked.path else events("update")

        with serving(answer) as server:
            listen(server.url, secret="tok")
        assert thief.asked == []


def test_a_server_without_a_stream_says_so_and_a_quiet_one_ends_in_time():
    with serving(Answer(404)) as server, pytest.raises(SourceError):
        listen(server.url)
    with serving(Answer(body=b"[]")) as server, pytest.raises(SourceError, match="no stream"):
        listen(server.url)
    over = threading.Event()

    def quiet():
        yield b":)\n"
        over.wait(3)

    def answer(asked: Asked) -> Answer:
        if "instance" in asked.path:
            return Answer(404)
        return Answer(headers={"Content-Type": "text/event-stream"}, drip=quiet)

    begun = time.monotonic()
    with serving(answer) as server:
        assert listen(server.url, within_s=0.3) == []
        over.set()
    assert time.monotonic() - begun < 2
