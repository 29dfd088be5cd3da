"""The loops: they go on after an error, end within a second, and are woken sooner than they would look."""

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from django.db import connections

from bongsu.core.errors import SourceError
from bongsu.core.ports import Polled
from bongsu.relay import duty, loops, watching
from bongsu.relay.duty import Care, Hand, keep_at, pause
from bongsu.relay.local import LocalWake


class StoreDown(Exception):
    pass


def run(story: Awaitable[None]) -> None:
    async def within() -> None:
        await asyncio.wait_for(story, timeout=10)

    asyncio.run(within())


async def until(happened: Callable[[], bool]) -> None:
    while not happened():
        await asyncio.sleep(0.005)


# ── one loop ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("problem", [SourceError(reason="x"), OSError("disk"), StoreDown("locked")])
def test_a_loop_goes_on_after_an_error_and_says_so(problem, caplog, monkeypatch):
    monkeypatch.setattr(duty, "backoff_s", lambda *_, **__: 0.01)
    turns = iter([problem, problem, None, None])
    hung_up = []

    def step() -> bool:
        if (fault := next(turns, None)) is not None:
            raise fault
        done.append(1)
        return False

    done: list[int] = []

    async def story() -> None:
        stop = asyncio.Event()
        care = Care(store_errors=(StoreDown,), hang_up=lambda: hung_up.append(1))
        loop = asyncio.ensure_future(keep_at("speak", step, stop=stop, every_s=0.01, care=care))
        await until(lambda: len(done) > 2)
        stop.set()
        await loop

    with caplog.at_level(logging.WARNING):
        run(story())
    assert caplog.text.count("speak failed") == 2
    assert "speak works again after 2" in caplog.text
    assert len(hung_up) == (3 if isinstance(problem, StoreDown) else 1)  # and once at the end


def test_a_fault_of_ours_ends_the_loop_so_that_somebody_notices():
    def step() -> bool:
        raise KeyError("a mistake")

    async def story() -> None:
        with pytest.raises(KeyError):
            await keep_at("speak", step, stop=asyncio.Event(), every_s=0.01, care=Care())

    run(story())


def test_while_there_is_more_the_loop_does_not_wait():
    left = [True] * 500

    def step() -> bool:
        return bool(left) and left.pop()

    async def story() -> None:
        stop = asyncio.Event()
        loop = asyncio.ensure_future(keep_at("speak", step, stop=stop, every_s=60, care=Care()))
        await until(lambda: not left)
        stop.set()
        await loop

    begun = time.monotonic()
    run(story())
    assert time.monotonic() - begun < 3


def test_a_bell_makes_it_sooner():
    async def story() -> None:
        stop, bell, looked = asyncio.Event(), asyncio.Event(), []

        def step() -> bool:
            looked.append(1)
            return False

        loop = asyncio.ensure_future(keep_at("speak", step, stop=stop, every_s=60, care=Care(), bell=bell))
        await until(lambda: len(looked) == 1)
        bell.set()
        await until(lambda: len(looked) == 2)
        stop.set()
        await loop

    run(story())


def test_a_waiting_loop_stops_at_once():
    async def story() -> None:
        stop = asyncio.Event()
        loop = asyncio.ensure_future(keep_at("speak", lambda: False, stop=stop, every_s=60, care=Care()))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        stop.set()
        await loop
        assert time.monotonic() - begun < 0.2

    run(story())


def test_pause_leaves_no_task_behind():
    async def story() -> None:
        for _ in range(20):
            await pause(asyncio.Event(), 0.001, asyncio.Event())
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) <= 2

    run(story())


