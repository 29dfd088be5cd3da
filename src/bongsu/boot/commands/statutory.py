"""`bongsu statutory`: the clocks that the law sets, shown, or replaced from a file once every row is sound."""

import argparse
from pathlib import Path

from bongsu.boot import django_up
from bongsu.core.values import SYSTEM
from bongsu.crisis.ground import parse_laws
from bongsu.flows import laws_file
from bongsu.store import setup
from bongsu.store.clock import real_now
from bongsu.store.edits import By


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
        setup.set_documents(org, edit=By(SYSTEM, real_now()), statutory=laws_file.sound(Path(args.file)))
    for law in parse_laws(setup.document(org, "statutory")):
        length = f"{law.hours} h" if law.hours is not None else f"{law.months} months"
        confirmed = "confirmed" if law.confirmed else "NOT CONFIRMED BY LEGAL"
        until = f"{law.until:%Y-%m-%d}" if law.until else "open"
        print(f"{law.id}: {law.name}, {length}, {law.since:%Y-%m-%d} to {until}, {confirmed}")
    return 0
