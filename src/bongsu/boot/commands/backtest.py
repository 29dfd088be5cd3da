"""`bongsu backtest`: what Bongsu would have said of your own history. The code is that of the live system.

Each subject is a module of its own, imported when it is run, so that `--help` answers at once.
"""

import argparse
import importlib
from collections.abc import Callable

_ROWS = (
    "Rows are read in the order of the file. Times are ISO 8601; without a zone they stay as written. Rows that cannot "
    "be read are named on standard error by their line. Exit status: 0 all read, 1 some rows refused, 2 unusable file."
)


def _series(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.csv", help="columns timestamp,value; also .gz; - reads standard input")
    parser.add_argument("--out", metavar="OUT.csv", default="-", help="where to write; default: standard output")
    parser.add_argument("--details", action="store_true", help="also what the score rests on, in further columns")
    parser.epilog = (
        "Writes the same rows with anomaly_score, 0-1: 0.5 is a rise that comes once a week in this series, 0.98 once "
        "a year; 0 where it was said already. A score rests on the rows up to its own. " + _ROWS
    )


def _forecast(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.csv", help="columns timestamp,value; also .gz; - reads standard input")
    parser.add_argument("--horizons", metavar="H", default="1h,3h,6h,24h", help="whole hours; default: 1h,3h,6h,24h")
    parser.add_argument("--out", metavar="OUT.csv", default="-", help="where to write; default: standard output")
    parser.epilog = (
        "Writes origin,horizon,mean,p10,p25,p50,p75,p90 for each full hour after the first 24 hours: the sum of value "
        "from the origin on, from rows before it. A missing row brought nothing. " + _ROWS
    )


def _posts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="a post a line: id, ts, source, text and perhaps author, url; also CSV and .gz; - reads standard input",
    )
    parser.add_argument("--out", metavar="OUT.jsonl", default="-", help="where to write; default: standard output")
    parser.add_argument(
        "--watch",
        metavar="FILE.yaml",
        help="watch words (include, exclude, risk: {category: [words]}), or brands: [{name, words}] as in an "
        "organisation's file; without it every post counts, for one brand called default",
    )
    parser.add_argument(
        "--sort", action="store_true", help="hold the posts in memory and follow them by time: for files newest first"
    )
    parser.add_argument("--levels", metavar="FILE.yaml", help="a level table of your own: levels: [...]")
    parser.add_argument("--details", action="store_true", help="also what the level rests on, in further fields")
    parser.epilog = (
        "Writes a line when something would have been told: {at, kind, brand, score, level, claim, evidence}. `at` is "
        "the time of the post that brought it, evidence the ids of posts seen by then; from level 2 on it is an alarm. "
        "Posts are taken in the order of the file, or of time with --sort; a time without a zone is Asia/Seoul's. "
        "Exit status: 0 all read, 1 some rows refused (named on standard error by line), 2 unusable file."
    )


#: name → (module, one line for --help, its arguments)
SUBJECTS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "series": ("backtest_series", "score every row of a series of counts by how seldom such a rise is", _series),
    "posts": ("backtest_posts", "what would have been told of a file of posts, when, and on what evidence", _posts),
    "forecast": ("backtest_forecast", "at every full hour, what would come in the next hours, with bands", _forecast),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    subjects = parser.add_subparsers(dest="subject", metavar="SUBJECT", required=True)
    for name, (_, line, arguments) in SUBJECTS.items():
        arguments(
            subjects.add_parser(name, help=line, description=line[0].upper() + line[1:] + ".", allow_abbrev=False)
        )


def run(args: argparse.Namespace) -> int:
    module = importlib.import_module(f"bongsu.boot.commands.{SUBJECTS[args.subject][0]}")
    return int(module.run(args))
