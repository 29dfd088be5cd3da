"""`bongsu charter check` and `bongsu may`: the executives' file, read and asked at a terminal."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.kit.command import ROOT, bongsu

from bongsu.boot.cli import main

CHARTER = """\
version: "2026-03"
principles:
  - {id: people_first, text: "사람의 안전이 매출보다 먼저입니다."}
red_lines:
  - {id: no_takedown, act: takedown, min_level: 4}
mandates:
  - id: refund
    role: practitioner
    act: compensate
    levels: [2, 3]
    cap_krw: 50000
    from: 2026-03-07T21:00:00+09:00
    until: 2026-03-07T22:00:00+09:00
    granted_by: minseo
    principle: people_first
    revoked_at: 2026-03-07T21:50:00+09:00
  - id: ask_takedown
    role: leader
    act: takedown
    levels: [1, 5]
    cap_krw: null
    from: 2026-01-01T00:00:00+09:00
    until: 2031-01-01T00:00:00+09:00
    granted_by: minseo
    principle: people_first
    revoked_at: null
approvals:
  - act: publish_statement
    levels: [2, 4]
    chain:
      - {role: legal, minutes: 10, deputy: pr}
      - {role: leader, minutes: 5, deputy: null}
"""

QUESTION = {"role": "practitioner", "act": "compensate", "level": "3", "at": "2026-03-07T21:48:00+09:00"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "charter.yaml"
    path.write_text(CHARTER, encoding="utf-8")
    return path


def run(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as end:  # argparse
        return int(end.code or 0)


def ask(file: Path, capsys: pytest.CaptureFixture[str], **changes: str) -> tuple[int, dict[str, Any] | None, str]:
    words = [part for key, value in (QUESTION | changes).items() for part in (f"--{key}", value)]
    code = run("may", str(file), *words, "--json")
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


# ── may ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("changes", "verdict", "under", "last"),
    [
        ({}, "yes", "refund", "mandate:refund:holds"),
        ({"level": "2"}, "yes", "refund", "mandate:refund:holds"),
        ({"level": "1"}, "no", None, "nothing_granted"),
        ({"level": "4"}, "no", None, "nothing_granted"),
        ({"at": "2026-03-07T20:59:59+09:00"}, "no", None, "nothing_granted"),
        ({"at": "2026-03-07T21:00:00+09:00"}, "yes", "refund", "mandate:refund:holds"),
        ({"at": "2026-03-07T12:00:00Z"}, "yes", "refund", "mandate:refund:holds"),
        ({"at": "2026-03-07T21:49:59.999999+09:00"}, "yes", "refund", "mandate:refund:holds"),
        ({"at": "2026-03-07T21:50:00+09:00"}, "no", None, "nothing_granted"),
        ({"at": "2026-03-07T22:00:00+09:00"}, "no", None, "nothing_granted"),
        ({"amount": "50000"}, "yes", "refund", "mandate:refund:holds"),
        ({"amount": "20000", "spent": "30000"}, "yes", "refund", "mandate:refund:holds"),
        ({"amount": "20001", "spent": "30000"}, "no", None, "nothing_granted"),
        ({"spent": "50001"}, "no", None, "nothing_granted"),
        ({"role": "nobody_here"}, "no", None, "nothing_granted"),
        ({"role": "leader", "act": "takedown", "level": "3"}, "yes", "ask_takedown", "mandate:ask_takedown:holds"),
        ({"role": "leader", "act": "takedown", "level": "4"}, "no", "no_takedown", "red_line:no_takedown:holds"),
        ({"role": "leader", "act": "takedown", "level": "5"}, "no", "no_takedown", "red_line:no_takedown:holds"),
        ({"act": "publish_statement", "level": "1"}, "no", None, "nothing_granted"),
        ({"act": "publish_statement", "level": "5"}, "no", None, "nothing_granted"),
        ({"act": "publish_statement", "level": "4"}, "needs", None, "chain:publish_statement:needed"),
        ({"outlet": "mall"}, "yes", "refund", "mandate:refund:holds"),
    ],
)
def test_the_file_answers_as_it_is_written(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, str],
    verdict: str,
    under: str | None,
    last: str,
) -> None:
    code, answer, _ = ask(file, capsys, **changes)
    assert code == 0
    assert answer is not None
    assert list(answer) == ["verdict", "under", "steps", "trace"]
    assert (answer["verdict"], answer["under"], answer["trace"][-1]) == (verdict, under, last)
    assert bool(answer["steps"]) == (verdict == "needs")


@pytest.mark.parametrize(
    ("at", "by"),
    [
        ("2026-03-07T23:48:00+09:00", ["2026-03-07T23:58:00+09:00", "2026-03-08T00:03:00+09:00"]),
        ("2026-03-07T14:48:00+00:00", ["2026-03-07T14:58:00+00:00", "2026-03-07T15:03:00+00:00"]),
        ("2028-02-28T23:50:00-05:30", ["2028-02-29T00:00:00-05:30", "2028-02-29T00:05:00-05:30"]),
    ],
)
def test_the_minutes_of_a_chain_add_up_in_the_zone_of_the_question(
    file: Path, capsys: pytest.CaptureFixture[str], at: str, by: list[str]
) -> None:
    _, answer, _ = ask(file, capsys, act="publish_statement", at=at)
    assert answer is not None
    assert answer["steps"] == [{"role": "legal", "by": by[0]}, {"role": "leader", "by": by[1]}]


@pytest.mark.parametrize(
    "changes",
    [
        {"act": "Stop sale"},
        {"act": ""},
        {"level": "0"},
        {"level": "6"},
        {"level": "-1"},
        {"level": "3.0"},
        {"level": "３"},
        {"level": "경계"},
        {"at": "2026-03-07T21:48:00"},
        {"at": "2026-03-07"},
        {"at": "now"},
        {"at": "2026-02-30T00:00:00+09:00"},
        {"at": "9999-12-31T23:59:00+09:00", "act": "publish_statement"},
        {"amount": "-1"},
        {"amount": "1.5"},
        {"amount": "1e3"},
        {"amount": "1_000"},
        {"amount": "50,000"},
        {"amount": "9" * 5000},
        {"spent": "-1"},
        {"spent": "many"},
        {"role": " "},
    ],
)
def test_a_question_that_makes_no_sense_is_unusable_input(
    file: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str]
) -> None:
    code, answer, said = ask(file, capsys, **changes)
    assert (code, answer) == (2, None)
    assert said
    assert "Traceback" not in said


def test_the_first_and_the_last_minute_of_all_have_an_answer(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        code, answer, _ = ask(file, capsys, at=at)
        assert (code, answer and answer["verdict"]) == (0, "no")


def test_a_charter_with_a_fault_answers_nobody(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(CHARTER.replace("[2, 3]", "[3, 2]"), encoding="utf-8")
    code, answer, said = ask(file, capsys)
    assert (code, answer) == (2, None)
    assert f"{file}:10: mandates[0].levels: from must not be above to" in said


def test_without_json_the_answer_is_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def words(**changes: str) -> str:
        options = [part for key, value in (QUESTION | changes).items() for part in (f"--{key}", value)]
        assert run("may", str(file), *options) == 0
        return capsys.readouterr().out

    yes = words().splitlines()[0]
    assert yes == "Yes, under refund: granted by minseo until 2026-03-07T21:50:00+09:00, up to 50,000 won in all."
    needs = words(act="publish_statement").splitlines()
    assert needs[1:3] == [
        "  1. legal by 2026-03-07T21:58:00+09:00; no answer: pr",
        "  2. leader by 2026-03-07T22:03:00+09:00",
    ]
    assert words(act="takedown", level="5").startswith("No. Red line no_takedown holds from level 4.")
    assert "mandate refund is for other levels" in words(level="5")


# ── charter check ──────────────────────────────────────────────────────────────────────────────────────────────────
def checked(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    """Exit status, faults without the file's name, standard error."""
    code = run("charter", "check", str(file))
    said = capsys.readouterr()
    return code, [line.removeprefix(f"{file}:") for line in said.out.splitlines()], said.err


