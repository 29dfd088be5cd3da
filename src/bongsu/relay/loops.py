"""The loops of `bongsu work`, each around one plain-def flow, and the one call that runs them all.

Triggers make things sooner, a sweep makes them certain: every loop also looks by itself. What waits is found for all of
them by one look (`lookout_loop`), so that hands with nothing to do cost nothing.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bongsu.core.ports import Ports
from bongsu.flows.assess import hand_findings
from bongsu.flows.clock import tick
from bongsu.flows.executives import send_question
from bongsu.flows.foretell import Foreteller
from bongsu.flows.handover import hand_over
from bongsu.flows.links import send_next
from bongsu.flows.listen import Listener
from bongsu.flows.mirror import mirror_next
from bongsu.flows.notices import notify_next
from bongsu.flows.packet import issue_packets, send_packet
from bongsu.flows.reach import call_next
from bongsu.flows.silence import watch_sources
from bongsu.flows.speak import deliver_next
from bongsu.flows.step_in import tell_next
from bongsu.relay.bells import bell_loop
from bongsu.relay.duty import Care, keep_at
from bongsu.relay.watching import Analyser, listen_loop, new_holder, poll_loop

log = logging.getLogger("bongsu.relay")

LOOK_S = 0.25
#: A kind of work that was named and is still named rings again only after this: its hands found nothing for them.
AGAIN_S = 0.5
#: The clock may be named for hours, by what only a close look tells from something due.
CLOCK_AGAIN_S = 1.0
#: A hand that nobody called looks by itself.
SWEEP_S = 10.0
SECOND_S = 1.0
PACKET_S = 20.0
HANDOVER_S = 5.0
SILENCE_S = 10.0
FORETELL_S = 20.0
STOP_WITHIN_S = 0.9
#: How many hands each kind of work has, so that one that hangs in the network holds up only itself.
HANDS = {"poll": 3, "listen": 1, "findings": 1, "speak": 2, "call": 2, "mirror": 2, "notice": 2, "clock": 1}
#: What an act in this process may have made work for.
WOKEN = ("speak", "call", "mirror", "notice")

Step = Callable[[], bool]


def for_each_org(ports: Ports, act: Callable[[int], bool], *, name: str, care: Care) -> Step:
    """A step that does `act` for every organisation, and lets one that fails not keep the others waiting.

    The first failure is raised when all have had their turn, so that the loop logs it and slows down.
    """

    def step() -> bool:
        more = False
        failed: Exception | None = None
        for org in ports.store.orgs():
            try:
                more = act(org) or more
            except care.survivable as problem:
                if failed is not None:
                    log.warning("%s failed for organisation %d too: %s", name, org, problem)
                failed = failed or problem
                if care.hang_up is not None and isinstance(problem, care.store_errors):
                    care.hang_up()
        if failed is not None and not more:
            raise failed
        if failed is not None:
            log.warning("%s failed for one organisation (%s: %s)", name, type(failed).__name__, failed)
        return more

    return step


async def findings_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bell: asyncio.Event) -> None:
    """Findings → rooms. A full hand (100) means there may be more."""
    step = for_each_org(ports, lambda org: hand_findings(ports, org=org) >= 100, name="findings", care=care)
    await keep_at("findings", step, stop=stop, every_s=SWEEP_S, care=care, bell=bell)


async def speak_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bells: Sequence[asyncio.Event]) -> None:
    """Approved statements → outlets, one at a time per hand; a hand for each bell."""
    step = for_each_org(ports, lambda org: deliver_next(ports, org=org), name="speak", care=care)
    await asyncio.gather(
        *(
            keep_at(f"speak-{n + 1}", step, stop=stop, every_s=SWEEP_S * (1 + n), care=care, bell=bell)
            for n, bell in enumerate(bells)
        )
    )


async def call_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bells: Sequence[asyncio.Event]) -> None:
    """Calls → people, again until they answer; a hand for each bell."""
    step = for_each_org(
        ports, lambda org: call_next(ports, org=org) or send_next(ports, org=org), name="call", care=care
    )
    await asyncio.gather(
        *(
            keep_at(f"call-{n + 1}", step, stop=stop, every_s=SWEEP_S * (1 + n), care=care, bell=bell)
            for n, bell in enumerate(bells)
        )
    )


async def mirror_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bells: Sequence[asyncio.Event]) -> None:
    """Journals → mirrors, with hands of their own: one that hangs keeps nothing else waiting."""
    step = lambda: mirror_next(ports)  # noqa: E731
    await asyncio.gather(
        *(
            keep_at(f"mirror-{n + 1}", step, stop=stop, every_s=SWEEP_S * (1 + n), care=care, bell=bell)
            for n, bell in enumerate(bells)
        )
    )


def _notify(ports: Ports, org: int) -> bool:
    return notify_next(ports, org=org) or send_question(ports, org=org) or tell_next(ports, org=org)


async def notice_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bells: Sequence[asyncio.Event]) -> None:
    """Orders, flashes, thanks and who has it now → people; a hand for each bell."""
    step = for_each_org(ports, lambda org: _notify(ports, org), name="notice", care=care)
    await asyncio.gather(
        *(
            keep_at(f"notice-{n + 1}", step, stop=stop, every_s=SWEEP_S * (1 + n), care=care, bell=bell)
            for n, bell in enumerate(bells)
        )
    )


async def handover_loop(ports: Ports, stop: asyncio.Event, *, care: Care) -> None:
    """Changes of shift → whoever comes on."""
    step = for_each_org(ports, lambda org: hand_over(ports, org=org), name="handover", care=care)
    await keep_at("handover", step, stop=stop, every_s=HANDOVER_S, care=care)


async def silence_loop(ports: Ports, stop: asyncio.Event, *, care: Care) -> None:
    """Sources that say nothing where they usually do → the Watch and rooms."""
    step = for_each_org(ports, lambda org: watch_sources(ports, org=org) > 0, name="silence", care=care)
    await keep_at("silence", step, stop=stop, every_s=SILENCE_S, care=care)


async def packet_loop(ports: Ports, stop: asyncio.Event, *, care: Care) -> None:
    """Emergency packets that are due, and those that wait to be built and sent."""

    def one(org: int) -> bool:
        issue_packets(ports, org=org)
        return send_packet(ports, org=org)

    await keep_at("packet", for_each_org(ports, one, name="packet", care=care), stop=stop, every_s=PACKET_S, care=care)


async def foretell_loop(ports: Ports, stop: asyncio.Event, *, care: Care) -> None:
    """Full hours → what comes of each brand, one brand at a time."""
    step = for_each_org(ports, Foreteller(ports).step, name="foretell", care=care)
    await keep_at("foretell", step, stop=stop, every_s=FORETELL_S, care=care)


async def clock_loop(ports: Ports, stop: asyncio.Event, *, care: Care, bell: asyncio.Event) -> None:
    """Deadlines that have come."""

    def due(org: int) -> bool:
        tick(ports, org=org)
        return False

    await keep_at(
        "clock", for_each_org(ports, due, name="clock", care=care), stop=stop, every_s=SWEEP_S, care=care, bell=bell
    )


async def second_loop(stop: asyncio.Event, *, care: Care, each_second: Callable[[], None]) -> None:
    """Once a second, what wiring wants done."""

    def step() -> bool:
        each_second()
        return False

    await keep_at("second", step, stop=stop, every_s=SECOND_S, care=care)


async def lookout_loop(
    ports: Ports, stop: asyncio.Event, *, care: Care, bells: Mapping[str, Sequence[asyncio.Event]]
) -> None:
    """Looks every 250 ms whether anything waits, and rings the bells of its kind."""
    loop = asyncio.get_running_loop()
    rung_at: dict[str, float] = {}

    def step() -> bool:
        waits = ports.store.waiting()
        for kind in rung_at.keys() - waits:
            del rung_at[kind]
        for kind in waits:
            since = time.monotonic() - rung_at.get(kind, -CLOCK_AGAIN_S)
            if since >= (CLOCK_AGAIN_S if kind == "clock" else AGAIN_S):
                rung_at[kind] = time.monotonic()
                for bell in bells.get(kind, ()):
                    loop.call_soon_threadsafe(bell.set)
        return False

    await keep_at("lookout", step, stop=stop, every_s=LOOK_S, care=care)


async def wake_loop(ports: Ports, stop: asyncio.Event, *, bells: Sequence[asyncio.Event]) -> None:
    """Rings `bells` whenever a room of this process moved on."""
    with ports.wake.subscribe() as news:
        ended = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                word = asyncio.ensure_future(anext(news))
                await asyncio.wait((word, ended), return_when=asyncio.FIRST_COMPLETED)
                if not word.done():
                    word.cancel()
                    return
                word.result()
                for bell in bells:
                    bell.set()
        finally:
            ended.cancel()


async def run_all(
    ports: Ports,
    stop: asyncio.Event,
    *,
    store_errors: tuple[type[Exception], ...] = (),
    hang_up: Callable[[], None] | None = None,
    each_second: Callable[[], None] | None = None,
    new_analyser: Callable[[], Analyser] | None = None,
) -> None:
    """All loops until `stop`; then at most a second. What still hangs in the network is left to its lease.

    Raises whatever unforeseen error ends a loop: the process should end and be started again.
    """
    care = Care(store_errors=store_errors, hang_up=hang_up)
    bells = {kind: tuple(asyncio.Event() for _ in range(hands)) for kind, hands in HANDS.items()}
    [found], [came], [due] = bells["findings"], bells["listen"], bells["clock"]
    loops = {
        "lookout": lookout_loop(ports, stop, care=care, bells=bells),
        "poll": poll_loop(ports, stop, care=care, bells=bells["poll"]),
        "streams": bell_loop(ports, stop, care=care, new_holder=new_holder),
        "listen": listen_loop(
            ports, stop, care=care, new_analyser=new_analyser or (lambda: Listener(ports)), came=came, bell=found
        ),
        "findings": findings_loop(ports, stop, care=care, bell=found),
        "speak": speak_loop(ports, stop, care=care, bells=bells["speak"]),
        "call": call_loop(ports, stop, care=care, bells=bells["call"]),
        "mirror": mirror_loop(ports, stop, care=care, bells=bells["mirror"]),
        "notice": notice_loop(ports, stop, care=care, bells=bells["notice"]),
        "handover": handover_loop(ports, stop, care=care),
        "silence": silence_loop(ports, stop, care=care),
        "foretell": foretell_loop(ports, stop, care=care),
        "packet": packet_loop(ports, stop, care=care),
        "clock": clock_loop(ports, stop, care=care, bell=due),
        "wake": wake_loop(ports, stop, bells=[bell for kind in WOKEN for bell in bells[kind]]),
    }
    if each_second is not None:
        loops["second"] = second_loop(stop, care=care, each_second=each_second)
    await until_stopped({name: asyncio.ensure_future(loop) for name, loop in loops.items()}, stop)


async def until_stopped(tasks: dict[str, "asyncio.Future[None]"], stop: asyncio.Event) -> None:
    """Wait for `stop` or for a loop to break, then end all of them. Raises the error that broke one."""
    asked = asyncio.ensure_future(stop.wait())
    try:
        waits: set[asyncio.Future[Any]] = {asked, *tasks.values()}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        _, late = await asyncio.wait(tasks.values(), timeout=STOP_WITHIN_S)
        for name, task in tasks.items():
            if task in late:
                log.warning("%s was still at work when asked to stop; its lease lapses by itself", name)
                task.cancel()
        ends = await asyncio.gather(*tasks.values(), return_exceptions=True)
    finally:
        asked.cancel()
    for name, end in zip(tasks, ends, strict=True):
        if isinstance(end, Exception):
            log.critical("the %s loop broke: %r", name, end)
            raise end
