"""The `bongsu` command as people run it: other processes, a data folder of their own, signals."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]


def environment(home: Path, *, port: int | None = None) -> dict[str, str]:
    """What a shell would give it: this data folder, this port, and nothing of the tests' own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BONGSU_", "DJANGO_", "PYTEST_"))}
    kept |= {"BONGSU_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONWARNINGS": "default"}
    return kept | ({"BONGSU_PORT": str(port)} if port else {})


def bongsu(home: Path, *words: str, stdin: bytes = b"", port: int | None = None) -> "Ended":
    """Run `bongsu WORDS` to its end."""
    command = [sys.executable, "-m", "bongsu.boot.cli", *words]
    done = subprocess.run(command, input=stdin, capture_output=True, env=environment(home, port=port), timeout=120)
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def townsfolk(home: Path, act: str, *words: str) -> Any:
    """Run one act of tests.kit.townsfolk in another process; gives back the last thing it told."""
    command = [sys.executable, "-m", "tests.kit.townsfolk", act, *words]
    done = subprocess.run(command, capture_output=True, env=environment(home), timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], *, within_s: float = 40.0, what: str = "it") -> Any:
    """Wait for something to become true; gives back what it was."""
    end = time.monotonic() + within_s
    while not (found := true()):
        assert time.monotonic() < end, f"{what} did not come about within {within_s:g} s"
        time.sleep(0.05)
    return found


def children_of(pid: int) -> list[int]:
    """Processes whose parent is `pid`, and theirs."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                child = int(stat.parent.name)
                found += [child, *children_of(child)]
    return found


def words_of(pid: int) -> list[str]:
    """Its command line; nothing once it has gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return []


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


class Up:
    """`bongsu up` (or `demo`) on a data folder, started again as often as asked."""

    def __init__(self, home: Path, *, command: str = "up") -> None:
        self.home, self.command, self.port = home, command, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._log = (home.parent / f"{home.name}.log").open("ab")
        self._all: set[int] = set()
        self._readies = 0

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def start(self, *, ready: bool = True) -> None:
        self._readies = Path(self._log.name).read_text().count("READY")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bongsu.boot.cli", self.command],
            env=environment(self.home, port=self.port),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        if ready:
            until(self._is_ready, within_s=90, what="READY")

    def _is_ready(self) -> bool:
        """Whether this start said so: a child of the one before may still answer at the same address."""
        said = Path(self._log.name).read_text()
        assert self.process.poll() is None, said[-3000:]
        return said.count("READY") > self._readies

    def answers(self) -> bool:
        assert self.process.poll() is None, Path(self._log.name).read_text()[-3000:]
        try:
            with urlopen(f"{self.url}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def family(self) -> list[int]:
        """Everything it has running below it."""
        found = children_of(self.process.pid)
        self._all |= set(found)
        return found

    def child(self, name: str) -> int | None:
        """The process that runs `bongsu NAME`."""
        return next((pid for pid in self.family() if name in words_of(pid)[2:5]), None)

    def kill(self, pid: int | None = None) -> None:
        """SIGKILL to one of its processes, or to the one that holds them all."""
        self.family()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid if pid is None else pid, signal.SIGKILL)
        if pid is None:
            self.process.wait(5)

    def stop(self, how: signal.Signals = signal.SIGTERM, *, within_s: float = 20.0) -> int:
        self.family()
        self.process.send_signal(how)
        return self.process.wait(within_s)

    def close(self) -> None:
        """End whatever of it still runs."""
        if self._process is not None:
            self.family()
            for pid in (self._process.pid, *self._all):
                if "bongsu.boot.cli" in words_of(pid) or pid == self._process.pid:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            self._process.wait(5)
        self._log.close()


@contextlib.contextmanager
def up(home: Path, *, command: str = "up") -> Iterator[Up]:
    """A running Bongsu, and none afterwards."""
    one = Up(home, command=command)
    try:
        one.start()
        yield one
    finally:
        one.close()
