"""What holds for every source that we read: it goes on where it stopped, whoever else reads, dies or lies meanwhile."""

import gzip
import json
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError

from bongsu.connectors.imap import ImapSource
from bongsu.connectors.kit.guard import Allowed
from bongsu.connectors.mastodon import MastodonSource
from bongsu.connectors.naver import NaverSource
from bongsu.connectors.rss import RssSource
from bongsu.core.errors import SourceError
from bongsu.core.ports import Item, Polled, Source
from bongsu.flows.listen import take_in
from bongsu.relay.duty import Care
from bongsu.relay.watching import Polling
from bongsu.store import setup
from bongsu.store.operations.models import Source as Row
from bongsu.store.sources import DjangoShelf
from tests.kit.mailbox import mailbox
from tests.kit.server import Answer, Asked, serving

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TIMEOUT_S = 0.4
#: 80 kB that are 80 MB.
BOMB = gzip.compress(b" " * 80_000_000, 1)


class Purse:
    def spend(self, purse: str, *, calls: int, per_day: int, at: datetime) -> bool:
        return True


@dataclass
class Place:
    """Somewhere that things are written, oldest first; `breaks` answers instead."""

    kind: str
    posts: list[int] = field(default_factory=list)
    breaks: Answer | None = None
    settings: dict[str, str] = field(default_factory=dict)
    source: Source | None = None
    write: Callable[[int], None] = lambda _n: None

    def poll(self, cursor: Polled | None = None) -> Polled:
        assert self.source is not None
        return self.source.poll(self.settings, cursor.cursor if cursor else {}, at=NOW)


def feed(posts: list[int]) -> bytes:
    items = "".join(f"<item><guid isPermaLink='false'>g{n}</guid><title>글 {n}</title></item>" for n in reversed(posts))
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()


def timeline(posts: list[int], query: dict[str, str]) -> bytes:
    since = int(query.get("min_id", "-1"))
    page = [n for n in posts if n > since][: int(query["limit"])]
    account, at = {"acct": "nuri"}, "2026-11-24T02:00:00Z"
    return json.dumps(
        [{"id": str(n), "created_at": at, "account": account, "content": f"<p>글 {n}</p>"} for n in reversed(page)]
    ).encode()


def results(posts: list[int], query: dict[str, str]) -> bytes:
    start = int(query["start"]) - 1
    found = list(reversed(posts))[start : start + int(query["display"])]
    return json.dumps({"items": [{"title": f"글 {n}", "link": f"https://x.example/{n}"} for n in found]}).encode()


