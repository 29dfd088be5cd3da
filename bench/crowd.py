"""A crowded room: many people's screens, ten lines a second, and streams that break all the time.

    python -m bench.crowd [screens] [seconds] [people]      default 1000 screens, 30 s, 200 people

The site runs as people run it (`bongsu web`, SQLite). Lines are written by this process, so the site learns of them as
it does of a worker's. Each screen shows a room's page and belongs to one of `people`, each with panels of their own.
Every second one screen in a hundred loses its stream and asks again from the last line it has. Measured: from a line's
commit until a screen holds it; whether, at the end, every screen has every line; and the site's CPU for each line on
each screen, which a busy machine changes little.

The floor is the same crowd on a bare asyncio server that sends the same lines, without a room, in the same run.
"""

import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import quote
from urllib.request import urlopen

from bench.live import free_port  # sets the data folder and the port
from bench.spent import cpu_s
from bongsu.boot import demo, wiring
from bongsu.core.values import Person
from bongsu.flows import assess, convene
from bongsu.store import setup
from bongsu.web import tokens

LINES_S = 10
LOST_S = 0.01  # share of the screens whose stream breaks each second
AIM_P99_MS = 250
SHOWN = (
    "me:calls,room:bar,room:next,room:numbers,room:claims,room:findings,room:facts,room:estimates,room:calls,"
    "room:decisions,room:tasks,room:command,room:journal,room:voice,room:outlets"
)
_SEQS = re.compile(rb'data-seqs=\\?"(\d+)-(\d+)')


class Crowd:
    """Open streams that follow one room, and when each line reached each of them."""

    def __init__(self, port: int, path: Callable[[int, int], str], screens: int, first: int) -> None:
        self.port, self.path = port, path
        self.has: list[dict[int, float]] = [{} for _ in range(screens)]  # number of a line → when it was there
        self.last = [first] * screens
        self.written: dict[int, float] = {}
        self.lost = 0
        self.tasks: list[asyncio.Task[None]] = []
        self.open = 0
        self.server = 0  # process id; what it spends while lines are written
        self.spent_s = 0.0

    def start(self) -> None:
        self.tasks = [asyncio.create_task(self._follow(n)) for n in range(len(self.has))]

    async def _follow(self, n: int) -> None:
        while True:
            try:
                await self._listen(n)
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.2)

    async def _listen(self, n: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)
        try:
            head = f"GET {self.path(n, self.last[n])} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
            writer.write(head.encode())
            await reader.readuntil(b"\r\n\r\n")
            self.open += 1
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    self._hear(n, line)
        finally:
            writer.close()

    def _hear(self, n: int, data: bytes) -> None:
        now = time.perf_counter()
        for a, b in _SEQS.findall(data):
            for seq in range(int(a), int(b) + 1):
                self.has[n].setdefault(seq, now)
        self.last[n] = max(self.has[n], default=self.last[n])

    def lose(self, share: float) -> None:
        for n in random.sample(range(len(self.tasks)), max(1, round(share * len(self.tasks)))):
            self.tasks[n].cancel()
            self.tasks[n] = asyncio.create_task(self._follow(n))
            self.lost += 1

    def missing(self) -> int:
        return sum(len(self.written.keys() - has.keys()) for has in self.has)

    def delays(self) -> list[float]:
        """Milliseconds from each commit to each screen, in order."""
        return sorted(
            max(0.0, has[seq] - at) * 1000 for has in self.has for seq, at in self.written.items() if seq in has
        )


async def run(crowd: Crowd, write: Callable[[int], int], seconds: int) -> None:
    """`write(number)` commits one line and returns its number in the room."""
    crowd.start()
    while crowd.open < len(crowd.has):
        await asyncio.sleep(0.1)
    await asyncio.sleep(2)
    begun, spent = time.perf_counter(), cpu_s(crowd.server)
    for number in range(seconds * LINES_S):
        await asyncio.sleep(max(0.0, begun + number / LINES_S - time.perf_counter()))
        seq = await asyncio.to_thread(write, number)
        crowd.written[seq] = time.perf_counter()
        if number % LINES_S == 0:
            crowd.lose(LOST_S)
    until = time.perf_counter() + 15
    while crowd.missing() and time.perf_counter() < until:
        await asyncio.sleep(0.2)
    crowd.spent_s = cpu_s(crowd.server) - spent
    for task in crowd.tasks:
        task.cancel()


