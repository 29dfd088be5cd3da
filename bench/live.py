"""Live screens: from a commit in another process to the last of N open streams, beside a bare server's fan-out.

    python -m bench.live [screens] [acts]      default 1000 screens, 20 acts

The site runs as people run it (`bongsu web`, SQLite). Each act is a note written by this process, so the site learns of
it as it does of a worker's: from the database. The bare floor sends the same number of bytes to the same number of
sockets from a plain asyncio server in a process of its own.
"""

import asyncio
import json
import multiprocessing
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote
from urllib.request import urlopen

HOME = tempfile.TemporaryDirectory(prefix="bongsu-bench-")
os.environ["BONGSU_HOME"] = HOME.name
os.environ.pop("BONGSU_DATABASE", None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


os.environ["BONGSU_PORT"] = str(free_port())

from bongsu.boot import django_up  # noqa: E402  (the data folder and port must be set first)

django_up.start()

from bongsu.boot import demo, wiring  # noqa: E402
from bongsu.flows import assess, convene  # noqa: E402
from bongsu.store import setup  # noqa: E402
from bongsu.web import tokens  # noqa: E402

Arrived = Callable[[float], None]


async def listen(port: int, path: str, mark: str, arrived: Arrived, ready: Callable[[], None]) -> None:
    """Hold one stream open; call `arrived` with the time at which each event named `mark` was read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
    await writer.drain()
    await reader.readuntil(b"\r\n\r\n")
    ready()
    needle = f"event: {mark}".encode()
    while line := await reader.readline():
        if line.startswith(needle):
            arrived(time.perf_counter())


async def measure(
    port: int, paths: list[str], mark: str, acts: int, act: Callable[[int], Awaitable[None]]
) -> list[list[float]]:
    """Milliseconds from each act's commit to every screen."""
    open_now = 0
    arrivals: list[float] = []

    def ready() -> None:
        nonlocal open_now
        open_now += 1

    screens = [asyncio.ensure_future(listen(port, p, mark, arrivals.append, ready)) for p in paths]
    while open_now < len(paths):
        await asyncio.sleep(0.05)
    await asyncio.sleep(2)
    delays: list[list[float]] = []
    for number in range(acts):
        arrivals.clear()
        await act(number)
        done = time.perf_counter()
        until = done + 10
        while len(arrivals) < len(paths) and time.perf_counter() < until:
            await asyncio.sleep(0.005)
        delays.append(sorted((at - done) * 1000 for at in arrivals))
        await asyncio.sleep(0.3)
    for screen in screens:
        screen.cancel()
    return delays


def bare_server(port: int, size: int) -> None:
    """A plain asyncio server: GET /go sends `size` bytes to everybody who listens."""
    writers: list[asyncio.StreamWriter] = []
    message = b"event: panels\ndata: " + b"x" * size + b"\n\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        if head.startswith(b"GET /go"):
            for other in writers:
                other.write(message)
            writer.close()
        else:
            writers.append(writer)
        await writer.drain()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=4096)
        await server.serve_forever()

    asyncio.run(run())


def report(name: str, delays: list[list[float]], screens: int) -> float:
    reached = [d for d in delays if len(d) >= screens]
    last = [d[-1] for d in reached]
    middle = [d[len(d) // 2] for d in reached]
    missed = sum(screens - len(d) for d in delays if len(d) < screens)
    if not last:
        print(f"{name}: no act reached every screen")
        return float("nan")
    print(
        f"{name:<12} last screen: median {statistics.median(last):7.1f} ms, worst {max(last):7.1f} ms; "
        f"a screen in the middle {statistics.median(middle):7.1f} ms; missed {missed}"
    )
    return statistics.median(last)


def main() -> int:
    screens = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    acts = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    house, clock = wiring.ports(), wiring.clock()
    org = demo.seed(house, clock, url=f"http://127.0.0.1:{os.environ['BONGSU_PORT']}")
    brand = house.mentions.brands(org)[0].id
    room = convene.open_room(house, org=org, brand=brand, by="haneul", title="bench", why="bench", level=3)
    port = int(os.environ["BONGSU_PORT"])
    site = subprocess.Popen([sys.executable, "-m", "bongsu.boot.cli", "web"])
    bare_port = free_port()
    bare = multiprocessing.get_context("spawn").Process(target=bare_server, args=(bare_port, 4000), daemon=True)
    bare.start()
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        token = quote(tokens.issue(org, setup.person_id(org, "haneul")))
        path = f"/live?token={token}&topics=room:{room}@{house.store.peek(org, room).seq}"

        async def note(number: int) -> None:
            await asyncio.to_thread(
                lambda: assess.write_note(house, org=org, room=room, by="seojun", text=f"note {number}")
            )

        async def go(_number: int) -> None:
            _, writer = await asyncio.open_connection("127.0.0.1", bare_port)
            writer.write(b"GET /go HTTP/1.1\r\n\r\n")
            await writer.drain()

        ours = asyncio.run(measure(port, [path] * screens, "panels", acts, note))
        floor = asyncio.run(measure(bare_port, ["/"] * screens, "panels", acts, go))
    finally:
        site.terminate()
        site.wait(15)
        bare.terminate()
    print(f"{screens} screens, {acts} acts")
    a = report("bongsu", ours, screens)
    b = report("bare server", floor, screens)
    print(f"ratio {a / b:.1f}")
    print(json.dumps({"screens": screens, "last_ms": a, "bare_last_ms": b}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
