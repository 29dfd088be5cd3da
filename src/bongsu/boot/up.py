"""Runs the site and the working loops as two child processes, and keeps them running until told to stop.

Analysis sits in a child of its own so that a storm never makes a page wait. Children end with this process, however
it ends (`follow_parent`), so that a killed Bongsu can be started again at once.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from bongsu.boot import home as home_folder
from bongsu.core.errors import SetupError

PARENT = "BONGSU_PARENT"
GRACE_S = 6.0  # granian ends open streams after 3 s
BACK_OFF_S = (0.2, 1.0, 3.0, 10.0)


def follow_parent(*, grace_s: float = GRACE_S) -> None:
    """End this process soon after the one that started it has gone, even if that was killed before we began.

    Who that is stands in the environment (`lead`); nothing to follow where nobody is named.
    """
    parent = os.environ.get(PARENT)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace_s)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="follow-parent").start()


def lead() -> None:
    """Make the processes that this one starts follow it."""
    os.environ[PARENT] = str(os.getpid())


def require_port(host: str, port: int, *, patience_s: float = 5.0) -> None:
    """Raise SetupError when somebody else listens there. Waits a little: a killed predecessor's children still end."""
    until = time.monotonic() + patience_s
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError as problem:
                raise SetupError(
                    problem=f"Port {port} needs more rights than this user has.",
                    hint="Choose one above 1023: BONGSU_PORT=8765.",
                ) from problem
            except OSError as problem:
                if time.monotonic() < until:
                    time.sleep(0.25)
                    continue
                raise SetupError(
                    problem=f"Port {port} on {host} is taken: {problem.strerror}.",
                    hint=f"Stop what listens there, or choose another: BONGSU_PORT={port + 1}.",
                ) from problem
            return


class Children:
    """The processes we started; each is restarted when it dies, until `stop`."""

    def __init__(self, commands: Mapping[str, tuple[str, ...]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: dict[str, int] = dict.fromkeys(commands, 0)
        self._again_at: dict[str, float] = {}
        self._stopping = threading.Event()

    def start(self) -> None:
        for name in self._commands:
            self._spawn(name)

    def _spawn(self, name: str) -> None:
        env = os.environ | {PARENT: str(os.getpid())}
        self._running[name] = subprocess.Popen(
            [sys.executable, "-m", "bongsu.boot.cli", *self._commands[name]],
            env=env,
            # Ctrl-C reaches this process only; it passes the wish on, once and in order.
            start_new_session=True,
        )

    def run(self) -> int:
        """Until `stop` is called. Returns the exit status of the whole."""
        while not self._stopping.wait(0.2):
            for name, child in self._running.items():
                code = child.poll()
                if code is None:
                    continue
                if name not in self._again_at:
                    deaths = self._deaths[name]
                    self._deaths[name] += 1
                    if code == 2:
                        return 2  # it said why; trying again would not help
                    wait = BACK_OFF_S[min(deaths, len(BACK_OFF_S) - 1)]
                    print(f"bongsu: {name} ended ({code}); starting it again in {wait:g} s", file=sys.stderr)
                    self._again_at[name] = time.monotonic() + wait
                elif time.monotonic() >= self._again_at[name]:
                    del self._again_at[name]
                    self._spawn(name)
        return 0

    def stop(self) -> None:
        self._stopping.set()

    def end(self) -> None:
        """Ask all to end, wait, insist."""
        for child in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(signal.SIGTERM)
        until = time.monotonic() + GRACE_S
        for child in self._running.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def is_healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def serve(
    *, home: Path, host: str, port: int, url: str, before: Callable[[], None], on_ready: Callable[[], None]
) -> int:
    """Everything, in the foreground, until Ctrl-C or SIGTERM.

    before     called once the folder is ours alone
    on_ready   called once the site answers
    """
    with home_folder.hold(home):
        require_port(host, port)
        before()
        return _serve(url=url, on_ready=on_ready)


def _serve(*, url: str, on_ready: Callable[[], None]) -> int:
    # Whoever starts them has brought the tables up to date.
    children = Children({name: (name, "--no-migrate") for name in ("web", "work")})

    def stop(_signal: int, _frame: FrameType | None) -> None:
        children.stop()

    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, stop)
    children.start()

    def announce() -> None:
        while not is_healthy(url):
            time.sleep(0.2)
        on_ready()

    threading.Thread(target=announce, daemon=True, name="announce").start()
    try:
        return children.run()
    finally:
        children.end()
