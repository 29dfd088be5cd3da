"""Whatever kind of file it is, told by its first bytes."""

import io
from typing import IO

from bongsu.connectors.file.read import FileUnusable, Rows, read
from bongsu.connectors.file.sheet import FILE_LIMIT, is_sheet, read_sheet


def read_any(raw: IO[bytes]) -> Rows:
    """Mentions of a binary stream, in its order, each with its line or row number. Raises FileUnusable."""
    stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[type-var]
    if not is_sheet(stream.peek(4)[:4]):
        return read(stream)
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise FileUnusable(fault="large", problem="The workbook is larger than 64 MiB.", hint="Save it as CSV.")
    return read_sheet(data)
