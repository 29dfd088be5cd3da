"""Programs that others wrote, installed when asked for and kept in a folder of the cache, run on 127.0.0.1 only."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bongsu-peers"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def install(command: Sequence[str], *, within_s: float, **more: object) -> None:
    """Run an installer; the test is skipped where it cannot be had, and fails where CI must have it."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=within_s, check=False, **more)  # type: ignore[call-overload]
        problem = "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-300:]
    except (OSError, subprocess.TimeoutExpired) as failed:
        problem = str(failed)
    if problem:
        if os.environ.get("CI") == "true":
            pytest.fail(problem)
        pytest.skip(f"cannot be had: {problem}")


def venv(name: str, *packages: str, within_s: float = 240) -> Path:
    """A Python of its own with these packages."""
    folder = CACHE / name
    python = folder / "bin" / "python"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        install([sys.executable, "-m", "venv", str(folder)], within_s=60)
        install([str(python), "-m", "pip", "install", "-q", *packages], within_s=within_s)
        (folder / "whole").touch()
    return python


def npm(name: str, *packages: str, within_s: float = 120) -> Path:
    """A folder whose node_modules holds these packages."""
    folder = CACHE / name
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true}')
        command = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", "--ignore-scripts", *packages]
        install(command, within_s=within_s, cwd=folder)
        (folder / "whole").touch()
    return folder


@contextmanager
def running(
    command: Sequence[str], *, ready: Callable[[], bool], within_s: float = 40, **more: object
) -> Iterator[None]:
    """A program until the `with` ends. Raises TimeoutError when it is not `ready` in time."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)  # type: ignore[call-overload]
    try:
        until = time.monotonic() + within_s
        while not ready():
            if process.poll() is not None or time.monotonic() > until:
                raise TimeoutError(f"{command[0]} did not come up")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
