"""`bongsu ingest`: take in mentions from a file. Event times are taken as given, however old."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from bongsu.boot import django_up, home, watch_file, wiring
from bongsu.boot.progress import Progress
from bongsu.boot.streams import reading
from bongsu.connectors.file import read_any
from bongsu.core.ports import Item, Ports, Refusal
from bongsu.flows import listen
from bongsu.store import setup

BATCH = 1000
SHOWN_REFUSALS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="JSONL, CSV, also .gz, or a workbook (.xlsx …); - reads stdin")
    parser.add_argument("--brand", required=True, metavar="B", help="name of the brand they are about")
    parser.add_argument("--org", metavar="SLUG", help="organisation, where there is more than one")
    parser.add_argument(
        "--watch",
        metavar="FILE.yaml",
        type=Path,
        help="watch words to set for the brand first: include, exclude, risk: {category: [words]}",
    )
    parser.epilog = (
        "Fields: id, ts (ISO 8601; without a zone Asia/Seoul), source, text, author, url. "
        "Exit status: 0 all taken, 1 some lines refused (named on standard error), 2 unusable file."
    )


def run(args: argparse.Namespace) -> int:
    words = watch_file.words(args.watch) if args.watch else None
    django_up.start()
    org = setup.find_org(args.org)
    brand = setup.brand_named(org, args.brand, words=words)
    ports = wiring.ports()
    with reading(args.file) as raw:
        accepted, repeated, refused = _feed(ports, org, brand, read_any(raw))
    _work_off(ports)
    print(f"accepted {accepted}, repeated {repeated}, refused {refused}")
    for found in setup.latest_findings(brand, limit=5):
        print(f"finding {found}")
    return 1 if refused else 0


def _feed(ports: Ports, org: int, brand: int, rows: Iterator[tuple[int, Item | Refusal]]) -> tuple[int, int, int]:
    totals = [0, 0, 0]
    batch: list[Item] = []
    lines: list[int] = []
    progress = Progress()

    def send() -> None:
        receipt = listen.take_in(ports, org=org, brand=brand, items=batch, live=False)
        totals[0] += receipt.accepted
        totals[1] += receipt.repeated
        for refusal in receipt.refused:
            refuse(Refusal(lines[refusal.index], refusal.code, refusal.message))
        batch.clear()
        lines.clear()
        progress.show(sum(totals))

    def refuse(refusal: Refusal) -> None:
        totals[2] += 1
        if totals[2] <= SHOWN_REFUSALS:
            print(f"line {refusal.index}: {refusal.code}: {refusal.message}", file=sys.stderr)
        elif totals[2] == SHOWN_REFUSALS + 1:
            print("… further refusals are counted, not shown", file=sys.stderr)

    for number, row in rows:
        if isinstance(row, Refusal):
            refuse(row)
            continue
        batch.append(row)
        lines.append(number)
        if len(batch) == BATCH:
            send()
    if batch:
        send()
    progress.end()
    return totals[0], totals[1], totals[2]


def _work_off(ports: Ports) -> None:
    """Analyse what was taken in: here, or by the Bongsu that runs on this folder already."""
    if not settings.DATABASE and home.is_held(settings.HOME):
        return
    wiring.drain(ports)
