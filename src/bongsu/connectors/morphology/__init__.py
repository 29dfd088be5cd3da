"""Words of Korean texts by a morphological analyser, in a process of its own: for the few texts that stand for a claim.

    morphology.words(["배도라지즙에서 유리조각이 나왔대요"]) -> [("배도라지즙", "유리조각")], or None

kiwipiepy is the extra `morphology`, some 150 MB with its model and 300 MB of memory: so it is imported in one process
only, which is started when somebody first asks and ends itself when nobody has for a while. Whoever asks never waits
longer than WITHIN_S: None where it is not installed, still starting, or too slow, and the caller does without.
"""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

WORKER = Path(__file__).parent / "worker.py"
WITHIN_S = 0.8
#: After it fell silent or ended, it is not begun again for so long.
REST_S = 60.0
MOST_TEXTS, MOST_CHARACTERS = 80, 400


class Analyser:
    """One process, started when first asked. `command` speaks as worker.py does."""

    def __init__(self, command: Sequence[str], *, within_s: float = WITHIN_S, rest_s: float = REST_S) -> None:
        self._command, self._within_s, self._rest_s = command, within_s, rest_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._not_before = 0.0
        self._rest = b""

    @property
    def resting(self) -> bool:
        """Whether it failed so lately that it is not begun again."""
        return time.monotonic() < self._not_before

    def words(self, texts: Sequence[str]) -> list[tuple[str, ...]] | None:
        """The words of each text that carry meaning; None where they cannot be had now."""
        if not self._lock.acquire(blocking=False):
            return None  # it is busy with somebody else's texts
        try:
            return self._ask([text[:MOST_CHARACTERS] for text in texts[:MOST_TEXTS]], len(texts))
        finally:
            self._lock.release()

    def end(self) -> None:
        with self._lock:
            self._stop()

    def _ask(self, texts: list[str], wanted: int) -> list[tuple[str, ...]] | None:
        if not self._started():
            return None
        until = time.monotonic() + self._within_s
        if not self._ready:
            # It says one line when it has read its model, which takes seconds; nobody waits for that.
            self._ready = self._line(time.monotonic()) is not None
            if not self._ready:
                return None
        try:
            self._tell(json.dumps(texts).encode() + b"\n", until)
            answer = self._line(until)
            told = None if answer is None else json.loads(answer)
        except (OSError, ValueError):
            told = None
        if not isinstance(told, list) or len(told) != len(texts):
            self._stop()
            return None
        return [tuple(map(str, words)) for words in told] + [()] * (wanted - len(texts))

    def _started(self) -> bool:
        if self._process is not None:
            if self._process.poll() is None:
                return True
            self._stop()
        if self.resting:
            return False
        self._process = subprocess.Popen(
            self._command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        return True

    def _tell(self, message: bytes, until: float) -> None:
        """Raises OSError where it does not take it in time."""
        assert self._process is not None
        assert self._process.stdin is not None
        told = self._process.stdin.fileno()
        while message:
            if not select.select([], [told], [], max(0.0, until - time.monotonic()))[1]:
                raise TimeoutError
            message = message[os.write(told, message) :]

    def _line(self, until: float) -> bytes | None:
        """The next line; None where none is there in time."""
        assert self._process is not None
        assert self._process.stdout is not None
        told = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            there, _, _ = select.select([told], [], [], max(0.0, until - time.monotonic()))
            if not there:
                return None
            more = os.read(told, 65_536)
            if not more:
                return None
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _stop(self) -> None:
        process, self._process, self._ready, self._rest = self._process, None, False, b""
        self._not_before = time.monotonic() + self._rest_s
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


@cache
def available() -> bool:
    return find_spec("kiwipiepy") is not None


@cache
def _analyser() -> Analyser:
    # -I: neither the folder nor the environment says what is imported.
    return Analyser([sys.executable, "-I", str(WORKER)])


def words(texts: Sequence[str]) -> list[tuple[str, ...]] | None:
    """The words of each text that carry meaning; None where they cannot be had now."""
    return _analyser().words(texts) if available() else None
