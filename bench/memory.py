"""What the analyser remembers of many brands, and whether it grows.

    python -m bench.memory [mentions] [brands] [minutes]

Default 10,000,000 mentions of 1,000 brands, ended after 10 minutes if they are not done. Synthetic posts of about 100
characters, a tenth of them copies, through the listener that `bongsu work` runs, with the shipped tone model; what it
would store is dropped, so this is its own memory and CPU without the database's. Brands take turns of 50 posts.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bench.sense import RISK, TABLE
from bongsu.core.ports import BrandRef, Kept
from bongsu.core.values import Mention, WatchWords
from bongsu.flows.listen import Listener

START = datetime(2026, 3, 2, tzinfo=UTC)
TURN, BATCH = 50, 1000
SHOWN = (0.01, 0.1, 0.25, 0.5, 0.75, 1.0)
_SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부"
_ENDS = ("", "", "", "", "", "", "", " ㅠㅠ", " 공유해요", "!!")


class Forgetful:
    """A store that keeps nothing: brands, their turns, and the time."""

    def __init__(self, brands: int) -> None:
        self.refs = tuple(
            BrandRef(n, 1, f"회사{n}", WatchWords(include=(f"회사{n}",), risk=RISK)) for n in range(1, brands + 1)
        )
        dice = random.Random(7)
        words = ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(5000)]
        self._texts = [" ".join(dice.choices(words, k=22)) for _ in range(20_000)]
        self._dice, self._turn, self._number, self.now_at = dice, 0, 0, START
        self.findings = 0

    def brands(self, _org: int | None = None) -> tuple[BrandRef, ...]:
        return self.refs

    def state(self, _brand: int) -> tuple[None, tuple[()]]:
        return None, ()

    def now(self, _org: int) -> datetime:
        return self.now_at

    def keep(self, kept: Sequence[Kept], *, taken: Sequence[int]) -> None:
        del taken
        self.findings += sum(len(one.findings) for one in kept)

    def take(self, *, limit: int) -> list[Any]:
        return [self._one_turn() for _ in range(limit // TURN)]

    def _one_turn(self) -> Any:
        ref = self.refs[self._turn % len(self.refs)]
        self._turn += 1
        self.now_at = START + timedelta(minutes=15 * (self._turn // len(self.refs) + 1))
        return SimpleNamespace(org=1, brand=ref.id, ids=(), mentions=tuple(self._posts(ref.name)))

    def _posts(self, name: str) -> Iterator[Mention]:
        dice = self._dice
        for place in range(TURN):
            self._number += 1
            text = f"{name} {dice.choice(self._texts)}{dice.choice(_ENDS)}"
            at = self.now_at - timedelta(seconds=12 * (TURN - place))
            yield Mention(str(self._number), at, "synthetic", text, f"u{dice.randrange(100_000)}")


def now_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def main() -> None:
    given = [int(arg) for arg in sys.argv[1:]]
    mentions, brands, minutes = given + [10_000_000, 1000, 10][len(given) :]
    store = Forgetful(brands)
    ports: Any = SimpleNamespace(inbox=store, mentions=store, clock=store)
    listener = Listener(ports, table_of=lambda _org: TABLE)
    print(f"load {os.getloadavg()[0]:.1f}; {brands:,} brands; {now_mb():.0f} MB before the first")
    print(f"{'mentions':>12} {'memory MB':>10} {'µs of CPU each':>15}   (each: the last 100,000)")
    shown = {round(share * mentions) // BATCH for share in SHOWN}
    begun, done, costs, wall = time.process_time(), 0, list[float](), time.monotonic()
    for batch in range(1, mentions // BATCH + 1):
        before = time.process_time()
        done += listener.work(BATCH)
        costs.append((time.process_time() - before) / BATCH * 1e6)
        if batch % 200 == 0:
            listener.tick()
        late = time.monotonic() - wall > 60 * minutes
        if batch in shown or late:
            last = costs[-100:]
            print(f"{done:>12,} {now_mb():>10.0f} {sum(last) / len(last):>15.1f}", flush=True)
        if late:
            print(f"ended after {minutes} minutes")
            break
    making = time.process_time() - begun
    first, last = costs[: len(costs) // 10], costs[-(len(costs) // 10) :]
    ratio = (sum(last) / len(last)) / (sum(first) / len(first))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:.0f} MB; last tenth ÷ first tenth {ratio:.2f}; findings {store.findings:,}; CPU {making:.0f} s")


if __name__ == "__main__":
    main()
