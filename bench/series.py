"""Early warning beside the published detectors, on real mention counts. `python -m bench.series [rows] [--flat]`.

Needs nab_realtweets in the folder of BONGSU_DATA (default ../shared/data beside the repository); without it only the
cost of a row is measured. The threshold of a series is the best of the other series (leave one out); the interval is a
bootstrap over series, 5-95 %. Beside it, in the same run: an exponentially weighted z-score that stays silent for a day
after an alarm, and the anchors (detectors published with the benchmark) at their best threshold on these series, as
they stand in anchors.csv. `rows` (default 1,000,000) are fed for the cost of the last ones. --flat moves each constant
to half and to twice itself.
"""

import csv
import importlib.util
import json
import math
import os
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bongsu.sense import warning
from bongsu.sense.warning import ALARM, EarlyWarning

DATA = Path(os.environ.get("BONGSU_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "nab_realtweets"
ANCHORS = ("ARTime", "contextOSE", "numenta", "knncad", "randomCutForest", "twitterADVec", "windowedGaussian", "random")
PROFILES = {"standard": "std", "reward_low_FP_rate": "lowFP", "reward_low_FN_rate": "lowFN"}
FLAT = ("BLOCK_S", "LEVEL_HALF_LIFE_S", "PROFILE_STRENGTH", "PRIOR_SPREAD", "PRIOR_BLOCKS", "ECHO_HALF_LIFE_S")
Rows = list[tuple[datetime, float, float]]
Scored = dict[str, tuple[list[datetime], list[float]]]


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("nab_score", DATA / "nab_score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(folder: Path, names: Sequence[str]) -> dict[str, Rows]:
    found = {}
    for name in names:
        with (folder / name).open(newline="") as file:
            times = [(datetime.fromisoformat(r["timestamp"][:19]), float(r["value"])) for r in csv.DictReader(file)]
        found[name] = [(t, t.replace(tzinfo=UTC).timestamp(), v) for t, v in times]
    return found


def ours(rows: Rows) -> list[float]:
    detector, found = EarlyWarning(), []
    for _, at, value in rows:
        found.append(detector.score_one(at, value))
        detector.learn_one(at, value)
    return found


def z_score(rows: Rows) -> list[float]:
    """How many deviations above a moving mean of a day; after more than three, silent for a day."""
    mean, square, quiet_until, found = rows[0][2], 1.0, 0.0, []
    for n, (_, at, value) in enumerate(rows):
        z = (value - mean) / math.sqrt(square)
        found.append(0.0 if at < quiet_until or n < 12 else max(0.0, z) / (10 + max(0.0, z)))
        if z > 3 and at >= quiet_until:
            quiet_until = at + 86_400
        mean += (value - mean) / 288
        square += ((value - mean) ** 2 - square) / 288
        square = max(square, 1e-3)
    return found


def scored(data: Mapping[str, Rows], detector: Callable[[Rows], list[float]]) -> Scored:
    return {name: ([t for t, _, _ in rows], detector(rows)) for name, rows in data.items()}


def one_out(nab: Any, files: Scored, windows: Any, profile: str) -> tuple[float, tuple[float, float]]:
    """Score with each series at the best threshold of the others, and its interval."""
    parts = {}
    for name in files:
        thresholds, raw, _ = nab.sweep({n: f for n, f in files.items() if n != name}, windows, profile)
        threshold = float(thresholds[max(range(len(raw)), key=lambda i: raw[i])])
        parts[name] = nab.score_at({name: files[name]}, windows, profile, threshold)[:2]
    return _pooled(nab, parts, list(parts), profile), _interval(nab, parts, profile)


def at_threshold(nab: Any, files: Scored, windows: Any, profile: str) -> tuple[float, tuple[float, float]]:
    parts = {name: nab.score_at({name: files[name]}, windows, profile, ALARM)[:2] for name in files}
    return _pooled(nab, parts, list(parts), profile), _interval(nab, parts, profile)


def _pooled(nab: Any, parts: Mapping[str, tuple[float, int]], names: Sequence[str], profile: str) -> float:
    hit, missed, _ = nab.PROFILES[profile]
    raw, windows = sum(parts[n][0] for n in names), sum(parts[n][1] for n in names)
    return float(100 * (raw + missed * windows) / ((hit + missed) * windows))


def _interval(nab: Any, parts: Mapping[str, tuple[float, int]], profile: str) -> tuple[float, float]:
    dice, names = random.Random(1), list(parts)
    drawn = sorted(_pooled(nab, parts, dice.choices(names, k=len(names)), profile) for _ in range(2000))
    return drawn[100], drawn[1900]


def tweets(nab: Any) -> None:
    windows = json.loads((DATA / "windows.json").read_text())
    data = load(DATA, list(windows))
    with (DATA / "anchors.csv").open(newline="") as file:
        anchors = {row["detector"]: row for row in csv.DictReader(file)}
    total, labelled = sum(map(len, data.values())), sum(map(len, windows.values()))
    print(f"{len(data)} series of mentions, {total:,} rows, {labelled} windows")
    print(f"{'':34}{'standard':>24}{'few false alarms':>24}{'few misses':>24}")
    for name, detector in (("Bongsu", ours), ("z-score, a day of silence", z_score)):
        files = scored(data, detector)
        best = [nab.score_set(files, windows, profile) for profile in PROFILES]
        print(f"{name + ', leave one out':34}" + "".join(_spell(*one_out(nab, files, windows, p)) for p in PROFILES))
        if detector is ours:
            fixed = f"{name}, once a week ({ALARM})"
            print(f"{fixed:34}" + "".join(_spell(*at_threshold(nab, files, windows, p)) for p in PROFILES))
        print(f"{name + ', best threshold':34}" + "".join(f"{one['score']:24.1f}" for one in best))
        first = best[0]
        print(
            f"{'':4}there: {first['detected']} of {first['windows']} windows, {first['fp_rows']} rows outside, "
            f"threshold {first['threshold']:.3f}"
        )
    for name in ANCHORS:
        print(f"{name:34}" + "".join(f"{float(anchors[name]['dev_half_' + p]):24.1f}" for p in PROFILES.values()))


def _spell(score: float, interval: tuple[float, float]) -> str:
    return f"{f'{score:.1f} ({interval[0]:.0f}-{interval[1]:.0f})':>24}"


def others(nab: Any) -> None:
    windows = json.loads((DATA / "other_nab" / "windows.json").read_text())
    data = load(DATA / "other_nab", list(windows))
    print(f"\n{len(data)} other real series (machines, traffic, prices; also falls, which never warn), best threshold")
    for name, detector in (("Bongsu", ours), ("z-score, a day of silence", z_score)):
        files = scored(data, detector)
        print(f"{name:34}" + "".join(f"{nab.score_set(files, windows, p)['score']:24.1f}" for p in PROFILES))


def flat(nab: Any) -> None:
    windows = json.loads((DATA / "windows.json").read_text())
    data = load(DATA, list(windows))
    print("\nstandard score, best threshold (leave one out), with one constant halved and doubled")
    for name in FLAT:
        value = getattr(warning, name)
        told = []
        for factor in (0.5, 2):
            setattr(warning, name, type(value)(value * factor))
            files = scored(data, ours)
            best = nab.score_set(files, windows)["score"]
            told.append(f"{best:8.1f} ({one_out(nab, files, windows, 'standard')[0]:.1f})")
        setattr(warning, name, value)
        print(f"  {name:22}" + "".join(told))


def cost(rows: int) -> None:
    dice = random.Random(5)
    detector, part = EarlyWarning(), min(100_000, rows)
    counts = [dice.randrange(30) for _ in range(10_007)]
    taken: list[float] = []
    done = 0
    while done < rows:
        begun = time.process_time()
        for n in range(done, done + part):
            detector.score_one(n * 300.0, counts[n % 10_007])
            detector.learn_one(n * 300.0, counts[n % 10_007])
        taken.append((time.process_time() - begun) / part * 1e6)
        done += part
    print(
        f"\nscore and learn, µs of CPU a row: first {part:,}: {taken[0]:.1f}, last of {done:,}: {taken[-1]:.1f}, "
        f"ratio {taken[-1] / taken[0]:.2f}"
    )


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--flat"]
    if (DATA / "nab_score.py").exists():
        nab = scorer()
        tweets(nab)
        others(nab)
        if "--flat" in sys.argv:
            flat(nab)
    else:
        print(f"no {DATA}: only the cost is measured")
    cost(int(words[0]) if words else 1_000_000)


if __name__ == "__main__":
    main()
