"""`bongsu` at a terminal: what it takes, what it refuses, what it proves."""

import contextlib
import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.kit.command import Ended, bongsu, townsfolk, up
from tests.kit.together import at_once

pytestmark = pytest.mark.xdist_group("processes")

BRAND = ("--brand", "한강식품")


def post(n: int, **changes: object) -> dict[str, object]:
    said = {"id": f"p{n}", "ts": "2026-03-07T21:48:00+09:00", "source": "cafe", "text": f"한강식품 이야기 {n}"}
    return {**said, **changes}


def jsonl(*rows: object) -> bytes:
    return b"".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)).encode() + b"\n" for row in rows
    )


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """한강식품's data folder, nothing heard yet."""
    home = tmp_path_factory.mktemp("seeded")
    townsfolk(home, "seed", "http://127.0.0.1:9/hook", "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==")
    return home


@pytest.fixture(scope="module")
def told(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with a room of a dozen lines."""
    home = tmp_path_factory.mktemp("told") / "home"
    shutil.copytree(seeded, home)
    townsfolk(home, "journal")
    return home


@pytest.fixture
def home(seeded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeded, tmp_path / "home"))


# ── help ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_help_answers_without_loading_the_house() -> None:
    code = (
        "import sys\n"
        "from bongsu.boot import cli\n"
        "try:\n    cli.main(['--help'])\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'django', 'granian', 'httpx', 'apprise', 'yaml', 'msgspec', 'cryptography'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20)
    assert done.returncode == 0, done.stderr.decode()
    for command in ("demo", "init", "up", "ingest", "intake", "verify"):
        assert command in done.stdout.decode()


def test_an_unknown_command_is_unusable_input(tmp_path: Path) -> None:
    assert bongsu(tmp_path, "fly").code == 2


# ── ingest ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_file_with_bad_lines_is_taken_but_for_those_and_they_are_named(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_bytes(jsonl(post(1), "{not json", post(2, ts="yesterday"), "", post(3), post(4, text="")))
    done = bongsu(home, "ingest", str(file), *BRAND)
    assert done.code == 1
    assert "accepted 2, repeated 0, refused 3" in done.out
    named = [line.split(":")[0] for line in done.err.splitlines() if line.startswith("line ")]
    assert sorted(named) == ["line 2", "line 3", "line 6"]
    assert townsfolk(home, "look")["mentions"] == ["cafe:p1", "cafe:p3"]


def test_what_was_taken_before_is_repeated_in_every_form(home: Path, tmp_path: Path) -> None:
    rows = [post(n) for n in range(30)]
    plain, packed, table = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz", tmp_path / "a.csv"
    plain.write_bytes(jsonl(*rows))
    packed.write_bytes(gzip.compress(jsonl(*rows)))
    lines = ["id,ts,source,text", *(",".join(str(value) for value in row.values()) for row in rows)]
    table.write_bytes("\r\n".join(lines).encode("cp949"))
    first = bongsu(home, "ingest", str(plain), *BRAND)
    assert (first.code, first.out.splitlines()[0]) == (0, "accepted 30, repeated 0, refused 0")
    for again in (
        bongsu(home, "ingest", str(packed), *BRAND),
        bongsu(home, "ingest", str(table), *BRAND),
        bongsu(home, "ingest", "-", *BRAND, stdin=plain.read_bytes()),
    ):
        assert (again.code, again.out.splitlines()[0]) == (0, "accepted 0, repeated 30, refused 0")
    seen = townsfolk(home, "look")
    assert (len(seen["mentions"]), seen["counted"], seen["waiting"]) == (30, 30, 0)


def test_two_who_take_in_the_same_file_at_once_take_each_line_once(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_bytes(jsonl(*(post(n) for n in range(3_000))))
    said = []
    at_once(*[lambda: said.append(bongsu(home, "ingest", str(file), *BRAND))] * 2)
    assert [done.code for done in said] == [0, 0], [done.err for done in said]
    taken = [tuple(int(part.split()[1]) for part in done.out.splitlines()[0].split(", ")) for done in said]
    assert sum(accepted for accepted, _, _ in taken) == 3_000
    assert sum(repeated for _, repeated, _ in taken) == 3_000
    seen = townsfolk(home, "look")
    assert (len(set(seen["mentions"])), len(seen["mentions"]), seen["counted"]) == (3_000, 3_000, 3_000)


def test_a_file_is_analysed_by_the_bongsu_that_runs_on_the_folder(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_bytes(jsonl(*(post(n) for n in range(50))))
    with up(home) as house:
        done = bongsu(home, "ingest", str(file), *BRAND)
        assert (done.code, done.out.splitlines()[0]) == (0, "accepted 50, repeated 0, refused 0")
        townsfolk(home, "wait_mentions", "50")  # the analysis is through
        assert house.stop() == 0


def test_what_cannot_be_used_ends_with_two_and_a_sentence(home: Path, tmp_path: Path) -> None:
    def refused(done: Ended) -> str:
        assert done.code == 2
        assert "Traceback" not in done.err
        return done.err

    headless = tmp_path / "table.csv"
    headless.write_text("이름,나이\n하늘,29\n", encoding="utf-8")
    assert "nowhere.jsonl" in refused(bongsu(home, "ingest", str(tmp_path / "nowhere.jsonl"), *BRAND))
    assert "한강식품" in refused(bongsu(home, "ingest", str(headless), "--brand", "두강식품"))
    assert "id, ts, source, text" in refused(bongsu(home, "ingest", str(headless), *BRAND))
    assert "ingest" in refused(bongsu(home, "ingest", str(tmp_path), *BRAND))
    assert "organisation" in refused(bongsu(tmp_path / "empty", "ingest", str(headless), *BRAND))
    assert "organisation" in refused(bongsu(home, "ingest", str(headless), *BRAND, "--org", "other"))


# ── verify ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def altered_body(db: sqlite3.Connection, room: int) -> None:
    db.execute(
        "UPDATE operations_journalline SET body = replace(body, '유리', '모래') WHERE room_id = ? AND seq = 1", (room,)
    )


def altered_author(db: sqlite3.Connection, room: int) -> None:
    db.execute("UPDATE operations_journalline SET by = 'minseo' WHERE room_id = ? AND seq = 3", (room,))


def deleted_line(db: sqlite3.Connection, room: int) -> None:
    db.execute("DELETE FROM operations_journalline WHERE room_id = ? AND seq = 3", (room,))


def swapped_lines(db: sqlite3.Connection, room: int) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        db.execute("UPDATE operations_journalline SET seq = ? WHERE room_id = ? AND seq = ?", (new, room, old))


def altered_words(db: sqlite3.Connection, room: int) -> None:
    """The personal words behind a seal, which lie apart from the journal."""
    last = "(SELECT max(seq) FROM operations_personalvalue WHERE room_id = ?1)"
    db.execute(f"UPDATE operations_personalvalue SET value = '없던 일' WHERE room_id = ?1 AND seq = {last}", (room,))


def altered_room(db: sqlite3.Connection, room: int) -> None:
    """The stored room says something that its journal does not."""
    db.execute("UPDATE operations_room SET level = 1 WHERE id = ?", (room,))


def cut_tail(db: sqlite3.Connection, room: int) -> None:
    """The last line, by somebody who did not know of the room's count."""
    last = "(SELECT max(seq) FROM operations_journalline WHERE room_id = ?1)"
    db.execute(f"DELETE FROM operations_journalline WHERE room_id = ?1 AND seq = {last}", (room,))


HARMS: dict[Callable[[sqlite3.Connection, int], None], tuple[str, ...]] = {
    altered_body: ("1: altered",),
    altered_author: ("3: altered",),
    deleted_line: ("3: missing",),
    swapped_lines: ("3: reordered", "4: reordered"),
    altered_words: ("{last}: altered",),
    altered_room: ("{last}: altered",),
    cut_tail: ("{last}: missing",),
}


@pytest.fixture(scope="module")
def harmed(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each harm was done to one room of a copy of the file; what `bongsu verify` then says and what it should."""
    home = tmp_path_factory.mktemp("harmed") / "home"
    shutil.copytree(seeded, home)
    townsfolk(home, "journal", str(len(HARMS) + 1))
    should: dict[str, list[str]] = {}
    with contextlib.closing(sqlite3.connect(home / "operations.sqlite3")) as db:
        for room, (harm, said) in enumerate(HARMS.items(), start=1):
            (last,) = db.execute("SELECT max(seq) FROM operations_journalline WHERE room_id = ?", (room,)).fetchone()
            harm(db, room)
            should[harm.__name__] = [f"room {room} line {line.format(last=last)}" for line in said]
        db.commit()
    done = bongsu(home, "verify")
    assert done.code == 1
    said = done.out.splitlines()
    assert len(said) == sum(map(len, should.values())), said
    return should | {"said": said}


@pytest.mark.parametrize("harm", [harm.__name__ for harm in HARMS])
def test_what_was_done_to_a_copy_of_the_file_is_named(harmed: dict[str, list[str]], harm: str) -> None:
    assert [line for line in harmed["said"] if line in harmed[harm]] == harmed[harm]


def test_an_untouched_file_is_intact(told: Path) -> None:
    done = bongsu(told, "verify")
    assert done.code == 0
    assert done.out.startswith("intact: ")
    plain = json.loads(bongsu(told, "verify", "--json").out)
    assert (plain["intact"], plain["rooms"], plain["faults"]) == (True, 1, [])


def test_a_tail_cut_off_with_everything_that_knew_of_it_shows_against_a_checkpoint(told: Path, tmp_path: Path) -> None:
    home, kept = Path(shutil.copytree(told, tmp_path / "home")), tmp_path / "elsewhere.json"
    assert bongsu(home, "verify", "--checkpoint", str(kept)).code == 0
    before = Path(shutil.copytree(home, tmp_path / "before"))
    townsfolk(home, "story", "1")
    assert bongsu(home, "verify", "--checkpoint", str(kept)).code == 0
    grown = json.loads(bongsu(home, "verify", "--json").out)["lines"]
    # Somebody puts back the whole older file: it is intact in itself, and only the checkpoint knows better.
    shutil.copy(before / "operations.sqlite3", home / "operations.sqlite3")
    plain = bongsu(home, "verify")
    assert plain.code == 0
    old = int(plain.out.split()[1])
    done = bongsu(home, "verify", "--checkpoint", str(kept))
    assert done.code == 1
    assert done.out.splitlines() == [f"room 1 line {n}: missing" for n in range(old + 1, grown + 1)]
    found = json.loads(bongsu(home, "verify", "--checkpoint", str(kept), "--json").out)
    assert not found["intact"]
    assert found["faults"][0] == {"room": 1, "line": old + 1, "what": "missing"}


def test_a_checkpoint_that_somebody_changed_is_not_believed(told: Path, tmp_path: Path) -> None:
    home, kept = Path(shutil.copytree(told, tmp_path / "home")), tmp_path / "elsewhere.json"
    assert bongsu(home, "verify", "--checkpoint", str(kept)).code == 0
    document = json.loads(kept.read_text())
    document["rooms"][0]["seq"] -= 1
    kept.write_text(json.dumps(document))
    done = bongsu(home, "verify", "--checkpoint", str(kept))
    assert done.code == 2
    assert "signature" in done.err
