"""Read a CSV of counts, `timestamp,value`, row by row: what cannot be read is said with its line, and the rest goes on.

A line is a row (a quoted field may not run over a line's end), so one stray quote spoils one row and not the file.
Times are ISO 8601. A time without a zone stays as written, and is taken for UTC where it meets one that has a zone.
"""

import csv
import io
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from bongsu.boot.streams import reading, unpacked, whole, writing
from bongsu.core.errors import SetupError

SHOWN_REFUSALS = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file.

    cells    as written, as many as the header has
    at       epoch seconds, None with `fault`
    """

    number: int
    cells: list[str]
    when: datetime | None = None
    at: float = math.nan
    value: float = math.nan
    fault: str = ""


class Series:
    """The rows of one open file, after its header."""

    def __init__(self, file: IO[str], name: str) -> None:
        self._file = file
        first = file.readline()
        try:
            self.header = next(csv.reader((first,), strict=True), [])
        except csv.Error as problem:
            raise SetupError(problem=f"{name}: line 1 is no CSV header: {problem}.", hint=_HINT) from problem
        names = [cell.strip().casefold() for cell in self.header]
        if "timestamp" not in names or "value" not in names:
            raise SetupError(problem=f"{name}: the header has no columns timestamp and value.", hint=_HINT)
        self._at, self._value = names.index("timestamp"), names.index("value")

    def __iter__(self) -> Iterator[Row]:
        for number, line in enumerate(self._file, start=2):
            yield self._row(number, line)

    def _row(self, number: int, line: str) -> Row:
        width = len(self.header)
        try:
            cells = next(csv.reader((line,), strict=True), [])
        except csv.Error as problem:
            return Row(number, _fit([line.rstrip("\r\n")], width), fault=f"no CSV: {problem}")
        if not cells:
            return Row(number, [], fault="empty")
        if len(cells) != width:
            return Row(number, _fit(cells, width), fault=f"{len(cells)} fields, the header has {width}")
        try:
            when = datetime.fromisoformat(cells[self._at].strip())
            at = ((when if when.tzinfo else when.replace(tzinfo=UTC)) - _EPOCH).total_seconds()
        except (ValueError, OverflowError):
            return Row(number, cells, fault=f"no ISO 8601 time: {cells[self._at][:40]!r}")
        text = cells[self._value].strip()
        try:
            value = math.nan if "_" in text else float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or value < 0:
            return Row(number, cells, fault=f"no count of zero or more: {text[:40]!r}")
        return Row(number, cells, when, at, value)


_HINT = "The first line names the columns: timestamp,value."


def _fit(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


class Refusals:
    """Rows that were not taken, said on standard error by line."""

    def __init__(self) -> None:
        self.count = 0

    def say(self, number: int, fault: str) -> None:
        self.count += 1
        if self.count <= SHOWN_REFUSALS:
            print(f"line {number}: {fault}", file=sys.stderr)
        elif self.count == SHOWN_REFUSALS + 1:
            print("… further refusals are counted, not shown", file=sys.stderr)


@contextmanager
def opened(name: str, out: str) -> Iterator[tuple[Series, IO[str]]]:
    """The series of file `name` and where to write; `-` is standard input and output.

    Raises SetupError: one of them cannot be opened, both are the same file, or there is no header.
    """
    with whole(name), _reading(name) as file:
        series = Series(file, name)
        with writing(out, not_over=name) as target:
            yield series, target


@contextmanager
def _reading(name: str) -> Iterator[IO[str]]:
    with reading(name) as raw, _text(unpacked(raw, packed=name.endswith(".gz"))) as file:
        yield file


def _text(raw: IO[bytes]) -> IO[str]:
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline=None)
