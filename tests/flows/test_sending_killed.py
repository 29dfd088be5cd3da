"""Killed anywhere while something goes out to a person: it goes again at worst, and the journal says it once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.kit import sample
from tests.kit.databases import Databases
from tests.kit.killed import killed_at
from tests.kit.phones import Phones
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.values import CHANNELS
from bongsu.flows import convene, decide, flash, links, notices
from bongsu.store import setup
from bongsu.store.operations import models as m
from bongsu.store.rooms import DjangoStore


def by_link(world: World, room: int) -> Callable[[], bool]:
    """A decision of an executive is asked."""
    asked = {"options": ("멈춘다", "둔다"), "default": 1, "owner": "minseo", "deputy": None, "minutes": 20}
    decide.ask(world.ports, org=world.org, room=room, by="seojun", question="멈출까요?", **asked)
    return lambda: links.send_next(world.ports, org=world.org)


def by_flash(world: World, room: int) -> Callable[[], bool]:
    flash.send(world.ports, org=world.org, room=room, by="haneul", text="공장에 불이 났어요")
    return lambda: notices.notify_next(world.ports, org=world.org)


@pytest.mark.parametrize(
    ("arranged", "fails", "said"),
    [
        (by_link, 0, e.LinkSent),
        (by_link, 9, e.LinkFailed),
        (by_flash, 0, e.FlashDelivered),
        (by_flash, 9, e.NoticeFailed),
    ],
)
def test_what_came_of_a_try_stands_in_the_journal_once(
    world: World, databases: Databases, arranged: Callable[[World, int], Callable[[], bool]], fails: int, said: type
) -> None:
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"minseo": ("chat://a",)})
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=4
    )
    phones = Phones(fails=fails)
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, phones))
    sends = arranged(world, room)
    again = databases.keep()
    with killed_at(0, stored=False) as whole:
        assert sends()
    for number in range(1, whole.count + 1):
        for stored in (False, True):
            again()
            phones.fails = fails
            world.ports = replace(world.ports, store=DjangoStore(world.clock))
            with killed_at(number, stored=stored) as cut:
                sends()
            assert cut.killed
            for table in (m.DecisionLink, m.Notice):
                table.objects.update(lease_until=None)  # as after a minute
            while sends():
                pass
            assert [type(x) for x in world.events(room)].count(said) == 1, f"killed at commit {number}"
