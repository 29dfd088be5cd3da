"""`bongsu calling`: how people are called, shown, or replaced from a file once nothing in it is wrong."""

import argparse
from pathlib import Path

from bongsu.boot import django_up
from bongsu.core.values import SYSTEM
from bongsu.flows import calling_file
from bongsu.store import setup
from bongsu.store.clock import real_now
from bongsu.store.edits import By


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE.yaml", help="the new rules; without: show those in force")
    parser.add_argument("--org", metavar="SLUG", help="organisation, where there is more than one")
    parser.epilog = "The form is that of the sample (boot/sample/calling.yaml). Open rooms keep what they began with."


def run(args: argparse.Namespace) -> int:
    django_up.start()
    org = setup.find_org(args.org)
    if args.file:
        setup.set_documents(org, edit=By(SYSTEM, real_now()), calling=calling_file.sound(Path(args.file)))
    print(calling_file.write(setup.document(org, "calling")), end="")
    return 0