def test_a_sound_charter_is_one_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, said = checked(file, capsys)
    assert (code, len(lines), said) == (0, 1, "")
    assert "sound" in lines[0]


def test_the_sample_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(ROOT / "src/bongsu/boot/sample/charter.yaml", capsys)[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("version:", "verzion:", "1: verzion: unknown key"),
        ('version: "2026-03"', "version: []", "1: version: must be a word"),
        ("    granted_by: minseo\n", "    granted_by: minseo\n    note: x\n", "15: mandates[0].note: unknown key"),
        ("min_level: 4}", "min_level: 4, x: 1}", "5: red_lines[0].x: unknown key"),
        ("minutes: 5, ", "minutes: 5, y: 1, ", "32: approvals[0].chain[1].y: unknown key"),
        ("id: ask_takedown", "id: refund", "17: mandates[1].id: refund is used twice"),
        ("id: no_takedown", "id: people_first", "5: red_lines[0].id: people_first is used twice"),
        ("principle: people_first", "principle: profit", "15: mandates[0].principle: there is no principle profit"),
        ("[2, 3]", "[3, 2]", "10: mandates[0].levels: from must not be above to"),
        ("[2, 3]", "[0, 3]", "10: mandates[0].levels: must be a level, 1 to 5"),
        ("[2, 3]", "[2, 6]", "10: mandates[0].levels: must be a level, 1 to 5"),
        ("[2, 3]", "[2, 2.5]", "10: mandates[0].levels: must be a level, 1 to 5"),
        ("[2, 3]", "3", "10: mandates[0].levels: must be [from, to]"),
        ("[2, 4]", "[4, 2]", "29: approvals[0].levels: from must not be above to"),
        ("min_level: 4", "min_level: 0", "5: red_lines[0].min_level: must be a level, 1 to 5"),
        ("50000", "-1", "11: mandates[0].cap_krw: must be a whole number of won, 0 or more"),
        ("50000", "0.5", "11: mandates[0].cap_krw: must be a whole number of won, 0 or more"),
        ("50000", "050000", "11: mandates[0].cap_krw: must be a whole number of won, 0 or more"),
        ("minutes: 10", "minutes: 1:30", "31: approvals[0].chain[0].minutes: must be a whole number"),
        ("minutes: 10", "minutes: -10", "31: approvals[0].chain[0].minutes: must be a whole number"),
        ("21:00:00+09:00", "21:00:00", "12: mandates[0].from: needs a zone, like +09:00"),
        ("22:00:00+09:00", "22:00:00", "13: mandates[0].until: needs a zone, like +09:00"),
        ("21:50:00+09:00", "21:50:00", "16: mandates[0].revoked_at: needs a zone, like +09:00"),
        ("2026-03-07T22:00:00+09:00", "2026-02-30T22:00:00+09:00", "13: mandates[0].until: must be a time like"),
        ("2026-03-07T22:00:00+09:00", "2026-03-07", "13: mandates[0].until: must be a time like"),
        ("2026-03-07T22:00:00+09:00", "2026-03-07T20:00:00+09:00", "13: mandates[0].until: must be after from"),
        ("role: practitioner", "role: yes", "8: mandates[0].role: must be a word, in quotes"),
        ("role: practitioner", "role:", "8: mandates[0].role: must be a word"),
        ("deputy: pr", "deputy: no", "31: approvals[0].chain[0].deputy: must be a word, in quotes"),
        ("act: compensate", "act: Stop sale", "9: mandates[0].act: must be small letters"),
        ("    cap_krw: 50000\n", "", "7: mandates[0].cap_krw: missing"),
        ("    revoked_at: null\n", "", "17: mandates[1].revoked_at: missing"),
        (", deputy: null", "", "32: approvals[0].chain[1].deputy: missing"),
        ("    granted_by: minseo\n", "", "7: mandates[0].granted_by: missing"),
        ("    role: leader\n", "    role: leader\n    role: ceo\n", "19: mandates[1].role: written twice"),
        ("approvals:", "mandates: []\napprovals:", "27: mandates: written twice"),
        ("role: practitioner", 'role: practitioner\n    "a\\nb": 1', "9: mandates[0].a\\nb: unknown key"),
        ("role: practitioner", "role: practitioner\n    a.b: 1", "9: mandates[0].a.b: unknown key"),
        ("role: practitioner", "role: practitioner\n    yes: 1", "9: mandates[0].True: unknown key"),
        ("사람의 안전이", "사람의\u2028안전이", None),
        (CHARTER, "", "1: version: missing"),
        (CHARTER, "# nothing yet\n", "1: mandates: missing"),
        (CHARTER, "- a\n- b\n", "1: charter: must be a mapping"),
        (CHARTER, "yes\n", "1: charter: must be a mapping"),
    ],
)
def test_a_fault_is_named_with_its_line(
    file: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, fault: str | None
) -> None:
    assert old in CHARTER
    file.write_text(CHARTER.replace(old, new, 1), encoding="utf-8")
    code, lines, _ = checked(file, capsys)
    if fault is None:
        assert code == 0
        return
    assert code == 1
    assert [line for line in lines if line.startswith(fault)], lines
    assert all(re.match(r"\d+: \S+: .", line) for line in lines)


