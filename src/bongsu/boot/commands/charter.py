"""`bongsu charter check`: what is wrong with a charter, line by line. Needs no data folder."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from bongsu.boot import marked_yaml
from bongsu.core.errors import SetupError
from bongsu.core.values import Charter
from bongsu.crisis.charter import check, parse_charter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    checking = what.add_parser("check", help="look for faults in a charter file")
    checking.add_argument("file", metavar="FILE.yaml", type=Path, help="the charter")
    checking.epilog = (
        "Exit status: 0 sound; 1 with a line 'FILE:LINE: path: message' for each fault; 2 the file cannot be read or "
        "is not YAML. How a charter is written: docs/howto/charter.md."
    )


def run(args: argparse.Namespace) -> int:
    found, charter = faults(args.file)
    name = marked_yaml.plain(str(args.file))
    for fault in found:
        print(f"{name}:{fault}")
    if charter is None:
        return 1
    print(
        f"{name}: sound: {len(charter.principles)} principles, {len(charter.red_lines)} red lines, "
        f"{len(charter.mandates)} mandates, {len(charter.approvals)} approval chains"
    )
    return 0


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {marked_yaml.plain(self.path)}: {marked_yaml.plain(self.message)}"


def faults(file: Path) -> tuple[list[Fault], Charter | None]:
    """Everything wrong with the charter in `file`, by line; and the charter, where nothing is.

    Raises SetupError when the file cannot be read or is not YAML.
    """
    read = marked_yaml.read(file)
    value = {} if read.value is None else read.value
    found = [Fault(line, path, "written twice") for path, line in read.twice]
    found += [Fault(read.line(p.path), p.path or "charter", p.message) for p in check(value)]
    return sorted(set(found)), None if found else parse_charter(value)


def sound(file: Path) -> Charter:
    """The charter in `file`. Raises SetupError when it has a fault."""
    found, charter = faults(file)
    if charter is None:
        name = marked_yaml.plain(str(file))
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise SetupError(
            problem=f"This charter cannot be used. {name}:{found[0]}{more}.", hint=f"See: bongsu charter check {name}"
        )
    return charter
