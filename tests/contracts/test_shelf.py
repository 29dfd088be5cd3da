"""The shelf of sources: one worker each, back-off and heartbeat, and what a killed worker leaves behind."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connections

from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Item, Polled, Receipt, Refusal, SourceJob
from bongsu.relay.duty import Care
from bongsu.relay.watching import Polling
from bongsu.store import setup
from bongsu.store.operations.models import Source
from bongsu.store.sources import DjangoShelf

NINE = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
KINDS = ("rss",)


def add_source(world, name="가나일보", **more) -> int:
    return setup.upsert_source(world.org, "rss", name, settings={"url": "http://gana.example/", "every_s": 60}, **more)


def claim(at=NINE, lease_s=30.0, kinds=KINDS) -> SourceJob | None:
    return DjangoShelf().claim_source(at, lease_s, kinds=kinds)


def test_a_source_that_is_due_comes_with_its_settings_and_secret(world):
    source = add_source(world, secret="열려라", brand=world.brand)
    job = claim()
    assert job is not None
    assert (job.id, job.org, job.brand, job.kind) == (source, world.org, world.brand, "rss")
    assert job.settings == {"url": "http://gana.example/", "every_s": "60", "secret": "열려라"}
    assert job.cursor == {}


def test_what_one_worker_holds_no_other_gets_until_the_lease_ends(world):
    add_source(world)
    assert claim() is not None
    assert claim(NINE + timedelta(seconds=29)) is None
    assert claim(NINE + timedelta(seconds=30)) is not None


def test_of_many_workers_at_once_one_gets_it(world):
    add_source(world)
    start = threading.Barrier(6)
    got: list[SourceJob] = []

    def work() -> None:
        try:
            start.wait()
            if (job := claim()) is not None:
                got.append(job)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(got) == 1


def test_disabled_sources_and_other_kinds_stay(world):
    add_source(world, enabled=False)
    setup.upsert_source(world.org, "intake", "접수 주소")
    assert claim() is None


def test_the_one_that_waited_longest_goes_first(world):
    early, late = add_source(world, "먼저"), add_source(world, "나중")
    Source.objects.filter(pk=late).update(next_poll_at=NINE - timedelta(minutes=1))
    Source.objects.filter(pk=early).update(next_poll_at=NINE - timedelta(minutes=2))
    jobs = [claim(), claim(), claim()]
    assert [job and job.id for job in jobs] == [early, late, None]


def test_done_keeps_cursor_and_heartbeat_and_says_when_next(world):
    source = add_source(world)
    job = claim()
    refused = (Refusal(3, "missing_text", "entry 4 has neither title nor text"),)
    DjangoShelf().source_done(
        job, Polled((), {"etag": "v1"}, next_in_s=60), Receipt(2, 0, refused), at=NINE + timedelta(seconds=1)
    )
    row = Source.objects.get(pk=source)
    assert row.cursor == {"etag": "v1"}
    assert row.last_ok_at == row.last_item_at == NINE + timedelta(seconds=1)
    assert row.refused_items == 1
    assert "entry 4" in row.last_error
    assert claim(NINE + timedelta(seconds=60)) is None
    assert claim(NINE + timedelta(seconds=61)).cursor == {"etag": "v1"}


def test_nothing_new_beats_the_heart_but_is_no_item(world):
    source = add_source(world)
    DjangoShelf().source_done(claim(), Polled((), {}), Receipt(0, 5), at=NINE)
    row = Source.objects.get(pk=source)
    assert (row.last_ok_at, row.last_item_at, row.last_error) == (NINE, None, "")


def test_a_failure_keeps_the_cursor_and_says_why(world):
    source = add_source(world)
    Source.objects.filter(pk=source).update(cursor={"etag": "v1"})
    DjangoShelf().source_failed(claim(), "HTTP 500\n" + "x" * 999, 20, at=NINE)
    row = Source.objects.get(pk=source)
    assert row.cursor == {"etag": "v1"}
    assert row.last_error.startswith("HTTP 500 x")
    assert len(row.last_error) == 300
    assert row.last_ok_at is None
    assert row.next_poll_at == NINE + timedelta(seconds=20)


def test_a_worker_that_slept_too_long_changes_nothing(world):
    source = add_source(world)
    slept = claim()
    awake = claim(NINE + timedelta(minutes=1))
    DjangoShelf().source_done(awake, Polled((), {"etag": "new"}), Receipt(0, 0), at=NINE + timedelta(minutes=1))
    DjangoShelf().source_done(slept, Polled((), {"etag": "old"}), Receipt(0, 0), at=NINE + timedelta(minutes=2))
    DjangoShelf().source_failed(slept, "too late", 1, at=NINE + timedelta(minutes=2))
    row = Source.objects.get(pk=source)
    assert (row.cursor, row.last_error) == ({"etag": "new"}, "")


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), -1, 0, 1e300])
def test_a_senseless_wait_is_bounded(world, seconds):
    source = add_source(world)
    DjangoShelf().source_failed(claim(), "?", seconds, at=NINE)
    wait = Source.objects.get(pk=source).next_poll_at - NINE
    assert timedelta(seconds=0.1) < wait <= timedelta(days=1)


# ── the polling loop's step over it ────────────────────────────────────────────────────────────────────────────────
class Script:
    """A source that does what it is told, in turn."""

    def __init__(self, *turns: Polled | Exception) -> None:
        self.turns = list(turns)
        self.cursors: list[dict[str, str]] = []

    def poll(self, settings, cursor, *, at):
        self.cursors.append(dict(cursor))
        turn = self.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn


def item(n: int) -> Item:
    return Item(id=f"g{n}", ts=NINE, source="gana", text=f"한강식품 글 {n}")


class Clocked:
    def __init__(self) -> None:
        self.at = NINE

    def __call__(self) -> datetime:
        return self.at


def polling(world, script: Script, now: Clocked, shelf: object = None) -> Polling:
    ports = replace(world.ports, sources={"rss": script}, shelf=shelf or DjangoShelf())
    return Polling(ports, care=Care(store_errors=(DatabaseError,)), now=now)


def waiting(world) -> int:
    return sum(len(batch.mentions) for batch in world.inbox.take())


def test_what_a_source_gives_is_in_the_inbox_and_the_cursor_moves(world):
    source = add_source(world)
    refused = (Refusal(700, "missing_text", "entry 701"), Refusal(900, "feed_broken", "line 9"))
    script = Script(Polled((item(1), item(2)), {"etag": "v1"}, refused=refused))
    assert polling(world, script, Clocked()).step()
    assert waiting(world) == 2
    row = Source.objects.get(pk=source)
    assert (row.cursor, row.refused_items) == ({"etag": "v1"}, 2)


def test_nothing_due_is_nothing_to_do(world):
    assert not polling(world, Script(), Clocked()).step()


def test_each_failure_doubles_the_wait_and_success_ends_it(world):
    source = add_source(world)
    now = Clocked()
    broken = [SourceError(reason="HTTP 500")] * 3
    loop = polling(world, Script(*broken, Polled((), {}), SourceError(reason="x")), now)
    waits = []
    for _ in range(5):
        loop.step()
        row = Source.objects.get(pk=source)
        waits.append((row.next_poll_at - now.at).total_seconds())
        now.at = row.next_poll_at
    assert waits == [10, 20, 40, 60, 10]


def test_a_busy_source_is_left_alone_as_it_asked(world):
    source = add_source(world)
    polling(world, Script(SourceBusy(after_s=777, reason="HTTP 429")), Clocked()).step()
    row = Source.objects.get(pk=source)
    assert row.next_poll_at == NINE + timedelta(seconds=777)
    assert row.last_error == "HTTP 429"


class Killed(BaseException):
    pass


def test_a_kill_between_inbox_and_cursor_repeats_the_batch_and_doubles_nothing(world):
    add_source(world)

    class DiesBeforeSaving(DjangoShelf):
        def source_done(self, job, polled, receipt, *, at):
            raise Killed

    batch = Polled((item(1), item(2)), {"etag": "v1"})
    now = Clocked()
    with pytest.raises(Killed):
        polling(world, Script(batch), now, DiesBeforeSaving()).step()
    now.at += timedelta(minutes=2)
    script = Script(batch)
    polling(world, script, now).step()
    assert script.cursors == [{}]
    assert waiting(world) == 2


def test_a_database_error_is_passed_on_and_the_source_need_not_wait_for_its_lease(world, monkeypatch):
    source = add_source(world)

    def fail(*_: object) -> Receipt:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(world.inbox, "put", fail)
    with pytest.raises(DatabaseError):
        polling(world, Script(Polled((item(1),), {"etag": "v1"})), Clocked()).step()
    row = Source.objects.get(pk=source)
    assert row.lease_until is None
    assert row.cursor == {}
