"""`bongsu init`: an organisation and its first person, who then goes through the first hour in the browser."""

import argparse
import re
import sys

from django.conf import settings

from bongsu.boot import demo, django_up
from bongsu.core.errors import SetupError
from bongsu.core.values import Person
from bongsu.flows.setup import is_zone
from bongsu.store import setup
from bongsu.store.clock import real_now
from bongsu.web.setup import invite

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--company", help="name of the organisation")
    parser.add_argument("--name", help="your name; you become its operator")
    parser.add_argument("--email", help="your e-mail address, with which you sign in")
    parser.add_argument("--zone", default="Asia/Seoul", help="time zone (default: Asia/Seoul)")
    parser.add_argument("--slug", default="main", help="short name for the command line (default: main)")
    parser.epilog = (
        "What is not given is asked for on a terminal. Running it again changes nothing that is there: it completes "
        "what is missing and prints a new link. The level table, charter, playbook and holding texts start as samples "
        "for you to change and sign."
    )


def run(args: argparse.Namespace) -> int:
    django_up.start()
    company = _answer(args.company, "Company", "--company")
    name = _answer(args.name, "Your name", "--name")
    email = _answer(args.email, "Your e-mail address", "--email")
    if not _EMAIL.fullmatch(email):
        raise SetupError(problem=f"{email!r} is not an e-mail address.", hint="Like haneul@example.com.")
    if not is_zone(args.zone):
        raise SetupError(problem=f"There is no time zone {args.zone!r}.", hint="Like Asia/Seoul.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", args.slug):
        raise SetupError(problem=f"{args.slug!r} is no short name.", hint="Small letters, digits and hyphens.")
    org, known = setup.begin_org(args.slug, company, at=real_now(), zone=args.zone, documents=demo.documents())
    operator = setup.operator_of(org, email) or setup.add_person(
        org, Person(key="operator", name=name, roles=("operator",), zone=args.zone), email=email
    )
    print(f"{company}: {'was here already' if known else 'created'}. Data folder: {settings.HOME}")
    print("Start Bongsu with: bongsu up")
    print("Then open this link to set your password; the first-hour guide follows:")
    print(invite.link(setup.user_for(org, operator)))
    return 0


def _answer(given: str | None, question: str, option: str) -> str:
    if given and given.strip():
        return given.strip()[:120]
    if not sys.stdin.isatty():
        raise SetupError(problem=f"{question} is missing.", hint=f"Give it with {option}.")
    while True:
        answer = input(f"{question}: ").strip()
        if answer:
            return answer[:120]
