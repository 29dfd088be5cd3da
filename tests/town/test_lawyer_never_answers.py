"""지우 never answers: the apology still leaves within the chain's minutes, and the record says who was silent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.kit import sample
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.values import SLOTS
from bongsu.flows import approvals, convene, decide, speak
from bongsu.store import setup

LEGAL, LEADER = 10, 10
CHAIN = [
    {"role": "legal", "minutes": LEGAL, "deputy": "team_lead"},
    {"role": "committee_head", "minutes": LEADER, "deputy": "executive"},
]


@pytest.fixture
def town(world: World) -> World:
    """An apology goes through legal and the committee's head at every level."""
    charter: dict[str, Any] = {
        **sample.CHARTER,
        "approvals": [
            *sample.CHARTER["approvals"],
            {"act": "publish_apology", "levels": [2, 5], "chain": CHAIN},
        ],
    }
    setup.set_documents(world.org, charter=charter)
    return world


def minutes(world: World, n: int) -> Iterator[datetime]:
    """The clock looks every half minute for `n` minutes, as it does in life."""
    for _ in range(n * 2):
        world.clock.forward(seconds=30)
        decide.watch_clock(world.ports, org=world.org)
        yield world.now


def asked(world: World, level: int) -> tuple[int, str, str]:
    """하늘 writes an apology and asks for it: (room, request, digest)."""
    about: dict[str, Any] = {"org": world.org, "by": "haneul"}
    room = convene.open_room(
        world.ports, brand=world.brand, title="유리 조각", why="사진이 퍼져요", level=level, **about
    )
    speak.edit_draft(
        world.ports,
        room=room,
        slots=dict.fromkeys(SLOTS, "죄송합니다. 저희 잘못입니다."),
        next_update_at=world.now + timedelta(hours=3),
        base_version=0,
        purpose="publish_apology",
        **about,
    )
    draft = world.room(room).draft
    assert draft is not None
    approvals.ask_for_text(world.ports, room=room, digest=draft.digest, **about)
    return room, world.room(room).approvals[0].id, draft.digest


def test_below_five_the_chain_goes_on_at_the_minute_and_the_apology_leaves(town: World) -> None:
    room, request, digest = asked(town, level=4)
    began = town.now
    for now in minutes(town, LEGAL):
        lapsed = town.room(room).approvals[0].steps[0].state == "lapsed"
        assert lapsed == (now - began >= timedelta(minutes=LEGAL))
    approvals.approve_step(town.ports, org=town.org, room=room, by="minseo", request=request, digest=digest)
    said = town.room(room).statement
    assert said is not None
    assert (said.act, said.under, said.approved_at - began) == (
        "publish_apology",
        "committee_head",
        timedelta(minutes=LEGAL),
    )
    kinds = [type(x) for x in town.events(room)]
    assert kinds.index(e.ApprovalLapsed) < kinds.index(e.ApprovalGiven) < kinds.index(e.StatementApproved)
    town.assert_journal_holds(room)


def test_at_five_the_deputy_has_ten_minutes_and_then_it_goes_on(town: World) -> None:
    room, _, _ = asked(town, level=5)
    for _ in minutes(town, LEGAL):
        pass
    state = town.room(room).approvals[0]
    assert [s.state for s in state.steps] == ["passed", "waiting"]
    assert state.steps[0].due_at == town.now + timedelta(minutes=10)
    for _ in minutes(town, 10):
        pass
    assert [s.state for s in town.room(room).approvals[0].steps] == ["lapsed", "open"]
    assert [type(x) for x in town.events(room) if isinstance(x, e.ApprovalPassed | e.ApprovalLapsed)] == [
        e.ApprovalPassed,
        e.ApprovalLapsed,
    ]


def test_a_clock_that_was_down_takes_nobodys_minutes(town: World) -> None:
    room, _, _ = asked(town, level=4)
    town.clock.forward(hours=2)
    decide.watch_clock(town.ports, org=town.org)
    now = town.room(room).approvals[0]
    assert [s.state for s in now.steps] == ["lapsed", "open"]
    assert now.steps[1].due_at == town.now + timedelta(minutes=LEADER)


def test_when_nobody_answers_nothing_leaves_and_whoever_asked_asks_again(town: World) -> None:
    room, _, digest = asked(town, level=4)
    for _ in minutes(town, LEGAL + LEADER + 5):
        pass
    assert town.room(room).approvals[0].state == "lapsed"
    assert town.room(room).deliveries == ()
    approvals.ask_for_text(town.ports, org=town.org, room=room, by="haneul", digest=digest)
    assert [r.state for r in town.room(room).approvals] == ["lapsed", "open"]
