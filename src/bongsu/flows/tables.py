"""Reads a table somebody saved from a spreadsheet: rows by column, and every fault with its line and column."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: More is not a list of colleagues.
MAX_BYTES = 1_000_000
MAX_ROWS = 5_000
MAX_CELL = 2_000

#: A cell that begins like this runs as a formula when somebody opens an export in a spreadsheet (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARDED = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. `line` counts from 1, the heading included; 0: the file as a whole."""

    line: int
    column: str  # the column's own name ("name"), "" for the whole line
    code: str
    value: str = ""  # what stood there, shortened


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its own name, the headings that mean it, and what may stand in it."""

    name: str
    headings: tuple[str, ...]
    required: bool = False
    plain: bool = True  # words for people: may not begin like a formula
    lines: bool = False  # may have several lines


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]  # by Column.name; missing columns are ""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    encoding: str = "utf-8"
    ignored: tuple[str, ...] = ()  # headings nobody asked for


def decode(data: bytes) -> tuple[str, str] | Fault:
    """Text and encoding of a file: UTF-8 with or without BOM, UTF-16 with BOM, else CP949 (Korean Excel)."""
    if len(data) > MAX_BYTES:
        return Fault(0, "", "file_too_large", str(MAX_BYTES // 1000))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Fault(0, "", "not_csv_but_excel")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Fault(0, "", "binary") if "\0" in text else (text, encoding.removesuffix("-sig"))
    return Fault(0, "", "encoding")


def read(data: bytes | str, columns: Sequence[Column]) -> Table:
    """Read a table with a heading line. Comma, semicolon or tab; quotes as spreadsheets write them. Never raises."""
    decoded = decode(data) if isinstance(data, bytes) else (data.removeprefix("\ufeff"), "utf-8")
    if isinstance(decoded, Fault):
        return Table((), (decoded,))
    text, encoding = decoded
    if len(text) > MAX_BYTES:
        return Table((), (Fault(0, "", "file_too_large", str(MAX_BYTES // 1000)),))
    if not text.strip():
        return Table((), (Fault(0, "", "empty"),))
    first = next(line for line in text.splitlines() if line.strip())
    return _read_lines(text, max(",;\t", key=first.count), columns, encoding)


def _read_lines(text: str, delimiter: str, columns: Sequence[Column], encoding: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    places: dict[int, Column] | None = None
    ignored: tuple[str, ...] = ()
    rows: list[Row] = []
    faults: list[Fault] = []
    line = 0
    try:
        for cells in reader:
            start, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if places is None:
                places, ignored, headless = _headings(cells, columns, start)
                if headless:
                    return Table((), headless, encoding, ignored)
                continue
            if len(rows) == MAX_ROWS:
                faults.append(Fault(start, "", "too_many_rows", str(MAX_ROWS)))
                break
            held = ((column, cells[i] if i < len(cells) else "") for i, column in places.items())
            rows.append(Row(start, {column.name: clean(cell, lines=column.lines) for column, cell in held}))
    except csv.Error as problem:
        faults.append(Fault(line + 1, "", "quoting", str(problem)[:80]))
    if not rows and not faults:
        faults.append(Fault(0, "", "no_rows"))
    kept = []
    for row in rows:
        wrong = _cells(row, columns)
        faults += wrong
        if not wrong:
            kept.append(row)
    return Table(tuple(kept), tuple(sorted(faults, key=lambda f: f.line)), encoding, ignored)


def _headings(
    cells: Sequence[str], columns: Sequence[Column], line: int
) -> tuple[dict[int, Column], tuple[str, ...], tuple[Fault, ...]]:
    known = {_fold(heading): column for column in columns for heading in (column.name, *column.headings)}
    places: dict[int, Column] = {}
    ignored, faults = [], []
    for i, cell in enumerate(cells):
        column = known.get(_fold(cell))
        if column is None:
            ignored += [cell.strip()[:40]] if cell.strip() else []
        elif column in places.values():
            faults.append(Fault(line, column.name, "column_twice", cell.strip()[:40]))
        else:
            places[i] = column
    missing = [c for c in columns if c.required and c not in places.values()]
    faults += [Fault(line, column.name, "column_missing") for column in missing]
    return places, tuple(ignored), tuple(faults)


def _cells(row: Row, columns: Sequence[Column]) -> list[Fault]:
    faults = []
    for column in columns:
        cell = row.cells.get(column.name, "")
        if column.required and not cell:
            faults.append(Fault(row.line, column.name, "cell_empty"))
        elif len(cell) > MAX_CELL:
            faults.append(Fault(row.line, column.name, "cell_too_long", str(MAX_CELL)))
        elif column.plain and cell.startswith(FORMULA) and len(cell) > 1:
            faults.append(Fault(row.line, column.name, "formula", cell[:40]))
    return faults


def clean(cell: str, *, lines: bool = False) -> str:
    """A cell without control characters and without marks that turn the reading direction (RLO and its kin).

    `lines`: line breaks stay, as \\n.
    """
    if lines:
        return "\n".join(map(clean, cell.replace("\r\n", "\n").replace("\r", "\n").split("\n"))).strip()
    kept = "".join(
        c for c in cell if c >= " " and c != "\x7f" and not "\u202a" <= c <= "\u202e" and not "\u2066" <= c <= "\u2069"
    )
    return kept.strip()


def write(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table for a spreadsheet: UTF-8 with the mark Korean Excel looks for; no cell runs as a formula.

    Headings are the first of each column. `read` takes it back: words for people never begin like a formula, other
    cells are guarded, and `unguard` gives back what was there.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.headings[0] for column in columns])
    writer.writerows([_written(column, row.get(column.name, "")) for column in columns] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _written(column: Column, cell: str) -> str:
    if column.plain:
        return f"'{cell}" if len(cell) > 1 and cell.startswith(FORMULA) else cell
    return guard(cell)


def guard(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: an apostrophe before what begins like a formula."""
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def _fold(heading: str) -> str:
    return "".join(heading.casefold().split()).rstrip("*")
