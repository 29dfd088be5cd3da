"""A change of shift hands over by itself: once, to whoever comes, through their channels, whatever was down."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.kit import sample
from tests.kit.phones import Phones
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core.values import CHANNELS
from bongsu.crisis.rota import Leave, Pattern, Swap
from bongsu.flows import convene, decide
from bongsu.flows.handover import hand_over
from bongsu.store import handover, rota, setup
from bongsu.store.operations.models import ShiftHandover

ROLE = "practitioner"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@pytest.fixture
def phones(world: World) -> Phones:
    """하늘 by day, 도윤 by night; both have a channel."""
    phones = Phones()
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, phones))
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"haneul": ("chat://a",), "doyun": ("chat://b",)})
    rota.add_patterns(
        world.org,
        [
            Pattern("", "haneul", ROLE, EVERY_DAY, 9 * 60, 18 * 60, date(2026, 1, 1)),
            Pattern("", "doyun", ROLE, EVERY_DAY, 18 * 60, 9 * 60, date(2026, 1, 1)),
        ],
    )
    return phones


def run(world: World) -> None:
    while hand_over(world.ports, org=world.org):
        pass


def evening(world: World, phones: Phones) -> None:
    """The morning's hand-over is done; it is six."""
    run(world)
    phones.said.clear()
    world.clock.forward(hours=9)


def test_whoever_comes_is_told_once_what_is_open_and_what_the_other_held(world: World, phones: Phones) -> None:
    run(world)
    phones.said.clear()
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리 조각", why="사진", level=3
    )
    decide.give_task(
        world.ports, org=world.org, room=room, by="seojun", text="공장에 묻기", owner="haneul", minutes=600
    )
    world.clock.forward(hours=9)
    for _ in range(3):
        run(world)
        world.clock.forward(minutes=10)
    ((person, title, body),) = phones.said
    assert person == "doyun"
    assert "교대 보고" in title
    assert "유리 조각" in body
    assert "넘겨받을 일 1개" in body
    assert "박하늘" in body
    assert "공장에 묻기" not in body  # nobody's words leave through a chat


def test_it_is_told_in_the_readers_language(world: World, phones: Phones) -> None:
    setup.upsert_people(world.org, [*sample.PEOPLE[:4], replace(sample.PEOPLE[4], locale="en"), sample.PEOPLE[5]])
    evening(world, phones)
    run(world)
    ((_person, title, body),) = phones.said
    assert "Hand-over" in title
    assert "you are on duty now" in body


def test_a_busy_channel_is_tried_again_until_it_takes_it(world: World, phones: Phones) -> None:
    evening(world, phones)
    phones.fails = 2
    for _ in range(4):
        run(world)
        world.clock.forward(minutes=1)
    assert [person for person, *_ in phones.said] == ["doyun"]
    row = ShiftHandover.objects.get(person="doyun")
    assert (row.state, row.attempts, row.next_at) == ("sent", 2, None)


def test_a_channel_that_never_takes_it_is_a_fault_on_record_and_the_screen_has_it(world: World, phones: Phones) -> None:
    evening(world, phones)
    phones.fails = 99
    for _ in range(10):
        run(world)
        world.clock.forward(minutes=1)
    row = ShiftHandover.objects.get(person="doyun")
    assert (row.state, row.attempts) == ("failed", handover.MOST_TRIES)
    assert [one.person for one in handover.unread(world.org, world.now) if one.changed_at == row.changed_at] == [
        "doyun"
    ]


def test_down_at_the_change_it_is_told_when_bongsu_is_back(world: World, phones: Phones) -> None:
    evening(world, phones)
    world.clock.forward(hours=3)
    run(world)
    assert [person for person, *_ in phones.said] == ["doyun"]


def test_what_is_older_than_half_a_day_is_no_news(world: World, phones: Phones) -> None:
    evening(world, phones)
    world.clock.forward(hours=12, minutes=1)
    run(world)
    assert phones.said == []


def test_killed_between_telling_and_noting_it_is_told_again(world: World, phones: Phones) -> None:
    evening(world, phones)
    hand_over_once = world.store.handover_tried
    world.store.handover_tried = lambda **_: None  # type: ignore[method-assign]
    hand_over(world.ports, org=world.org)
    world.store.handover_tried = hand_over_once  # type: ignore[method-assign]
    ShiftHandover.objects.update(lease_until=None)  # what a start does with a killed worker's claims
    run(world)
    assert [person for person, *_ in phones.said] == ["doyun", "doyun"]
    assert ShiftHandover.objects.filter(person="doyun").count() == 1


def test_two_workers_at_once_tell_it_once(world: World, phones: Phones) -> None:
    evening(world, phones)
    assert at_once(*[lambda: run(world)] * 4) == []
    assert [person for person, *_ in phones.said] == ["doyun"]


def test_a_swap_and_a_leave_decide_who_is_told(world: World, phones: Phones) -> None:
    evening(world, phones)
    now, people = world.now, world.store.people(world.org)
    key = rota.ask_swap(
        world.org, Swap("", ROLE, "doyun", "haneul", now, now + timedelta(hours=2)), people=people, at=now
    )
    rota.answer_swap(world.org, key, by="haneul", yes=True, people=people, at=now)
    run(world)
    assert phones.said == []  # 하늘 simply stays
    world.clock.forward(hours=2)
    rota.add_leave(world.org, Leave("doyun", world.now, world.now + timedelta(hours=1)))
    run(world)
    assert phones.said == []  # nobody comes: that is a hole
    world.clock.forward(hours=1)
    run(world)
    assert [person for person, *_ in phones.said] == ["doyun"]


def test_without_a_channel_it_is_on_the_screen(world: World, phones: Phones) -> None:
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"doyun": ()})
    evening(world, phones)
    run(world)
    assert phones.said == []
    assert ShiftHandover.objects.get(person="doyun").state == "on_screen"


def test_only_whoever_came_says_that_they_took_over(world: World, phones: Phones) -> None:
    evening(world, phones)
    run(world)
    row = ShiftHandover.objects.get(person="doyun")
    assert not handover.read(world.org, row.pk, person="haneul", at=world.now)
    assert handover.read(world.org, row.pk, person="doyun", at=world.now)
    assert "doyun" not in {one.person for one in handover.unread(world.org, world.now)}


def test_an_organisation_without_a_rota_hands_nothing_over(world: World) -> None:
    assert not hand_over(world.ports, org=world.org)
    assert not ShiftHandover.objects.exists()


def test_somebody_who_left_the_organisation_is_told_nothing(world: World, phones: Phones) -> None:
    rota.add_patterns(world.org, [Pattern("", "nobody", ROLE, EVERY_DAY, 18 * 60, 9 * 60, date(2026, 1, 1))])
    evening(world, phones)
    run(world)
    assert {row.person for row in ShiftHandover.objects.all()} == {"haneul", "doyun"}


def test_whoever_went_off_before_it_reached_them_is_not_told_that_they_are_on(world: World, phones: Phones) -> None:
    evening(world, phones)
    phones.fails = 1
    hand_over(world.ports, org=world.org)
    world.clock.forward(hours=15)  # Bongsu was down all night
    run(world)
    assert [person for person, *_ in phones.said] == ["haneul"]
    assert {row.state for row in ShiftHandover.objects.filter(person="doyun")} == {"failed"}
    world.clock.forward(hours=9)  # and is on again at six
    run(world)
    assert [person for person, *_ in phones.said] == ["haneul", "doyun"]
