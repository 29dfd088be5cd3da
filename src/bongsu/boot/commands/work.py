"""`bongsu work`: the loops that read sources, analyse, call people, watch the clock and deliver."""

import argparse
import asyncio
import signal

from django.db import Error as DatabaseError, connections

from bongsu.boot import demo, demo_cast, django_up, wiring
from bongsu.boot.up import follow_parent
from bongsu.core.ports import Ports
from bongsu.relay.loops import run_all
from bongsu.store.clock import OrgClock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-migrate", action="store_true", help="leave the tables as they are")


def run(args: argparse.Namespace) -> int:
    follow_parent()
    django_up.start(migrate=not args.no_migrate)
    clock = wiring.clock()
    demo.resume_clocks(clock)
    asyncio.run(_work(wiring.ports(), clock))
    return 0


async def _work(house: Ports, clock: OrgClock) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop.set)
    await run_all(
        house,
        stop,
        store_errors=(DatabaseError,),
        hang_up=connections.close_all,
        each_second=lambda: _each_second(house, clock),
    )


def _each_second(house: Ports, clock: OrgClock) -> None:
    demo.keep_time(clock)
    demo_cast.speak(house)
