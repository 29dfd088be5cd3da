"""`bongsu backtest posts`: one's own history of posts, at a terminal."""

import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bongsu.boot.cli import main

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ANGRY = ("환불해 주세요", "정말 실망입니다", "전화를 안 받아요", "먹고 다쳤어요", "사과하세요", "최악이네요")
Row = dict[str, Any]


def row(number: int, minute: float, text: str, **more: Any) -> Row:
    ts = (MONDAY + timedelta(minutes=minute)).isoformat()
    return {"id": f"p{number}", "ts": ts, "source": "board:1", "text": text, "author": f"u{number}"} | more


def history() -> list[Row]:
    """Three calm days of five posts an hour, then forty angry ones in ten minutes."""
    dice = random.Random(4)

    def own(_: int) -> str:
        return "".join(chr(0xAC00 + dice.randrange(11_172)) for _ in range(18))

    calm = [row(n, 12 * n, f"한강식품 {own(n)}") for n in range(360)]
    storm = [row(1000 + n, 4320 + n / 4, f"한강식품 {dice.choice(ANGRY)} {own(n)}") for n in range(40)]
    return calm + storm


def jsonl(rows: list[Row | bytes]) -> bytes:
    return b"".join((r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode()) + b"\n" for r in rows)


def told(tmp_path: Path, given: bytes, *words: str, code: int = 0, name: str = "posts.jsonl") -> list[Row]:
    (tmp_path / name).write_bytes(given)
    out = tmp_path / "out.jsonl"
    assert main(["backtest", "posts", str(tmp_path / name), "--out", str(out), *words]) == code
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_an_unhappy_burst_is_told_when_it_comes_with_its_evidence(tmp_path: Path) -> None:
    rows = history()
    lines = told(tmp_path, jsonl([*rows]))
    when = {r["id"]: datetime.fromisoformat(r["ts"]) for r in rows}
    assert lines
    for line in lines:
        assert set(line) <= {"at", "kind", "brand", "score", "level", "claim", "evidence"}
        at = datetime.fromisoformat(line["at"])
        assert line["brand"] == "default"
        assert 1 <= line["level"] <= 5
        assert 0 <= line["score"] <= 1
        assert (line["score"] >= 0.2) == (line["level"] >= 2)
        assert line["evidence"]
        assert all(when[one] <= at for one in line["evidence"])
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    first = next(line for line in lines if line["level"] >= 3)
    begun = when["p1000"]
    assert begun <= datetime.fromisoformat(lines[0]["at"]) <= datetime.fromisoformat(first["at"])
    assert datetime.fromisoformat(first["at"]) <= begun + timedelta(minutes=8)


def test_cutting_the_file_changes_nothing_before_the_cut(tmp_path: Path) -> None:
    rows = history()
    whole = told(tmp_path, jsonl([*rows]))
    for cut in (365, 375, 390):
        seen = {r["id"] for r in rows[:cut]}
        part = told(tmp_path, jsonl([*rows[:cut]]))
        assert part == whole[: len(part)]
        assert all(set(line["evidence"]) <= seen for line in part)


def test_a_moment_is_told_to_its_fraction_so_that_no_evidence_is_newer(tmp_path: Path) -> None:
    rows = [
        row(n, n + 0.0123, f"공장 폭발 {n}번째 목격 다친 사람 있어요 {chr(0xAC00 + 997 * n)}", id=n) for n in range(6)
    ]
    lines = told(tmp_path, jsonl([*rows]))
    when = {r["id"]: datetime.fromisoformat(r["ts"]) for r in rows}
    assert lines
    assert all(when[one] <= datetime.fromisoformat(line["at"]) for line in lines for one in line["evidence"])
    assert {type(one) for line in lines for one in line["evidence"]} == {int}


def test_bad_rows_are_named_by_line_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[Row | bytes] = [
        b"{oops",
        {"id": "a", "ts": "yesterday", "source": "s", "text": "t"},
        {"id": "b", "source": "s", "text": "t"},
        b"",
        {"id": "", "ts": "2026-03-02T00:00:00Z", "source": "s", "text": "t"},
        {"id": "d", "ts": "2026-03-02T00:00:00Z", "source": "s", "text": " "},
        b'{"id": "e", "ts": "2026-03-02T00:00:00Z", "source": "s", "text": "\xff"}',
        *history(),
        *history()[:3],
    ]
    lines = told(tmp_path, jsonl(rows), code=1)
    said = capsys.readouterr().err
    assert [line.partition(":")[0] for line in said.splitlines()[:6]] == [f"line {n}" for n in (1, 2, 3, 5, 6, 7)]
    assert "3 posts stood before" in said
    assert lines == told(tmp_path, jsonl([*history()]))


def test_gzip_watch_words_brands_and_details(tmp_path: Path) -> None:
    watch = tmp_path / "watch.yaml"
    watch.write_text("include: [한강식품]\nrisk: {injury: [다쳤]}\n", encoding="utf-8")
    rows = [*history(), *[row(5000 + n, 4400 + n, "남의 회사 환불해 주세요 최악") for n in range(30)]]
    lines = told(tmp_path, gzip.compress(jsonl([*rows])), "--watch", str(watch), "--details", name="posts.jsonl.gz")
    assert {line["brand"] for line in lines} == {"default"}
    assert not any(one.startswith("p50") for line in lines for one in line["evidence"])
    assert "injury" in {line["category"] for line in lines}
    assert any(line["weight"] and line["troubled"] for line in lines)
    watch.write_text(
        "zone: Asia/Seoul\n"
        "brands:\n- {name: 한강, words: {include: [한강식품]}}\n- {name: 남, words: {include: [남의]}}\n",
        encoding="utf-8",
    )
    assert {line["brand"] for line in told(tmp_path, jsonl([*rows]), "--watch", str(watch))} == {"한강", "남"}


def test_a_source_that_falls_silent_is_told_below_an_alarm(tmp_path: Path) -> None:
    steady = [row(n, 10 * n, f"오늘의 소식 {n}") for n in range(15 * 144)]
    later = [row(90_000 + n, 15 * 1440 + 30 * n, f"다른 곳의 글 {n}", source="elsewhere") for n in range(20)]
    silent = [line for line in told(tmp_path, jsonl(steady + later)) if line["kind"] == "silence"]
    assert [(line["level"], line["evidence"]) for line in silent] == [(1, [])]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no.jsonl",), "cannot be read"),
        (("posts.jsonl", "--watch", "no.yaml"), "cannot be read"),
        (("posts.jsonl", "--watch", "odd.yaml"), "expected include"),
        (("posts.jsonl", "--out", "posts.jsonl"), "is the file that is read"),
        (("posts.jsonl", "--levels", "odd.yaml"), "expected a list of levels"),
    ],
)
def test_a_file_that_cannot_be_used_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts.jsonl").write_bytes(jsonl([row(1, 0, "글")]))
    (tmp_path / "odd.yaml").write_text("- 1\n", encoding="utf-8")
    assert main(["backtest", "posts", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_file_newest_first_is_said_and_heard_when_sorted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = history()
    right = told(tmp_path, jsonl([*rows]))
    capsys.readouterr()
    assert told(tmp_path, jsonl([*reversed(rows)])) != right
    assert "behind a later one" in capsys.readouterr().err
    assert told(tmp_path, jsonl([*reversed(rows)]), "--sort") == right
    assert capsys.readouterr().err == ""
