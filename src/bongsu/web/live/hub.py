"""All topics that somebody looks at, in this process. Everything here lives in one event loop; rendering and the
database in threads.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bongsu.core.errors import BongsuError
from bongsu.core.ports import Ports
from bongsu.store.queries import live as query
from bongsu.web import panels
from bongsu.web.live.news import TopicKey
from bongsu.web.live.reader import Reader
from bongsu.web.live.rounds import Rendered, Round, render_round
from bongsu.web.live.screen import Screen

#: How often a database that tells whether anybody committed is asked; while somebody does, more often.
SWEEP_SQLITE_S = 0.1
SWEEP_LIVELY_S = 0.03
LIVELY_SWEEPS = 50
SWEEP_S = 2.0
#: After a failure (a database that goes away) the watch for other processes' commits goes on.
AGAIN_S = 2.0
DRAWING, ADMITTING = 2, 2  # threads

log = logging.getLogger("bongsu.live")


class Hub:
    """All readers of this process."""

    def __init__(self, ports: Callable[[], Ports]) -> None:
        self._ports = ports
        self._readers: dict[TopicKey, Reader] = {}
        # Apart, so that a thousand screens that come back at once do not stand before the next line.
        self._drawing = ThreadPoolExecutor(max_workers=DRAWING, thread_name_prefix="live")
        self._admitting = ThreadPoolExecutor(max_workers=ADMITTING, thread_name_prefix="live-admit")
        # Of its own: SQLite's data_version compares within one connection.
        self._sweeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-sweep")
        self._tasks: list[asyncio.Task[None]] = []
        self._somebody = asyncio.Event()  # looks

    @property
    def ports(self) -> Ports:
        return self._ports()

    @property
    def readers(self) -> int:
        return len(self._readers)

    async def in_thread(self, work: Callable[[], Any]) -> Any:
        """Small questions: who reads, what time it is."""
        return await asyncio.get_running_loop().run_in_executor(self._admitting, work)

    async def _draw(self, asked: Round) -> Rendered:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._drawing, render_round, self.ports, asked)

    def subscribe(
        self, screen: Screen, topics: Iterable[tuple[TopicKey, int]], *, again: bool = False
    ) -> list[TopicKey]:
        """`topics`: with the number of the last line the screen has. `again`: its page is not new."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._sweep())]
        joined = []
        for topic, after in topics:
            reader = self._readers.get(topic)
            if reader is None or reader.task.done():
                reader = self._readers[topic] = Reader(topic, self._draw)
            reader.join(screen, after, again=again)
            joined.append(topic)
        self._somebody.set()
        return joined

    def unsubscribe(self, screen: Screen, topics: Sequence[TopicKey]) -> None:
        for topic in topics:
            reader = self._readers.get(topic)
            if reader is None:
                continue
            reader.leave(screen)
            if reader.is_empty:
                reader.task.cancel()
                del self._readers[topic]

    def _wake(self, org: int, room: int) -> None:
        for topic in (TopicKey(org, "room", str(room)), TopicKey(org, "watch", ""), TopicKey(org, "me", "")):
            if topic in self._readers:
                self._readers[topic].wake()

    async def _hear(self) -> None:
        with self.ports.wake.subscribe() as woken:
            async for org, room, _ in woken:
                self._wake(org, room)

    async def _sweep(self) -> None:
        """What another process did, and wake-ups that were lost. While nobody looks, nothing is asked."""
        loop = asyncio.get_running_loop()
        before: tuple[int, ...] | None = ()
        lively = 0
        while True:
            if not self._readers:
                self._somebody.clear()
                await self._somebody.wait()
            try:
                before, behind = await loop.run_in_executor(
                    self._sweeper, _look_around, before, {t: r.seq for t, r in self._readers.items()}
                )
            except Exception:
                # Screens would look alive and hear nothing of what other processes do.
                log.exception("the watch for other processes' commits failed; it goes on")
                before = ()
                await asyncio.sleep(AGAIN_S)
                continue
            for topic in behind:
                if topic in self._readers:
                    self._readers[topic].wake()
            lively = LIVELY_SWEEPS if behind else max(0, lively - 1)
            usual_s = SWEEP_LIVELY_S if lively else SWEEP_SQLITE_S
            await asyncio.sleep(SWEEP_S if before is None else usual_s)

    async def close(self) -> None:
        """End all work of this hub; streams end with their server."""
        tasks = [*self._tasks, *(reader.task for reader in self._readers.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._readers.clear()
        self._tasks.clear()
        for pool, threads in ((self._drawing, DRAWING), (self._admitting, ADMITTING), (self._sweeper, 1)):
            await asyncio.to_thread(_end, pool, threads)


def _end(pool: ThreadPoolExecutor, threads: int) -> None:
    """Close what each thread of a pool holds open, and the pool."""
    meeting = threading.Barrier(threads)  # so that each of them does it once

    def leave() -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(5)
        query.close()

    for _ in range(threads):
        pool.submit(leave)
    pool.shutdown(wait=True)


def _look_around(
    before: tuple[int, ...] | None, known: dict[TopicKey, int]
) -> tuple[tuple[int, ...] | None, tuple[TopicKey, ...]]:
    """(the databases' versions, topics that have moved on since `known`)."""
    versions = query.data_versions()
    if versions is not None and versions == before:
        return versions, ()
    behind = []
    try:
        for topic, seq in known.items():
            kind = panels.find_topic(topic.kind)
            if kind is not None and _moved(kind, topic, seq):
                behind.append(topic)
    finally:
        query.rest()
    return versions, tuple(behind)


def _moved(kind: panels.Topic, topic: TopicKey, seq: int) -> bool:
    try:
        return kind.version(topic.org, topic.key) != seq
    except BongsuError:
        return True  # it has gone: its reader finds out, and ends its screens
