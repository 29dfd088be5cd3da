"""`bongsu statutory`: the clocks that the law sets, shown, or replaced from a file once every row is sound."""

import argparse
from pathlib import Path
from typing import Any

import yaml

from bongsu.boot import django_up
from bongsu.core.errors import SetupError
from bongsu.crisis.ground import parse_laws
from bongsu.store import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE.yaml", help="the new list; without: show the one in force")
    parser.add_argument("--org", metavar="SLUG", help="organisation, where there is more than one")
    parser.epilog = (
        "The form is that of the sample (boot/sample/statutory.yaml). Open rooms keep the list they began with."
    )


def run(args: argparse.Namespace) -> int:
    django_up.start()
    org = setup.find_org(args.org)
    if args.file:
        rows = _rows(Path(args.file))
        parse_laws(rows)
        setup.set_documents(org, statutory=rows)
    for law in parse_laws(setup.document(org, "statutory")):
        length = f"{law.hours} h" if law.hours is not None else f"{law.months} months"
        confirmed = "confirmed" if law.confirmed else "NOT CONFIRMED BY LEGAL"
        until = f"{law.until:%Y-%m-%d}" if law.until else "open"
        print(f"{law.id}: {law.name}, {length}, {law.since:%Y-%m-%d} to {until}, {confirmed}")
    return 0


def _rows(path: Path) -> list[Any]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SetupError(problem=f"{path} cannot be read ({problem.strerror}).", hint="Name a YAML file.") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise SetupError(problem=f"{path} is no YAML: {str(problem).splitlines()[0]}.", hint="Mend it.") from problem
    rows = read.get("statutory") if isinstance(read, dict) else None
    if not isinstance(rows, list):
        raise SetupError(problem=f"{path}: needs a list named statutory.", hint="See boot/sample/statutory.yaml.")
    return rows
