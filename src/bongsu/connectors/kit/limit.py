"""A limit for work on strangers' bytes that a library does and nobody can interrupt."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from bongsu.core.errors import SourceError

T = TypeVar("T")
WITHIN_S = 10.0
#: So many that were given up may still be at it; beyond, nothing more is begun.
MOST_LOST = 4
_lost = threading.BoundedSemaphore(MOST_LOST)


def within(work: Callable[[], T], *, what: str, within_s: float = WITHIN_S) -> T:
    """What `work` returns or raises. Work that takes longer is left behind in its own thread.

    Raises SourceError when it takes too long, or while too many before it still do.
    """
    if not _lost.acquire(blocking=False):
        raise SourceError(reason=f"{what} cannot be read now: earlier ones still take too long")
    answers: queue.SimpleQueue[tuple[T, None] | tuple[None, BaseException]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((work(), None))
        except BaseException as problem:  # noqa: BLE001 handed over to the one who waits, not swallowed
            answers.put((None, problem))
        finally:
            _lost.release()

    threading.Thread(target=run, daemon=True, name=f"read {what}").start()
    try:
        result, problem = answers.get(timeout=within_s)
    except queue.Empty:
        raise SourceError(reason=f"{what} took longer than {within_s:g} s to read") from None
    if problem is not None:
        raise problem
    return result  # type: ignore[return-value]  # the one without a problem has a result
