"""Wake-ups within one process: published from any thread, received in any event loop."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

#: Rooms a subscriber that does not read may fall behind in; further ones are left to the sweep.
MOST_ROOMS = 4096


class LocalWake:
    """core.ports.Wake in process. A slow subscriber holds one number per room and delays nobody."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: set[_Subscriber] = set()

    def publish(self, org: int, room: int, seq: int) -> None:
        """Tell every subscriber that `room` is at line `seq`. Safe in any thread; never waits for a subscriber."""
        with self._lock:
            subscribers = tuple(self._subscribers)
        for subscriber in subscribers:
            subscriber.offer(org, room, seq)

    @contextmanager
    def subscribe(self) -> Iterator[AsyncIterator[tuple[int, int, int]]]:
        """(org, room, seq) of everything published from now on, only the newest per room. Needs a running loop."""
        subscriber = _Subscriber(asyncio.get_running_loop())
        with self._lock:
            self._subscribers.add(subscriber)
        try:
            yield subscriber
        finally:
            with self._lock:
                self._subscribers.discard(subscriber)
            subscriber.close()


class _Subscriber:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ready = asyncio.Event()
        self._lock = threading.Lock()
        self._newest: dict[tuple[int, int], int] = {}
        self._closed = False

    def offer(self, org: int, room: int, seq: int) -> None:
        key = (org, room)
        with self._lock:
            if self._closed or (key not in self._newest and len(self._newest) >= MOST_ROOMS):
                return
            first = not self._newest
            self._newest[key] = max(seq, self._newest.get(key, 0))
            if not first:
                return  # it has been told already
            try:
                self._loop.call_soon_threadsafe(self._ready.set)
            except RuntimeError:
                # Its loop has ended without leaving the `with`; nobody listens any more.
                self._closed = True

    def close(self) -> None:
        """No more to come; a reader waiting in another task ends. Call in the loop."""
        with self._lock:
            self._closed = True
            self._newest.clear()
        self._ready.set()

    def __aiter__(self) -> "_Subscriber":
        return self

    async def __anext__(self) -> tuple[int, int, int]:
        while True:
            with self._lock:
                if self._newest:
                    # Oldest change first; a room that changes all the time does not starve the others.
                    (org, room), seq = next(iter(self._newest.items()))
                    del self._newest[(org, room)]
                    return org, room, seq
                if self._closed:
                    raise StopAsyncIteration
                self._ready.clear()
            await self._ready.wait()
