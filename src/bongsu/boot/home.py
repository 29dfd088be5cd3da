"""The data folder: found, made, and held by one running Bongsu at a time."""

import fcntl
import os
from pathlib import Path
from typing import IO

from bongsu.core.errors import SetupError


def prepare(home: Path) -> Path:
    """Make the data folder, readable by its owner only. Raises SetupError with a hint where that is impossible."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = home / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        raise SetupError(
            problem=f"The data folder {home} cannot be written: {problem.strerror}.",
            hint="Name another one with BONGSU_HOME.",
        ) from problem
    return home


def hold(home: Path) -> IO[str]:
    """Take the folder for this process; the hold ends with the process, however it ends.

    Raises SetupError when another Bongsu runs on the same folder.
    """
    file = (home / "running.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        file.close()
        raise SetupError(
            problem=f"Another Bongsu is running on {home}.",
            hint="Stop it first, or name another folder with BONGSU_HOME.",
        ) from problem
    return file


def is_held(home: Path) -> bool:
    """Whether a Bongsu runs on this folder now."""
    try:
        hold(home).close()
    except SetupError:
        return True
    return False
