"""Live streams: in this process, over the ASGI application itself."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from tests.kit.world import World, make_world

from bongsu.core.events import CallPlaced, CallWidened, Event, NoteWritten, TouchPointsHit
from bongsu.core.formation import Hit
from bongsu.crisis.convene import POINT
from bongsu.relay.local import LocalWake
from bongsu.store import setup
from bongsu.web import house, panels, tokens, urls
from bongsu.web.live import hub as hub_module
from bongsu.web.live.hub import Hub
from bongsu.web.live.stream import Live, read_topics


@dataclass
class Listener:
    status: int = 0
    text: str = ""
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()
        self.heard.set()

    def news(self) -> list[dict[str, Any]]:
        return [
            json.loads(block.split("data: ", 1)[1]) for block in self.text.split("\n\n") if "event: panels" in block
        ]

    async def until(self, done: Any, within_s: float = 8.0) -> None:
        async with asyncio.timeout(within_s):
            while not done(self):
                # Not all that is waited for is heard: look again now and then.
                self.heard.clear()
                if not done(self):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self.heard.wait(), 0.05)


@asynccontextmanager
async def listening(live: Live, token: str, topics: str, again: str = "", show: str = "") -> AsyncIterator[Listener]:
    who = Listener()
    query = urlencode({"token": token, "topics": topics, "show": show}).encode()
    headers = [(b"last-event-id", again.encode())] if again else []
    scope = {"type": "http", "method": "GET", "path": "/live", "query_string": query, "headers": headers}
    task = asyncio.create_task(live(scope, who.receive, who.send))
    try:
        await who.until(lambda w: w.status)
        yield who
    finally:
        who.gone.set()
        await task


@pytest.fixture
def live_world(world: World) -> World:
    world.ports = replace(world.ports, wake=LocalWake())
    house.install(world.ports)
    assert urls.ROUTES  # routes bring their topics along
    # Whatever screens register, the tests' own panel says where the room stands.
    panels.register("room", "test-seq", None, lambda viewer, _view: f"<p>{viewer.lang}</p>")
    return world


def run(story: Callable[[Hub], Coroutine[Any, Any, None]]) -> None:
    """With a hub that is closed however the story ends: a thread that goes on holding the databases spoils every test
    after it."""

    async def whole() -> None:
        hub = Hub(house.ports)
        try:
            await story(hub)
        finally:
            await hub.close()

    asyncio.run(whole())


def _token(world: World, key: str = "seojun") -> str:
    return tokens.issue(world.org, setup.person_id(world.org, key))


async def _write(world: World, room: int, text: str) -> None:
    await _commit(world, room, NoteWritten(text=text))


async def _commit(world: World, room: int, *events: Event, by: str = "haneul") -> None:
    def work() -> None:
        try:
            lines = world.append(room, *events, by=by)
            world.ports.wake.publish(world.org, room, lines[-1].seq)
        finally:
            connections.close_all()

    await asyncio.to_thread(work)


def test_topics_are_read_with_their_numbers() -> None:
    assert read_topics("room:7@41,watch me@3") == {"room:7": 41, "watch": -1, "me": 3}
    assert read_topics("room:x") is None
    assert read_topics("room:7@" + "9" * 40) is None


def test_a_screen_hears_of_every_line_also_after_it_was_away(live_world: World) -> None:
    room = live_world.open_room()
    start = live_world.room(room).seq
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        live = Live(hub)
        async with listening(live, token, f"room:{room}@{start}") as screen:
            assert screen.status == 200
            await screen.until(lambda s: s.news())
            await _write(live_world, room, "하나")
            await screen.until(lambda s: s.news()[-1]["seq"] == start + 1)
        await _write(live_world, room, "둘")
        await _write(live_world, room, "셋")
        again = f"room:{room}@{start + 1}"
        async with listening(live, token, f"room:{room}@{start}", again) as screen:
            await screen.until(lambda s: s.news() and s.news()[-1]["seq"] == start + 3)
            assert any("test-seq" in news["panels"] for news in screen.news())
        assert hub.readers == 0

    run(story)


def test_two_topics_share_one_stream(live_world: World) -> None:
    room = live_world.open_room()
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        async with listening(Live(hub), token, f"room:{room},me") as screen:
            await screen.until(lambda s: {n["topic"] for n in s.news()} == {f"room:{room}", "me"})

    run(story)


def test_strangers_and_other_organisations_rooms_are_refused(live_world: World) -> None:
    other = make_world(slug="other", clock=live_world.clock)
    room = other.open_room()
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        live = Live(hub)
        for shown, topics, status in (
            (token, f"room:{room}", 404),
            (token, "nothing", 404),
            (token, "", 400),
            (token[:-2] + "xx", "me", 401),
            ("", "me", 401),
        ):
            async with listening(live, shown, topics) as screen:
                assert screen.status == status

    run(story)


def test_two_hundred_screens_hear_the_same_line(live_world: World) -> None:
    room = live_world.open_room()
    start = live_world.room(room).seq
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        live = Live(hub)
        ready, heard = asyncio.Semaphore(0), []

        async def one() -> None:
            async with listening(live, token, f"room:{room}@{start}") as screen:
                ready.release()
                await screen.until(lambda s: any(n["seq"] == start + 1 for n in s.news()), within_s=20)
                heard.append(True)

        screens = [asyncio.create_task(one()) for _ in range(200)]
        for _ in screens:
            await ready.acquire()
        await _write(live_world, room, "모두에게")
        await asyncio.gather(*screens)
        assert len(heard) == 200

    run(story)


def test_a_quiet_stream_says_that_it_is_there_so_that_a_page_notices_when_it_is_not(live_world: World) -> None:
    room = live_world.open_room()
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        async with listening(Live(hub, heartbeat_s=0.05), token, f"room:{room}") as who:
            await who.until(lambda w: w.text.count("event: beat\ndata: 1\n\n") >= 3)

    run(story)


def test_a_stream_brings_only_the_panels_that_stand_on_the_page(live_world: World) -> None:
    room = live_world.open_room(level=3)
    seq = live_world.room(room).seq
    mine, hers = _token(live_world), _token(live_world, "haneul")

    async def story(hub: Hub) -> None:
        live = Live(hub)
        async with (
            listening(live, mine, f"room:{room}@{seq}", show="room:test-seq") as few,
            listening(live, hers, f"room:{room}@{seq}") as every,
        ):
            await few.until(lambda w: w.news())
            await every.until(lambda w: w.news())
            await _write(live_world, room, "새 줄이에요")
            await few.until(lambda w: any(n["panels"] for n in w.news()))
            await every.until(lambda w: any(n["panels"] for n in w.news()))
            assert {name for news in few.news() for name in news["panels"]} == {"test-seq"}

    run(story)


def test_a_new_line_comes_as_one_row_and_not_as_the_whole_journal(live_world: World) -> None:
    room = live_world.open_room(level=3)
    seq, mine = live_world.room(room).seq, _token(live_world)

    async def story(hub: Hub) -> None:
        async with listening(Live(hub), mine, f"room:{room}@{seq}") as who:
            await who.until(lambda w: w.news())
            await _write(live_world, room, "유리 조각 사진을 받았어요")
            await who.until(lambda w: any(n["lines"] for n in w.news()))
            said = next(n for n in who.news() if n["lines"])
            assert said["lines"].count("<li") == 1
            assert f'data-seqs="{seq + 1}-{seq + 1}"' in said["lines"]
            assert "유리 조각 사진을 받았어요" in said["lines"]
            assert "journal" not in said["panels"]

    run(story)


def test_one_more_touch_point_joins_the_row_that_tells_those_before(live_world: World) -> None:
    room = live_world.open_room(level=3)
    hits = tuple(Hit(key, key) for key in ("고객센터", "쇼핑몰", "맘카페"))
    called = CallPlaced("c9", "haneul", "practitioner", 3)
    seq = live_world.append(room, called, TouchPointsHit(hits), by="system")[-1].seq
    mine = _token(live_world)

    def widened(hit: Hit) -> CallWidened:
        return CallWidened("c9", "haneul", POINT + hit.key, 3)

    async def story(hub: Hub) -> None:
        async with listening(Live(hub), mine, f"room:{room}@{seq}") as who:
            await who.until(lambda w: w.news())
            await _commit(live_world, room, *map(widened, hits[:2]), by="system")
            await who.until(lambda w: any(n["lines"] for n in w.news()))
            await _commit(live_world, room, widened(hits[2]), by="system")
            await who.until(lambda w: any("곳도 맡습니다" in n["lines"] for n in w.news()))
            said = who.news()[-1]["lines"]
            assert "접점 3곳도 맡습니다 (고객센터, 쇼핑몰, 맘카페)." in said
            assert said.count("data-seqs") == 1
            assert f'data-seqs="{seq + 1}-{seq + 3}"' in said  # covers the two single rows on the screen

    run(story)


def test_while_nobody_looks_nothing_is_asked_and_whoever_comes_hears_what_others_did(
    live_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, token, asked = live_world.open_room(), _token(live_world), []
    versions = hub_module.query.data_versions
    monkeypatch.setattr(hub_module.query, "data_versions", lambda: asked.append(1) or versions())

    async def story(hub: Hub) -> None:
        live = Live(hub)
        async with listening(live, token, f"room:{room}") as screen:
            await screen.until(lambda s: s.news() and asked)
        await asyncio.sleep(0.15)
        before = len(asked)
        await asyncio.sleep(0.4)
        assert len(asked) == before
        async with listening(live, token, f"room:{room}") as screen:
            await screen.until(lambda s: s.news())
            # Another process: nobody wakes this one.
            await asyncio.to_thread(_write_silently, live_world, room)
            await screen.until(lambda s: s.news()[-1]["seq"] == 2)

    run(story)


def _write_silently(world: World, room: int) -> None:
    try:
        world.append(room, NoteWritten(text="다른 곳에서"))
    finally:
        connections.close_all()