def test_a_hand_does_everything_in_one_thread_and_gives_back_what_came_of_it():
    async def story() -> None:
        hand = Hand("hand")
        names = {await hand.do(threading.get_ident) for _ in range(5)}
        assert len(names) == 1
        assert threading.get_ident() not in names
        with pytest.raises(ZeroDivisionError):
            await hand.do(lambda: 1 // 0)
        hand.dismiss()

    run(story())


def test_one_organisation_that_fails_does_not_keep_the_others_waiting(world, caplog):
    other = replace(world.ports, store=_Orgs((1, 2, 3)))
    seen = []

    def act(org: int) -> bool:
        seen.append(org)
        if org == 2:
            raise SourceError(reason="this one is broken")
        return False

    step = loops.for_each_org(other, act, name="speak", care=Care())
    with pytest.raises(SourceError):
        step()
    assert seen == [1, 2, 3]


class _Orgs:
    def __init__(self, orgs: tuple[int, ...]) -> None:
        self._orgs = orgs

    def orgs(self) -> tuple[int, ...]:
        return self._orgs


# ── the watch ──────────────────────────────────────────────────────────────────────────────────────────────────────
class Quiet:
    """An analyser that counts."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.worked = 0

    def work(self, limit: int = 1000) -> int:
        self.worked += 1
        return 0

    def tick(self) -> int:
        return 0


def test_one_watch_at_a_time_and_the_next_takes_over_when_it_leaves(world):
    first, second = (watching.Watch(world.ports, Quiet, lambda: None) for _ in range(2))
    first.step()
    second.step()
    assert first._analyser is not None
    assert second._analyser is None
    first.leave()
    second.step()
    assert second._analyser is not None


def test_after_an_error_the_watch_begins_from_what_was_stored(world):
    class Breaks(Quiet):
        def work(self, limit: int = 1000) -> int:
            raise StoreDown

    watch = watching.Watch(world.ports, Breaks, lambda: None)
    Breaks.made = 0
    for _ in range(2):
        with pytest.raises(StoreDown):
            watch.step()
    assert Breaks.made == 2


def test_a_watch_that_slept_past_its_lease_begins_anew(world, monkeypatch):
    at = [1000.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: at[0])
    Quiet.made = 0
    watch = watching.Watch(world.ports, Quiet, lambda: None)
    watch.step()
    at[0] += 3
    watch.step()
    assert Quiet.made == 1
    at[0] += 60
    watch.step()
    assert Quiet.made == 2


# ── all of them ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def still(monkeypatch):
    """The flows, doing nothing but count."""
    counts: dict[str, int] = {}

    def count(name: str, value: object) -> Callable[..., object]:
        def flow(ports, *, org):
            counts[name] = counts.get(name, 0) + 1
            return value

        return flow

    for name, value in {"hand_findings": 0, "deliver_next": False, "call_next": False, "tick": None}.items():
        monkeypatch.setattr(loops, name, count(name, value))
    return counts


def test_all_loops_run_and_end_within_a_second(world, still):
    async def story() -> None:
        stop, seconds = asyncio.Event(), []
        ports = replace(world.ports, wake=LocalWake())
        running = asyncio.ensure_future(
            loops.run_all(
                ports, stop, each_second=lambda: seconds.append(1), new_analyser=Quiet, hang_up=connections.close_all
            )
        )
        await until(lambda: len(still) == 4 and bool(seconds))
        begun = time.monotonic()
        stop.set()
        await running
        assert time.monotonic() - begun < 1.0

    run(story())


def test_a_room_that_moved_on_wakes_delivery_and_calls(world, still, monkeypatch):
    monkeypatch.setattr(loops, "SWEEP_S", 60)

    async def story() -> None:
        stop = asyncio.Event()
        ports = replace(world.ports, wake=LocalWake())
        running = asyncio.ensure_future(loops.run_all(ports, stop, new_analyser=Quiet, hang_up=connections.close_all))
        await until(lambda: still.get("deliver_next") == 2 and still.get("call_next") == 2)
        await asyncio.sleep(0.05)
        ports.wake.publish(world.org, 1, 1)
        await until(lambda: still["deliver_next"] == 4 and still["call_next"] == 4)
        stop.set()
        await running

    run(story())


def test_what_waits_wakes_the_hand_that_is_meant_for_it(world, still, monkeypatch):
    monkeypatch.setattr(loops, "SWEEP_S", 60)
    waits: set[str] = set()

    async def story() -> None:
        stop = asyncio.Event()
        monkeypatch.setattr(world.store, "waiting", lambda: frozenset(waits))
        ports = replace(world.ports, wake=LocalWake())
        running = asyncio.ensure_future(loops.run_all(ports, stop, new_analyser=Quiet, hang_up=connections.close_all))
        await until(lambda: still.get("deliver_next") == 2 and still.get("call_next") == 2)
        waits.add("speak")
        await until(lambda: still["deliver_next"] >= 4)
        assert still["call_next"] == 2
        seen = still["deliver_next"]
        await until(lambda: still["deliver_next"] >= seen + 2)  # what is still there is looked for again
        stop.set()
        await running

    run(story())


def test_the_clock_goes_round_when_something_is_due_and_else_is_left_alone(world, still, monkeypatch):
    monkeypatch.setattr(loops, "SWEEP_S", 60)
    waits: set[str] = set()

    async def story() -> None:
        stop = asyncio.Event()
        monkeypatch.setattr(world.store, "waiting", lambda: frozenset(waits))
        ports = replace(world.ports, wake=LocalWake())
        running = asyncio.ensure_future(loops.run_all(ports, stop, new_analyser=Quiet, hang_up=connections.close_all))
        await until(lambda: still.get("tick") == 1)  # what came due while nobody was there
        await asyncio.sleep(2 * loops.LOOK_S)
        assert still["tick"] == 1
        waits.add("clock")
        await until(lambda: still["tick"] == 2)
        await until(lambda: still["tick"] == 3)  # still named: a close look goes on
        stop.set()
        await running

    run(story())


def test_the_clock_goes_round_by_itself_while_the_lookout_sees_nothing(world, still, monkeypatch):
    monkeypatch.setattr(loops, "SWEEP_S", 0.05)

    def blind() -> frozenset[str]:
        raise OSError("no look")

    async def story() -> None:
        stop = asyncio.Event()
        monkeypatch.setattr(world.store, "waiting", blind)
        ports = replace(world.ports, wake=LocalWake())
        running = asyncio.ensure_future(loops.run_all(ports, stop, new_analyser=Quiet, hang_up=connections.close_all))
        await until(lambda: still.get("tick", 0) >= 3)
        stop.set()
        await running

    run(story())


def test_what_hangs_in_the_network_does_not_keep_the_process_from_ending(world, still, monkeypatch, caplog):
    over = threading.Event()

    def hang(ports, *, org):
        try:
            return over.wait() and False
        finally:
            connections.close_all()

    monkeypatch.setattr(loops, "deliver_next", hang)

    async def story() -> None:
        stop = asyncio.Event()
        ports = replace(world.ports, wake=LocalWake())
        running = asyncio.ensure_future(loops.run_all(ports, stop, new_analyser=Quiet, hang_up=connections.close_all))
        await asyncio.sleep(0.3)
        begun = time.monotonic()
        stop.set()
        await running
        assert time.monotonic() - begun < 1.3

    run(story())
    over.set()
    assert "speak was still at work" in caplog.text


def test_a_fault_in_one_loop_ends_all_of_them_with_that_fault(world, still, monkeypatch):
    def broken(ports, *, org):
        raise KeyError("a mistake")

    monkeypatch.setattr(loops, "call_next", broken)

    async def story() -> None:
        ports = replace(world.ports, wake=LocalWake())
        with pytest.raises(KeyError):
            await loops.run_all(ports, asyncio.Event(), new_analyser=Quiet, hang_up=connections.close_all)
        await until(lambda: not any(thread.name.startswith("call-") for thread in threading.enumerate()))

    run(story())


def test_a_slow_source_does_not_hold_up_another(world, still, monkeypatch):
    over, read = threading.Event(), []

    class Shelf:
        def __init__(self) -> None:
            self.jobs = ["slow", "quick", "quick"]
            self.lock = threading.Lock()

        def claim_source(self, at, lease_s, *, kinds):
            with self.lock:
                name = self.jobs.pop(0) if self.jobs else None
            return name and watching.SourceJob(1, world.org, None, "rss", {"name": name}, {}, at)

        def source_done(self, job, polled, receipt, *, at):
            read.append(job.settings["name"])

        source_failed = None

    class Reads:
        def poll(self, settings, cursor, *, at):
            if settings["name"] == "slow":
                over.wait()
            return Polled((), {})

    async def story() -> None:
        stop = asyncio.Event()
        ports = replace(world.ports, wake=LocalWake(), sources={"rss": Reads()}, shelf=Shelf())
        running = asyncio.ensure_future(loops.run_all(ports, stop, new_analyser=Quiet, hang_up=connections.close_all))
        await until(lambda: read == ["quick", "quick"])
        over.set()
        await until(lambda: len(read) == 3)
        stop.set()
        await running

    run(story())
