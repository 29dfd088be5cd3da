"""`bongsu backtest series`: the early warning of `sense.warning` over a file of counts."""

import argparse
import csv
import sys

from bongsu.boot.progress import Progress
from bongsu.boot.series import Refusals, opened
from bongsu.sense.warning import EarlyWarning, Reading

DETAILS = ("usual", "times", "window_min", "seldom_days", "doublings_an_h", "episode_min", "episode_seldom_days")


def run(args: argparse.Namespace) -> int:
    """Raises SetupError: a file that cannot be used."""
    warning, refusals, progress = EarlyWarning(), Refusals(), Progress()
    late = 0
    newest = float("-inf")
    with opened(args.file, args.out) as (series, target):
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([*series.header, "anomaly_score", *(DETAILS if args.details else ())])
        for row in series:
            progress.show(row.number - 1)
            if row.fault:
                refusals.say(row.number, row.fault)
                # an empty line stays one
                writer.writerow([*row.cells, "", *([""] * len(DETAILS) if args.details else ())] if row.cells else [])
                continue
            late += row.at < newest
            newest = max(newest, row.at)
            reading = warning.read_one(row.at, row.value)
            warning.learn_one(row.at, row.value)
            writer.writerow([*row.cells, f"{reading.score:.6f}", *(_details(reading) if args.details else ())])
    progress.end()
    if late:
        print(f"{late} rows stand behind a later one; they count as of that one's time", file=sys.stderr)
    return 1 if refusals.count else 0


def _details(reading: Reading) -> list[str]:
    episode = reading.episode
    return [
        f"{reading.usual:.3f}",
        f"{reading.times:.3f}",
        str(reading.minutes),
        f"{reading.seldom_days:.3f}",
        f"{reading.doublings_an_h:.3f}",
        "" if episode is None else f"{episode.lasts_s / 60:.0f}",
        "" if episode is None else f"{episode.seldom_days:.3f}",
    ]
