"""`bongsu charter check`: what is wrong with a charter, line by line. Needs no data folder."""

import argparse
import sys
from pathlib import Path

from bongsu.crisis.charter import own_acts
from bongsu.flows import marked_yaml
from bongsu.flows.charter_file import faults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    checking = what.add_parser("check", help="look for faults in a charter file", allow_abbrev=False)
    checking.add_argument("file", metavar="FILE.yaml", type=Path, help="the charter")
    checking.epilog = (
        "Exit status: 0 sound; 1 with a line 'FILE:LINE: path: message' for each fault, also where it "
        "is not YAML; 2 the file cannot be read. How a charter is written: docs/howto/charter.md."
    )


def run(args: argparse.Namespace) -> int:
    found, charter = faults(args.file)
    name = marked_yaml.plain(str(args.file))
    for fault in found:
        print(f"{name}:{fault}")
    if charter is None:
        return 1
    for act in own_acts(charter):
        print(f"note: {act} is none of Bongsu's acts: it is answered, and carried out by people.", file=sys.stderr)
    print(
        f"{name}: sound: {len(charter.principles)} principles, {len(charter.red_lines)} red lines, "
        f"{len(charter.mandates)} mandates, {len(charter.approvals)} approval chains"
    )
    return 0
