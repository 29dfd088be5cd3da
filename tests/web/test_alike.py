"""Whoever is said to see a panel alike does: one rendering, shared, must show nothing of whoever it was drawn for."""

from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from tests.kit.sample import PEOPLE
from tests.kit.world import World

from bongsu.flows import assess, convene, decide, flash, promises
from bongsu.store import setup
from bongsu.store.queries import front, rooms
from bongsu.web import house, panels
from bongsu.web.urls import ROUTES as routes
from bongsu.web.viewer import Viewer

#: The site registers its panels when its routes are first looked at.
SHARED = sorted(panel.name for panel in panels.of("room") if routes and panel.alike is not None)


@pytest.fixture
def room(world: World) -> int:
    """A room in which most people have something of their own."""
    here: dict[str, Any] = {"org": world.org, "room": 0}
    here["room"] = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진이 있어요.", level=5
    )
    convene.acknowledge(world.ports, **here, by="seojun")
    assess.send_estimate(world.ports, **here, by="haneul", level=4, press_pct=60, why="퍼지고 있어요")
    decide.ask(
        world.ports,
        **here,
        by="seojun",
        question="출고를 멈출까요?",
        options=("멈춘다", "지켜본다"),
        default=0,
        owner="minseo",
        deputy="seojun",
        minutes=20,
    )
    decide.give_task(world.ports, **here, by="seojun", text="공장에 묻기", owner="doyun", minutes=15)
    promises.promise(
        world.ports, **here, by="haneul", text="다섯 시까지 답하기", to="기자", owner="jiwoo", until="17:00"
    )
    flash.send(world.ports, **here, by="haneul", text="다친 아이가 있다는 글")
    world.clock.forward(minutes=1)
    house.install(world.ports)
    return int(here["room"])


def viewers(world: World) -> list[Viewer]:
    found = []
    for person in PEOPLE:
        reader = front.reader_of_user(setup.user_for(world.org, person.key))
        assert reader is not None
        found.append(Viewer(reader[1], "ko", "Asia/Seoul", reader[0]))
    return found


def test_there_are_panels_that_are_shared() -> None:
    assert {"next", "tasks", "decisions"} <= set(SHARED)


@pytest.mark.parametrize("after", [timedelta(), timedelta(minutes=16)])
@pytest.mark.parametrize("name", SHARED)
def test_who_sees_alike_sees_the_same(world: World, room: int, name: str, after: timedelta) -> None:
    world.clock.at += after
    view = rooms.room_view(world.org, room, world.now)
    panel = next(panel for panel in panels.of("room") if panel.name == name)
    assert panel.alike is not None
    alike: dict[Viewer, object] = {}
    for viewer in viewers(world):
        with panels.speaking_to(viewer):
            alike[viewer] = panel.alike(viewer, view)
    for one, other in combinations(alike, 2):
        if alike[one] == alike[other]:
            assert panels.inner(panel, one, view) == panels.inner(panel, other, view)
