"""A question to an executive goes out once, through the first of their channels that takes it."""

from dataclasses import replace

from tests.kit import sample
from tests.kit.phones import Phones
from tests.kit.world import World

from bongsu.core.values import CHANNELS
from bongsu.flows import executives
from bongsu.store import setup


def test_a_question_goes_through_the_first_channel_that_takes_it_and_once(world: World) -> None:
    phones = Phones(fails=1)
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, phones))
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"minseo": ("chat://a", "chat://b")})
    executives.ask(
        world.ports, org=world.org, by="haneul", to="minseo", words="회수 비용 한도가 있나요?", minutes=15, room=None
    )
    assert executives.send_question(world.ports, org=world.org)
    ((person, title, body),) = phones.said
    assert (person, title) == ("minseo", "[봉수] 팀이 경영진에게 물어요")
    assert "/information/#questions" in body
    assert not executives.send_question(world.ports, org=world.org)
