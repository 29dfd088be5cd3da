"""What happened offline, on the page, in the journal, in the review; and a long room asks no more than a short one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kit.reader import signed_in

from bongsu.core.events import NoteWritten
from bongsu.flows import convene, inquiries, offline
from bongsu.web.review.draw import timeline


@pytest.fixture
def room(world):
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=3
    )
    convene.acknowledge(world.ports, org=world.org, room=number, by="seojun")
    return number


def test_a_raid_is_shown_with_both_its_times_and_asks_for_the_highest_beacon(world, room):
    reader = signed_in(world, "haneul")
    noted = {"kind": "raid", "what": "조사관 세 분이 왔어요 <b>", "where": "본사 7층", "count": "3", "min_ago": "40"}
    assert reader.post(f"/rooms/{room}/do/note_offline", noted).status_code == 302
    page = reader.get(f"/rooms/{room}/").content.decode()
    assert "조사관 세 분이 왔어요 &lt;b&gt;" in page
    assert "봉화 5단계의 일이에요" in page
    assert "08:20에 있었던 일" in page
    (one,) = world.room(room).offline
    assert one.happened_at == one.noted_at - timedelta(minutes=40)
    assert world.room(room).clock_start == one.happened_at
    world.assert_journal_holds(room)


def test_the_review_draws_it_where_it_happened(world, room):
    world.clock.forward(minutes=30)
    noted = {"kind": "broadcast", "what": "저녁 뉴스", "min_ago": "90"}
    assert signed_in(world, "haneul").post(f"/rooms/{room}/do/note_offline", noted).status_code == 302
    drawn = timeline(world.lines(room), first_post=None, due=None)
    assert drawn.dots[-1].x == f"{drawn.left:.1f}"
    assert signed_in(world, "haneul").get(f"/rooms/{room}/review/").status_code == 200


def test_a_form_that_makes_no_sense_keeps_what_was_typed(world, room):
    answer = signed_in(world, "haneul").post(
        f"/rooms/{room}/do/note_offline", {"kind": "call", "what": "전화 왔어요", "min_ago": "999999"}
    )
    assert answer.status_code == 422
    assert "전화 왔어요" in answer.content.decode()
    assert world.room(room).offline == ()


def test_a_room_asks_the_database_as_often_whatever_its_length(world, room):
    reader = signed_in(world, "haneul")

    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert reader.get(f"/rooms/{room}/{path}").status_code == 200
        return len(seen)

    def more(number: int) -> None:
        world.append(room, *(NoteWritten(text=f"메모 {number}/{n}") for n in range(10)))
        offline.note(world.ports, org=world.org, room=room, by="haneul", kind="call", what=f"전화 {number}")
        inquiries.note(
            world.ports,
            org=world.org,
            room=room,
            by="haneul",
            medium=f"매체 {number}",
            reporter="",
            contact="",
            question="사실인가요?",
            until="17:00",
        )

    paths = ("", "press/", "decisions/")
    more(0)
    for path in paths:
        asked(path)  # the first look notes what is seen, in one batch
    before = [asked(path) for path in paths]
    for number in range(1, 31):
        more(number)
    assert len(world.lines(room)) > 340
    for path in paths:
        asked(path)  # the first look notes what is seen, in one batch
    assert [asked(path) for path in paths] == before
