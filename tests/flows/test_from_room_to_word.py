"""A room, from its opening to the word that left, through the flows and a real store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import errors
from bongsu.core.ports import DeliveryJob, Posted
from bongsu.core.values import SLOTS
from bongsu.crisis.speak import draft_text
from bongsu.flows import approvals, convene, decide, speak


class FakeOutlet:
    """Remembers what it was given; `fault` is raised after (or instead of) taking it."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.fault: Callable[[], Exception] | None = None

    def post(self, job: DeliveryJob) -> Posted:
        if self.fault is not None:
            raise self.fault()
        self.got.append(job.key)
        return Posted(f"https://example.com/{job.key}")

    def find(self, job: DeliveryJob) -> Posted | None:
        return Posted(f"https://example.com/{job.key}") if job.key in self.got else None


@pytest.fixture
def outlet(world: World) -> FakeOutlet:
    fake = FakeOutlet()
    world.ports = replace(world.ports, outlets={"newsroom": fake, "webhook": fake})
    return fake


def begun(world: World, *, level: int = 3) -> int:
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리 조각", why="사진이 퍼져요", level=level
    )


def drafted(world: World, room: int) -> str:
    speak.edit_draft(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        slots={slot: f"{slot} 문장입니다." for slot in SLOTS},
        next_update_at=world.now + timedelta(hours=1),
        base_version=0,
    )
    state = world.room(room)
    assert state.draft is not None
    assert "오늘 10시" in draft_text(state, "Asia/Seoul")
    return state.draft.digest


def approve(world: World, room: int, digest: str, by: str = "seojun") -> None:
    speak.approve(world.ports, org=world.org, room=room, by=by, digest=digest)


def test_an_opened_room_has_its_leader_and_calls_its_people(world: World) -> None:
    room = begun(world)
    state = world.room(room)
    assert state.leader == "seojun"
    assert {c.person for c in state.calls} >= {"haneul", "seojun"}
    assert "haneul" in state.team
    assert begun(world, level=4) == room
    assert world.room(room).level == 4
    world.assert_journal_holds(room)


def test_an_approved_text_reaches_each_outlet_once(world: World, outlet: FakeOutlet) -> None:
    room = begun(world)
    digest = drafted(world, room)
    with pytest.raises(errors.OutsideMandate):
        approve(world, room, digest, by="haneul")
    with pytest.raises(errors.StaleText):
        approve(world, room, "0" * 64)
    approve(world, room, digest)
    with pytest.raises(errors.AlreadyDone):
        approve(world, room, digest)
    while speak.deliver_next(world.ports, org=world.org):
        pass
    assert len(outlet.got) == len(set(outlet.got)) == 2
    assert {d.state for d in world.room(room).deliveries} == {"sent"}
    world.assert_journal_holds(room)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (errors.MaybeSent, "unsure"),
        (OSError, "unsure"),
        (errors.TryLater, "planned"),
        (errors.Refused, "refused"),
    ],
)
def test_what_an_outlet_answers_decides_what_happens_next(
    world: World, outlet: FakeOutlet, fault: type[Exception], state: str
) -> None:
    room = begun(world)
    approve(world, room, drafted(world, room))
    outlet.fault = fault
    for _ in range(4):
        speak.deliver_next(world.ports, org=world.org)
    assert {d.state for d in world.room(room).deliveries} == {state}
    assert outlet.got == []
    world.assert_journal_holds(room)


def test_a_paused_or_withdrawn_text_does_not_leave(world: World, outlet: FakeOutlet) -> None:
    room = begun(world)
    approve(world, room, drafted(world, room))
    speak.pause(world.ports, org=world.org, room=room, by="haneul", why="사실이 바뀌었어요")
    assert not speak.deliver_next(world.ports, org=world.org)
    with pytest.raises(errors.NotTheLeader):
        speak.resume(world.ports, org=world.org, room=room, by="haneul", why="다시")
    speak.withdraw(world.ports, org=world.org, room=room, by="seojun", statement="s1", why="틀렸어요")
    speak.resume(world.ports, org=world.org, room=room, by="seojun", why="다시")
    assert not speak.deliver_next(world.ports, org=world.org)
    assert outlet.got == []
    assert {d.state for d in world.room(room).deliveries} == {"dropped"}
    world.assert_journal_holds(room)


def test_an_overdue_decision_goes_to_the_deputy_and_then_to_its_default(world: World) -> None:
    room = begun(world)
    decide.ask(
        world.ports,
        org=world.org,
        room=room,
        by="seojun",
        question="출고를 멈출까요?",
        options=("멈춘다", "계속한다"),
        default=0,
        owner="jiwoo",
        deputy=None,
        minutes=10,
    )
    world.clock.forward(minutes=10)
    decide.watch_clock(world.ports, org=world.org)
    asked = world.room(room).decisions[0]
    assert (asked.owner, asked.made_at) == ("yerin", None)
    assert decide.watch_clock(world.ports, org=world.org) == 0
    world.clock.forward(minutes=5)
    decide.watch_clock(world.ports, org=world.org)
    asked = world.room(room).decisions[0]
    assert (asked.how, asked.option, asked.judgement) == ("default", 0, "empty")
    world.assert_journal_holds(room)


def test_the_chain_is_asked_and_its_last_yes_sends_the_text_out(world: World, outlet: FakeOutlet) -> None:
    room = begun(world, level=5)
    digest = drafted(world, room)
    about: dict[str, Any] = {"org": world.org, "room": room}
    with pytest.raises(errors.OutsideMandate):
        speak.approve(world.ports, by="minseo", digest=digest, **about)
    approvals.ask_for_text(world.ports, by="haneul", digest=digest, **about)
    request = world.room(room).approvals[0].id
    approvals.approve_step(world.ports, by="jiwoo", request=request, digest=digest, **about)
    assert world.room(room).statement is None
    approvals.approve_step(world.ports, by="minseo", request=request, digest=digest, **about)
    assert world.room(room).approvals[0].state == "granted"
    while speak.deliver_next(world.ports, org=world.org):
        pass
    assert len(outlet.got) == 2
    world.assert_journal_holds(room)


def test_a_saved_draft_voids_the_request_in_the_same_breath(world: World) -> None:
    room = begun(world, level=5)
    digest = drafted(world, room)
    approvals.ask_for_text(world.ports, org=world.org, room=room, by="haneul", digest=digest)
    speak.edit_draft(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        slots=dict.fromkeys(SLOTS, "다시 씁니다."),
        next_update_at=world.now + timedelta(hours=1),
        base_version=1,
    )
    request = world.room(room).approvals[0]
    assert (request.state, request.reason) == ("void", "text")


def test_approving_and_withdrawing_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    room = begun(world, level=5)
    digest = drafted(world, room)
    about: dict[str, Any] = {"org": world.org, "room": room}
    approvals.ask_for_text(world.ports, by="haneul", digest=digest, **about)
    request = world.room(room).approvals[0].id
    approvals.approve_step(world.ports, by="jiwoo", request=request, digest=digest, **about)
    told = at_once(
        lambda: approvals.approve_step(world.ports, by="minseo", request=request, digest=digest, **about),
        lambda: approvals.withdraw_request(world.ports, by="haneul", request=request, why="다시 씁니다", **about),
    )
    assert [type(problem) for problem in told] == [errors.AlreadyDone]
    state = world.room(room)
    assert (state.statement is not None) == (state.approvals[0].state == "granted")
    assert state.approvals[0].state in ("granted", "withdrawn")
