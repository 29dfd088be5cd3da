"""Mentions from an Excel or LibreOffice workbook (xlsx, xlsb, xls, ods), bounded before anything is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

import python_calamine as calamine

from bongsu.connectors.file.read import NAMES, NEEDED, FileUnusable, Row, item_of
from bongsu.connectors.kit.limit import within
from bongsu.core.ports import Item, Refusal

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNPACKED_LIMIT = 200 * 1024 * 1024  # bytes of all parts together
FILE_LIMIT = 64 * 1024 * 1024
ROWS_LIMIT = 200_000
COLUMNS_LIMIT = 200
WITHIN_S = 60.0
#: What a damaged archive makes zipfile raise.
_BREAKS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)

Rows = Iterator[tuple[int, Item | Refusal]]


def is_sheet(start: bytes) -> bool:
    """Whether a file that begins so is a workbook."""
    return start.startswith((ZIP_MAGIC, OLE_MAGIC))


def read_sheet(data: bytes) -> Rows:
    """Mentions of the first sheet, in its order, each with its row number as the program shows it.

    Raises FileUnusable: no workbook, protected, too large, or without the needed columns.
    """
    _require_bounded(data)
    rows = within(lambda: _rows(data), what="the workbook", within_s=WITHIN_S)
    header = next(((n, row) for n, row in enumerate(rows, start=1) if any(cell != "" for cell in row)), None)
    if header is None:
        return
    number, names = header
    places = {NAMES.get(str(name).strip().lower(), ""): n for n, name in reversed(list(enumerate(names)))}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise FileUnusable(
            fault="columns",
            missing=missing,
            problem=f"Row {number} does not name the column(s) {', '.join(missing)}.",
            hint="Needed: id, ts, source, text (번호, 시각, 출처, 내용); also read: author, url.",
        )
    for at, row in enumerate(rows[number:], start=number + 1):
        cells = {name: _text(row[n]) if n < len(row) else "" for name, n in places.items() if name}
        if not any(cells.values()):
            continue
        absent = [name for name in NEEDED if not cells[name]]
        if absent:
            yield at, Refusal(at, "bad_field", f"empty: {', '.join(absent)}")
            continue
        told = Row(
            id=cells["id"],
            ts=cells["ts"],
            source=cells["source"],
            text=cells["text"],
            author=cells.get("author") or None,
            url=cells.get("url") or None,
        )
        yield at, item_of(at, told)


def _rows(data: bytes) -> list[Sequence[object]]:
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            names = book.sheet_names
            if not names:
                raise FileUnusable(fault="sheet", problem="The workbook has no sheet.", hint="")
            sheet = book.get_sheet_by_name(names[0])
            if sheet.height > ROWS_LIMIT or sheet.width > COLUMNS_LIMIT:
                raise FileUnusable(
                    fault="rows",
                    problem=f"The sheet has more than {ROWS_LIMIT:,} rows or {COLUMNS_LIMIT} columns.",
                    hint="Save it as CSV, which is read line by line.",
                )
            return list(sheet.to_python(skip_empty_area=False, nrows=ROWS_LIMIT))
    except calamine.PasswordError as problem:
        raise FileUnusable(
            fault="password", problem="The workbook is protected by a password.", hint="Save it without one."
        ) from problem
    except (calamine.CalamineError, ValueError, OSError, OverflowError) as problem:
        raise _damaged() from problem


def _require_bounded(data: bytes) -> None:
    """Unpack once without keeping anything: what the archive says of its size need not be true."""
    if len(data) > FILE_LIMIT:
        raise FileUnusable(fault="large", problem="The workbook is larger than 64 MiB.", hint="Save it as CSV.")
    if not data.startswith(ZIP_MAGIC):
        return
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                with archive.open(part) as stream:
                    while block := stream.read(1024 * 1024):
                        size += len(block)
                        if size > UNPACKED_LIMIT:
                            raise FileUnusable(
                                fault="unpacked", problem="Unpacked it is more than 200 MiB.", hint="Save it as CSV."
                            )
    except _BREAKS as problem:
        raise _damaged() from problem


def _damaged() -> FileUnusable:
    return FileUnusable(
        fault="damaged", problem="The workbook is damaged or no workbook.", hint="Save it anew as .xlsx."
    )


def _text(cell: object) -> str:
    """A cell as it would be typed: 3.0 is 3, a moment is ISO 8601."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()
