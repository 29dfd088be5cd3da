"""Saturday night, and nobody picks up: on to the third deputy. And fifty touch-points, called and counted."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import yaml
from tests.kit.clock import FakeClock
from tests.kit.world import World, make_world

from bongsu.core import events as e
from bongsu.core.errors import NotReached
from bongsu.core.ports import Called, CallJob
from bongsu.core.values import CHANNELS, Person
from bongsu.crisis import convene as rules
from bongsu.flows import convene, decide, reach
from bongsu.store import setup
from bongsu.store.operations.models import TouchPoint
from bongsu.store.verify import verify_room

STEP_S = 10
DEAD = "jiwoo"

#: The legal seat of a Saturday night: on duty 지우, then three deputies, one after the other.
PEOPLE = (
    Person("haneul", "박하늘", ("practitioner",), title="SNS 담당"),
    Person("seojun", "이서준", ("team_lead", "leader"), title="온라인팀장"),
    Person("jiwoo", "정지우", ("legal",), deputy="yerin"),
    Person("yerin", "강예린", ("legal",), on_duty=False, deputy="taeyang"),
    Person("taeyang", "오태양", (), on_duty=False, deputy="narae"),
    Person("narae", "고나래", (), on_duty=False),
)


@dataclass
class Phones:
    """core.ports.Caller: rings whoever has a phone that works."""

    clock: FakeClock
    rang: list[str] = field(default_factory=list)

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        if job.person == DEAD:
            raise NotReached(reason="no connection")
        self.rang.append(job.person)
        return Called()


@pytest.fixture
def saturday(database: object, clock: FakeClock) -> World:
    world = make_world(clock=clock)
    urls = {person.key: [f"json://phones.example/{person.key}"] for person in PEOPLE}
    setup.upsert_people(world.org, PEOPLE, addresses=urls)
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, Phones(clock)))
    return world


def play(world: World, *, seconds: int) -> None:
    """Everything that runs by itself, every ten seconds."""
    until = world.clock.at + timedelta(seconds=seconds)
    while world.clock.at < until:
        world.clock.forward(seconds=STEP_S)
        decide.watch_clock(world.ports, org=world.org)
        while reach.call_next(world.ports, org=world.org):
            pass


def asked(world: World, room: int, role: str = "legal") -> rules.Need:
    found = rules.need_of(world.room(room), role)
    assert found is not None
    return found


def test_a_saturday_night_goes_on_to_the_third_deputy(saturday: World) -> None:
    world = saturday
    here = {"org": world.org, "room": 0}
    here["room"] = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리 조각", why="사진이 퍼져요", level=4
    )
    convene.acknowledge(world.ports, **here, by="seojun")
    room, start = here["room"], world.clock.at

    # 지우's phone is dead: nobody waits five minutes for it.
    play(world, seconds=30)
    assert asked(world, room).tried == ("jiwoo", "yerin")
    assert world.clock.at - start < timedelta(minutes=1)

    # 예린's phone rings and rings.
    play(world, seconds=240)
    assert asked(world, room).tried == ("jiwoo", "yerin")
    play(world, seconds=90)
    assert asked(world, room).tried == ("jiwoo", "yerin", "taeyang")

    # 태양 cannot come: the third deputy is called in the same instant.
    call = world.room(room).call_of("taeyang")
    assert call is not None
    reach.answer(world.ports, **here, person="taeyang", call=call.id, coming=False)
    said = world.clock.at
    play(world, seconds=STEP_S)
    assert asked(world, room).tried[-1] == "narae"
    assert world.clock.at - said <= timedelta(seconds=STEP_S)
    convene.acknowledge(world.ports, **here, by="narae")
    need = asked(world, room)
    answer = need.answer
    assert answer is not None
    assert (need.state, answer.person, need.step) == ("answered", "narae", 4)

    # Quiet from here on, and everything is on record.
    play(world, seconds=900)
    placed = [line.event.person for line in world.lines(room) if isinstance(line.event, e.CallPlaced)]
    assert len(placed) == len(set(placed))
    assert not any(isinstance(line.event, e.RoleExhausted) for line in world.lines(room))
    world.assert_journal_holds(room)
    assert verify_room(world.org, room) == ()


def test_when_the_third_deputy_is_silent_too_the_leader_is_told_what_was_tried(saturday: World) -> None:
    world = saturday
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리 조각", why="사진이 퍼져요", level=4
    )
    convene.acknowledge(world.ports, org=world.org, room=room, by="seojun")
    play(world, seconds=20 * 60)
    need = asked(world, room)
    assert need.state == "exhausted"
    assert need.gap is not None
    assert need.gap.tried == ("jiwoo", "yerin", "taeyang", "narae")
    assert world.clock.at - need.since <= timedelta(minutes=21)
    before = world.room(room).seq
    play(world, seconds=120)
    later = [line for line in world.lines(room) if line.seq > before]
    assert not any(isinstance(line.event, e.RoleExhausted) for line in later), "it is said once"


FORMATION = """
- id: team
  name: 합동 정보팀
  levels: [3, 5]
  seats:
    - {id: lead, name: 대변 책임, text: 정리하세요, roles: [leader], leads: true}
    - {id: owners, name: 접점 담당, text: 예약 글을 멈추세요, owners: true}
"""


def test_fifty_touch_points_are_called_and_counted(saturday: World) -> None:
    world = saturday
    owners = [Person(f"o{n:02d}", f"담당 {n}", ("shop",), deputy=f"o{(n + 1) % 30:02d}") for n in range(30)]
    urls = {person.key: [f"json://phones.example/{person.key}"] for person in owners}
    setup.upsert_people(world.org, [*PEOPLE, *owners], addresses=urls)
    setup.set_documents(world.org, formations=yaml.safe_load(FORMATION))
    for number in range(50):
        TouchPoint.objects.create(
            org_id=world.org,
            key=f"p{number:02d}",
            kind="sns",
            name=f"접점 {number}",
            owner=f"o{number % 30:02d}",
            brand_id=world.brand,
        )
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리 조각", why="사진이 퍼져요", level=3
    )
    state = world.room(room)
    assert len(state.hits) == 50
    assert len([call for call in state.calls if call.person.startswith("o")]) == 30, "each owner is rung once"
    play(world, seconds=30)
    for number in range(0, 30, 3):
        convene.acknowledge(world.ports, org=world.org, room=room, by=f"o{number:02d}")
    play(world, seconds=20 * 60)
    points = [need for need in rules.needs(world.room(room)) if need.role.startswith(rules.POINT)]
    assert len(points) == 50
    assert {need.state for need in points} == {"answered"}, "a deputy, or a deputy's deputy, is here"
    world.assert_journal_holds(room)
    assert verify_room(world.org, room) == ()
