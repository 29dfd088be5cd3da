"""A Saturday night of the demo's company: the evening's shift hands over to the morning's by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from tests.kit.clock import FakeClock
from tests.kit.databases import Databases
from tests.kit.reader import signed_in
from tests.kit.wake import MemoryWake
from tests.kit.world import World

from bongsu.boot import demo, wiring
from bongsu.core.ports import Called, CallJob, Ports
from bongsu.core.values import CHANNELS
from bongsu.flows import convene, decide
from bongsu.flows.handover import hand_over
from bongsu.store.clock import OrgClock
from bongsu.store.rooms import DjangoStore

TODAY = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)
SUNDAY_NINE = datetime(2026, 3, 8, 0, 0, tzinfo=UTC)


@dataclass
class Phones:
    clock: FakeClock
    rang: list[tuple[str, datetime, str, str]] = field(default_factory=list)

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        self.rang.append((job.person, self.clock.at, title, body))
        return Called()


@pytest.fixture
def town(databases: Databases) -> Iterator[tuple[int, Ports, FakeClock, Phones]]:
    databases.refresh()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "real_now", lambda: TODAY)
        org = demo.seed(wiring.ports(), OrgClock(), url="http://127.0.0.1:9")
    clock = FakeClock(demo.story_start(TODAY))
    phones = Phones(clock)
    ports = replace(
        wiring.ports(callers=dict.fromkeys(CHANNELS, phones)), clock=clock, wake=MemoryWake(), store=DjangoStore(clock)
    )
    yield org, ports, clock, phones
    connections.close_all()


def on(ports: Ports, org: int) -> set[str]:
    return {p.key for p in ports.store.people(org) if p.on_duty and "practitioner" in p.roles}


def test_at_nine_on_sunday_the_morning_is_told_what_the_night_left_open(
    town: tuple[int, Ports, FakeClock, Phones],
) -> None:
    org, ports, clock, phones = town
    assert on(ports, org) == {"haneul"}
    (brand,) = ports.mentions.brands(org)
    room = convene.open_room(ports, org=org, brand=brand.id, by="haneul", title="배도라지즙 유리", why="사진", level=3)
    decide.give_task(ports, org=org, room=room, by="seojun", text="글쓴이에게 연락", owner="haneul", minutes=1200)
    while clock.at < SUNDAY_NINE + timedelta(minutes=5):
        while hand_over(ports, org=org):
            pass
        clock.forward(minutes=1)
    briefs = [(person, at, body) for person, at, title, body in phones.rang if "교대 보고" in title]
    assert [(person, at) for person, at, _ in briefs] == [("haneul", demo.story_start(TODAY)), ("sora", SUNDAY_NINE)]
    assert "배도라지즙 유리" in briefs[1][2]
    assert "넘겨받을 일 1개" in briefs[1][2]
    assert on(ports, org) == {"sora"}
    world = World.__new__(World)
    world.org, world.ports = org, ports
    watch = signed_in(world, "sora").get("/").content.decode()
    assert "교대 보고" in watch
    assert "박하늘 님에게서 당직을 이어받았어요" in watch
    assert "교대 보고" not in signed_in(world, "seojun").get("/").content.decode()
