"""`bongsu web`: the site and the live streams."""

import argparse

from django.conf import settings
from granian.constants import Interfaces
from granian.server import Server

from bongsu.boot import django_up
from bongsu.boot.up import follow_parent, lead
from bongsu.web import assets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-migrate", action="store_true", help="leave the tables as they are")


def run(args: argparse.Namespace) -> int:
    follow_parent()
    django_up.start(migrate=not args.no_migrate)
    lead()  # granian's worker is a process of its own (bongsu.boot.asgi); without us it would keep the port for ever
    Server(
        "bongsu.boot.asgi:app",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.ASGI,
        # One process: presence and the live hub are in memory. Scaling out is more of these behind a proxy.
        workers=1,
        # Open streams never end by themselves: without this a stop would wait for ever.
        workers_kill_timeout=3,
        respawn_failed_workers=True,
        # A thousand screens hold a stream each, and pages come beside them.
        backlog=4096,
        backpressure=8192,
        websockets=False,
        # The folder's name in the address holds a hash of its contents, so a browser may keep it for ever.
        static_path_route=[assets.prefix()],
        static_path_mount=[assets.FOLDER],
        static_path_expires=365 * 24 * 3600,
        log_enabled=False,
    ).serve()
    return 0
