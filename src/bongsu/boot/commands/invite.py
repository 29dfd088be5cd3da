"""`bongsu invite`: a link by which a person sets a password and signs in."""

import argparse

from bongsu.boot import django_up
from bongsu.store import setup
from bongsu.web.setup import invite


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="key or e-mail address of somebody in the organisation")
    parser.add_argument("--org", metavar="SLUG", help="organisation, where there is more than one")
    parser.epilog = "The link works once and lapses after three days."


def run(args: argparse.Namespace) -> int:
    django_up.start()
    org = setup.find_org(args.org)
    print(invite.link(setup.user_for(org, setup.person_key(org, args.person))))
    return 0
