"""The demo's colleagues say each thing once, in the storm's own room, in its first minutes."""

from tests.kit.world import World

from bongsu.boot import demo, demo_cast
from bongsu.core.values import SYSTEM
from bongsu.store import setup


def test_colleagues_say_each_thing_once(world: World) -> None:
    setup.upsert_people(world.org, demo.people_of(demo.sample("organisation")["people"]))
    room = world.open_room(level=3, by=SYSTEM)
    assert demo_cast.speak(world.ports) == 0
    world.clock.forward(seconds=60)
    assert demo_cast.speak(world.ports) == 1
    assert demo_cast.speak(world.ports) == 0
    world.clock.forward(seconds=90)
    assert demo_cast.speak(world.ports) == 3
    state = world.room(room)
    assert [x.by for x in state.estimates] == ["gaeun", "jihun"]
    assert [(f.owner, f.rumour) for f in state.facts] == [("eunji", False), ("eunji", True)]
    assert all("예시" in f.text for f in state.facts)
    assert demo_cast.speak(world.ports) == 0


def test_they_are_silent_in_a_room_of_people_and_in_an_old_one(world: World) -> None:
    setup.upsert_people(world.org, demo.people_of(demo.sample("organisation")["people"]))
    room = world.open_room(level=3, by="haneul")
    world.clock.forward(minutes=3)
    assert demo_cast.speak(world.ports) == 0
    assert world.room(room).estimates == ()
