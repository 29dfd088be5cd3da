"""Mentions from files: what people really have, and what they have by mistake."""

import gzip
import io
from datetime import UTC, datetime

import pytest

from bongsu.connectors.file import FileUnusable, read
from bongsu.connectors.file.read import Row, item_of, rows as raw_rows
from bongsu.core.ports import Item, Refusal

GOOD = '{"id":"1","ts":"2026-03-07T21:48:00+09:00","source":"cafe","text":"유리조각이 나왔어요","author":"햇살"}'


def rows(data: bytes | str) -> list[tuple[int, Item | Refusal]]:
    return list(read(io.BytesIO(data.encode() if isinstance(data, str) else data)))


def test_a_json_line_becomes_a_mention() -> None:
    [(line, item)] = rows(GOOD + "\n")
    assert line == 1
    assert isinstance(item, Item)
    assert (item.id, item.source, item.author, item.url) == ("1", "cafe", "햇살", None)
    assert item.ts == datetime(2026, 3, 7, 12, 48, tzinfo=UTC)


def test_a_time_without_a_zone_is_korean_time() -> None:
    [(_, item)] = rows(GOOD.replace("+09:00", ""))
    assert isinstance(item, Item)
    assert item.ts == datetime(2026, 3, 7, 12, 48, tzinfo=UTC)


def test_a_gzipped_file_is_known_by_its_bytes() -> None:
    assert rows(gzip.compress(GOOD.encode())) == rows(GOOD)


def test_a_damaged_gzip_says_so_after_what_could_be_read() -> None:
    data = gzip.compress((GOOD + "\n").encode() * 2000)
    with pytest.raises(FileUnusable, match="breaks off"):
        rows(data[: len(data) // 2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_csv_from_korean_excel_is_read_whatever_its_encoding(encoding: str) -> None:
    table = 'ID,ts,source,text,author\n1,2026-03-07 21:48,cafe,"유리조각, 두 개",햇살\n'
    [(line, item)] = rows(table.encode(encoding))
    assert line == 2
    assert isinstance(item, Item)
    assert item.text == "유리조각, 두 개"


def test_a_csv_without_the_needed_columns_is_unusable() -> None:
    with pytest.raises(FileUnusable, match="ts, text"):
        rows("id,source,when\n1,cafe,now\n")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{not json", "bad_json"),
        ('{"id":"2","source":"cafe","text":"시각이 없어요"}', "bad_field"),
        ('{"id":"2","ts":5,"source":"cafe","text":"시각이 숫자예요"}', "bad_field"),
        ('{"id":"2","ts":"어제","source":"cafe","text":"시각을 모르겠어요"}', "bad_time"),
        ("[1,2]", "bad_field"),
        (b'{"id":"2","ts":"2026-03-07","source":"cafe","text":"\xff\xfe"}', "bad_json"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(line: str | bytes, code: str) -> None:
    middle = line if isinstance(line, bytes) else line.encode()
    first, second, third = rows(b"\n".join((GOOD.encode(), middle, GOOD.encode())))
    assert isinstance(first[1], Item)
    assert isinstance(third[1], Item)
    assert isinstance(second[1], Refusal)
    assert (second[0], second[1].index, second[1].code) == (2, 2, code)


def test_a_monstrous_line_is_refused_without_being_held() -> None:
    huge = b'{"id":"2","text":"' + b"x" * (9 * 1024 * 1024) + b'"}\n'
    first, second = rows(huge + GOOD.encode())
    assert isinstance(first[1], Refusal)
    assert first[1].code == "line_too_long"
    assert second[0] == 2
    assert isinstance(second[1], Item)


def test_an_empty_file_has_no_mentions() -> None:
    assert rows(b"") == []
    assert rows(b"\n\n") == []


@pytest.mark.parametrize("id_", ['"7"', "7"])
@pytest.mark.parametrize(
    "ts", ["2026-03-07T21:30:00+09:00", "2026-03-07T12:30:00Z", "2026-03-07 21:30", "20260307T213000", "2026-03-07"]
)
def test_a_line_is_the_same_item_however_its_id_and_time_are_spelled(id_: str, ts: str) -> None:
    line = f'{{"id": {id_}, "ts": "{ts}", "source": "뉴스", "text": "글", "unknown": 1}}'.encode()
    (number, row), (_, item) = next(raw_rows(io.BytesIO(line))), next(read(io.BytesIO(line)))
    assert isinstance(row, Row)
    assert item == item_of(number, row)
    assert isinstance(item, Item)
    assert (item.id, item.ts.tzinfo is not None) == ("7", True)
