"""Mastodon's API as others wrote it down (mastodon-mock): timelines, a stream, and faults on demand."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bongsu.connectors.mastodon import MastodonSource
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Polled
from tests.peers import kit

pytestmark = pytest.mark.slow_peers

TOKEN = "mock_token"


@dataclass
class Server:
    url: str

    def say(self, text: str) -> str:
        answer = httpx.post(
            f"{self.url}/api/v1/statuses",
            json={"status": text, "visibility": "public"},
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        return str(answer.raise_for_status().json()["id"])

    def listed(self) -> str:
        """A list of this account with itself on it."""
        with httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {TOKEN}"}) as api:
            me = api.get("/api/v1/accounts/verify_credentials").raise_for_status().json()["id"]
            name = str(api.post("/api/v1/lists", json={"title": "언론"}).raise_for_status().json()["id"])
            api.post(f"/api/v1/lists/{name}/accounts", json={"account_ids": [me]}).raise_for_status()
        return name

    def fault(self, path: str, **effect: object) -> None:
        match = {"path": path, "methods": ["GET"]}
        answer = httpx.post(f"{self.url}/api/v1/_mock/faults", json={"match": match, "effect": effect, "count": 1})
        answer.raise_for_status()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    python = kit.venv("mastodon-mock", "mastodon-mock==0.6.1")
    port = kit.free_port()
    command = [str(Path(python).parent / "mastodon_mock"), "serve", "--in-memory", "--port", str(port)]
    with kit.running(command, ready=lambda: kit.listens(port)):
        yield Server(f"http://127.0.0.1:{port}")


def settings(server: Server, what: str = "public", **more: str) -> dict[str, str]:
    return {"url": server.url, "what": what, "secret": TOKEN, "allow_private": "true"} | more


def poll(server: Server, cursor: Polled | None = None, what: str = "public", **more: str) -> Polled:
    given = settings(server, what, **more)
    return MastodonSource(timeout_s=3).poll(given, cursor.cursor if cursor else {}, at=datetime.now(UTC))


@pytest.mark.parametrize("what", ["public", "local", "home"])
def test_a_timeline_is_read_on_from_where_it_stopped(server: Server, what: str) -> None:
    first = poll(server, what=what)
    names = [server.say(f"한강식품 배도라지즙 {what} {n}") for n in range(3)]
    second = poll(server, first, what=what)
    assert [item.id for item in second.items] == names
    assert [item.text for item in second.items] == [f"한강식품 배도라지즙 {what} {n}" for n in range(3)]
    assert poll(server, second, what=what).items == ()


def test_a_hashtag_is_read(server: Server) -> None:
    # This server answers 500 to its own posts under a hashtag in Hangul; contracts/test_mastodon.py has one.
    first = poll(server, what="tag", tags="hangangfoods")
    name = server.say("유리 조각이 나왔어요 #hangangfoods")
    server.say("아무 상관 없는 글")
    assert [item.id for item in poll(server, first, what="tag", tags="hangangfoods").items] == [name]


def test_a_list_is_read_and_one_that_is_not_there_is_told(server: Server) -> None:
    given = {"list": server.listed()}
    first = poll(server, what="list", **given)
    name = server.say("리스트에 모아 둔 사람의 글")
    assert [item.id for item in poll(server, first, what="list", **given).items] == [name]
    with pytest.raises(SourceError, match="no such list"):
        poll(server, what="list", list="999999")


def test_a_burst_is_read_whole(server: Server) -> None:
    cursor = poll(server)
    names = [server.say(f"폭주 {n}") for n in range(85)]
    read: list[str] = []
    while len(read) < len(names):
        cursor = poll(server, cursor)
        assert cursor.items
        read += [item.id for item in cursor.items]
    assert read == names


@pytest.mark.parametrize(
    ("effect", "problem"),
    [
        ({"type": "ratelimit"}, SourceBusy),
        ({"type": "status", "status": 503}, SourceBusy),
        ({"type": "status", "status": 500}, SourceError),
        ({"type": "malformed"}, SourceError),
        ({"type": "timeout"}, SourceError),
    ],
)
def test_a_fault_is_told_and_what_came_meanwhile_is_read_afterwards(
    server: Server, effect: dict, problem: type
) -> None:
    cursor = poll(server)
    name = server.say(f"장애 중에 올린 글 {effect}")
    server.fault("/api/v1/timelines/public", **effect)
    begun = time.monotonic()
    with pytest.raises(problem):
        poll(server, cursor)
    assert time.monotonic() - begun < 12
    for _ in range(5):
        try:
            after = poll(server, cursor)
        except SourceError:
            continue
        assert [item.id for item in after.items] == [name]
        return
    pytest.fail("the server did not recover")


@pytest.mark.parametrize(
    ("given", "post"),
    [
        ({"what": "public"}, "스트림"),
        ({"what": "tag", "tags": "hangangfoods glass"}, "유리 조각 #hangangfoods"),
        ({"what": "tag", "tags": "hangangfoods glass"}, "유리 조각 #glass"),
    ],
)
def test_the_stream_rings_when_somebody_posts(server: Server, given: dict[str, str], post: str) -> None:
    rung = threading.Event()
    given = settings(server, **given)

    def listen() -> None:
        MastodonSource(timeout_s=3).listen(given, rung.set, within_s=8, wanted=lambda: not rung.is_set())

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    until = time.monotonic() + 7
    while not rung.is_set() and time.monotonic() < until:
        server.say(post)
        rung.wait(0.5)
    assert rung.is_set()
    listener.join(10)


def test_a_wrong_token_is_told(server: Server) -> None:
    with pytest.raises(SourceError, match="access token"):
        poll(server, what="home", secret="wrong")
