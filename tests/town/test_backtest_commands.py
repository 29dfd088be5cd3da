"""`bongsu backtest`: one's own history, as a file, at a terminal."""

import csv
import gzip
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from tests.kit.command import ROOT, bongsu

from bongsu.boot.cli import main

COUNTS = "timestamp,value\n" + "".join(
    f"2026-03-0{1 + n // 288} {n // 12 % 24:02}:{n % 12 * 5:02}:53,{400 if n == 1500 else n % 9}\n" for n in range(2000)
)
PACKED = gzip.compress(COUNTS.encode())


def series(tmp_path: Path, text: str | bytes, *words: str, code: int = 0) -> list[str]:
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["backtest", "series", str(given), "--out", str(out), *words]) == code
    return out.read_bytes().decode("utf-8", "surrogateescape").split("\n")[:-1]


def test_every_row_comes_back_in_order_with_its_score(tmp_path: Path) -> None:
    lines = series(tmp_path, COUNTS)
    assert lines[0] == "timestamp,value,anomaly_score"
    assert [line.rpartition(",")[0] for line in lines[1:]] == COUNTS.splitlines()[1:]
    found = [float(line.rpartition(",")[2]) for line in lines[1:]]
    assert all(0 <= score <= 1 for score in found)
    assert max(found) == found[1500] > 0.9


def test_a_row_that_cannot_be_read_keeps_its_line_with_an_empty_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = (
        "\ufefftimestamp,value,note\r\n"
        '"2026-03-01T00:00:00+09:00","3",첫 줄\r\n'
        "yesterday,3,\r\n"
        "2026-03-01 00:05:00,NaN,\r\n"
        "2026-03-01 00:10:00,-1,\r\n"
        "\r\n"
        "2026-03-01 00:15:00,4\r\n"
        '2026-03-01 00:20:00,"4,x\r\n'
        "2026-03-01 00:25:00,1e300,끝\r\n"
        "2026-03-01 00:20:00,1_0,\r\n"
        "2026-03-01 00:20:00,2,늦음\r\n"
    )
    lines = series(tmp_path, odd, code=1)
    assert len(lines) == 11
    assert lines[0] == "timestamp,value,note,anomaly_score"
    assert lines[1].startswith("2026-03-01T00:00:00+09:00,3,첫 줄,0.")
    assert [n for n, line in enumerate(lines, 1) if line.endswith(",") or not line] == [3, 4, 5, 6, 7, 8, 10]
    assert lines[2] == "yesterday,3,,"
    assert lines[5] == ""
    said = capsys.readouterr().err
    assert [line.partition(":")[0] for line in said.splitlines()[:-1]] == [f"line {n}" for n in (3, 4, 5, 6, 7, 8, 10)]
    assert "1 rows stand behind" in said


def test_bytes_that_are_no_utf8_come_back_as_they_were(tmp_path: Path) -> None:
    series(tmp_path, b"timestamp,value,note\n2026-03-01 00:00:00,1,\xff\xfe\n")
    assert b"1,\xff\xfe,0.0" in (tmp_path / "out.csv").read_bytes()


COUNT = st.one_of(st.integers(0, 500).map(str), st.sampled_from(("", "x", "-3", "nan", "1e400", '"', "7,7")))
SPAN = st.lists(st.tuples(st.integers(0, 20_000), COUNT), max_size=40)


@given(SPAN, SPAN, SPAN)
@settings(deadline=None, max_examples=60)
def test_changing_later_rows_never_changes_earlier_lines(
    tmp_path_factory: pytest.TempPathFactory,
    past: list[tuple[int, str]],
    one: list[tuple[int, str]],
    other: list[tuple[int, str]],
) -> None:
    folder = tmp_path_factory.mktemp("causal")

    def written(rows: list[tuple[int, str]]) -> list[str]:
        lines = [f"2026-03-{1 + m // 1440:02}T{m // 60 % 24:02}:{m % 60:02},{count}\n" for m, count in rows]
        (folder / "in.csv").write_text("timestamp,value\n" + "".join(lines))
        assert main(["backtest", "series", str(folder / "in.csv"), "--out", str(folder / "out.csv")]) in (0, 1)
        return (folder / "out.csv").read_text().splitlines()

    assert written(past + one)[: 1 + len(past)] == written(past + other)[: 1 + len(past)]


def test_it_streams_from_one_pipe_to_another_and_needs_no_data_folder(tmp_path: Path) -> None:
    done = bongsu(tmp_path / "none", "backtest", "series", "-", "--details", stdin=COUNTS.encode())
    assert (done.code, done.err) == (0, "")
    rows = list(csv.DictReader(done.out.splitlines()))
    assert rows[1500]["window_min"] == "5"
    assert float(rows[1500]["seldom_days"]) > 7
    assert rows[1500]["episode_min"] == "0"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("what", ["series", "forecast"])
