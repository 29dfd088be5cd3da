"""A storm that reports itself: three reports, one of them "no change", and forecasts that meet what came."""

from datetime import timedelta

from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.ports import Item
from bongsu.flows import assess, convene, decide, facts, listen, reports
from bongsu.flows.scoring import score_estimates
from bongsu.store.operations.models import Person
from bongsu.store.queries import record
from bongsu.store.verify import verify

STEP = timedelta(seconds=30)


class Storm:
    """Half minutes in which everything that runs by itself has its turn."""

    def __init__(self, world: World) -> None:
        self.world, self.posts = world, 0
        self.listener = listen.Listener(world.ports)

    def play(self, *, minutes: float, posts_a_minute: int) -> None:
        until = self.world.now + timedelta(minutes=minutes)
        while self.world.now < until:
            self.world.clock.forward(seconds=30)
            items = [self._post() for _ in range(posts_a_minute // 2)]
            if items:
                world = self.world
                listen.take_in(world.ports, org=world.org, brand=world.brand, items=items, live=True)
            while self.listener.work():
                pass
            assess.hand_findings(self.world.ports, org=self.world.org)
            self.by_itself()

    def _post(self) -> Item:
        self.posts += 1
        text = f"한강식품 배도라지즙에서 유리 조각이 나왔대요 {self.posts % 7}번째 봉지"
        at = self.world.now - timedelta(seconds=1)
        return Item(id=str(self.posts), ts=at, source="맘카페", text=text, author=f"a{self.posts}")

    def by_itself(self) -> None:
        decide.watch_clock(self.world.ports, org=self.world.org)
        reports.report_situations(self.world.ports, org=self.world.org)
        score_estimates(self.world.ports, org=self.world.org)


def test_a_night_is_reported_three_times_and_once_there_is_nothing_new(world: World) -> None:
    storm = Storm(world)
    here = {"org": world.org}
    room = convene.open_room(world.ports, **here, brand=world.brand, by="haneul", title="유리", why="사진", level=4)
    storm.play(minutes=5, posts_a_minute=4)
    assess.send_estimate(
        world.ports,
        **here,
        room=room,
        by="haneul",
        level=4,
        press_pct=70,
        why="사진이 또렷해요",
        volumes=((1, 100, 500),),
    )
    assess.send_estimate(world.ports, **here, room=room, by="seojun", level=5, press_pct=20, why="아이 이야기예요")
    facts.note_fact(
        world.ports,
        **here,
        room=room,
        by="haneul",
        text="같은 로트가 더 있다",
        status="unconfirmed",
        source="",
        owner="jiwoo",
        minutes=20,
    )
    storm.play(minutes=26, posts_a_minute=4)
    assert [r.said.number for r in [world.room(room).report] if r] == [1]

    # Nobody verified in time: it is late, once, and the deputy's.
    (fact,) = world.room(room).facts
    assert (fact.late, fact.owner) == (True, "yerin")

    # Half an hour of the same: the report says so.
    world.clock.forward(minutes=29)
    storm.by_itself()
    storm.play(minutes=1, posts_a_minute=0)
    told = [x for x in world.events(room) if isinstance(x, e.SituationReported)]
    assert len(told) == 2
    assert told[0].changed == ("first",)
    assert told[1].changed == ()

    # Then it is another matter.
    facts.settle_fact(world.ports, **here, room=room, by="jiwoo", fact=fact.id, status="false", source="품질팀")
    storm.play(minutes=30, posts_a_minute=20)
    told = [x for x in world.events(room) if isinstance(x, e.SituationReported)]
    assert len(told) == 3
    assert {"volume", "facts"} <= set(told[2].changed)
    assert told[2].hour > told[0].hour
    assert told[0].judged == (2, 4, 5, 5, 20, 70, 70)

    # Hours later the forecasts are held against what came, once; nobody has to remember.
    world.clock.forward(hours=3)
    storm.by_itself()
    assess.settle_press(world.ports, **here, room=room, by="seojun", reported=False)
    storm.by_itself()
    storm.by_itself()
    haneul = Person.objects.get(org_id=world.org, key="haneul")
    mine = record.record(world.org, haneul.pk)
    assert mine.waiting == 0
    assert {row.what: row.outcome for row in mine.rows}["press"] == 0
    assert mine.short.brier is not None
    assert mine.short.ranges == 1
    world.assert_journal_holds(room)
    assert list(verify(world.org)) == []