def test_one_fault_is_one_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for old, new in (("[2, 3]", "[0, 9]"), ("21:00:00+09:00", "21:00:00"), ("    cap_krw: 50000\n", "")):
        file.write_text(CHARTER.replace(old, new, 1), encoding="utf-8")
        assert len(checked(file, capsys)[1]) == 1


def test_faults_come_in_the_order_of_their_lines(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = CHARTER.replace("[2, 4]", "[4, 2]").replace("min_level: 4", "min_level: 9").replace("50000", "-1")
    file.write_text(bad, encoding="utf-8")
    assert [line.split(":")[0] for line in checked(file, capsys)[1]] == ["5", "11", "29"]


def test_lines_are_counted_as_an_editor_counts_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = CHARTER.replace("사람의 안전이", "사람의\u2028안전이").replace("50000", "-1")
    for raw in (bad, "\ufeff" + bad, bad.replace("\n", "\r\n")):
        file.write_bytes(raw.encode())
        assert [line.split(":")[0] for line in checked(file, capsys)[1]] == ["11"]


def test_anchors_and_merge_keys_are_read_and_their_faults_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = CHARTER[CHARTER.index("  - id: ask_takedown") : CHARTER.index("approvals:")]
    shared = CHARTER.replace("  - id: refund", "  - &first\n    id: refund")
    file.write_text(shared.replace(second, "  - {<<: *first, id: again, role: leader}\n"), encoding="utf-8")
    assert checked(file, capsys)[0] == 0
    file.write_text(shared.replace(second, "  - {<<: *first, id: again, levels: [5, 1]}\n"), encoding="utf-8")
    assert checked(file, capsys)[1] == ["18: mandates[1].levels: from must not be above to"]
    file.write_text(shared.replace(second, "  - *first\n"), encoding="utf-8")
    assert checked(file, capsys)[1] == ["8: mandates[1].id: refund is used twice"]


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{before}'] * 9)}]\n" for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (CHARTER.replace("    role: leader", "\trole: leader").encode(), 18),
        (CHARTER.replace("[2, 3]", "[2, 3").encode(), 11),
        (CHARTER.replace("role: leader", "role: leader: x").encode(), 18),
        (CHARTER.replace("practitioner", "*nobody").encode(), 8),
        (CHARTER.replace("practitioner", "!!python/object/apply:os.abort []").encode(), 8),
        (CHARTER.replace("50000", "!!int won").encode(), 11),
        (CHARTER.replace("50000", "9" * 5000).encode(), 11),
        (CHARTER.replace("practitioner", "a\x07b").encode(), 8),
        (CHARTER.replace("role: practitioner", "? [a]\n    : b").encode(), 8),
        (CHARTER.encode("cp949"), 3),
        (b"\x89PNG\r\n\x1a\n\0\0\0", 1),
        (b"version: 1\n\0\0", 2),
        (CHARTER.encode() + b"---\n" + CHARTER.encode(), None),
        (b"version: 1\nmandates: &m [*m]\n", 2),
        (b"version: 1\nmandates: " + b"[" * 100_000, 2),
        (LAUGHS.encode() + b"version: *i\n", None),
        ("".join(f"k{n}: &k{n} [{f'*k{n - 1}' if n else ''}]\n" for n in range(5000)).encode(), None),
        (b"x: [" + b"1," * 101_000 + b"]\n", None),
    ],
)
def test_what_is_no_yaml_is_a_fault_and_its_line_is_named(
    file: Path, capsys: pytest.CaptureFixture[str], raw: bytes, line: int | None
) -> None:
    file.write_bytes(raw)
    code, lines, said = checked(file, capsys)
    assert (code, len(lines), said) == (1, 1, "")
    named = re.fullmatch(r"(\d+): charter: not YAML: .+", lines[0])
    assert named, lines
    assert line is None or int(named[1]) == line


