"""What a listener makes of nights on which nothing is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import pytest
from django.db import connections
from tests.kit.clock import FakeClock
from tests.kit.databases import Databases
from tests.kit.wake import MemoryWake

from bongsu.boot import demo, wiring
from bongsu.core.ports import Item, Kept
from bongsu.core.values import Finding, FindingKind
from bongsu.flows import assess, listen
from bongsu.sense.pipeline import BrandWatch
from bongsu.store import codec
from bongsu.store.clock import OrgClock
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations.models import Room
from bongsu.storm.history import earlier_posts, minute_counts
from bongsu.storm.script import STORMS, StormPost

TODAY = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)
STEP = timedelta(minutes=2)


@dataclass
class Heard:
    posts: int
    findings: list[Finding]
    rooms: list[int]  # levels of the rooms that opened


def listen_to(posts: Iterable[StormPost], *, story: str, since: datetime, until: datetime, begin: datetime) -> Heard:
    """Everything the demo's organisation notices in `posts`, having lived through the weeks before `since`."""
    clock = FakeClock(since)
    ports = replace(wiring.ports(), clock=clock, wake=MemoryWake())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "real_now", lambda: TODAY)
        org = demo.seed(ports, OrgClock(), url="http://127.0.0.1:9")
    (brand,) = ports.mentions.brands(org)
    counts = minute_counts(STORMS[story], begin, demo.SEED)
    watch = BrandWatch(brand, ports.store.ground(org).table, None, ())
    watch.warm({minute: count for minute, count in counts.items() if minute < since})
    ports.mentions.keep(
        [
            Kept(
                org=org,
                brand=brand.id,
                mentions=(),
                unmatched=(),
                minutes={},
                claims=(),
                findings=(),
                state=watch.state(),
            )
        ]
    )
    listener, waiting, taken = listen.Listener(ports), list(posts), 0
    while clock.at < until:
        clock.at += STEP
        due = list(takewhile(lambda post: post.ts <= clock.at, waiting[taken:]))
        taken += len(due)
        items = [Item(id=f"again-{p.id}", ts=p.ts, source=p.source, text=p.text, author=p.author) for p in due]
        listen.take_in(ports, org=org, brand=None, items=items, live=True)
        while listener.work():
            pass
        listener.tick()
        while assess.hand_findings(ports, org=org):
            clock.forward(seconds=1)
    findings = [codec.finding_from(body) for body in FindingOut.objects.order_by("id").values_list("body", flat=True)]
    return Heard(taken, findings, list(Room.objects.values_list("level", flat=True)))


def test_the_day_before_the_storm_opens_no_room(database: Databases) -> None:
    start = demo.story_start(TODAY)
    posts = earlier_posts(STORMS["glass"], start, demo.SEED)
    heard = listen_to(posts, story="glass", since=start - timedelta(days=1), until=start, begin=start)
    assert heard.posts > 1_000
    assert [f for f in heard.findings if f.level >= 3] == []
    assert len(heard.findings) <= 3
    assert heard.rooms == []


@pytest.fixture(scope="module")
def gifts(databases: Databases) -> Iterator[Heard]:
    """A promotion: as many posts as a crisis in two hours, and everybody is glad."""
    databases.refresh()
    start = demo.story_start(TODAY)
    until = start + timedelta(hours=2)
    posts = takewhile(lambda post: post.ts < until, STORMS["promotion"].posts(start, demo.SEED))
    yield listen_to(posts, story="promotion", since=start, until=until, begin=start)
    connections.close_all()


def test_a_promotion_is_heard_as_many_posts_and_nothing_else(gifts: Heard) -> None:
    assert {f.kind for f in gifts.findings} == {FindingKind.SURGE}
    assert {f.category for f in gifts.findings} == {None}


def test_a_promotion_as_large_as_a_crisis_lights_no_beacon_that_wakes_anybody(gifts: Heard) -> None:
    assert max(f.count for f in gifts.findings) > 1_000
    assert [f for f in gifts.findings if f.level >= 3] == []
    assert gifts.rooms == []
    assert all("glad" in {piece.name for piece in f.weight} for f in gifts.findings)
