"""All topics that somebody looks at, in this process. Everything here lives in one event loop; rendering and the
database in threads.
"""

import asyncio
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

SWEEP_SQLITE_S = 0.1
SWEEP_S = 2.0


class Hub:
    """All readers of this process."""

    def __init__(self, ports: Callable[[], Ports]) -> None:
        self._ports = ports
        self._readers: dict[TopicKey, Reader] = {}
        self._threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live")
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
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _draw(self, asked: Round) -> Rendered:
        drawn: Rendered = await self.in_thread(lambda: render_round(self.ports, asked))
        return drawn

    def subscribe(self, screen: Screen, topics: Iterable[tuple[TopicKey, int]]) -> list[TopicKey]:
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._sweep())]
        joined = []
        for topic, after in topics:
            reader = self._readers.get(topic)
            if reader is None or reader.task.done():
                reader = self._readers[topic] = Reader(topic, self._draw)
            reader.join(screen, after)
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
        while True:
            if not self._readers:
                self._somebody.clear()
                await self._somebody.wait()
            try:
                before, behind = await loop.run_in_executor(
                    self._sweeper, _look_around, before, {t: r.seq for t, r in self._readers.items()}
                )
            except BongsuError:
                behind = ()
            for topic in behind:
                if topic in self._readers:
                    self._readers[topic].wake()
            await asyncio.sleep(SWEEP_S if before is None else SWEEP_SQLITE_S)

    async def close(self) -> None:
        """End all work of this hub; streams end with their server."""
        tasks = [*self._tasks, *(reader.task for reader in self._readers.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._readers.clear()
        self._tasks.clear()
        await asyncio.get_running_loop().run_in_executor(self._sweeper, query.close)
        self._threads.shutdown(wait=True)
        self._sweeper.shutdown(wait=True)


def _look_around(
    before: tuple[int, ...] | None, known: dict[TopicKey, int]
) -> tuple[tuple[int, ...] | None, tuple[TopicKey, ...]]:
    """(the databases' versions, topics that have moved on since `known`)."""
    versions = query.data_versions()
    if versions is not None and versions == before:
        return versions, ()
    behind = []
    for topic, seq in known.items():
        kind = panels.find_topic(topic.kind)
        if kind is not None and kind.version(topic.org, topic.key) != seq:
            behind.append(topic)
    if versions is None:
        query.close()
    return versions, tuple(behind)
