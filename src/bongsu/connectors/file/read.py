"""One pass over a file of mentions, holding one line at a time."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from bongsu.core.errors import SetupError
from bongsu.core.ports import Item, Refusal

SEOUL = ZoneInfo("Asia/Seoul")
GZIP_MAGIC = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
LINE_LIMIT = 4 * 1024 * 1024  # bytes; a longer line is refused whole, never held
NEEDED = ("id", "ts", "source", "text")
#: How a sheet's first row may call them.
NAMES = {name: name for name in (*NEEDED, "author", "url")} | {
    **dict.fromkeys(("번호", "아이디"), "id"),
    **dict.fromkeys(("시각", "일시", "작성일", "작성일시", "날짜"), "ts"),
    **dict.fromkeys(("출처", "채널", "매체"), "source"),
    **dict.fromkeys(("내용", "본문", "글"), "text"),
    **dict.fromkeys(("작성자", "글쓴이"), "author"),
    **dict.fromkeys(("주소", "링크"), "url"),
}


class FileUnusable(SetupError):
    """{problem} {hint}

    `fault` names it for whoever says it in another language: columns (of `missing` ones), gzip, large, unpacked, sheet,
    rows, password, damaged.
    """

    code = "file_unusable"


class Row(msgspec.Struct):
    ts: str
    source: str
    text: str
    id: str | int
    author: str | None = None
    url: str | None = None


_DECODE = msgspec.json.Decoder(Row).decode
T = TypeVar("T")
Rows = Iterator[tuple[int, Item | Refusal]]
RawRows = Iterator[tuple[int, Row | Refusal]]


def read(raw: IO[bytes]) -> Rows:
    """Mentions of a binary stream, in file order, each with its line number from 1. Raises as `rows` does."""
    for number, row in _read(raw, _json_items):
        yield number, item_of(number, row) if isinstance(row, Row) else row


def rows(raw: IO[bytes]) -> RawRows:
    """The rows of a binary stream as they stand there, in file order, each with its line number from 1.

    Raises:
        FileUnusable: not gzip as it claims, or a CSV without the needed columns.
    """
    return _read(raw, _json_lines)


def _read(
    raw: IO[bytes], json_lines: Callable[[IO[bytes]], Iterator[tuple[int, T]]]
) -> Iterator[tuple[int, T | Row | Refusal]]:
    stream = _unpacked(raw)
    try:
        start = _start(stream)
        if not start:
            return
        # JSON lines begin with a brace, whatever white space stands before it; anything else is a CSV's header.
        if start.lstrip()[:1] in (b"{", b""):
            yield from json_lines(stream)
        else:
            yield from _csv(stream)
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise _damaged() from problem


def lines(raw: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a plain or gzipped stream with their numbers from 1; None for one longer than `limit` bytes.

    Raises:
        FileUnusable: the gzip data is damaged.
    """
    stream = _unpacked(raw)
    try:
        _start(stream)
        yield from _lines(stream, limit)
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise _damaged() from problem


def _damaged() -> FileUnusable:
    return FileUnusable(
        fault="gzip", problem="The gzip data breaks off or is damaged.", hint="What came before it was read."
    )


def _unpacked(raw: IO[bytes]) -> io.BufferedReader[Any]:
    stream = io.BufferedReader(raw) if not isinstance(raw, io.BufferedReader) else raw  # type: ignore[type-var]
    if stream.peek(2)[:2] == GZIP_MAGIC:
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream))
    return stream


def _start(stream: io.BufferedReader[Any]) -> bytes:
    """The first bytes, after a byte-order mark; nothing else is read."""
    start = stream.peek(4)
    if start.startswith(BOM):
        stream.read(len(BOM))
        start = stream.peek(1)
    return start


def _lines(stream: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[tuple[int, bytes | None]]:
    """(line number, line), or None for one that is longer than `limit`."""
    number = 0
    while line := stream.readline(limit):
        number += 1
        if len(line) < limit or line.endswith(b"\n"):
            yield number, line
            continue
        while len(rest := stream.readline(limit)) == limit and not rest.endswith(b"\n"):
            pass
        yield number, None


def _json_lines(stream: IO[bytes]) -> RawRows:
    for number, line in _lines(stream):
        row = _row(number, line)
        if row is not None:
            yield number, row


def _json_items(stream: IO[bytes]) -> Iterator[tuple[int, Item | Row | Refusal]]:
    """As `_json_lines`; most lines are items as they stand, and cost half as much."""
    decode = msgspec.json.Decoder(Item).decode
    for number, line in _lines(stream):
        row: Item | Row | Refusal | None = None
        if line is not None:
            try:
                row = decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                row = None  # a number for its id, a time in another spelling, or nothing we can read
        if not isinstance(row, Item) or row.ts.tzinfo is None:
            row = _row(number, line)
        if row is not None:
            yield number, row


def _row(number: int, line: bytes | None) -> Row | Refusal | None:
    """None for an empty line."""
    if line is None:
        return Refusal(number, "line_too_long", f"longer than {LINE_LIMIT // 1024 // 1024} MiB")
    if not line.strip():
        return None
    try:
        return _DECODE(line)
    except msgspec.ValidationError as problem:
        return Refusal(number, "bad_field", str(problem))
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return Refusal(number, "bad_json", str(problem))


def _csv(stream: io.BufferedReader[Any]) -> RawRows:
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="")
    sheet = csv.DictReader(text)
    names = [NAMES.get(name.strip().lower(), name.strip().lower()) for name in (sheet.fieldnames or [])]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileUnusable(
            fault="columns",
            missing=missing,
            problem=f"The first row does not name the column(s) {', '.join(missing)}.",
            hint="Needed: id, ts, source, text (번호, 시각, 출처, 내용); also read: author, url.",
        )
    sheet.fieldnames = names
    while True:
        try:
            row = next(sheet)
        except StopIteration:
            return
        except csv.Error as problem:
            yield sheet.line_num, Refusal(sheet.line_num, "bad_csv", str(problem))
            continue
        absent = [name for name in NEEDED if not row.get(name)]
        if absent:
            yield sheet.line_num, Refusal(sheet.line_num, "bad_field", f"empty: {', '.join(absent)}")
            continue
        yield (
            sheet.line_num,
            Row(
                id=row["id"],
                ts=row["ts"],
                source=row["source"],
                text=row["text"],
                author=row.get("author") or None,
                url=row.get("url") or None,
            ),
        )


def _encoding(stream: io.BufferedReader[Any]) -> str:
    """Korean Excel saves CSV as CP949; everything else is taken as UTF-8."""
    start = stream.peek(65536)
    # The peek may end in the middle of a character: leave its last bytes out.
    for cut in range(4):
        try:
            start[: len(start) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8"
    return "cp949"


def item_of(number: int, row: Row) -> Item | Refusal:
    try:
        ts = datetime.fromisoformat(row.ts)
    except ValueError:
        return Refusal(number, "bad_time", f"ts is not ISO 8601: {row.ts[:40]!r}")
    if ts.tzinfo is None:
        ts = ts.replace(tzinfo=SEOUL)
    return Item(id=str(row.id), ts=ts, source=row.source, text=row.text, author=row.author, url=row.url)
