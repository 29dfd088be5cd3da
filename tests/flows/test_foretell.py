"""What comes is told once an hour, from a day of counts on; a new process tells the same; old words are not shown."""

import random
from datetime import timedelta

from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.ports import Kept
from bongsu.flows import convene
from bongsu.flows.foretell import Foreteller
from bongsu.store.mentions.models import Foretold
from bongsu.store.queries.outlook import coming


def counted(world: World, hours: float, *, a_minute: float) -> None:
    """So many mentions in each ten minutes of the hours before now, drawn with a seed."""
    dice = random.Random(3)
    start = (world.now - timedelta(hours=hours)).replace(second=0, microsecond=0)
    tens = {
        start + timedelta(minutes=10 * n): round(10 * a_minute * dice.uniform(0.6, 1.4)) for n in range(int(6 * hours))
    }
    world.mentions.keep([Kept(world.org, world.brand, (), (), tens, (), (), b"")])


def tells(world: World, teller: Foreteller | None = None) -> int:
    teller, told = teller or Foreteller(world.ports), 0
    while teller.step(world.org):
        told += 1
    return told


def test_an_hour_is_told_once_and_the_next_one_anew(world: World) -> None:
    counted(world, 24 * 4, a_minute=2)
    teller = Foreteller(world.ports)
    assert tells(world, teller) == 1
    assert tells(world, teller) == 0
    said = coming(world.brand, world.now)
    assert said is not None
    assert [span.hours for span in said.spans] == [1, 3, 6, 24]
    for span in said.spans:
        assert span.most_low <= span.half_low <= span.middle <= span.half_high <= span.most_high
        assert span.most_low <= 120 * span.hours <= span.most_high
    world.clock.forward(minutes=59)
    counted(world, 1, a_minute=20)
    world.clock.forward(minutes=5)
    assert tells(world, teller) == 1
    louder = coming(world.brand, world.now)
    assert louder is not None
    assert louder.hour > said.hour
    assert louder.spans[0].middle > 2 * said.spans[0].middle


def test_a_new_process_tells_what_the_old_one_would_have(world: World) -> None:
    counted(world, 24 * 3, a_minute=1)
    teller = Foreteller(world.ports)
    tells(world, teller)
    world.clock.forward(hours=1)
    counted(world, 1, a_minute=1)
    tells(world, teller)
    kept = Foretold.objects.get(brand=world.brand).coming
    Foretold.objects.all().delete()
    tells(world)
    assert Foretold.objects.get(brand=world.brand).coming == kept


def test_less_than_a_day_tells_nothing_and_waits(world: World) -> None:
    counted(world, 20, a_minute=2)
    assert tells(world) == 1
    assert tells(world) == 0
    assert coming(world.brand, world.now) is None
    world.clock.forward(hours=6)
    assert tells(world) == 1
    assert coming(world.brand, world.now) is not None


def test_a_clock_that_went_back_is_followed(world: World) -> None:
    counted(world, 24 * 3, a_minute=2)
    teller = Foreteller(world.ports)
    tells(world, teller)
    world.clock.forward(hours=-5)
    assert tells(world, teller) == 1
    assert coming(world.brand, world.now) is not None


def test_the_watch_and_the_room_show_it_until_it_is_old(world: World) -> None:
    counted(world, 24 * 4, a_minute=2)
    tells(world)
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진이 퍼져요", level=3
    )
    reader = signed_in(world, "haneul")
    said = coming(world.brand, world.now)
    assert said is not None
    shown = f"24시간 {said.spans[-1].most_low:,}–{said.spans[-1].most_high:,}건"
    for page in ("/", f"/rooms/{room}/"):
        assert shown in reader.get(page).content.decode()
    world.clock.forward(hours=2, minutes=1)
    for page in ("/", f"/rooms/{room}/"):
        assert "다섯에 넷" not in reader.get(page).content.decode()
