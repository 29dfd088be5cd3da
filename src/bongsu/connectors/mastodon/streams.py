"""Several streams of one server, heard at once and passed on as one bell."""

import threading
import time
from collections.abc import Callable, Sequence

from bongsu.connectors.kit.http import backoff_s
from bongsu.core.errors import SourceBusy, SourceError

#: (to be called at each sign of something new, whether it is still wanted) → returns when the server ends it.
Stream = Callable[[Callable[[], None], Callable[[], bool]], None]
LOOK_S = 2.0
AGAIN_S, MOST_AGAIN_S = 10.0, 900.0


class Streams:
    """Listens to each stream in a thread of its own until all of them are down, time is up, or nobody wants it.

    A stream that falls while others stand is taken up again after 10 s, then twice as long each time; meanwhile the
    looks that the others ring for, and the regular ones, read its posts too.
    """

    def __init__(self, streams: Sequence[Stream]) -> None:
        self._streams = streams
        self._news = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._down: dict[int, SourceError | None] = {}

    def hear(self, ring: Callable[[], None], *, apart_s: float, until: float, wanted: Callable[[], bool]) -> None:
        """Call `ring` in this thread, at once and then no more often than each `apart_s` seconds, for what came.

        until    as time.monotonic() counts

        Raises SourceError, the last one, when no stream stands any more.
        """
        ears = [
            threading.Thread(target=self._keep, args=(n, stream), daemon=True, name=f"stream-of-many-{n}")
            for n, stream in enumerate(self._streams)
        ]
        for ear in ears:
            ear.start()
        while not self._over.is_set() and wanted() and (left := until - time.monotonic()) > 0:
            if self._news.wait(min(left, LOOK_S)) and not self._over.is_set():
                self._news.clear()
                ring()
                self._over.wait(min(apart_s, max(until - time.monotonic(), 0.0)))
        all_down = self._over.is_set()
        self._over.set()
        for ear in ears:
            ear.join()  # each ends at its next line, or when none comes: within a minute
        if self._news.is_set():
            ring()
        problem = next(reversed(self._down.values()), None)
        if all_down and problem is not None:
            raise problem

    def _keep(self, n: int, stream: Stream) -> None:
        failures = 0
        while not self._over.is_set():
            begun = time.monotonic()
            problem: SourceError | None = None
            try:
                stream(self._news.set, lambda: not self._over.is_set())
            except SourceError as why:
                problem = why
            finally:
                self._fell(n, problem)
            failures = 1 if time.monotonic() - begun > MOST_AGAIN_S else failures + 1
            wait = backoff_s(failures, first_s=AGAIN_S, most_s=MOST_AGAIN_S)
            if isinstance(problem, SourceBusy):
                wait = max(wait, problem.after_s)
            if not self._over.wait(wait):
                with self._lock:
                    self._down.pop(n, None)

    def _fell(self, n: int, problem: SourceError | None) -> None:
        with self._lock:
            self._down.pop(n, None)  # so that the last to fall is the last in the row
            self._down[n] = problem
            if len(self._down) == len(self._streams):
                self._over.set()
