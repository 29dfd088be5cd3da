"""`bongsu demo`: an invented company and a storm under way, all of it synthetic."""

import argparse
import shutil

from django.conf import settings

from bongsu.boot import demo, django_up, home, wiring
from bongsu.boot.take_over import take_over
from bongsu.boot.up import serve
from bongsu.core.errors import SetupError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="forget the last demo and begin anew")


def run(args: argparse.Namespace) -> int:
    if settings.DATABASE and args.fresh:
        raise SetupError(
            problem="--fresh empties the data folder, and this demo lives in BONGSU_DATABASE.",
            hint="Empty that database yourself, or run the demo without BONGSU_DATABASE.",
        )
    if args.fresh and settings.HOME.exists():
        with home.hold(home.prepare(settings.HOME)):
            _forget()
    django_up.start()
    org = demo.seed(wiring.ports(), wiring.clock(), url=f"http://127.0.0.1:{settings.PORT}")
    links = demo.links(org)

    def announce() -> None:
        print(f"READY {settings.URL}/", flush=True)
        for role, link in links.items():
            print(f"{role} {link}", flush=True)

    return serve(
        home=settings.HOME,
        host=settings.HOST,
        port=settings.PORT,
        url=f"http://127.0.0.1:{settings.PORT}",
        before=take_over,
        on_ready=announce,
    )


def _forget() -> None:
    """Remove what Bongsu wrote, and nothing else: the folder may be somebody's."""
    for pattern in ("operations.sqlite3*", "mentions.sqlite3*", "secret.key", "checkpoint*.key"):
        for path in settings.HOME.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
