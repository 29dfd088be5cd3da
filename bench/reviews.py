"""How often nothing is told as something, on real texts. `python -m bench.reviews [weeks]`.

Reads ko_movie_sentiment of BONGSU_DATA (default ../shared/data beside the repository): film reviews, each by another
author, drawn by chance. Nothing happens in them, so each alarm is false. Two questions, each after four weeks of past:

steady    reviews of any kind at a steady pace: what do moods and chance alone bring?
bursty    reviews of films that were liked or left cold, at the pace of a brand that bursts: hours of the day, a slow
          swing, and some three times a week a burst of 2 to 20 times the usual that halves every 40 minutes. Only
          volume can speak. One threshold must mean the same for a brand of 3 posts an hour and one of 300.

Intervals: exact Poisson, 95 %. Choices were never made on these draws (seeds from 101 on).
"""

import gzip
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random

from bench.weeks import Calls, heard
from bongsu.boot.levels import level_table
from bongsu.core.ports import BrandRef
from bongsu.core.values import WatchWords
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones
from bongsu.storm.play import Label, StormPost

START = datetime(2026, 3, 9, tzinfo=UTC)
HISTORY = timedelta(weeks=4)
FIRST_SEED = 101
STEADY = (4, 10, 40)
BURSTY = (3, 30, 300)
BURSTS_A_WEEK, HALVES_S = 3.0, 2400.0
#: Posts an hour at an instant.
Pace = Callable[[datetime], float]


def reviews(*labels: str) -> list[str]:
    folder = Path(os.environ.get("BONGSU_DATA", "../shared/data")) / "ko_movie_sentiment"
    with gzip.open(folder / "train.tsv.gz", "rt", encoding="utf-8", newline="\n") as file:
        next(file)
        rows = (line.rstrip("\n").split("\t") for line in file)
        return [row[5] for row in rows if row[4] in labels]


def steady(an_hour: float) -> Pace:
    return lambda _: an_hour


def bursty(an_hour: float, weeks: int, dice: Random) -> Pace:
    """A day has its hours, a week its swing, and bursts come as they come."""
    since = START - HISTORY
    whole = (HISTORY + timedelta(weeks=weeks)).total_seconds()
    bursts: list[tuple[float, float]] = []
    at = 0.0
    while (at := at + dice.expovariate(BURSTS_A_WEEK / (7 * 86_400))) < whole:
        bursts.append((at, min(20.0, 2.0 * dice.paretovariate(1.2))))
    swing = [0.0]
    while len(swing) < whole / 3600 + 2:
        swing.append(0.97 * swing[-1] + dice.gauss(0.0, 0.08))

    def pace(when: datetime) -> float:
        s = (when - since).total_seconds()
        hours = 1.0 + 0.7 * math.sin(2 * math.pi * (s / 86_400 - 0.35))
        burst = sum(size * 0.5 ** ((s - at) / HALVES_S) for at, size in bursts if 0 <= s - at < 12 * HALVES_S)
        return an_hour * hours * math.exp(swing[int(s // 3600)]) * (1.0 + burst)

    return pace


def poisson(mean: float, dice: Random) -> int:
    """So many arrivals in a unit of time."""
    count, at = 0, dice.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + dice.expovariate(1.0)
    return count


def minutes(begin: datetime, end: datetime, pace: Pace, dice: Random) -> Iterator[tuple[datetime, int]]:
    while begin < end:
        if count := poisson(pace(begin) / 60, dice):
            yield begin, count
        begin += timedelta(minutes=1)


def posts(end: datetime, pace: Pace, texts: list[str], dice: Random) -> Iterator[StormPost]:
    """None twice before all have had their turn."""
    said = cycle(dice.sample(texts, len(texts)))
    number = 0
    for minute, count in minutes(START, end, pace, dice):
        for second in sorted(dice.randrange(60) for _ in range(count)):
            number += 1
            when = minute + timedelta(seconds=second)
            yield StormPost(f"r{number}", when, "reviews", f"a{number}", next(said), "", Label.NOISE, "")


def false_calls(pace: Pace, texts: list[str], weeks: int, seed: int, tones: Tones) -> Calls:
    dice = Random(seed)
    watch = BrandWatch(BrandRef(1, 1, "default", WatchWords()), level_table(), tones=tones)
    watch.warm(dict(minutes(START - HISTORY, START, pace, dice)))
    calls = Calls()
    calls.add(*heard(watch, posts(START + timedelta(weeks=weeks), pace, texts, dice)), weeks)
    return calls


def main(weeks: int) -> None:
    begun = time.process_time()
    tones = Tones.load()
    anything, nothing = reviews("neg", "neu", "pos"), reviews("neu", "pos")
    print(f"film reviews, {weeks} weeks each")
    for seed, an_hour in enumerate(STEADY, start=FIRST_SEED):
        calls = false_calls(steady(an_hour), anything, weeks, seed, tones)
        print(f"  steady {an_hour:5d} an hour: a brand-week {calls}", flush=True)
    for seed, an_hour in enumerate(BURSTY, start=FIRST_SEED + len(STEADY)):
        calls = false_calls(bursty(an_hour, weeks, Random(seed)), nothing, weeks, seed, tones)
        print(f"  bursty {an_hour:5d} an hour: a brand-week {calls}", flush=True)
    print(f"{time.process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
