"""A real `bongsu demo` of the tests' own, and what a reader of it may look up."""

import contextlib
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROLES = ("practitioner", "leader", "legal", "executive")
READY_WITHIN_S = 120


@dataclass(frozen=True)
class Demo:
    """`links` maps a role to the address that signs it in; `url` has no slash at its end."""

    url: str
    home: Path
    env: dict[str, str]
    links: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`bongsu …` beside the running demo, on its data."""
        command = [sys.executable, "-m", "bongsu.boot.cli", *words]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=60, check=False)

    def public(self, path: str) -> str:
        """A public page as somebody without a browser gets it."""
        with urlopen(self.url + path, timeout=10) as answer:
            return str(answer.read().decode())


def free_port() -> int:
    """A free port from 20000 on."""
    for port in range(20000 + os.getpid() % 20000, 60000, 7):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")


@contextlib.contextmanager
def running() -> Iterator[Demo]:
    """Start a demo with a data folder of its own, wait for its five lines, stop it at the end."""
    home, port = Path(tempfile.mkdtemp(prefix="bongsu-browser-", dir="/tmp")), free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("BONGSU_") and k != "DJANGO_SETTINGS_MODULE"}
    env |= {"BONGSU_HOME": str(home), "BONGSU_PORT": str(port)}
    words = home / "said.txt"
    with words.open("w") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "bongsu.boot.cli", "demo"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            start_new_session=True,
        )
    try:
        links = dict(_lines(process, 1 + len(ROLES), words))
        yield Demo(url=links.pop("READY").rstrip("/"), home=home, env=env, links=links)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()
        shutil.rmtree(home, ignore_errors=True)


def _lines(process: subprocess.Popen[str], wanted: int, words: Path) -> Iterator[tuple[str, str]]:
    """The first lines the demo prints, as (word, address)."""
    got: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    pipe = process.stdout

    def read() -> None:
        with contextlib.suppress(ValueError):  # closed at the end
            for line in pipe:
                got.put(line)

    threading.Thread(target=read, daemon=True, name="demo-says").start()
    until = time.monotonic() + READY_WITHIN_S
    for _ in range(wanted):
        while True:
            try:
                line = got.get(timeout=0.5)
                break
            except queue.Empty:
                late = time.monotonic() > until
                if late or process.poll() is not None:
                    raise AssertionError(f"the demo did not get ready: {words.read_text()[-2000:]}") from None
        word, _space, address = line.strip().partition(" ")
        yield word, address
