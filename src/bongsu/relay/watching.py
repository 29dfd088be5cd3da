"""Reading sources and analysing what came in."""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

from bongsu.connectors.kit.http import backoff_s
from bongsu.core.errors import BongsuError, SourceBusy, SourceError
from bongsu.core.ports import Polled, Ports, Receipt, SourceJob
from bongsu.flows.listen import take_in
from bongsu.flows.silence import heard
from bongsu.relay.duty import Care, Hand, keep_at

log = logging.getLogger("bongsu.relay")

BATCH = 1000
TICK_S = 1.0
WATCH = "watch"
WATCH_TTL_S = 6.0
POLL_LEASE_S = 45.0
POLL_SWEEP_S = 10.0
LATEST_RETRY_S = 900.0


class Analyser(Protocol):
    """What the listening loop drives (flows.listen.Listener)."""

    def work(self, limit: int = BATCH) -> int: ...
    def tick(self) -> int: ...


def new_holder() -> str:
    """A name that no other process or earlier life of this one uses."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


class Watch:
    """One analyser at a time, by lease. Whoever takes the duty anew begins from what the store remembers."""

    def __init__(self, ports: Ports, new_analyser: Callable[[], Analyser], on_news: Callable[[], None]) -> None:
        self._ports = ports
        self._new_analyser = new_analyser
        self._on_news = on_news
        self._holder = new_holder()
        self._analyser: Analyser | None = None
        self._renew_at = 0.0
        self._tick_at = 0.0

    def step(self) -> bool:
        """Work one batch. True: there was one, and perhaps another."""
        if not self._on_duty():
            return False
        analyser = self._analyser
        if analyser is None:
            analyser = self._analyser = self._new_analyser()
        try:
            worked = analyser.work(BATCH)
            news = worked
            if time.monotonic() >= self._tick_at:
                self._tick_at = time.monotonic() + TICK_S
                news += analyser.tick()
        except BaseException:
            # Its memory may be ahead of what was stored.
            self._analyser = None
            raise
        if news:
            self._on_news()
        return worked > 0

    def _on_duty(self) -> bool:
        now = time.monotonic()
        if now < self._renew_at and self._analyser is not None:
            return True
        if not self._ports.store.lease(WATCH, holder=self._holder, ttl_s=WATCH_TTL_S):
            self._analyser = None
            return False
        if now > self._renew_at + WATCH_TTL_S * 2 / 3:
            # We were asleep for longer than the lease: another may have worked since.
            self._analyser = None
        self._renew_at = now + WATCH_TTL_S / 3
        return True

    def leave(self) -> None:
        """Give the duty back, so that a successor need not wait for the lease to end."""
        self._ports.store.release(WATCH, holder=self._holder)


async def listen_loop(
    ports: Ports,
    stop: asyncio.Event,
    *,
    care: Care,
    new_analyser: Callable[[], Analyser],
    came: asyncio.Event,
    bell: asyncio.Event,
) -> None:
    """Inbox → findings, up to 1,000 mentions a batch, when some `came` and each second. Rings `bell` after each."""
    loop = asyncio.get_running_loop()

    def on_news() -> None:
        loop.call_soon_threadsafe(bell.set)

    watch = Watch(ports, new_analyser, on_news)
    try:
        await keep_at("listen", watch.step, stop=stop, every_s=TICK_S, care=care, bell=came)
    finally:
        task = asyncio.current_task()
        if task is None or not task.cancelling():  # cancelled: its thread still works under the lease
            await _hand_back(watch, care)


async def _hand_back(watch: Watch, care: Care) -> None:
    hand = Hand("hand-back")

    def leave() -> None:
        try:
            watch.leave()
        finally:
            if care.hang_up is not None:
                care.hang_up()

    try:
        await asyncio.wait_for(hand.do(leave), timeout=0.5)
    except care.survivable as problem:
        log.warning("the watch was not handed back (%s); it lapses by itself", type(problem).__name__)
    finally:
        hand.dismiss()


class Polling:
    """Reads the sources whose turn it is. A source that fails waits longer each time; the others do not notice."""

    def __init__(self, ports: Ports, *, care: Care, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._ports = ports
        self._care = care
        self._now = now
        self._failures: dict[int, int] = {}

    def step(self) -> bool:
        """Read one source. True: one was due, and perhaps another is."""
        shelf = self._ports.shelf
        if shelf is None:
            return False
        job = shelf.claim_source(self._now(), POLL_LEASE_S, kinds=tuple(self._ports.sources))
        if job is None:
            return False
        try:
            polled, receipt = self._read(job)
        except (BongsuError, OSError) as problem:
            shelf.source_failed(job, reason_of(problem), self._retry_s(job, problem), at=self._now())
            return True
        except self._care.store_errors as problem:
            with suppress(*self._care.store_errors):
                # Else the source would wait for its lease to end.
                shelf.source_failed(job, reason_of(problem), self._retry_s(job, problem), at=self._now())
            raise
        # Only now: a cursor ahead of the inbox would lose mentions, one behind repeats them harmlessly.
        shelf.source_done(job, polled, receipt, at=self._now())
        if receipt.accepted:
            heard(self._ports, org=job.org, source=job.id)
        self._failures.pop(job.id, None)
        return True

    def _read(self, job: SourceJob) -> tuple[Polled, Receipt]:
        at = self._ports.clock.now(job.org)
        polled = self._ports.sources[job.kind].poll(job.settings, job.cursor, at=at)
        receipt = take_in(self._ports, org=job.org, brand=job.brand, items=polled.items, live=True)
        # Places in the feed and places among the new items are different counts: the reader's refusals come first.
        return polled, Receipt(receipt.accepted, receipt.repeated, (*polled.refused, *receipt.refused))

    def _retry_s(self, job: SourceJob, problem: Exception) -> float:
        if isinstance(problem, SourceBusy):
            return problem.after_s
        failures = self._failures[job.id] = self._failures.get(job.id, 0) + 1
        return backoff_s(failures, first_s=10.0, most_s=LATEST_RETRY_S)


def reason_of(problem: Exception) -> str:
    """Why, in words that fit a line of the settings page."""
    if isinstance(problem, SourceError):
        return str(problem.about.get("reason") or problem)
    return f"{type(problem).__name__}: {problem}"


async def poll_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bells: Sequence[asyncio.Event]) -> None:
    """Sources → inbox, a hand for each bell, so that a slow server does not hold the others up."""
    polling = Polling(ports, care=care)
    await asyncio.gather(
        *(
            keep_at(f"poll-{n + 1}", polling.step, stop=stop, every_s=POLL_SWEEP_S * (1 + n), care=care, bell=bell)
            for n, bell in enumerate(bells)
        )
    )
