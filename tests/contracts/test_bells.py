"""Streams ring for sources: sooner when they work, no harm when they do not, one process at a time."""

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from bongsu.core.errors import SourceBusy, SourceError
from bongsu.relay import bells as relay
from bongsu.relay.bells import Bells, bell_loop
from bongsu.relay.duty import Care
from bongsu.store import setup
from bongsu.store.operations.models import Source
from bongsu.store.sources import LEAST_APART_S, DjangoShelf


class Stream:
    """Rings when told to; `problem` breaks it."""

    def __init__(self) -> None:
        self.heard = 0
        self.go = threading.Event()
        self.over = threading.Event()
        self.problem: Exception | None = None

    def listen(self, settings, ring, *, within_s, wanted):
        self.heard += 1
        if self.problem is not None:
            raise self.problem
        while wanted() and not self.over.is_set():
            if self.go.wait(0.01):
                self.go.clear()
                ring()


@pytest.fixture
def stream():
    one = Stream()
    yield one
    one.over.set()
    for thread in threading.enumerate():
        if thread.name.startswith("stream-"):
            thread.join(5)


def bells(world, stream, holder="one") -> Bells:
    world.ports = replace(world.ports, shelf=DjangoShelf(), bells={"mastodon": stream})
    return Bells(world.ports, care=Care(hang_up=connections.close_all), holder=holder, listen_s=2)


def source(world, **settings) -> Source:
    pk = setup.upsert_source(world.org, "mastodon", "누리집", settings={"stream": "true"} | settings)
    later = datetime.now(UTC) + timedelta(minutes=1)
    Source.objects.filter(pk=pk).update(next_poll_at=later)
    return Source.objects.get(pk=pk)


def until(happened) -> None:
    end = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def due(row: Source) -> bool:
    row.refresh_from_db()
    return row.next_poll_at <= datetime.now(UTC)


def test_a_ring_brings_the_next_look_forward(world, stream):
    row = source(world)
    bells(world, stream).step()
    assert not due(row)
    stream.go.set()
    until(lambda: due(row))


def test_a_loud_stream_asks_no_more_often_than_is_polite(world):
    row = source(world)
    now = datetime.now(UTC)
    Source.objects.filter(pk=row.pk).update(last_ok_at=now)
    for _ in range(50):
        assert DjangoShelf().ring(row.pk, at=now)
    row.refresh_from_db()
    assert row.next_poll_at == now + timedelta(seconds=LEAST_APART_S)


def test_while_it_is_read_the_ring_waits_and_after_a_failure_it_does_not_hurry(world):
    row = source(world)
    now = datetime.now(UTC)
    Source.objects.filter(pk=row.pk).update(lease_until=now + timedelta(seconds=9))
    assert not DjangoShelf().ring(row.pk, at=now)
    Source.objects.filter(pk=row.pk).update(lease_until=None, last_error="HTTP 429")
    assert DjangoShelf().ring(row.pk, at=now)
    row.refresh_from_db()
    assert row.next_poll_at > now + timedelta(seconds=30)


def test_two_processes_hold_one_stream(world, stream):
    source(world)
    one, two = bells(world, stream, "one"), bells(world, stream, "two")
    for each in (one, two, one, two):
        each.step()
    until(lambda: stream.heard >= 1)
    time.sleep(0.05)
    assert stream.heard == 1


def test_only_sources_that_asked_for_a_stream_have_one(world, stream):
    row = source(world, stream="")
    Source.objects.filter(pk=row.pk).update(enabled=True)
    held = bells(world, stream)
    held.step()
    time.sleep(0.05)
    assert stream.heard == 0


@pytest.mark.parametrize(
    "problem", [SourceError(reason="HTTP 404"), SourceBusy(after_s=600, reason="HTTP 429"), OSError()]
)
def test_a_stream_that_fails_is_not_asked_again_at_once(world, stream, problem):
    row = source(world)
    stream.problem = problem
    held = bells(world, stream)
    for _ in range(5):
        held.step()
        time.sleep(0.05)
    assert stream.heard == 1
    row.refresh_from_db()
    assert (row.last_error, row.enabled) == ("", True)  # polling goes on as ever


def test_a_stream_ends_when_its_source_is_changed_or_switched_off_and_opens_as_it_is_now(world, stream):
    row = source(world)
    held = bells(world, stream)
    held.step()
    until(lambda: stream.heard == 1)
    Source.objects.filter(pk=row.pk).update(settings={"stream": "true", "what": "home"})
    held.step()  # the old one is no longer wanted
    until(lambda: not any(thread.name == f"stream-{row.pk}" for thread in threading.enumerate()))
    held.step()
    until(lambda: stream.heard == 2)
    Source.objects.filter(pk=row.pk).update(enabled=False)
    held.step()
    until(lambda: not any(thread.name == f"stream-{row.pk}" for thread in threading.enumerate()))
    assert stream.heard == 2


def test_while_it_listens_its_lease_goes_on_and_after_its_death_another_takes_over(world, stream, monkeypatch):
    monkeypatch.setattr(relay, "LEASE_S", 0.3)
    source(world)
    one, two = bells(world, stream, "one"), bells(world, stream, "two")
    one.step()
    for _ in range(4):
        time.sleep(0.1)
        one.step()
        two.step()
    assert stream.heard == 1
    time.sleep(0.4)  # one is stuck or dead: nobody renews
    two.step()
    until(lambda: stream.heard == 2)
    one.step()  # awake again, it finds that the stream is another's
    assert one._wanted == {}


def test_the_loop_ends_while_a_stream_is_open(world, stream):
    source(world)
    bells(world, stream)

    async def story() -> None:
        stop = asyncio.Event()
        care = Care(hang_up=connections.close_all)
        loop = asyncio.ensure_future(bell_loop(world.ports, stop, care=care, new_holder=lambda: "x"))
        while not stream.heard:
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(loop, 1)

    asyncio.run(story())
