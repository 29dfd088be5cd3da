"""Money under a mandate, several people at once: a cap for a case and for a day holds on a real store."""

from typing import Any

import pytest

from bongsu.core import errors, events as e
from bongsu.flows import approvals, convene
from bongsu.store import setup
from bongsu.store.operations import models as m
from tests.kit import sample
from tests.kit.together import at_once
from tests.kit.world import World


@pytest.fixture
def purse(world: World) -> World:
    """하늘 may give 50,000 won in one case and 60,000 on one day."""
    charter: dict[str, Any] = {
        **sample.CHARTER,
        "mandates": [
            *sample.CHARTER["mandates"],
            {
                **sample.CHARTER["mandates"][0],
                "id": "purse",
                "role": "practitioner",
                "act": "compensate",
                "cap_krw": 50_000,
                "caps": {"day": 60_000},
            },
        ],
    }
    setup.set_documents(world.org, charter=charter)
    return world


def opened(world: World, brand: int) -> int:
    return convene.open_room(
        world.ports, org=world.org, brand=brand, by="haneul", title="유리 조각", why="사진이 퍼져요", level=3
    )


def give(world: World, room: int, won: int, once: str | None = None) -> None:
    approvals.compensate(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        amount_krw=won,
        to="김민지 고객",
        why="유리 조각",
        once=once,
    )


def given(world: World, room: int) -> int:
    return sum(x.amount_krw for x in world.events(room) if isinstance(x, e.CompensationGranted))


def test_eight_at_once_in_one_room_never_pass_the_cap_of_the_case(purse: World) -> None:
    room = opened(purse, purse.brand)
    failed = at_once(*[lambda: give(purse, room, 20_000)] * 8)
    assert all(isinstance(problem, errors.OutsideMandate) for problem in failed)
    assert (len(failed), given(purse, room)) == (6, 40_000)
    purse.assert_journal_holds(room)


def test_two_rooms_at_once_never_pass_the_cap_of_the_day(purse: World) -> None:
    rooms = [opened(purse, purse.brand), opened(purse, setup.upsert_brand(purse.org, "한담 주스"))]
    jobs = [lambda room=room: give(purse, room, 20_000) for room in rooms * 2]
    failed = at_once(*jobs)
    assert all(isinstance(problem, errors.OutsideMandate) for problem in failed)
    assert len(failed) == 1
    assert sum(given(purse, room) for room in rooms) == 60_000
    assert list(m.Spending.objects.values_list("mandate", "won")) == [("purse", 60_000)]


def test_the_next_day_of_the_organisation_begins_anew_at_its_midnight(purse: World) -> None:
    rooms = [opened(purse, purse.brand), opened(purse, setup.upsert_brand(purse.org, "한담 주스"))]
    give(purse, rooms[0], 50_000)
    purse.clock.forward(hours=14, minutes=59)
    with pytest.raises(errors.OutsideMandate):
        give(purse, rooms[1], 20_000)
    purse.clock.forward(minutes=1)
    give(purse, rooms[1], 20_000)
    assert list(m.Spending.objects.order_by("day").values_list("day", "won")) == [
        ("2026-03-02", 50_000),
        ("2026-03-03", 20_000),
    ]


def test_a_form_sent_twice_gives_once(purse: World) -> None:
    room = opened(purse, purse.brand)
    for _ in range(2):
        give(purse, room, 10_000, once="form-1")
    assert given(purse, room) == 10_000


def test_the_one_who_was_paid_stands_in_no_line(purse: World) -> None:
    room = opened(purse, purse.brand)
    give(purse, room, 10_000)
    bodies = m.JournalLine.objects.filter(room_id=room).values_list("body", flat=True)
    assert not any("김민지" in body for body in bodies)
    assert m.PersonalValue.objects.filter(room_id=room, value="김민지 고객").exists()
