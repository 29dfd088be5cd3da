"""`bongsu tone`: a line in, a line out."""

import gzip
import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.kit.command import bongsu, environment

KEYS = ["label", "neg", "neu", "pos", "complaint", "anger", "distrust", "abuse"]
COMMAND = [sys.executable, "-m", "bongsu.boot.cli", "tone"]


def test_every_line_gets_its_tone_in_order_and_empty_ones_too(tmp_path: Path) -> None:
    file = tmp_path / "posts.txt"
    file.write_text(
        "환불해 주세요 화가 납니다\n\n정말 맛있어요 또 살게요\r\n   \n마지막 줄은 끝맺지 않는다", encoding="utf-8"
    )
    done = bongsu(tmp_path, "tone", str(file))
    told = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert done.err == ""
    assert [one["label"] for one in told][:4] == ["negative", "neutral", "positive", "neutral"]
    assert len(told) == 5
    for one in told:
        assert list(one) == KEYS
        assert one["neg"] + one["neu"] + one["pos"] == pytest.approx(1, abs=1e-9)
        assert all(0 <= one[key] <= 1 for key in KEYS[1:])


def test_bytes_that_are_no_utf8_are_named_by_line_and_stop_nothing(tmp_path: Path) -> None:
    raw = "좋아요\n".encode() + b"\xff\xfe \xed\xa0\x80\n" + "좋아요\n".encode() + b"\x80"
    done = bongsu(tmp_path, "tone", stdin=raw)
    told = done.out.splitlines()
    assert done.code == 1
    assert len(told) == 4
    assert told[0] == told[2]
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["line 2", "line 4"]


def test_many_lines_keep_their_order_across_batches(tmp_path: Path) -> None:
    lines = ["정말 최고예요" if n % 7 else "최악이다 환불" for n in range(20_000)]
    done = bongsu(tmp_path, "tone", "-", stdin="\n".join(lines).encode())
    told = done.out.splitlines()
    assert len(told) == len(lines)
    assert {told[n] for n in range(20_000) if n % 7} == {told[1]}
    assert {told[n] for n in range(0, 20_000, 7)} == {told[0]}


@pytest.mark.parametrize("before", ["", "a", "ab"])  # wherever the cut falls within a letter
def test_a_line_of_many_megabytes_is_one_line(tmp_path: Path, before: str) -> None:
    done = bongsu(tmp_path, "tone", stdin=b"\n" + before.encode() + "ㅋ".encode() * 3_000_000 + "\n끝\n".encode())
    assert (done.code, len(done.out.splitlines())) == (0, 3)


def test_no_file_is_said_and_nothing_is_an_answer(tmp_path: Path) -> None:
    missing = bongsu(tmp_path, "tone", str(tmp_path / "nowhere.txt"))
    assert missing.code == 2
    assert "nowhere.txt cannot be read" in missing.err
    folder = bongsu(tmp_path, "tone", str(tmp_path))
    assert folder.code == 2
    assert bongsu(tmp_path, "tone").out == ""


def test_whoever_pauses_gets_an_answer_before_going_on(tmp_path: Path) -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(tmp_path), bufsize=0
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text, label in (("정말 좋아요\n", "positive"), ("최악이다 환불해 주세요\n", "negative")):
            running.stdin.write(text.encode())
            assert json.loads(running.stdout.readline())["label"] == label
        running.stdin.close()
        assert running.wait(10) == 0


def test_a_gzipped_text_is_judged_as_the_text_is(tmp_path: Path) -> None:
    text = "\n".join(f"정말 최고예요 {n}" if n % 3 else f"최악이다 환불 {n}" for n in range(30_000)).encode()
    packed = tmp_path / "posts.gz"
    packed.write_bytes(gzip.compress(text))
    plain = bongsu(tmp_path, "tone", stdin=text)
    assert (plain.code, len(plain.out.splitlines())) == (0, 30_000)
    assert bongsu(tmp_path, "tone", str(packed)).out == plain.out
    assert bongsu(tmp_path, "tone", stdin=packed.read_bytes()).out == plain.out


def test_a_gzip_file_that_breaks_off_is_said_after_what_could_be_judged(tmp_path: Path) -> None:
    text = "\n".join(f"정말 최고예요 {n}" for n in range(30_000)).encode()
    broken = tmp_path / "posts.gz"
    broken.write_bytes(gzip.compress(text)[:-9])
    done = bongsu(tmp_path, "tone", str(broken))
    assert done.code == 2
    assert "posts.gz is no whole gzip file" in done.err
    assert done.out.splitlines()
    no_gzip = tmp_path / "text.gz"
    no_gzip.write_bytes(text[:100])
    assert "text.gz is no whole gzip file" in bongsu(tmp_path, "tone", str(no_gzip)).err


def test_a_terminal_is_shown_how_far_it_is_and_a_file_is_not(tmp_path: Path) -> None:
    watched, terminal = pty.openpty()
    running = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=terminal, env=environment(tmp_path)
    )
    os.close(terminal)
    running.communicate("좋아요\n".encode() * 50_000, timeout=60)
    assert b"lines" in os.read(watched, 4096)
    os.close(watched)


def test_help_is_there_at_once(tmp_path: Path) -> None:
    """It imports neither numpy nor Django; so much of its promise of 0.3 s holds on any machine."""
    probe = (
        "import sys; from bongsu.boot.cli import main\n"
        "try: main(['tone', '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('numpy', 'django', 'scipy') if name in sys.modules], file=sys.stderr)"
    )
    took = []
    for _ in range(3):
        begun = time.monotonic()
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, env=environment(tmp_path), check=True)
        took.append(time.monotonic() - begun)
    assert done.stderr.decode().strip() == "[]"
    assert "complaint" in done.stdout.decode()
    assert min(took) < 1.0
