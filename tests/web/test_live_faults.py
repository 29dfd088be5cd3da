"""The live stream where the world is unkind: readers who leave at once, never read, or may not read any more."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from tests.kit.world import World, make_world
from tests.web.test_live import Listener, _token, _write, _write_silently, listening, live_world, run

from bongsu.store.operations.models import Person
from bongsu.web import panels, tokens
from bongsu.web.live import hub as hub_module, reader as reader_module, stream
from bongsu.web.live.hub import Hub
from bongsu.web.live.news import MOST_WAITING, News, TopicKey
from bongsu.web.live.reader import Reader
from bongsu.web.live.rounds import Rendered, Round
from bongsu.web.live.screen import Screen
from bongsu.web.live.stream import Live
from bongsu.web.viewer import Viewer

__all__ = ["live_world"]  # a fixture


def _viewer(world: World, key: str = "seojun") -> Viewer:
    admitted = stream.admit(_token(world, key), {"me": 0})
    assert not isinstance(admitted, int)
    return admitted[0]


def test_who_leaves_in_the_first_round_takes_nobody_along_and_is_not_counted_in(live_world: World) -> None:
    viewer = _viewer(live_world)

    async def story() -> None:
        drawing, go = asyncio.Event(), asyncio.Event()

        async def draw(asked: Round) -> Rendered:
            drawing.set()
            await go.wait()
            return Rendered(7)

        stays, leaves = Screen(viewer), Screen(viewer)
        reader = Reader(TopicKey(live_world.org, "room", "1"), draw)
        reader.join(stays, 5)
        reader.join(leaves, 5)
        await drawing.wait()
        reader.leave(leaves)
        assert not reader.is_empty  # or the hub ends it
        go.set()
        await asyncio.wait_for(stays.ready.wait(), 5)
        assert stays.pending["room:1"].seq == 7
        assert set(reader.screens) == {stays}
        assert not leaves.pending
        reader.task.cancel()

    asyncio.run(story())


def test_screens_that_join_in_a_round_that_fails_are_ended_too(live_world: World) -> None:
    viewer = _viewer(live_world)

    async def story() -> None:
        async def draw(asked: Round) -> Rendered:
            raise ZeroDivisionError

        screen = Screen(viewer)
        reader = Reader(TopicKey(live_world.org, "room", "1"), draw)
        reader.join(screen, 5)
        await asyncio.wait_for(screen.ready.wait(), 5)
        assert screen.over
        with pytest.raises(ZeroDivisionError):
            await reader.task

    asyncio.run(story())


def test_what_waits_for_a_reader_who_never_reads_is_bounded_and_the_newest() -> None:
    waiting = News("room:1", 0)
    for seq in range(1, 400):
        waiting = waiting.then(News("room:1", seq, {"bar": str(seq)}, (f'<li data-seqs="{seq}-{seq}">{"가" * 2000}',)))
    assert sum(map(len, waiting.lines)) <= MOST_WAITING
    assert 'data-seqs="399-399"' in waiting.lines[0]
    assert dict(waiting.panels) == {"bar": "399"}


def test_a_stream_whose_reader_takes_nothing_is_ended(live_world: World) -> None:
    room, token = live_world.open_room(), _token(live_world)

    class Asleep(Listener):
        async def send(self, message: Any) -> None:
            await super().send(message)
            if b"event: panels" in message.get("body", b""):
                await asyncio.Event().wait()

    async def story(hub: Hub) -> None:
        live, who = Live(hub, stuck_s=0.1), Asleep()
        query = urlencode({"token": token, "topics": f"room:{room}"}).encode()
        scope = {"type": "http", "method": "GET", "path": "/live", "query_string": query, "headers": []}
        await asyncio.wait_for(live(scope, who.receive, who.send), 20)
        assert hub.readers == 0

    run(story)


@pytest.mark.parametrize("change", ["gone", "other roles", "token too old"])
def test_a_stream_ends_when_its_reader_is_no_longer_who_they_were(
    live_world: World, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    room, token = live_world.open_room(), _token(live_world)
    monkeypatch.setattr(stream, "CHECK_S", 0.0)
    viewer = _viewer(live_world)
    assert viewer.person is not None

    elsewhere = make_world(slug="elsewhere", clock=live_world.clock).org
    row = Person.objects.filter(pk=viewer.person.id)

    def happen() -> None:
        try:
            if change == "token too old":
                monkeypatch.setattr(tokens, "MAX_AGE_S", -1)
            elif change == "gone":
                row.update(org=elsewhere, key="moved")
            else:
                row.update(roles=["practitioner"])
        finally:
            connections.close_all()

    async def story(hub: Hub) -> None:
        live = Live(hub, heartbeat_s=0.05)
        who = Listener()
        query = urlencode({"token": token, "topics": f"room:{room}@1"}).encode()
        scope = {"type": "http", "method": "GET", "path": "/live", "query_string": query, "headers": []}
        open_ = asyncio.create_task(live(scope, who.receive, who.send))
        await who.until(lambda w: "event: beat" in w.text)
        assert not open_.done()
        await asyncio.to_thread(happen)
        await asyncio.wait_for(open_, 20)
        # It comes back with nothing in hand: what it had was drawn for somebody else.
        assert f"id: room:{room}@-1" in who.text

    run(story)


def test_last_event_ids_of_other_rooms_and_organisations_open_nothing(live_world: World) -> None:
    mine = live_world.open_room()
    other = make_world(slug="other", clock=live_world.clock).open_room()
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        last = f"room:{other}@1,room:999999@4,watch@17,room:{mine}@900"
        async with listening(Live(hub), token, f"room:{mine}@1", again=last) as who:
            await who.until(lambda w: w.news())
            assert {news["topic"] for news in who.news()} == {f"room:{mine}"}
            # A number that the room has not reached (a backup was restored): everything, and it is said so.
            assert who.news()[0]["back"] is True
            assert "test-seq" in who.news()[0]["panels"]

    run(story)


def test_each_stream_is_told_its_own_time_to_come_back(live_world: World) -> None:
    token = _token(live_world)

    async def story(hub: Hub) -> None:
        told = set()
        for _ in range(8):
            async with listening(Live(hub), token, "me") as who:
                await who.until(lambda w: "retry: " in w.text)
                told.add(int(who.text.split("retry: ")[1].split("\n")[0]))
        assert len(told) > 1
        assert all(stream.RETRY_MS[0] <= ms <= stream.RETRY_MS[1] for ms in told)

    run(story)


def test_what_another_process_does_is_heard_though_the_database_failed_for_a_moment(
    live_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, token = live_world.open_room(), _token(live_world)
    monkeypatch.setattr(hub_module, "AGAIN_S", 0.05)
    versions, failures = hub_module.query.data_versions, [OSError("gone"), OSError("gone")]

    def failing() -> tuple[int, ...] | None:
        if failures:
            raise failures.pop()
        return versions()

    monkeypatch.setattr(hub_module.query, "data_versions", failing)

    async def story(hub: Hub) -> None:
        async with listening(Live(hub), token, f"room:{room}") as screen:
            await screen.until(lambda s: s.news() and not failures)
            await asyncio.to_thread(_write_silently, live_world, room)
            await screen.until(lambda s: s.news()[-1]["seq"] == 2)

    run(story)


def test_a_room_that_has_gone_does_not_deafen_the_others(live_world: World) -> None:
    room = live_world.open_room()
    behind = hub_module._look_around(
        (), {TopicKey(live_world.org, "room", "987654"): 3, TopicKey(live_world.org, "room", str(room)): 0}
    )
    assert {topic.key for topic in behind[1]} == {"987654", str(room)}


def test_who_comes_back_gets_what_changed_and_not_the_whole_page(
    live_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, token = live_world.open_room(level=3), _token(live_world)
    start = live_world.room(room).seq
    drawn: list[str] = []
    monkeypatch.setitem(
        panels._panels,
        ("room", "facts"),
        replace(panels._panels["room", "facts"], render=lambda *_: drawn.append("facts") or "", alike=None),
    )

    async def story(hub: Hub) -> None:
        live = Live(hub)
        async with listening(live, token, f"room:{room}@{start}", show="room:facts") as screen:
            await screen.until(lambda s: s.news())
            await _write(live_world, room, "쪽지")
            await screen.until(lambda s: s.news()[-1]["seq"] == start + 1)
            async with listening(live, token, f"room:{room}@{start}", show="room:facts") as other:
                await other.until(lambda s: s.news())
                assert "쪽지" in other.news()[0]["lines"]
        assert drawn == []  # a note changes no fact
        async with listening(live, token, f"room:{room}", show="room:facts") as new:
            await new.until(lambda s: s.news())
        assert drawn == ["facts"]

    run(story)


def test_what_is_kept_for_who_comes_later_was_drawn_for_nobody(live_world: World) -> None:
    room = live_world.open_room(level=3)
    seojun, haneul = _token(live_world), _token(live_world, "haneul")
    kept: list[Any] = []
    remember = Reader._remember

    def look(self: Reader, done: Rendered) -> None:
        remember(self, done)
        kept.extend(self._known)

    async def story(hub: Hub) -> None:
        live = Live(hub)
        async with listening(live, seojun, f"room:{room}") as one, listening(live, haneul, f"room:{room}") as other:
            await one.until(lambda s: s.news())
            await other.until(lambda s: s.news())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_module.Reader, "_remember", look)
        run(story)
    known = {panel.name: panel for panel in panels.of("room")}
    assert kept
    assert all(viewer.person is None for _, viewer in kept)
    assert not any(known[name].per_person or known[name].alike for name, _ in kept)
