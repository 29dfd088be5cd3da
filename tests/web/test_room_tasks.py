"""A room with hundreds of open tasks: the room shows the reader's own and the first due, a page has all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kit.reader import signed_in

from bongsu.core import events as e
from bongsu.store import seen

OPEN = 120


@pytest.fixture
def room(world):
    room = world.open_room(level=3)
    about = (
        e.TaskGiven(f"k{n}", f"확인 {n}", "jiwoo" if n % 40 == 39 else "haneul", world.now.replace(day=20 - n // 10))
        for n in range(OPEN)
    )
    world.append(room, *about, by="seojun")
    return room


def shown(client, path):
    page = client.get(path).content.decode()
    return [part.split('"')[0] for part in page.split('id="task-')[1:]], page


def test_the_room_shows_the_readers_own_first_and_leads_to_the_rest(world, room):
    keys, page = shown(signed_in(world, "jiwoo"), f"/rooms/{room}/")
    assert keys[:3] == ["k119", "k79", "k39"]
    assert len(keys) == 8
    assert f'<a href="/rooms/{room}/tasks/">남은 할 일 112건 더 보기</a>' in page
    assert set(seen.counts(room)) == set(keys)  # what did not stand there was seen by nobody


def test_all_of_them_stand_on_their_page_so_many_at_a_time(world, room):
    client = signed_in(world, "jiwoo")
    found = [shown(client, f"/rooms/{room}/tasks/?page={n}")[0] for n in (1, 2, 3)]
    assert [len(keys) for keys in found] == [50, 50, 20]
    assert len({key for keys in found for key in keys}) == OPEN
    assert shown(client, f"/rooms/{room}/tasks/?page=x")[0] == found[0]
    assert "끝냄: 확인 119" in client.get(f"/rooms/{room}/tasks/").content.decode()


def test_a_task_finished_on_their_page_leads_back_there(world, room):
    client = signed_in(world, "jiwoo")
    said = {"task": "k119", "note": "", "back": f"/rooms/{room}/tasks/#tasks"}
    assert client.post(f"/rooms/{room}/do/finish_task", said)["Location"] == f"/rooms/{room}/tasks/#tasks"
    assert shown(client, f"/rooms/{room}/")[0][:2] == ["k79", "k39"]


def test_hundreds_of_open_tasks_cost_the_room_no_query_more(world, room):
    few = world.open_room(level=3, kind="drill")
    world.append(few, *(e.TaskGiven(f"k{n}", "확인", "haneul", world.now.replace(day=20)) for n in range(9)))
    client = signed_in(world, "haneul")

    def asked(path):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    assert asked(f"/rooms/{room}/") <= asked(f"/rooms/{few}/")
    assert asked(f"/rooms/{room}/tasks/") <= asked(f"/rooms/{few}/tasks/")
