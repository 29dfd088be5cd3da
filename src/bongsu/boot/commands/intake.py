"""`bongsu intake`: an address to which another system posts mentions, signed (Standard Webhooks)."""

import argparse

from django.conf import settings

from bongsu.boot import django_up
from bongsu.store import setup
from bongsu.store.secrets import new_whsec


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", default="intake", help="what to call it; the same name gets a new secret")
    parser.add_argument("--brand", metavar="B", help="brand the mentions are about; without, watch words decide")
    parser.add_argument("--org", metavar="SLUG", help="organisation, where there is more than one")
    parser.epilog = "The secret is shown once. Signing: docs/howto/intake.md."


def run(args: argparse.Namespace) -> int:
    django_up.start()
    org = setup.find_org(args.org)
    brand = setup.brand_named(org, args.brand) if args.brand else None
    secret = new_whsec()
    setup.upsert_source(org, "intake", args.name, brand=brand, settings={}, secret=secret)
    print(f"POST {settings.URL}/api/v1/mentions")
    print(f"secret {secret}")
    return 0
