"""A room in use: acts a second in one room, and what a long journal costs whoever opens it.

    python -m bench.room [acts] [lines]        default 2000 acts, 20,000 lines

Acts go through the flows people's forms use, from several processes at once, all into one room, on PostgreSQL (a
server of its own, started for this) and on SQLite. The floor does only what no act can be without, on the same server:
lock a row, count up, insert one line, update the row, commit.

Opening is the room's page as a browser asks for it, with 200 lines and with `lines`, in turns.
"""

import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

HANDS = 4
SHORT = 200
OPENED = 15


def _start(home: str, database: str) -> Any:
    os.environ["BONGSU_HOME"] = home
    os.environ["BONGSU_DATABASE"] = database
    from bongsu.boot import django_up

    django_up.start()
    from bongsu.boot import wiring

    return wiring.ports()


def _act(house: Any, org: int, room: int, hand: int, number: int) -> None:
    """What people do most: notes, facts, tasks given and finished."""
    from bongsu.flows import assess, decide

    by = ("haneul", "seojun", "jiwoo", "eunji")[hand % 4]
    match number % 4:
        case 0 | 1:
            assess.write_note(house, org=org, room=room, by=by, text=f"매장 {number}곳에서 같은 문의가 왔어요.")
        case 2:
            decide.give_task(house, org=org, room=room, by=by, text=f"확인 {hand}-{number}", owner=by, minutes=30)
        case _:
            mine = [t for t in house.store.peek(org, room).tasks if t.owner == by and t.done_at is None]
            if mine:
                decide.finish_task(house, org=org, room=room, by=by, task=mine[0].id, note="")


@contextmanager
def _counted(cost: Any) -> Iterator[None]:
    """Adds to `cost` the CPU seconds of this process, and of the server's process that serves it."""
    from django.db import connection

    connection.ensure_connection()
    served_by = None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            served_by = cursor.fetchone()[0]
    ours, theirs = time.process_time(), _cpu_s(served_by)
    yield
    with cost.get_lock():
        cost.value += time.process_time() - ours + _cpu_s(served_by) - theirs


def _cpu_s(pid: int | None) -> float:
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _hand(home: str, database: str, org: int, room: int, hand: int, acts: int, gate: Barrier, cost: Any) -> None:
    house = _start(home, database)
    gate.wait()
    with _counted(cost):
        for number in range(acts):
            _act(house, org, room, hand, number)
    gate.wait()


def _floor_hand(home: str, database: str, _org: int, _room: int, _hand: int, acts: int, gate: Barrier, c: Any) -> None:
    _start(home, database)
    from django.db import connection, transaction

    gate.wait()
    with _counted(c):
        for _ in range(acts):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE bench_room SET seq = seq + 1 WHERE id = 1")
                cursor.execute("SELECT seq, state FROM bench_room WHERE id = 1")
                seq, state = cursor.fetchone()
                cursor.execute("INSERT INTO bench_line (room, seq, body) VALUES (1, %s, %s)", (seq, "x" * 600))
                cursor.execute("UPDATE bench_room SET state = %s WHERE id = 1", (state,))
    gate.wait()


@dataclass(frozen=True)
class Rate:
    acts_s: float
    cpu_ms: float  # for each act, of the process that acts and of the server's that serves it


def _rate(work: Any, home: str, database: str, org: int, room: int, acts: int) -> Rate:
    context = multiprocessing.get_context("spawn")
    gate, cost = context.Barrier(HANDS + 1), context.Value("d", 0.0)
    each = acts // HANDS
    hands = [context.Process(target=work, args=(home, database, org, room, n, each, gate, cost)) for n in range(HANDS)]
    for hand in hands:
        hand.start()
    gate.wait()
    begun = time.perf_counter()
    gate.wait()
    took = time.perf_counter() - begun
    for hand in hands:
        hand.join()
    return Rate(each * HANDS / took, cost.value * 1000 / (each * HANDS))


def _prepare(home: str, database: str) -> tuple[Any, int, int]:
    house = _start(home, database)
    from bongsu.boot import demo, wiring
    from bongsu.flows import convene

    org = demo.seed(house, wiring.clock(), url="http://127.0.0.1:9")
    brand = house.mentions.brands(org)[0].id
    room = convene.open_room(house, org=org, brand=brand, by="haneul", title="bench", why="bench", level=3)
    return house, org, room


