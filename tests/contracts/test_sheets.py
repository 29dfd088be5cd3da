"""Workbooks: read by row number, bounded before they are unpacked."""

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from bongsu.connectors.file import FileUnusable, read_any, sheet
from bongsu.core.ports import Item, Refusal

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = ["번호", "시각", "출처", "내용", "작성자", "메모"]


def workbook(*rows: list[object], extra: bytes = b"") -> bytes:
    """The smallest xlsx there is; numbers are numbers, all else text. None leaves the cell out."""

    def cell(n: int, at: int, value: object) -> str:
        ref = f"{chr(65 + at)}{n}"
        if value is None:
            return ""
        if isinstance(value, int | float):
            return f'<c r="{ref}"><v>{value}</v></c>'
        return f'<c r="{ref}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    lines = "".join(
        f'<row r="{n}">{"".join(cell(n, at, value) for at, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=1)
        if row
    )
    kinds = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}/content-types"></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="r1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NS}" xmlns:r="{REL}"><sheets><sheet name="글" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="r1" '
        f'Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{NS}"><sheetData>{lines}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        if extra:
            archive.writestr("xl/media/big.bin", extra)
    return out.getvalue()


def read(data: bytes) -> list[tuple[int, Item | Refusal]]:
    return list(read_any(io.BytesIO(data)))


def test_rows_are_read_with_korean_headings_and_their_own_numbers():
    data = workbook(
        HEAD, [1, "2026-11-24 11:00", "맘카페", "유리 조각", "달팽이", "x"], [], [2, "2026-11-24", "뉴스", "둘"]
    )
    (n, item), (m, other) = read(data)
    assert (n, m) == (2, 4)
    assert isinstance(item, Item)
    assert (item.id, item.source, item.text, item.author) == ("1", "맘카페", "유리 조각", "달팽이")
    assert item.ts.astimezone(UTC) == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert isinstance(other, Item)


def test_a_wrong_row_is_named_by_its_number_and_the_rest_goes_on():
    good = [3, "2026-11-24", "뉴스", "셋"]
    rows = read(workbook(HEAD, [1, "어제", "뉴스", "하나"], [2, "2026-11-24", None, "둘"], good))
    assert [(n, one.code) for n, one in rows if isinstance(one, Refusal)] == [(2, "bad_time"), (3, "bad_field")]
    assert [n for n, one in rows if isinstance(one, Item)] == [4]


def test_a_heading_further_down_is_found_and_a_missing_one_named():
    assert len(read(workbook([], [], HEAD, [1, "2026-11-24", "뉴스", "하나"]))) == 1
    with pytest.raises(FileUnusable, match="Row 1 does not name the column\\(s\\) ts"):
        read(workbook(["번호", "출처", "내용"], [1, "뉴스", "하나"]))
    assert read(workbook()) == []


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(sheet, "UNPACKED_LIMIT", 5_000_000)
    data = workbook(HEAD, extra=b"0" * 6_000_000)
    assert len(data) < 50_000
    with pytest.raises(FileUnusable, match="200 MiB"):
        read(data)


@pytest.mark.parametrize("cut", [10, 100, 300, -30])
def test_a_damaged_workbook_says_so(cut):
    data = workbook(HEAD, [1, "2026-11-24", "뉴스", "하나"])
    with pytest.raises(FileUnusable, match="damaged"):
        read(data[:cut])
    with pytest.raises(FileUnusable, match="damaged"):
        read(b"\xd0\xcf\x11\xe0" + b"\0" * 2000)


def test_a_zip_that_is_no_workbook_says_so():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(FileUnusable):
        read(out.getvalue())


def test_json_lines_and_csv_go_on_as_before_with_korean_headings_too():
    ((n, item),) = read("번호,시각,출처,내용\n1,2026-11-24,뉴스,하나\n".encode())
    assert (n, isinstance(item, Item)) == (2, True)
