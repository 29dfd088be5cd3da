"""`bongsu up`: everything on one machine, in one command."""

import argparse

from django.conf import settings

from bongsu.boot import django_up
from bongsu.boot.take_over import take_over
from bongsu.boot.up import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Listens on BONGSU_HOST:BONGSU_PORT (127.0.0.1:8765). Ctrl-C stops it cleanly."


def run(args: argparse.Namespace) -> int:
    django_up.start()
    return serve(
        home=settings.HOME,
        host=settings.HOST,
        port=settings.PORT,
        url=f"http://127.0.0.1:{settings.PORT}",
        before=take_over,
        on_ready=lambda: print(f"READY {settings.URL}/", flush=True),
    )