def letter(n: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["Message-ID"], message["From"] = f"글 {n}", f"<{n}@example.com>", "a@example.com"
    message.set_content("본문")
    return message.as_bytes()


def answering(place: Place) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        if place.breaks is not None:
            return place.breaks
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        if place.kind == "rss":
            return Answer(body=feed(place.posts))
        return Answer(body=(timeline if place.kind == "mastodon" else results)(place.posts, query))

    return answer


@contextmanager
def over_http(kind: str) -> Iterator[Place]:
    place = Place(kind)
    with serving(answering(place)) as server:
        open_ = {"url": server.url, "allow_private": "true"}
        settings = {
            "rss": open_,
            "mastodon": open_ | {"what": "public"},
            "naver": {"query": "한강식품", "kinds": "news", "client_id": "a", "secret": "b"},
        }
        sources: dict[str, Source] = {
            "rss": RssSource(timeout_s=TIMEOUT_S),
            "mastodon": MastodonSource(timeout_s=TIMEOUT_S),
            "naver": NaverSource(
                budget=Purse(), home=server.url, allowed=Allowed(everything=True), timeout_s=TIMEOUT_S
            ),
        }
        place.settings, place.source, place.write = settings[kind], sources[kind], place.posts.append
        yield place


@contextmanager
def over_imap() -> Iterator[Place]:
    place = Place("imap")
    with mailbox() as box:
        place.settings = {"host": "127.0.0.1", "port": str(box.port), "security": "none", "user": "u", "secret": "pw"}
        place.settings |= {"allow_private": "true"}
        place.source = ImapSource(timeout_s=1, within_s=2)
        place.write = lambda n: box.mails.update({n: letter(n)})
        yield place


@pytest.fixture(params=["rss", "mastodon", "naver", "imap"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with over_imap() if request.param == "imap" else over_http(request.param) as one:
        one.write(1)
        yield one


@pytest.fixture(params=["rss", "mastodon", "naver"])
def web_place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with over_http(request.param) as one:
        one.write(1)
        yield one


def said(polled: Polled) -> list[str]:
    return [item.text.split("\n")[0] for item in polled.items]


def waiting(world) -> list[str]:
    return sorted(mention.text.split("\n")[0] for batch in world.inbox.take() for mention in batch.mentions)


def test_it_goes_on_where_it_stopped_and_brings_nothing_twice(place):
    first = place.poll()
    for n in (2, 3, 4):
        place.write(n)
    second = place.poll(first)
    third = place.poll(second)
    place.write(5)
    assert said(second) == ["글 2", "글 3", "글 4"]
    assert said(third) == []
    assert said(place.poll(third)) == ["글 5"]
    assert sum(map(len, second.cursor.values())) < 40_000


def test_two_who_read_at_once_bring_it_in_once(place, world):
    first = place.poll()
    for n in (2, 3):
        place.write(n)
    start, got = threading.Barrier(2), []

    def look() -> None:
        start.wait()
        got.append(place.poll(first).items)

    hands = [threading.Thread(target=look) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(10)
    assert [item.id for item in got[0]] == [item.id for item in got[1]]
    receipts = [take_in(world.ports, org=world.org, brand=None, items=items, live=True) for items in got]
    assert [(r.accepted, r.repeated) for r in receipts] == [(2, 0), (0, 2)]
    assert waiting(world) == ["글 2", "글 3"]


class Killed(BaseException):
    pass


class DiesBeforeSaving(DjangoShelf):
    def source_done(self, job, polled, receipt, *, at):
        raise Killed


def test_killed_between_reading_and_keeping_its_place_it_loses_and_doubles_nothing(place, world):
    secret = place.settings.get("secret")
    row = setup.upsert_source(world.org, place.kind, "곳", settings=place.settings, secret=secret)
    Row.objects.filter(pk=row).update(cursor=dict(place.poll().cursor))
    now = [NOW]

    def polling(shelf: DjangoShelf) -> Polling:
        ports = replace(world.ports, sources={place.kind: place.source}, shelf=shelf)
        return Polling(ports, care=Care(store_errors=(DatabaseError,)), now=lambda: now[0])

    place.write(2)
    with pytest.raises(Killed):
        polling(DiesBeforeSaving()).step()
    place.write(3)
    for _ in range(2):
        now[0] += timedelta(minutes=30)
        assert polling(DjangoShelf()).step()
    assert waiting(world) == ["글 2", "글 3"]


@pytest.mark.parametrize("breaks", [Answer(500), Answer(drop=True), Answer(body=b"\xff\x00 nonsense")])
def test_after_a_fault_nothing_is_missing(web_place, breaks):
    first = web_place.poll()
    web_place.write(2)
    web_place.breaks = breaks
    with pytest.raises(SourceError):
        web_place.poll(first)
    web_place.breaks = None
    assert said(web_place.poll(first)) == ["글 2"]


def test_a_head_that_drips_without_end_is_given_up(web_place):
    web_place.breaks = Answer(slow_head=True)
    begun = time.monotonic()
    with pytest.raises(SourceError, match="in time"):
        web_place.poll()
    assert time.monotonic() - begun < 3


def test_a_small_answer_that_unpacks_to_gigabytes_fills_no_memory(web_place):
    web_place.breaks = Answer(headers={"Content-Encoding": "gzip"}, body=BOMB)
    tracemalloc.start()
    try:
        with pytest.raises(SourceError):
            web_place.poll()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize(("coding", "packed"), [("gzip, gzip", 2), ("br", 0), ("gzip", 0), ("gzip", 1)])
def test_packed_as_asked_for_it_is_read_and_otherwise_it_says_so(web_place, coding, packed):
    plain = answering(web_place)
    query = {"rss": "/", "mastodon": "/?limit=40", "naver": "/?start=1&display=100"}[web_place.kind]
    body = plain(Asked("GET", query, {}, b"")).body
    for _ in range(packed):
        body = gzip.compress(body)
    web_place.breaks = Answer(headers={"Content-Encoding": coding}, body=body)
    if packed == 1:
        polled = web_place.poll()
        assert [item.text for item in (*polled.items, *polled.before)] == ["글 1"]
    else:
        with pytest.raises(SourceError, match="compressed wrongly"):
            web_place.poll()


def test_what_it_gives_can_be_kept(place):
    first = place.poll()
    place.write(2)
    for item in place.poll(first).items:
        assert isinstance(item, Item)
        assert 0 < len(item.id) <= 120
        assert item.ts.tzinfo is not None
        assert 0 < len(item.source) <= 60
