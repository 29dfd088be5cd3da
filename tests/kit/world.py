"""A fresh organisation with its people and rules, on a real database, in a test's hand."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bongsu.core.events import Event, RoomOpened
from bongsu.core.line import Line
from bongsu.core.ports import Ports
from bongsu.crisis import fold
from bongsu.crisis.room import Room
from bongsu.store import codec, setup
from bongsu.store.mentions.keep import DjangoInbox, DjangoMentions
from bongsu.store.operations import models as m
from bongsu.store.rooms import DjangoStore
from bongsu.store.scores import DjangoScores
from tests.kit import sample
from tests.kit.clock import FakeClock
from tests.kit.wake import MemoryWake


@dataclass
class World:
    """`world.ports` is what flows take; the rest is for looking."""

    org: int
    brand: int
    clock: FakeClock
    wake: MemoryWake
    store: DjangoStore = field(init=False)
    mentions: DjangoMentions = field(default_factory=DjangoMentions)
    inbox: DjangoInbox = field(default_factory=DjangoInbox)

    def __post_init__(self) -> None:
        self.store = DjangoStore(self.clock)
        self.ports = Ports(
            store=self.store,
            mentions=self.mentions,
            inbox=self.inbox,
            clock=self.clock,
            wake=self.wake,
            scores=DjangoScores(),
        )

    @property
    def now(self) -> datetime:
        return self.clock.at

    def opened(self, *, level: int = 2, title: str = "유리 조각 주장", **changes: Any) -> RoomOpened:
        """What would open a room now."""
        facts: dict[str, Any] = {
            "kind": "crisis",
            "brand": self.brand,
            "title": title,
            "level": level,
            "why": "첫 글이 빠르게 퍼지고 있어요.",
            "ground": self.store.ground(self.org),
            "aware_at": self.now,
        }
        return RoomOpened(**(facts | changes))

    def open_room(self, *, level: int = 2, by: str = "haneul", **changes: Any) -> int:
        """A room with nothing in it but its first line."""
        room, _ = self.store.open_room(self.org, self.opened(level=level, **changes), by=by, at=self.now)
        return room

    def append(self, room: int, *events: Event, by: str = "haneul") -> tuple[Line, ...]:
        with self.store.room(self.org, room) as tx:
            return tx.append(*events, by=by, at=self.now)

    def room(self, room: int) -> Room:
        return self.store.peek(self.org, room)

    def lines(self, room: int) -> tuple[Line, ...]:
        """The whole journal."""
        return self.store.lines(self.org, room, limit=1_000_000)

    def events(self, room: int) -> list[Event]:
        return [line.event for line in self.lines(room)]

    def assert_journal_holds(self, room: int) -> None:
        """The journal folds to the stored room, and to the one that this process goes on from."""
        row = m.Room.objects.get(pk=room, org_id=self.org)
        folded = fold.fold(self.lines(room), room=room, org=self.org)
        assert folded == codec.room_from(row.state, row.ground)
        assert folded == self.room(room)


def make_world(*, slug: str = "hangang", clock: FakeClock | None = None) -> World:
    """The sample organisation of tests.kit.sample, kept in the databases."""
    clock = clock or FakeClock()
    org = setup.create_org(
        slug,
        "한강식품",
        at=clock.at,
        synthetic=True,
        levels=sample.LEVELS,
        charter=sample.CHARTER,
        playbook=sample.PLAYBOOK,
        holding=sample.HOLDING,
    )
    setup.upsert_people(org, sample.PEOPLE)
    setup.upsert_outlets(org, sample.OUTLETS)
    brand = setup.upsert_brand(org, "한강식품", sample.WORDS)
    return World(org=org, brand=brand, clock=clock, wake=MemoryWake())
