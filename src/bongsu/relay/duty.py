"""What every loop has in common: a thread for plain-def work, a bell, patience, and a clean end."""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from bongsu.connectors.kit.http import backoff_s
from bongsu.core.errors import BongsuError

T = TypeVar("T")
log = logging.getLogger("bongsu.relay")

MOST_BACKOFF_S = 30.0


class Hand:
    """One daemon thread that does one thing at a time, so that each loop keeps its own database connection.

    A daemon: work that hangs in the network must not keep the process from ending.
    """

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    async def do(self, step: Callable[[], T]) -> T:
        """Run `step` in the thread; its result or its exception comes back."""
        answer: Future[T] = Future()

        def work() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                result = step()
            except BaseException as problem:  # noqa: BLE001 handed over to the one who waits, not swallowed
                answer.set_exception(problem)
            else:
                answer.set_result(result)

        self._work.put(work)
        return await asyncio.wrap_future(answer)

    def dismiss(self, last: Callable[[], None] | None = None) -> None:
        """End the thread after what it is doing, and after `last`."""
        if last is not None:
            self._work.put(last)
        self._work.put(None)


@dataclass(frozen=True, slots=True)
class Care:
    """What may go wrong without ending a loop.

    store_errors   exceptions of the database library (relay does not know which one)
    hang_up        closes this thread's database connections: called after one of them, and when a loop ends
    """

    store_errors: tuple[type[Exception], ...] = ()
    hang_up: Callable[[], None] | None = None

    @property
    def survivable(self) -> tuple[type[Exception], ...]:
        return (BongsuError, OSError, *self.store_errors)


async def pause(stop: asyncio.Event, seconds: float, bell: asyncio.Event | None = None) -> None:
    """Wait until `seconds` have passed, `stop` is set or the `bell` rings, whichever is first."""
    waits = [asyncio.ensure_future(event.wait()) for event in (stop, bell) if event is not None]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    if bell is not None:
        bell.clear()


async def keep_at(
    name: str,
    step: Callable[[], bool],
    *,
    stop: asyncio.Event,
    every_s: float,
    care: Care,
    bell: asyncio.Event | None = None,
) -> None:
    """Do `step` again and again until `stop`: at once while it returns True (there may be more), else after `every_s`.

    An error that can happen is logged and the pause grows from 1 to 30 s; any other is a fault of ours and ends the
    loop, so that somebody notices.
    """
    hand = Hand(name)
    failures = 0
    try:
        while not stop.is_set():
            try:
                more = await hand.do(step)
            except care.survivable as problem:
                failures += 1
                wait = backoff_s(failures, most_s=MOST_BACKOFF_S)
                log.warning("%s failed (%s: %s); again in %g s", name, type(problem).__name__, problem, wait)
                if care.hang_up is not None and isinstance(problem, care.store_errors):
                    await hand.do(care.hang_up)
                await pause(stop, wait)
                continue
            if failures:
                log.warning("%s works again after %d failure(s)", name, failures)
                failures = 0
            if not more:
                await pause(stop, every_s, bell)
    except BaseException:
        hand.dismiss(care.hang_up)
        raise
    if care.hang_up is not None:
        await hand.do(care.hang_up)
    hand.dismiss()
