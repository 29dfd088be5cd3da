"""Streams as bells: what they tell is that there is something to read. Reading is polling's, with its cursor, so that
a stream that breaks, lags or lies costs time and nothing else.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bongsu.connectors.kit.http import backoff_s
from bongsu.core.errors import SourceBusy
from bongsu.core.ports import Ports, SourceJob
from bongsu.relay.duty import Care, keep_at

log = logging.getLogger("bongsu.relay")

LOOK_S = 5.0
LISTEN_S = 3600.0
#: A stream is renewed with each look; another process may take it up when its holder has died so long ago.
LEASE_S = 60.0
MOST_STREAMS = 16
MOST_BACKOFF_S = 900.0
#: While a source is being read, its bell is heard again after so long, and so many times.
AGAIN_S, AGAIN = 0.25, 40


class Bells:
    """One thread for each source that asked for a stream, and one process at a time, by lease."""

    def __init__(self, ports: Ports, *, care: Care, holder: str, listen_s: float = LISTEN_S) -> None:
        self._ports = ports
        self._care = care
        self._holder = holder
        self._listen_s = listen_s
        self._held: dict[int, tuple[threading.Thread, SourceJob]] = {}
        self._wanted: dict[int, SourceJob] = {}
        self._failures: dict[int, int] = {}
        self._not_before: dict[int, float] = {}

    def step(self) -> bool:
        """Take up the streams that nobody listens to."""
        shelf = self._ports.shelf
        if shelf is None or not self._ports.bells:
            return False
        self._held = {source: held for source, held in self._held.items() if held[0].is_alive()}
        jobs = {job.id: job for job in shelf.with_bell(kinds=tuple(self._ports.bells))}
        self._wanted = {
            source: job for source, (_, job) in self._held.items() if _same(job, jobs.get(source)) and self._take(job)
        }
        for job in jobs.values():
            if job.id in self._held or len(self._held) >= MOST_STREAMS:
                continue
            if time.monotonic() < self._not_before.get(job.id, 0.0):
                continue
            if self._take(job):
                thread = threading.Thread(target=self._listen, args=(job,), daemon=True, name=f"stream-{job.id}")
                self._held[job.id] = thread, job
                self._wanted[job.id] = job
                thread.start()
        return False

    def _take(self, job: SourceJob) -> bool:
        return self._ports.store.lease(self._lease(job), holder=self._holder, ttl_s=LEASE_S)

    @staticmethod
    def _lease(job: SourceJob) -> str:
        return f"stream-{job.id}"

    def _listen(self, job: SourceJob) -> None:
        try:
            self._ports.bells[job.kind].listen(
                job.settings,
                lambda: self._ring(job),
                within_s=self._listen_s,
                wanted=lambda: self._wanted.get(job.id) is job,
            )
            self._failures.pop(job.id, None)
        except self._care.survivable as problem:
            failures = self._failures[job.id] = self._failures.get(job.id, 0) + 1
            wait = backoff_s(failures, first_s=10.0, most_s=MOST_BACKOFF_S)
            if isinstance(problem, SourceBusy):
                wait = max(wait, problem.after_s)
            self._not_before[job.id] = time.monotonic() + wait
            log.info("source %d has no stream now (%s); it is polled, and asked again in %g s", job.id, problem, wait)
        finally:
            self._let_go(job)

    def _ring(self, job: SourceJob) -> None:
        shelf = self._ports.shelf
        for _ in range(AGAIN):
            if shelf is None or shelf.ring(job.id, at=datetime.now(UTC)):
                return
            time.sleep(AGAIN_S)

    def _let_go(self, job: SourceJob) -> None:
        try:
            self._ports.store.release(self._lease(job), holder=self._holder)
        except self._care.survivable as problem:
            log.warning("a stream was not handed back (%s); its lease lapses", type(problem).__name__)
        finally:
            if self._care.hang_up is not None:
                self._care.hang_up()


def _same(held: SourceJob, job: SourceJob | None) -> bool:
    """Whether a source is still there as it was when its stream was opened."""
    return job is not None and (held.kind, held.settings) == (job.kind, job.settings)


async def bell_loop(ports: Ports, stop: asyncio.Event, *, care: Care, new_holder: Callable[[], str]) -> None:
    """Streams → sources' next look."""
    bells = Bells(ports, care=care, holder=new_holder())
    await keep_at("bells", bells.step, stop=stop, every_s=LOOK_S, care=care)
