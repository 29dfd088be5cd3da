"""Other processes at work on this test's databases: begun together, and killed without warning."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Hand:
    """One process of tests.kit.hands."""

    def __init__(self, what: str, *told: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.hands", what, *map(str, told)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_ready(self) -> None:
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise AssertionError(self._process.communicate()[1])

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def hear(self, count: int) -> list[str]:
        """Wait for its next lines."""
        assert self._process.stdout is not None
        heard = [self._process.stdout.readline() for _ in range(count)]
        assert all(heard), self._process.communicate()[1]
        return [line.rstrip("\n") for line in heard]

    def kill(self) -> list[str]:
        """SIGKILL; what else it had said by then. A line it was cut off in does not count."""
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._process.kill()
        said, told_of = self._process.stdout.read(), self._process.stderr.read()
        self._process.wait()
        assert not told_of, told_of
        return said[: said.rfind("\n") + 1].splitlines()

    def end(self, *, within_s: float = 60) -> list[str]:
        """What it said until it ended well."""
        said, told_of = self._process.communicate(timeout=within_s)
        assert self._process.returncode == 0, told_of
        return said.splitlines()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def hands(*works: tuple[str, *tuple[int, ...]]) -> Iterator[list[Hand]]:
    """Processes that are all up before the first is let go; whatever is left of them is killed at the end."""
    all_ = [Hand(what, *told) for what, *told in works]
    try:
        for hand in all_:
            hand.wait_ready()
        for hand in all_:
            hand.go()
        yield all_
    finally:
        for hand in all_:
            hand.close()
