"""`bongsu verify`: prove that no journal line was altered, lost or moved."""

import argparse
import json
from pathlib import Path

from bongsu.boot import django_up
from bongsu.store import checkpoint, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="a signed list of every journal's head: checked where FILE exists (a cut-off end shows as missing), "
        "then written anew when all is intact. Keep it on another machine.",
    )
    parser.epilog = "Exit status: 0 intact; 1 with a line 'room N line M: altered|missing|reordered' for each fault."


def run(args: argparse.Namespace) -> int:
    django_up.start()
    faults = list(verify.verify())
    rooms, lines = verify.counted()
    if args.checkpoint:
        faults += checkpoint.against(args.checkpoint, known=faults)
        if not faults:
            checkpoint.write(args.checkpoint)
    if args.json:
        print(
            json.dumps(
                {
                    "intact": not faults,
                    "rooms": rooms,
                    "lines": lines,
                    "faults": [{"room": f.room, "line": f.line, "what": f.what} for f in faults],
                }
            )
        )
    else:
        for fault in faults:
            print(f"room {fault.room} line {fault.line}: {fault.what}")
        if not faults:
            print(f"intact: {lines} lines in {rooms} rooms")
    return 1 if faults else 0
