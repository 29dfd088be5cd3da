"""`bongsu packet`: somebody's emergency packet as it stands now, in a file that only their passphrase opens."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bongsu.boot import django_up, wiring
from bongsu.core.errors import SetupError
from bongsu.core.ports import PacketJob
from bongsu.store import setup
from bongsu.store.queries import packets
from bongsu.web.packet.build import pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", metavar="KEY", required=True, help="key or e-mail address of a recipient")
    parser.add_argument("--out", metavar="FILE", required=True, type=Path, help="a new file")
    parser.add_argument("--org", metavar="SLUG", help="organisation, where there is more than one")


def run(args: argparse.Namespace) -> int:
    """Raises SetupError: no recipient, no passphrase yet, the file is there already, or no PDF can be made."""
    django_up.start()
    org = setup.find_org(args.org)
    key = setup.person_key(org, args.person)
    person = next((one for one in packets.recipients(org) if one.key == key), None)
    status = next((one for one in packets.statuses(org) if one.key == key), None)
    if person is None or status is None:
        raise SetupError(problem=f"{key} gets no packet.", hint="An operator chooses the roles at /packet/.")
    if status.phrase_at is None:
        raise SetupError(problem=f"{key} has no passphrase yet.", hint="They make one at /packet/.")
    if args.out.exists():
        raise SetupError(problem=f"{args.out} is there already.", hint="Name a new file.")
    number = status.newest.number if status.newest else 0
    job = PacketJob(
        0, org, key, number, person.locale, person.zone, 1, wiring.clock().now(org), b"", (), datetime.now(UTC)
    )
    content = pack(job)
    args.out.touch(mode=0o600, exist_ok=False)
    args.out.write_bytes(content)
    print(f"{args.out}: {len(content)} bytes; the passphrase of {person.name} opens it.")
    return 0
