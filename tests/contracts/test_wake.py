"""Wake-ups: one suite over every implementation of core.ports.Wake."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from bongsu.core.ports import Wake
from bongsu.relay import local
from bongsu.relay.local import LocalWake

News = AsyncIterator[tuple[int, int, int]]


@contextmanager
def local_wake() -> Iterator[Wake]:
    yield LocalWake()


@pytest.fixture(params=[local_wake], ids=["local"])
def make_wake(request) -> Callable[[], AbstractContextManager[Wake]]:
    """An implementation, opened for one test. One that crosses processes is added here."""
    return request.param


@pytest.fixture
def wake(make_wake) -> Iterator[Wake]:
    with make_wake() as made:
        yield made


def run(story: Awaitable[None]) -> None:
    async def within() -> None:
        await asyncio.wait_for(story, timeout=10)

    asyncio.run(within())


async def some(news: News, *, until: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """What arrives, up to and with `until`."""
    got = []
    async for word in news:
        got.append(word)
        if word == until:
            break
    return got


def test_every_subscriber_hears_of_it(wake):
    async def story() -> None:
        with wake.subscribe() as one, wake.subscribe() as two:
            wake.publish(1, 7, 41)
            assert await anext(one) == (1, 7, 41)
            assert await anext(two) == (1, 7, 41)

    run(story())


def test_a_subscriber_hears_what_is_published_while_it_waits(wake):
    async def story() -> None:
        with wake.subscribe() as news:
            waiting = asyncio.ensure_future(anext(news))
            await asyncio.sleep(0.05)
            threading.Thread(target=wake.publish, args=(1, 7, 42)).start()
            assert await waiting == (1, 7, 42)

    run(story())


def test_the_newest_number_of_each_room_always_arrives(wake):
    """Eight threads, two hundred lines each, and a reader that dawdles: nothing it needs to know is lost."""

    async def story() -> None:
        last: dict[int, int] = {}
        with wake.subscribe() as news:
            threads = [
                threading.Thread(target=lambda room=room: [wake.publish(1, room, seq) for seq in range(1, 201)])
                for room in range(8)
            ]
            for thread in threads:
                thread.start()
            while last != dict.fromkeys(range(8), 200):
                _, room, seq = await anext(news)
                assert seq > last.get(room, 0)
                last[room] = seq
                await asyncio.sleep(0.001)
            for thread in threads:
                thread.join()

    run(story())


def test_publishing_to_nobody_is_nothing(wake):
    wake.publish(1, 1, 1)


def test_what_was_published_before_is_not_heard(wake):
    async def story() -> None:
        wake.publish(1, 1, 1)
        with wake.subscribe() as news:
            wake.publish(1, 2, 1)
            assert await some(news, until=(1, 2, 1)) == [(1, 2, 1)]

    run(story())


def test_one_that_left_is_told_no_more_and_the_others_are(wake):
    async def story() -> None:
        with wake.subscribe() as stays:
            with wake.subscribe():
                pass
            wake.publish(1, 1, 1)
            assert await anext(stays) == (1, 1, 1)

    run(story())


def test_a_reader_in_another_task_ends_when_the_subscription_does(wake):
    async def story() -> None:
        with wake.subscribe() as news:
            reading = asyncio.ensure_future(some(news, until=(9, 9, 9)))
            await asyncio.sleep(0.02)
        assert await reading == []

    run(story())


def test_two_rooms_of_two_organisations_are_two(wake):
    async def story() -> None:
        with wake.subscribe() as news:
            wake.publish(1, 7, 5)
            wake.publish(2, 7, 3)
            assert set(await some(news, until=(2, 7, 3))) == {(1, 7, 5), (2, 7, 3)}

    run(story())


# ── what holds for the one in process only ─────────────────────────────────────────────────────────────────────────
def test_one_that_does_not_read_costs_one_number_a_room_and_delays_nobody():
    async def story() -> None:
        wake = LocalWake()
        with wake.subscribe() as news:
            for seq in range(1, 50_001):
                wake.publish(1, seq % 3, seq)
            got = [await anext(news) for _ in range(3)]
            assert {seq for _, _, seq in got} == {50_000, 49_999, 49_998}

    run(story())


def test_rooms_without_end_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(local, "MOST_ROOMS", 10)

    async def story() -> None:
        wake = LocalWake()
        with wake.subscribe() as news:
            for room in range(100):
                wake.publish(1, room, 1)
            assert [(await anext(news))[1] for _ in range(10)] == list(range(10))

    run(story())


def test_a_busy_room_does_not_starve_a_quiet_one():
    async def story() -> None:
        wake = LocalWake()
        with wake.subscribe() as news:
            wake.publish(1, 1, 1)
            wake.publish(1, 2, 1)
            assert (await anext(news))[1] == 1
            wake.publish(1, 1, 2)
            assert (await anext(news))[1] == 2

    run(story())


def test_a_loop_that_ended_without_goodbye_does_not_stop_the_publisher():
    wake = LocalWake()

    async def forget() -> object:
        subscription = wake.subscribe()
        subscription.__enter__()
        return subscription

    kept = asyncio.run(forget())
    for seq in range(3):
        wake.publish(1, 1, seq)
    assert kept is not None