def test_a_file_that_cannot_be_read_is_unusable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"# \n" * 2**20)
    for path in (tmp_path / "nowhere.yaml", tmp_path, huge, Path("/dev/zero")):
        code, lines, said = checked(path, capsys)
        assert (code, lines) == (2, [])
        assert str(path) in said


def test_a_charter_of_a_thousand_mandates_is_checked_while_one_waits(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = CHARTER[CHARTER.index("  - id: refund") : CHARTER.index("  - id: ask_takedown")]
    many = "".join(first.replace("refund", f"refund{n}") for n in range(1_000))
    file.write_text(CHARTER.replace(first, many), encoding="utf-8")
    since = time.monotonic()
    assert checked(file, capsys)[0] == 0
    assert time.monotonic() - since < 20


def test_no_option_may_be_shortened(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer, said = ask(file, capsys, am="20000")
    assert (code, answer) == (2, None)
    assert "--am" in said


def test_what_is_no_mapping_is_a_fault(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for raw in ("- a\n- b\n", "words\n", "7\n"):
        file.write_text(raw, encoding="utf-8")
        code, lines, said = checked(file, capsys)
        assert (code, len(lines), said) == (1, 1, "")


# ── as people run it ───────────────────────────────────────────────────────────────────────────────────────────────
def test_neither_command_needs_django_or_a_data_folder(file: Path, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from bongsu.boot import cli\n"
        f"assert cli.main(['charter', 'check', {str(file)!r}]) == 0\n"
        f"assert cli.main(['may', {str(file)!r}, '--role', 'r', '--act', 'takedown', '--level', '5',"
        " '--at', '2026-03-07T21:48+09:00', '--json']) == 0\n"
        "heavy = {'django', 'sqlite3', 'granian', 'httpx', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=20, env=os.environ | {"BONGSU_HOME": str(home)}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout.splitlines()[-1])["under"] == "no_takedown"
    assert not home.exists()


def test_the_commands_that_need_django_still_find_it(tmp_path: Path) -> None:
    for command in ("demo", "init", "up", "web", "work", "ingest", "intake", "invite", "verify"):
        done = bongsu(tmp_path / "home", command, "--help")
        assert (done.code, done.err) == (0, ""), done.err


def test_the_page_on_charters_shows_what_happens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs/howto/charter.md").read_text(encoding="utf-8")
    file = tmp_path / "charter.yaml"
    file.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert checked(file, capsys)[0] == 0
    paid = {"amount": "20000", "spent": "30000"}
    shown = re.search(r"^# (\{.*\})$", page, re.MULTILINE)
    assert shown
    assert ask(file, capsys, **paid)[1] == json.loads(shown[1])
    for changes, found in (
        ({"amount": "20001"}, "cap"),
        ({"level": "4"}, "level"),
        ({"at": "2026-04-01T00:00+09:00"}, "expired"),
    ):
        answer = ask(file, capsys, **(paid | changes))[1]
        assert answer is not None
        assert answer["trace"] == [f"mandate:refund:{found}", "nothing_granted"]
    answer = ask(file, capsys, role="leader", act="takedown", level="4")[1]
    assert answer is not None
    assert (answer["verdict"], answer["under"]) == ("no", "no_takedown")
    answer = ask(file, capsys, act="publish_statement", level="2")[1]
    assert answer is not None
    assert [datetime.fromisoformat(step["by"]).strftime("%H:%M") for step in answer["steps"]] == ["21:58", "22:03"]


def test_an_act_of_ones_own_is_answered_and_noted(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(CHARTER.replace("act: compensate", "act: press_interview"), encoding="utf-8")
    assert run("charter", "check", str(file)) == 0
    said = capsys.readouterr()
    assert "press_interview" in said.err
    assert "sound" in said.out
    status, answer, _ = ask(file, capsys, act="press_interview")
    assert (status, answer and answer["verdict"]) == (0, "yes")
