"""Of two who take one thing at one instant one has it and the other is told, on whatever database."""

from datetime import timedelta

from bongsu.core import errors, events as e
from bongsu.crisis.taking import item_of
from bongsu.flows import taking
from bongsu.store import on_watch
from tests.kit.together import at_once
from tests.kit.world import World

FINDING = 7  # a row of the mentions' file: nothing here looks at it


def test_in_a_room(world: World) -> None:
    room = world.open_room()
    world.append(room, e.PromiseMade("p1", "다시 답하기", "minseo", world.now + timedelta(hours=1)))

    def takes(who: str) -> object:
        return taking.take(world.ports, org=world.org, room=room, by=who, item="p1")

    told = at_once(lambda: takes("haneul"), lambda: takes("jiwoo"), lambda: takes("doyun"))
    assert [type(problem) for problem in told] == [errors.AlreadyTaken] * 2
    item = item_of(world.room(room), "p1")
    assert item is not None
    assert item.by in ("haneul", "jiwoo", "doyun")
    world.assert_journal_holds(room)


def test_on_the_watch_and_when_stepping_in(world: World) -> None:
    def takes(who: str) -> object:
        return on_watch.take(world.org, FINDING, person=who, at=world.now)

    people = {"haneul", "jiwoo", "doyun"}
    for _ in range(2):
        told = at_once(*[lambda who=who: takes(who) for who in sorted(people)])  # type: ignore[misc]
        assert [type(problem) for problem in told] == [errors.AlreadyTaken] * (len(people) - 1)
        holder = on_watch.holder(world.org, FINDING)
        assert holder in people
        people -= {holder}
        world.clock.forward(minutes=15)
    assert on_watch.marks(world.org, (FINDING,))[FINDING].instead_of
