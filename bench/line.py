"""The whole line on one core: bytes of JSON in, mention, claims and counts stored; beside a bare parse-and-store loop.

python -m bench.line [mentions]        default 100,000; the aim of the millionth needs 1,000,000

Tone is part of the line: whatever matches is judged, in batches as they come. What that costs is timed within the run.
"""

import gc
import io
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

HOME = tempfile.TemporaryDirectory(prefix="bongsu-bench-")
os.environ["BONGSU_HOME"] = HOME.name
os.environ.pop("BONGSU_DATABASE", None)

from bongsu.boot import django_up  # noqa: E402  (the data folder must be set first)

django_up.start()

from bongsu.boot import demo, wiring  # noqa: E402
from bongsu.connectors.file import read  # noqa: E402
from bongsu.core.ports import Item, Ports  # noqa: E402
from bongsu.core.values import WatchWords  # noqa: E402
from bongsu.flows.listen import Listener, take_in  # noqa: E402
from bongsu.sense.tone import Judged, Tones, TonesAhead  # noqa: E402
from bongsu.store import setup  # noqa: E402

BATCH = 1000
START = datetime(2026, 3, 7, 0, 0, tzinfo=UTC)
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"


def lines(count: int, seed: int) -> Iterator[bytes]:
    """Korean posts of about 600 bytes; one in ten is a near copy of an earlier one, one in three names the brand."""
    rnd = random.Random(seed)
    earlier: list[str] = []
    for n in range(count):
        if earlier and rnd.random() < 0.1:
            text = rnd.choice(earlier) + rnd.choice(["ㅠㅠ", "ㅋㅋ", "!!", "??", "~~"])
        else:
            words = ["".join(rnd.choices(SYLLABLES, k=rnd.randint(2, 5))) for _ in range(38)]
            if rnd.random() < 0.33:
                words[rnd.randrange(38)] = rnd.choice(["한강식품에서", "한강식품은", "배도라지즙이"])
            text = " ".join(words)
            if len(earlier) < 500:
                earlier.append(text)
        yield msgspec.json.encode(
            {
                "id": f"b{n}",
                "ts": (START + timedelta(seconds=n / 50)).isoformat(),
                "source": "bench",
                "author": f"u{rnd.randrange(20000)}",
                "text": text,
                "url": f"https://example.invalid/{n}",
            }
        )


def floor_database() -> sqlite3.Connection:
    database = sqlite3.connect(Path(HOME.name) / "floor.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE m (id TEXT PRIMARY KEY, ts TEXT, source TEXT, author TEXT, text TEXT, url TEXT)")
    return database


def floor(database: sqlite3.Connection, data: list[bytes]) -> float:
    """Seconds of CPU a mention to parse and store, and nothing else."""
    begun = time.process_time()
    for i in range(0, len(data), BATCH):
        rows = [msgspec.json.decode(line) for line in data[i : i + BATCH]]
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT OR IGNORE INTO m VALUES (:id,:ts,:source,:author,:text,:url)", rows)
        database.execute("COMMIT")
    return (time.process_time() - begun) / len(data)


class Timed(TonesAhead):
    """The shipped weights, and how long they took."""

    seconds, texts = 0.0, 0

    def judge(self, texts: Sequence[str]) -> Judged:
        begun = time.process_time()
        judged = super().judge(texts)
        Timed.seconds += time.process_time() - begun
        Timed.texts += len(texts)
        return judged


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    org = setup.create_org("bench", "한강식품", at=START, synthetic=True, **demo.documents())
    brand = setup.upsert_brand(
        org, "한강식품", WatchWords(include=("한강식품", "배도라지즙"), risk={"safety": ("유리",)})
    )
    house = wiring.ports()
    listener = Listener(house, tones=Timed(Tones.load()))
    bare = floor_database()
    chunk = min(50_000, max(BATCH, count // 10))
    costs: list[float] = []
    floors: list[float] = []
    done = 0
    data_source = lines(count, seed=7)
    while done < count:
        data = [line for _, line in zip(range(chunk), data_source, strict=False)]
        if not data:
            break
        floors.append(floor(bare, data))
        gc.collect()
        begun = time.process_time()
        run(house, listener, org, brand, data)
        costs.append((time.process_time() - begun) / len(data))
        done += len(data)
    mean_floor = sum(floors) / len(floors)
    overall = sum(costs) / len(costs)
    print(f"{'mentions':>10} {'line µs':>9} {'bare µs':>9} {'ratio':>6}")
    for n, (cost, floor_cost) in enumerate(zip(costs, floors, strict=True)):
        print(f"{(n + 1) * chunk:>10,} {cost * 1e6:>9.1f} {floor_cost * 1e6:>9.1f} {cost / floor_cost:>6.1f}")
    print(f"whole line {1 / overall:,.0f}/s of CPU; bare parse and store {1 / mean_floor:,.0f}/s")
    print(
        f"of it tone {Timed.seconds / done * 1e6:.1f} µs a mention, {Timed.seconds / done / overall:.0%} of the line; "
        f"{Timed.texts / done:.0%} of the mentions are judged, {Timed.seconds / Timed.texts * 1e6:.0f} µs each"
    )
    print(f"last tenth ÷ first tenth: line {costs[-1] / costs[0]:.2f}, bare {floors[-1] / floors[0]:.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 0


def run(house: Ports, listener: Listener, org: int, brand: int, data: list[bytes]) -> None:
    batch: list[Item] = []
    for _, row in read(io.BytesIO(b"\n".join(data))):
        if isinstance(row, Item):
            batch.append(row)
        if len(batch) == BATCH:
            take_in(house, org=org, brand=brand, items=batch, live=False)
            batch = []
            while listener.work():
                pass
    if batch:
        take_in(house, org=org, brand=brand, items=batch, live=False)
        while listener.work():
            pass


if __name__ == "__main__":
    raise SystemExit(main())
