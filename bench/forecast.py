"""The next hours of real mention counts, beside simple forecasts. `python -m bench.forecast [rows]`.

Needs nab_realtweets in the folder of BONGSU_DATA (default ../shared/data beside the repository); without it only the
cost of a row is measured. Every forecast is made at each full hour after the first 24 from what came before. The simple
ones get bands in the best way open to them, the quantiles of their own past errors (in logarithms, four weeks). Errors
are ratios to the damped profile, geometric means over the series, then the smallest and largest; below 1 is better.

now        the last hour goes on
lately     the last stretch of the same length comes again (at most a day, repeated)
yesterday  the same hours of yesterday
last week  the same hours of last week (of yesterday, in the first week)
damped     the mean of each hour of the day over four weeks, lifted as the last hour was, by 0.6 less each hour
"""

import csv
import math
import os
import random
import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bongsu.sense.forecast import HORIZONS_H, QUANTILES, Forecast
from bongsu.sense.outlook import project

DATA = Path(os.environ.get("BONGSU_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "nab_realtweets"
FIRST_H = 24
Told = dict[tuple[int, int], tuple[float, list[float]]]  # (hour, horizon) → mean, quantiles


def load(path: Path) -> tuple[int, list[float], list[tuple[float, float]]]:
    """First epoch hour, sum of each hour (the first and last are parts), rows."""
    with path.open(newline="") as file:
        rows = [
            (datetime.fromisoformat(r["timestamp"]).replace(tzinfo=UTC).timestamp(), float(r["value"]))
            for r in csv.DictReader(file)
        ]
    first = int(rows[0][0] // 3600)
    sums = [0.0] * (int(rows[-1][0] // 3600) - first + 1)
    for at, value in rows:
        sums[int(at // 3600) - first] += value
    return first, sums, rows


def ours(first: int, rows: list[tuple[float, float]]) -> Told:
    forecast, told = Forecast(), {}
    origin = first + FIRST_H + 1
    for at, value in rows:
        while origin <= at // 3600:
            for one in forecast.ahead(origin):
                told[origin - first, one.hours] = (one.mean, list(one.quantiles))
            origin += 1
        forecast.learn_one(at, value)
    return told


def now(sums: list[float], hour: int, span: int) -> float:
    return sums[hour - 1] * span


def lately(sums: list[float], hour: int, span: int) -> float:
    back = min(span, 24)
    return sum(sums[hour - back : hour]) * span / back


def yesterday(sums: list[float], hour: int, span: int) -> float:
    return sum(sums[hour + k - 24 * (k // 24 + 1)] for k in range(span))


def last_week(sums: list[float], hour: int, span: int) -> float:
    return sum(sums[hour + k - (168 if hour + k >= 168 else 24 * (k // 24 + 1))] for k in range(span))


def damped(sums: list[float], hour: int, span: int) -> float:
    since = max(0, hour - 28 * 24)
    total, known = [0.0] * 24, [0] * 24
    for at in range(since, hour):
        total[at % 24] += sums[at]
        known[at % 24] += 1
    mean = [t / max(1, n) for t, n in zip(total, known, strict=True)]
    lift = (sums[hour - 1] + 1) / (mean[(hour - 1) % 24] + 1) - 1
    return float(sum(mean[(hour + k) % 24] * (1 + lift * 0.6 ** (k + 1)) for k in range(span)))


SIMPLE: dict[str, Callable[[list[float], int, int], float]] = {
    "now": now,
    "lately": lately,
    "yesterday": yesterday,
    "last week": last_week,
    "damped": damped,
}


def simple(sums: list[float], mean: Callable[[list[float], int, int], float]) -> Told:
    told: Told = {}
    for span in HORIZONS_H:
        waiting: deque[tuple[int, float]] = deque()
        errors: deque[float] = deque(maxlen=28 * 24)
        for hour in range(FIRST_H + 1, len(sums)):
            while waiting and waiting[0][0] + span <= hour:
                made, said = waiting.popleft()
                errors.append(math.log((sum(sums[made : made + span]) + 1) / (said + 1)))
            said = mean(sums, hour, span)
            waiting.append((hour, said))
            cut = np.quantile(errors, QUANTILES) if len(errors) >= 24 else np.array([-1.0, -0.4, 0.0, 0.4, 1.0])
            told[hour, span] = (said, [max(0.0, (said + 1) * math.exp(c) - 1) for c in cut])
    return told


def judged(sums: list[float], told: Told, span: int) -> tuple[float, float, float, float, float]:
    """Mean pinball loss, mean absolute and root mean square error of the mean, coverage of 80 % and of 50 %."""
    loss, off, square, outer, inner, n = 0.0, 0.0, 0.0, 0, 0, 0
    for hour in range(FIRST_H + 1, len(sums) - span):
        came = sum(sums[hour : hour + span])
        mean, quantiles = told[hour, span]
        pairs = zip(QUANTILES, quantiles, strict=True)
        loss += sum(max(q * (came - x), (q - 1) * (came - x)) for q, x in pairs) / len(QUANTILES)
        off, square = off + abs(mean - came), square + (mean - came) ** 2
        outer += quantiles[0] <= came <= quantiles[4]
        inner += quantiles[1] <= came <= quantiles[3]
        n += 1
    return loss / n, off / n, math.sqrt(square / n), outer / n, inner / n


def tweets(folder: Path) -> None:
    series = {path.stem: load(path) for path in sorted(folder.glob("*.csv"))}
    found = {name: {n: simple(sums, mean) for n, (_, sums, _) in series.items()} for name, mean in SIMPLE.items()}
    found["Bongsu"] = {n: ours(first, rows) for n, (first, _, rows) in series.items()}
    print(f"{len(series)} series, {sum(len(sums) - FIRST_H for _, sums, _ in series.values()):,} hours")
    for span in HORIZONS_H:
        table = {name: [judged(series[n][1], told[n], span) for n in series] for name, told in found.items()}
        print(f"\nnext {span} h {'pinball':>22}{'absolute error':>22}{'root mean square':>22}   in 80 %       in 50 %")
        for name, results in table.items():
            cells = []
            for measure in range(3):
                ratios = [r[measure] / b[measure] for r, b in zip(results, table["damped"], strict=True)]
                middle = math.exp(sum(map(math.log, ratios)) / len(ratios))
                cells.append(f"{f'{middle:.2f} ({min(ratios):.2f}-{max(ratios):.2f})':>22}")
            shares = [[r[k] for r in results] for k in (3, 4)]
            cells += [f"   {100 * sum(s) / len(s):.0f} ({100 * min(s):.0f}-{100 * max(s):.0f})" for s in shares]
            print(f"{name:10}" + "".join(cells))


def waiting(folder: Path) -> None:
    """What waiting costs (`sense.outlook`), which knows an hour and the usual of up to four earlier weeks only."""
    print(
        f"\nwhat waiting costs{'':14}in 80 %, calm   in 80 %, loud   absolute error, last hour goes on = 1: calm, loud"
    )
    week = 7 * 24 * 60
    for minutes in (30, 60, 180):
        inside, off, plain, looked = [0, 0], [0.0, 0.0], [0.0, 0.0], [0, 0]
        for path in sorted(folder.glob("*.csv")):
            _, _, rows = load(path)
            start = int(rows[0][0] // 60)
            sums = np.zeros(int(rows[-1][0] // 60) - start + 6)
            for at, value in rows:  # a row is of the five minutes from its time on
                sums[int(at // 60) - start : int(at // 60) - start + 5] += value / 5
            whole = np.diff(np.floor(np.concatenate([[0.0], np.cumsum(sums)]) + 1e-9)).astype(int)
            for now_ in range(2 * week, len(sums) - 200, 173):
                back = [now_ - k * week for k in range(1, 5) if now_ >= k * week]
                usual = [float(np.mean([sums[b + 10 * n : b + 10 * n + 10].mean() for b in back])) for n in range(18)]
                counts = whole[now_ - 60 : now_].tolist()
                said = project(counts, usual=usual, minutes=minutes, authors_pct=100)
                came = float(sums[now_ : now_ + minutes].sum())
                loud = sum(counts) > 3 * 60 * usual[0] + 20
                inside[loud] += said.mentions_low <= came <= said.mentions_high
                off[loud] += abs(said.mentions_mid - came)
                plain[loud] += abs(sum(counts) * minutes / 60 - came)
                looked[loud] += 1
        print(
            f"  {minutes:3} min, {looked[0]:,} and {looked[1]:,} times"
            + "".join(f"{100 * i / n:13.0f} " for i, n in zip(inside, looked, strict=True))
            + "".join(f"{o / p:16.2f}" for o, p in zip(off, plain, strict=True))
        )


def cost(rows: int) -> None:
    dice = random.Random(5)
    forecast, part = Forecast(), min(100_000, rows)
    counts = [dice.randrange(30) for _ in range(10_007)]
    taken: list[float] = []
    done = 0
    while done < rows:
        begun = time.process_time()
        for n in range(done, done + part):
            forecast.learn_one(n * 300.0, counts[n % 10_007])
        taken.append((time.process_time() - begun) / part * 1e6)
        done += part
    print(
        f"\nlearn and, each hour, forecast four horizons, µs of CPU a five-minute row: first {part:,}: {taken[0]:.1f}, "
        f"last of {done:,}: {taken[-1]:.1f}, ratio {taken[-1] / taken[0]:.2f}"
    )


def main() -> None:
    folder = DATA / "realTweets"
    if folder.exists():
        tweets(folder)
        waiting(folder)
    else:
        print(f"no {folder}: only the cost is measured")
    cost(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)


if __name__ == "__main__":
    main()
