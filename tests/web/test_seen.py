"""본 사람: seen once by each, no line of the journal, opened to names, and never a hint of estimates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kit.reader import signed_in
from tests.kit.together import at_once

from bongsu.flows import assess, convene, decide
from bongsu.store import seen


@pytest.fixture
def room(world):
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=3
    )
    convene.acknowledge(world.ports, org=world.org, room=number, by="seojun")
    decide.give_task(
        world.ports, org=world.org, room=number, by="seojun", text="작성자에게 연락", owner="haneul", minutes=30
    )
    return number


def test_a_task_says_who_had_it_on_their_screen_and_the_journal_says_nothing(world, room):
    (task,) = world.room(room).tasks
    before = world.room(room).seq
    signed_in(world, "haneul").get(f"/rooms/{room}/")
    signed_in(world, "haneul").get(f"/rooms/{room}/")
    page = signed_in(world, "minseo").get(f"/rooms/{room}/").content.decode()
    assert "본 사람 2" in page
    opened = signed_in(world, "minseo").get(f"/rooms/{room}/seen/{task.id}/").content.decode()
    assert "박하늘" in opened
    assert "아직 안 본 사람" in opened
    assert "이서준" in opened
    assert world.room(room).seq == before


def test_two_screens_of_one_person_at_one_instant_are_one(world, room):
    def looks():
        seen.mark(world.org, room, person="haneul", items=("t1", "t2"), at=world.clock.now(world.org))

    assert at_once(looks, looks, looks) == []
    assert seen.counts(room) == {"t1": 1, "t2": 1}


def test_two_hundred_people_cost_a_page_no_more_queries_than_one(world, room):
    reader = signed_in(world, "haneul")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(f"/rooms/{room}/").status_code == 200
        return len(queries)

    asked()
    before = asked()
    key = world.room(room).tasks[0].id
    for number in range(200):
        seen.mark(world.org, room, person=f"p{number}", items=(key,), at=world.clock.now(world.org))
    assert asked() == before
    assert seen.counts(room)[key] == 201


def test_estimates_are_no_item_to_be_seen(world, room):
    assess.send_estimate(world.ports, org=world.org, room=room, by="doyun", level=4, press_pct=50, why="봤어요")
    signed_in(world, "haneul").get(f"/rooms/{room}/")
    assert set(seen.counts(room)) == {world.room(room).tasks[0].id}
    for item in ("doyun", "estimate", "nothing"):
        assert signed_in(world, "haneul").get(f"/rooms/{room}/seen/{item}/").status_code == 404
