"""The files a command reads and writes; `-` is standard input and output."""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from bongsu.core.errors import SetupError

_GZIP = b"\x1f\x8b"


def reading(name: str) -> IO[bytes]:
    """Raises SetupError: it cannot be opened."""
    if name == "-":
        return os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    try:
        return Path(name).open("rb")
    except OSError as problem:
        raise SetupError(problem=f"{name} cannot be read: {problem.strerror}.", hint="") from problem


def unpacked(raw: IO[bytes], *, packed: bool = False) -> IO[bytes]:
    """The same bytes, out of gzip where they begin as gzip does, or `packed` says so.

    A damaged one raises gzip.BadGzipFile, EOFError or zlib.error when it is read (`whole`).
    """
    stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[type-var]
    if packed or stream.peek(len(_GZIP))[: len(_GZIP)] == _GZIP:
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return stream


@contextmanager
def whole(name: str) -> Iterator[None]:
    """Around the reading of what was `unpacked`. Raises SetupError: it is a damaged gzip file."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise SetupError(problem=f"{name} is no whole gzip file: {problem}.", hint="") from problem


@contextmanager
def writing(out: str, *, not_over: str = "-") -> Iterator[IO[str]]:
    """UTF-8; what could not be decoded when it was read is written as it was. `not_over`: the file that is read.

    Raises SetupError: it cannot be opened, or is the one that is read.
    """
    paths = Path(out), Path(not_over)
    if "-" not in (out, not_over) and all(path.exists() for path in paths) and paths[0].samefile(paths[1]):
        raise SetupError(problem=f"{out} is the file that is read.", hint="Name another one for --out.")
    if out == "-":
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        file = Path(out).open("w", encoding="utf-8", errors="surrogateescape", newline="")  # noqa: SIM115
    except OSError as problem:
        raise SetupError(problem=f"{out} cannot be written: {problem.strerror}.", hint="") from problem
    with file:
        yield file
