"""Storing alone, on SQLite: put into the inbox, take, keep; beside a bare executemany of the same rows.

python -m bench.store [mentions] [random]        default 100,000; the aim of the millionth needs 1,000,000

A source's ids count up; with `random` they are as scattered as UUIDs, which costs an index one page a mention.

No analysis: every mention is kept as it came, in batches of 1000, with a minute count and a brand's memory of 4 kB.
The aim: the last tenth costs at most 1.2 times the first.
"""

import gc
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="bongsu-bench-")
os.environ["BONGSU_HOME"] = HOME.name
os.environ.pop("BONGSU_DATABASE", None)

from bongsu.boot import django_up  # noqa: E402  (the data folder must be set first)

django_up.start()

from bongsu.core.ports import Kept  # noqa: E402
from bongsu.core.values import Mention  # noqa: E402
from bongsu.store.mentions.keep import DjangoInbox, DjangoMentions  # noqa: E402

BATCH = 1000
TENTHS = 10
AIM = 1.2
ORG = BRAND = 1
STATE = bytes(4096)
START = datetime(2026, 3, 7, tzinfo=UTC)
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"


def posts(first: int, count: int, rnd: random.Random, stock: Sequence[str], *, scattered: bool) -> list[Mention]:
    """Korean posts of about 600 bytes, 50 a second."""
    return [
        Mention(
            id=f"{rnd.getrandbits(64):x}" if scattered else f"b{n}",
            ts=START + timedelta(seconds=n // 50),
            source="bench",
            text=" ".join(rnd.choices(stock, k=50)),
            author=f"u{rnd.randrange(20_000)}",
            url=f"https://example.invalid/{n}",
            seen_at=START + timedelta(seconds=n // 50 + 1),
        )
        for n in range(first, first + count)
    ]


class Floor:
    """What SQLite alone needs for one table with one key, in transactions of the same size."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(Path(HOME.name) / "floor.sqlite3", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute(
            "CREATE TABLE m (id TEXT PRIMARY KEY, ts TEXT, seen TEXT, source TEXT, author TEXT, text TEXT, url TEXT)"
        )

    def store(self, mentions: Sequence[Mention]) -> None:
        rows = [
            (x.id, x.ts.isoformat(), x.seen_at.isoformat() if x.seen_at else None, x.source, x.author, x.text, x.url)
            for x in mentions
        ]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR IGNORE INTO m VALUES (?,?,?,?,?,?,?)", rows)
        self._database.execute("COMMIT")


class Ours:
    """put, take and keep."""

    def __init__(self) -> None:
        self._inbox, self._mentions = DjangoInbox(), DjangoMentions()

    def store(self, mentions: Sequence[Mention]) -> None:
        self._inbox.put(ORG, BRAND, mentions)
        for batch in self._inbox.take(limit=BATCH):
            minutes = Counter(x.ts.replace(second=0) for x in batch.mentions)
            one = Kept(ORG, BRAND, batch.mentions, (), minutes, (), (), STATE)
            self._mentions.keep([one], taken=batch.ids)


def cost(to: Ours | Floor, batches: Sequence[Sequence[Mention]]) -> tuple[float, float]:
    """Seconds a mention: (CPU, wall)."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    for batch in batches:
        to.store(batch)
    count = sum(map(len, batches))
    return (time.process_time() - cpu) / count, (time.perf_counter() - wall) / count


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    scattered = "random" in sys.argv[2:]
    tenth = max(BATCH, count // TENTHS)
    rnd = random.Random(7)
    stock = ["".join(rnd.choices(SYLLABLES, k=rnd.randint(2, 5))) for _ in range(5000)]
    ours, floor = Ours(), Floor()
    costs: list[float] = []
    floors: list[float] = []
    print(f"{'mentions':>10} {'store µs':>9} {'bare µs':>9} {'ratio':>6} {'store wall µs':>14} {'file MB':>8}")
    for turn in range(TENTHS):
        mine = bare = wall = 0.0
        parts = range(turn * tenth, (turn + 1) * tenth, 10 * BATCH)
        for first in parts:  # by turns, so that both see the same weather
            batches = [
                posts(n, BATCH, rnd, stock, scattered=scattered)
                for n in range(first, min(first + 10 * BATCH, (turn + 1) * tenth), BATCH)
            ]
            bare += cost(floor, batches)[0] / len(parts)
            cpu, real = cost(ours, batches)
            mine, wall = mine + cpu / len(parts), wall + real / len(parts)
        costs.append(mine)
        floors.append(bare)
        size = (Path(HOME.name) / "mentions.sqlite3").stat().st_size / 1e6
        print(
            f"{(turn + 1) * tenth:>10,} {mine * 1e6:>9.1f} {bare * 1e6:>9.1f} {mine / bare:>6.1f} "
            f"{wall * 1e6:>14.1f} {size:>8.0f}",
            flush=True,
        )
    grown = costs[-1] / costs[0]
    print(f"ratio to bare executemany {sum(costs) / sum(floors):.1f}")
    print(f"last tenth ÷ first tenth: store {grown:.2f} (aim ≤ {AIM}), bare {floors[-1] / floors[0]:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