def test_gzip_is_read_from_standard_input_too(tmp_path: Path, what: str) -> None:
    plain, packed = (bongsu(tmp_path, "backtest", what, "-", stdin=x) for x in (COUNTS.encode(), PACKED))
    assert (plain.code, packed.code, packed.err) == (0, 0, "")
    assert len(packed.out.splitlines()) > 100
    assert packed.out == plain.out
    cut = bongsu(tmp_path, "backtest", what, "-", stdin=PACKED[: len(PACKED) // 2])
    assert (cut.code, "gzip" in cut.err) == (2, True)


def test_gzip_is_read_and_unusable_files_are_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(COUNTS.encode()))
    assert main(["backtest", "series", str(tmp_path / "a.csv.gz"), "--out", str(tmp_path / "out.csv")]) == 0
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2001
    whole = (tmp_path / "a.csv.gz").read_bytes()
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty.csv").write_text("")
    for name in ("cut.csv.gz", "other.csv", "empty.csv", "none.csv", "."):
        done = bongsu(tmp_path, "backtest", "series", str(tmp_path / name), "--out", str(tmp_path / "out.csv"))
        assert done.code == 2, name
        assert done.err.startswith("bongsu backtest: "), name
    same = str(tmp_path / "out.csv")
    assert main(["backtest", "series", same, "--out", same]) == 2


def forecast(tmp_path: Path, text: str, *words: str, code: int = 0) -> list[dict[str, str]]:
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text(text)
    assert main(["backtest", "forecast", str(given), "--out", str(out), *words]) == code
    with out.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_full_hour_after_a_day_is_forecast_even_where_the_future_is_not_known(tmp_path: Path) -> None:
    rows = forecast(tmp_path, COUNTS, "--horizons", "1h,3h,6h,24h")
    assert list(rows[0]) == ["origin", "horizon", "mean", "p10", "p25", "p50", "p75", "p90"]
    # rows from 2026-03-01 00:00:53 to 2026-03-07 22:35:53
    assert rows[0]["origin"] == "2026-03-02 01:00:00"
    assert rows[-1]["origin"] == "2026-03-07 22:00:00"
    assert [row["horizon"] for row in rows[:5]] == ["1h", "3h", "6h", "24h", "1h"]
    assert len(rows) == 4 * (5 * 24 + 22)
    for row in rows:
        low = [float(row[name]) for name in ("p10", "p25", "p50", "p75", "p90")]
        assert low == sorted(low)
    day = [row for row in rows if row["horizon"] == "24h"][-1]
    assert float(day["p10"]) < 288 * 4 < float(day["p90"])


def test_a_forecast_rests_on_rows_before_its_origin(tmp_path: Path) -> None:
    lines = COUNTS.splitlines()
    cut = next(n for n, line in enumerate(lines) if line.startswith("2026-03-05 10:"))
    whole = forecast(tmp_path, COUNTS)
    other = "\n".join(lines[:cut] + [line.rpartition(",")[0] + ",999" for line in lines[cut:]])
    upto = [row for row in whole if row["origin"] <= "2026-03-05 10:00:00"]
    assert forecast(tmp_path, other)[: len(upto)] == upto


def test_origins_are_written_as_the_file_writes_its_times(tmp_path: Path) -> None:
    zoned = "".join(f"2026-03-0{1 + n // 24}T{n % 24:02}:00:00+05:45,{n % 7}\n" for n in range(60))
    rows = forecast(tmp_path, "timestamp,value\n" + zoned, "--horizons", "2h")
    assert rows[0]["origin"] == "2026-03-02T00:00:00+05:45"
    # the last row, of 11 h, leads up to 12 h
    assert rows[-1]["origin"] == "2026-03-03T12:00:00+05:45"
    assert {row["horizon"] for row in rows} == {"2h"}


def test_what_cannot_be_forecast_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = COUNTS + "2026-03-07 10:00:00,5\nx,1\n9999-12-31 23:59:59,4\n"
    rows = forecast(tmp_path, odd, code=1)
    said = capsys.readouterr().err
    assert "line 2002: late" in said
    assert "line 2003: no ISO 8601 time" in said
    assert "line 2004:" in said
    assert rows[-1]["origin"] == "9999-12-31 23:00:00"
    for wrong in ("1", "0h", "1h,1h", "90m", "169h", "", "1.5h", "²h"):
        given = tmp_path / "in.csv"
        assert main(["backtest", "forecast", str(given), "--horizons", wrong, "--out", str(tmp_path / "o")]) == 2, wrong


@pytest.mark.parametrize("words", [["--help"], ["series", "--help"], ["posts", "--help"]])
def test_help_answers_at_once(words: list[str]) -> None:
    """In CPU time: what else this machine does says nothing of us."""
    took = []
    for _ in range(3):
        begun = _cpu_of_children()
        command = [sys.executable, "-m", "bongsu.boot.cli", "backtest", *words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        took.append(_cpu_of_children() - begun)
    assert min(took) < 0.3


def _cpu_of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_a_gzip_file_with_a_flipped_bit_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = bytearray(gzip.compress(COUNTS.encode() * 20, mtime=0))
    middle = len(packed) // 2
    packed[middle : middle + 40] = bytes(40)
    given = tmp_path / "in.csv.gz"
    given.write_bytes(packed)
    for subject in ("series", "forecast"):
        assert main(["backtest", subject, str(given), "--out", str(tmp_path / "out.csv")]) == 2
        assert "gzip" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(COUNTS)
    assert main(["backtest", "series", str(tmp_path / "in.csv"), "--out", "/dev/full"]) == 2
    assert "No space left" in capsys.readouterr().err