def bare_server(port: int) -> None:
    """Sends `data-seqs` rows of 400 bytes to everybody; GET /go/<n> says line n. Who comes late gets what they lack."""
    writers: set[asyncio.StreamWriter] = set()
    said: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        if head.startswith(b"GET /go/"):
            number = int(head.split()[1][4:])
            said.append(b'data: data-seqs="%d-%d"%s\n\n' % (number, number, b"x" * 400))
            for other in writers:
                other.write(said[-1])
            writer.close()
            return
        for message in said[int(head.split()[1][1:]) :]:
            writer.write(message)
        writers.add(writer)
        with contextlib.suppress(OSError):
            await reader.read()
        writers.discard(writer)

    async def main() -> None:
        await (await asyncio.start_server(serve, "127.0.0.1", port, backlog=4096)).serve_forever()

    asyncio.run(main())


def report(name: str, crowd: Crowd) -> dict[str, float]:
    delays = crowd.delays()
    p = {q: delays[min(len(delays) - 1, int(len(delays) * q))] for q in (0.5, 0.99)} if delays else {0.5: -1, 0.99: -1}
    print(
        f"{name:<12} median {p[0.5]:7.1f} ms, p99 {p[0.99]:7.1f} ms over {len(delays)} arrivals; "
        f"{crowd.lost} streams broken, {crowd.missing()} lines missed; "
        f"CPU {crowd.spent_s:.1f} s, {1e6 * crowd.spent_s / max(1, len(delays)):.0f} µs a line on a screen"
    )
    return {
        "p50_ms": round(p[0.5], 1),
        "p99_ms": round(p[0.99], 1),
        "missed": crowd.missing(),
        "cpu_us": round(1e6 * crowd.spent_s / max(1, len(delays)), 1),
    }


def main() -> int:
    screens = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    people = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    house, clock = wiring.ports(), wiring.clock()
    port = free_port()
    org = demo.seed(house, clock, url=f"http://127.0.0.1:{port}")
    known = house.store.people(org)
    crowd_of = [*known, *(Person(f"p{n}", f"사람{n}", ("cs",), on_duty=False) for n in range(people - len(known)))]
    setup.upsert_people(org, crowd_of)
    brand = house.mentions.brands(org)[0].id
    room = convene.open_room(house, org=org, brand=brand, by="haneul", title="bench", why="bench", level=3)
    keys = [quote(tokens.issue(org, setup.person_id(org, p.key))) for p in crowd_of[:people]]
    first = house.store.peek(org, room).seq

    def path(n: int, last: int) -> str:
        return f"/live?token={keys[n % len(keys)]}&topics=room:{room}@{last}&show={quote(SHOWN)}"

    def note(number: int) -> int:
        assess.write_note(house, org=org, room=room, by="seojun", text=f"매장 {number}곳에서 같은 문의가 왔어요.")
        return house.store.peek(org, room).seq

    def go(number: int) -> int:
        urlopen(f"http://127.0.0.1:{bare_port}/go/{number}", timeout=5).read()
        return number

    site = subprocess.Popen(
        [sys.executable, "-m", "bongsu.boot.cli", "web"], env=os.environ | {"BONGSU_PORT": str(port)}
    )
    bare_port = free_port()
    bare = multiprocessing.get_context("spawn").Process(target=bare_server, args=(bare_port,), daemon=True)
    bare.start()
    ours = Crowd(port, path, screens, first)
    floor = Crowd(bare_port, lambda _n, last: f"/{max(0, last + 1)}", screens, -1)
    try:
        _wait(port)
        ours.server, floor.server = site.pid, bare.pid or 0
        asyncio.run(run(ours, note, seconds))
        asyncio.run(run(floor, go, seconds))
    finally:
        site.terminate()
        site.wait(15)
        bare.terminate()
    print(f"{screens} screens of {people} people, {LINES_S} lines a second for {seconds} s")
    a, b = report("bongsu", ours), report("bare server", floor)
    print(f"p99 ratio {a['p99_ms'] / b['p99_ms']:.1f} (aim: {AIM_P99_MS} ms on a quiet machine, none missed)")
    print(json.dumps({"screens": screens, "people": people, "bongsu": a, "bare": b}))
    return 0


def _wait(port: int) -> None:
    until = time.monotonic() + 90  # a busy machine takes long to start
    while time.monotonic() < until:
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the site did not come up")


if __name__ == "__main__":
    raise SystemExit(main())
