"""From a mention to its finding on a screen, and an act in a room, while a thousand mentions a second come in.

    python -m bench.whole [mentions a second] [seconds]      default 1000, 60

`bongsu work` and `bongsu web` run as people run them, on SQLite. A process puts everyday posts of one brand into the
inbox, ten times a second, as a source does; each second three people name a risk of another, new brand: the time from
before they are put there until an open Watch has read the finding is measured. Another process writes a note into a
room twice a second: until it is committed, and until an open room has read it. Each begins after five quiet seconds.
"""

import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

CHILDREN = ("feed", "act")
HERE = tempfile.TemporaryDirectory(prefix="bongsu-bench-")
if sys.argv[1:2] not in ([name] for name in CHILDREN):
    os.environ["BONGSU_HOME"] = HERE.name  # a child has that of its parent
    os.environ.pop("BONGSU_DATABASE", None)

from bongsu.boot import django_up  # noqa: E402  (the data folder must be set first)

django_up.start()

from bench.sense import posts  # noqa: E402
from bongsu.boot import demo, wiring  # noqa: E402
from bongsu.core.ports import Item  # noqa: E402
from bongsu.core.values import WatchWords  # noqa: E402
from bongsu.flows import assess, convene  # noqa: E402
from bongsu.flows.listen import take_in  # noqa: E402
from bongsu.store import setup  # noqa: E402
from bongsu.store.mentions.models import InboxBatch  # noqa: E402
from bongsu.store.operations import models as m  # noqa: E402
from bongsu.web import tokens  # noqa: E402

TURNS = 10  # a second
SETTLE_S, LAST_S = 15, 20
AIMS = {"finding on a screen": 2000.0, "act committed": 300.0, "act on a screen": 300.0}