def acts_of(name: str, home: str, database: str, acts: int) -> dict[str, float]:
    _house, org, room = _prepare(home, database)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_room (id integer PRIMARY KEY, seq integer, state text)")
        cursor.execute("CREATE TABLE bench_line (room integer, seq integer, body text, UNIQUE (room, seq))")
        cursor.execute("INSERT INTO bench_room VALUES (1, 0, %s)", ("x" * 20_000,))
    connection.close()
    ours = _rate(_hand, home, database, org, room, acts)
    floor = _rate(_floor_hand, home, database, org, room, acts)
    print(
        f"{name:<11} {ours.acts_s:6.0f} acts/s (aim 200) by {HANDS} hands in one room, {ours.cpu_ms:.2f} ms of CPU; "
        f"floor {floor.acts_s:6.0f} acts/s, {floor.cpu_ms:.2f} ms; ratio of CPU {ours.cpu_ms / floor.cpu_ms:.1f}"
    )
    return {
        "acts_s": round(ours.acts_s, 1),
        "cpu_ms": round(ours.cpu_ms, 2),
        "floor_s": round(floor.acts_s, 1),
        "floor_cpu_ms": round(floor.cpu_ms, 2),
    }


def _fill(house: Any, org: int, room: int, lines: int) -> None:
    """A room's journal as a long crisis writes it, `lines` lines in all."""
    from bongsu.flows import assess

    number = 0
    while (seq := house.store.peek(org, room).seq) < lines:
        for _ in range(min(200, lines - seq)):
            _act(house, org, room, number // 4, number)
            number += 1
        if number % 50 == 0:
            assess.send_estimate(
                house, org=org, room=room, by="haneul", level=3, press_pct=number % 100, why="다시 봤어요"
            )


def opening(home: str, lines: int) -> dict[str, float]:
    house, org, short = _prepare(home, "")
    from django.db import connection
    from django.test import Client

    from bongsu.flows import convene
    from bongsu.store import setup
    from bongsu.web import house as web_house

    web_house.install(house)
    other = setup.upsert_brand(org, "한담 시험")
    long = convene.open_room(house, org=org, brand=other, by="haneul", title="long", why="bench", level=3)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    _fill(house, org, short, SHORT)
    begun = time.perf_counter()
    _fill(house, org, long, lines)
    print(f"wrote {lines} lines in {time.perf_counter() - begun:.0f} s")
    client = Client()
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(pk=setup.user_for(org, "haneul")))
    times: dict[int, list[float]] = {short: [], long: []}
    for room in (short, long):
        assert client.get(f"/rooms/{room}/").status_code == 200
    for _ in range(OPENED):
        for room, taken in times.items():
            begun = time.process_time()
            client.get(f"/rooms/{room}/")
            taken.append((time.process_time() - begun) * 1000)
    a, b = statistics.median(times[short]), statistics.median(times[long])
    print(f"opening a room: {SHORT} lines {a:.1f} ms, {lines} lines {b:.1f} ms of CPU; ratio {b / a:.2f} (aim 1.3)")
    return {"short_ms": round(a, 2), "long_ms": round(b, 2), "ratio": round(b / a, 3)}


def _in_a_process(queue: Any, work: Any, args: tuple[Any, ...]) -> None:
    queue.put(work(*args))


def _apart(work: Any, *args: Any) -> Any:
    """In a process of its own: settings are read once for each."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_in_a_process, args=(queue, work, args))
    process.start()
    answer = queue.get()
    process.join()
    return answer


def main() -> int:
    acts = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        homes = [stack.enter_context(tempfile.TemporaryDirectory(prefix="bongsu-bench-")) for _ in range(3)]
        from tests.kit import postgres

        address = stack.enter_context(postgres.server())
        found["postgres"] = _apart(acts_of, "PostgreSQL", homes[0], address, acts)
        found["sqlite"] = _apart(acts_of, "SQLite", homes[1], "", acts)
        found["opening"] = _apart(opening, homes[2], lines)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
