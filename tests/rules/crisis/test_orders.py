"""What a chain said yes to is somebody's task, with a clock, until it is done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.crisis.room import GROUND, PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.core.values import ApprovalChain, ApprovalStep, OutletRef
from bongsu.crisis import approvals, clock, decide, speak
from bongsu.crisis.next_step import decide as steps
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.room import Task

OUTLETS = (OutletRef("shop", "webhook", "직영몰", owner="doyun"), OutletRef("board", "webhook", "게시판", owner="gone"))


def room_with(act: str, *, level: int = 3) -> Act:
    """A room whose charter asks legal for this act."""
    chain = ApprovalChain(act, 2, 5, (ApprovalStep("legal", 10),))
    return Act(level=level, ground=replace(GROUND, charter=replace(GROUND.charter, approvals=(chain,), red_lines=())))


def granted(here: Act, act: str, *, outlet: str = "") -> Task | None:
    """하늘 asks, 지우 says yes; the task that follows."""
    asked = approvals.ask_for_act(
        here.room,
        by="haneul",
        roles=ROLES["haneul"],
        act=act,
        what="500ml 전 제품",
        amount_krw=0,
        outlet=outlet,
        at=here.at,
    )
    here.say(asked, by="haneul")
    given = approvals.approve(
        here.room, by="jiwoo", roles=ROLES["jiwoo"], request=asked.request, digest=asked.digest, at=here.at
    )
    follows = decide.ordered(here.room, given, people=PEOPLE, outlets=OUTLETS, at=here.at)
    here.say((given, *follows), by="jiwoo")
    return here.room.tasks[-1] if follows else None


def pause(here: Act) -> None:
    here.say(speak.pause(here.room, by="haneul", why="확인할 때까지", at=here.at), by="haneul")


@pytest.mark.parametrize(("outlet", "owner"), [("shop", "doyun"), ("board", "haneul"), ("", "haneul")])
def test_an_order_goes_to_whoever_owns_the_outlet_and_else_to_whoever_asked(outlet: str, owner: str) -> None:
    here = room_with("stop_sale")
    task = granted(here, "stop_sale", outlet=outlet)
    assert task is not None
    assert (task.owner, task.order, task.due_at) == (owner, "stop_sale", here.at + timedelta(minutes=30))
    assert here.room.approval(task.request) is not None


def test_an_order_turns_late_and_stays_until_it_is_done() -> None:
    here = room_with("takedown")
    task = granted(here, "takedown")
    assert task is not None
    here.forward(minutes=60)
    said = clock.overdue(here.room, people=PEOPLE, at=here.at)
    assert e.TaskOverdue(task=task.id) in said
    here.say(said)
    assert here.room.tasks[-1].done_at is None
    here.say(decide.finish_task(here.room, by="haneul", task=task.id, note="내려갔습니다", at=here.at), by="haneul")
    assert here.room.tasks[-1].done_at == here.at


def test_leave_to_resume_lets_whoever_asked_resume_and_is_done_by_that() -> None:
    here = room_with("resume_outlets")
    pause(here)
    with pytest.raises(errors.NotTheLeader):
        speak.resume(here.room, by="haneul", roles=ROLES["haneul"], why="원인을 찾았습니다", at=here.at)
    task = granted(here, "resume_outlets")
    assert task is not None
    mine = Reader(here.room, "haneul", here.at, ROLES["haneul"], None)
    assert [(step.act, step.due_at) for step in steps.tasks(mine)] == [("resume_outlets", task.due_at)]
    assert speak.may_resume(here.room, by="haneul", roles=ROLES["haneul"], at=here.at)
    assert not speak.may_resume(here.room, by="doyun", roles=("practitioner",), at=here.at)
    with pytest.raises(errors.StillPaused):
        decide.finish_task(here.room, by="haneul", task=task.id, note="", at=here.at)
    resumed = speak.resume(here.room, by="haneul", roles=ROLES["haneul"], why="원인을 찾았습니다", at=here.at)
    here.say(resumed, by="haneul")
    assert here.room.paused_at is None
    assert here.room.tasks[-1].done_at == here.at
    pause(here)  # what was allowed once is not allowed for ever
    assert not speak.may_resume(here.room, by="haneul", roles=ROLES["haneul"], at=here.at)


def test_leave_to_resume_what_is_not_paused_leaves_nothing_to_do() -> None:
    assert granted(room_with("resume_outlets"), "resume_outlets") is None


def test_money_and_texts_leave_no_task_behind() -> None:
    here = room_with("one_voice")
    assert granted(here, "one_voice") is None


def test_a_consulted_yes_orders_nothing_yet() -> None:
    here = room_with("stop_sale")
    chain = ApprovalChain("stop_sale", 2, 5, (ApprovalStep("legal", 10), ApprovalStep("committee_head", 5)))
    charter = replace(here.room.ground.charter, approvals=(chain,))
    here = Act(level=3, ground=replace(GROUND, charter=charter))
    assert granted(here, "stop_sale") is None
    assert here.room.approvals[-1].state == "open"