def feed(org: int, brand: int, probes: list[int], rate: int, seconds: int) -> None:
    """Prints one line for each probe (mark, epoch seconds), at last the rate and the batches that nobody read yet."""
    house, dice = wiring.ports(), random.Random(3)
    texts = [post.text for post in posts(20_000)]
    begun, sent, run = time.time(), 0, os.getpid()
    for turn in range(seconds * TURNS):
        now = datetime.now(UTC)
        items = [
            Item(f"{run}-{turn}-{n}", now, "bench", f"{dice.choice(texts)} {turn}", f"u{dice.randrange(50_000)}")
            for n in range(rate // TURNS)
        ]
        take_in(house, org=org, brand=brand, items=items, live=True)
        sent += len(items)
        if turn % TURNS == 0:
            mark, probe = f"표식{turn // TURNS:04}", probes[turn // TURNS]
            told = [Item(f"{mark}-{n}", now, "bench", f"{mark} 고장이라네요", f"{mark}-{n}") for n in range(3)]
            at = time.time()
            take_in(house, org=org, brand=probe, items=told, live=True)
            print(json.dumps([mark, at]), flush=True)
        time.sleep(max(0.0, begun + (turn + 1) / TURNS - time.time()))
    print(json.dumps(["rate", sent / (time.time() - begun), InboxBatch.objects.count()]), flush=True)


def act(org: int, room: int, seconds: int) -> None:
    """Prints one line for each note (mark, epoch seconds before, after)."""
    house, begun = wiring.ports(), time.time()
    for number in range(2 * seconds):
        before = time.time()
        assess.write_note(house, org=org, room=room, by="seojun", text=f"메모{number:04}")
        print(json.dumps([f"메모{number:04}", before, time.time()]), flush=True)
        time.sleep(max(0.0, begun + (number + 1) / 2 - time.time()))


async def read(port: int, path: str, marks: tuple[str, ...], seen: dict[str, float], until: float) -> None:
    """Hold one stream open and remember when each mark was first read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
    await writer.drain()
    while (left := until - time.time()) > 0:
        try:
            line = (await asyncio.wait_for(reader.readline(), left)).decode(errors="replace")
        except TimeoutError:
            break
        if line.startswith("data:"):
            now = time.time()
            told = json.dumps(json.loads(line[5:]), ensure_ascii=False) if line[5:].strip() != "1" else ""
            for mark in marks:
                if mark in told:
                    seen.setdefault(mark, now)
    writer.close()


def show(name: str, waits: list[float], asked: int) -> None:
    if not waits:
        print(f"{name:<20} none of {asked} was seen")
        return
    ordered = sorted(waits)
    high = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    print(
        f"{name:<20} median {statistics.median(ordered):7.0f} ms, p99 {high:7.0f} ms, worst {ordered[-1]:7.0f} ms "
        f"(aim p99 {AIMS[name]:,.0f}); {len(ordered)} of {asked} seen"
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    if sys.argv[1:2] == ["feed"]:
        feed(*json.loads(sys.argv[2]))
    elif sys.argv[1:2] == ["act"]:
        act(*json.loads(sys.argv[2]))
    else:
        measure()


def measure() -> None:
    given = [int(arg) for arg in sys.argv[1:]]
    rate, seconds = given + [1000, 60][len(given) :]
    port, house, clock = free_port(), wiring.ports(), wiring.clock()
    org = demo.seed(house, clock, url=f"http://127.0.0.1:{port}")
    clock.set_speed(org, 1)
    m.Source.objects.all().delete()  # nothing but what this sends
    brand = house.mentions.brands(org)[0].id
    setup.upsert_brand(org, house.mentions.brands(org)[0].name, WatchWords(include=("한강식품", "한강만두")))
    probes = [
        setup.upsert_brand(org, f"탐침 {n}", WatchWords(include=(f"표식{n:04}",), risk={"fault": ("고장",)}))
        for n in range(seconds)
    ]
    room = convene.open_room(house, org=org, brand=brand, by="haneul", title="bench", why="bench", level=2)
    env = os.environ | {"BONGSU_PORT": str(port)}
    running = [subprocess.Popen([sys.executable, "-m", "bongsu.boot.cli", name], env=env) for name in ("work", "web")]
    try:
        late = time.monotonic() + 120
        while time.monotonic() < late:
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
                break
            except OSError:
                time.sleep(0.3)
        time.sleep(SETTLE_S)
        token = quote(tokens.issue(org, setup.person_id(org, "haneul")))
        told = [Path(HERE.name) / name for name in ("feed.txt", "act.txt")]
        seen: dict[str, float] = {}
        with told[0].open("wb") as one, told[1].open("wb") as other:
            until = time.time() + seconds + LAST_S
            words = [json.dumps([org, brand, probes, rate, seconds]), json.dumps([org, room, seconds])]
            doing = [
                subprocess.Popen([sys.executable, "-m", "bench.whole", name, given], env=env, stdout=out)
                for name, given, out in zip(CHILDREN, words, (one, other), strict=True)
            ]
            marks = tuple(f"표식{n:04}" for n in range(seconds))
            notes = tuple(f"메모{n:04}" for n in range(2 * seconds))
            asyncio.run(_both(port, token, room, marks, notes, seen, until))
            for process in doing:
                process.wait(60)
    finally:
        for process in running:
            process.terminate()
            process.wait(20)
    lines = [[json.loads(line) for line in path.read_text().splitlines()] for path in told]
    _, reached, unread = lines[0][-1]
    print(f"load {os.getloadavg()[0]:.1f}; {reached:,.0f} mentions/s for {seconds} s; batches unread then: {unread}")
    found = [1000 * (seen[mark] - at) for mark, at in lines[0][:-1] if mark in seen]
    show("finding on a screen", found, len(lines[0]) - 1)
    show("act committed", [1000 * (after - before) for _, before, after in lines[1]], len(lines[1]))
    show("act on a screen", [1000 * (seen[mark] - a) for mark, a, _ in lines[1] if mark in seen], len(lines[1]))


async def _both(
    port: int,
    token: str,
    room: int,
    marks: tuple[str, ...],
    notes: tuple[str, ...],
    seen: dict[str, float],
    until: float,
) -> None:
    watch = f"/live?token={token}&topics=watch"
    await asyncio.gather(
        read(port, watch, marks, seen, until), read(port, f"/live?token={token}&topics=room:{room}", notes, seen, until)
    )


if __name__ == "__main__":
    main()
