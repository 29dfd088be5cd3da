"""`bongsu claims`: which posts of a file say the same thing, by the code of the live system. Needs no data folder."""

import argparse
import importlib


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="a post a line with id, text and perhaps source, author, ts; also .gz; - reads standard input",
    )
    parser.add_argument(
        "--pairs", action="store_true", help="print every pair of nearly equal posts instead: {a, b, jaccard}"
    )
    parser.add_argument(
        "--min",
        metavar="J",
        type=_similarity,
        default=0.6,
        help="least Jaccard similarity of a pair, 0.3 to 1 (default: 0.6)",
    )
    parser.epilog = (
        "Prints {id, claim} for each post, in order: posts with one claim say the same, nearly word for word or in "
        "other words. It comes when the whole file is read, for a post joins its claim only when a second one is "
        "heard. Pairs come as they are found; jaccard is that of the sets of 3-letter grams (letters and digits, "
        "lower case, no spaces). Of a text the first 20,000 characters count. Exit status: 0 all read, 1 some rows "
        "refused (named on standard error by line), 2 unusable file."
    )


def _similarity(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = 0.0
    if not 0.3 <= value <= 1:
        raise argparse.ArgumentTypeError("a number from 0.3 to 1")
    return value


def run(args: argparse.Namespace) -> int:
    # Imported now: `bongsu claims --help` answers without numpy.
    return int(importlib.import_module("bongsu.boot.claims_of_file").run(args))
