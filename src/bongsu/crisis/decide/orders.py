"""What a chain's yes lets somebody do is somebody's to do: a task with an owner and a clock, seen until it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.values import OutletRef, Person
from bongsu.crisis.room import ApprovalRequest, Room, Task

RESUME = "resume_outlets"
#: Minutes to carry out each act that a chain says yes to. Texts are sent by the yes, money is noted where it is given.
WITHIN_MIN: Mapping[str, int] = {RESUME: 15, "stop_sale": 30, "takedown": 60}


def ordered(
    room: Room,
    given: e.ApprovalGiven,
    *,
    people: Sequence[Person],
    outlets: Sequence[OutletRef],
    at: datetime,
) -> tuple[e.TaskGiven, ...]:
    """The task that follows from the last yes to a request; none where nothing is left to do."""
    request = room.approval(given.request)
    if request is None or given.step < len(request.steps) - 1 or request.act not in WITHIN_MIN:
        return ()
    if request.act == RESUME and room.paused_at is None:
        return ()
    due_at = at + timedelta(minutes=WITHIN_MIN[request.act])
    owner = _owner(request, people=people, outlets=outlets)
    return (
        e.TaskGiven(task=room.fresh("t"), text="", owner=owner, due_at=due_at, order=request.act, request=request.id),
    )


def _owner(request: ApprovalRequest, *, people: Sequence[Person], outlets: Sequence[OutletRef]) -> str:
    """Whoever owns the outlet that was named; without one, whoever asked."""
    owner = next((o.owner for o in outlets if o.key == request.outlet), None)
    return owner if owner is not None and any(p.key == owner for p in people) else request.asked_by


def to_resume(room: Room, by: str) -> Task | None:
    """The order to resume that is this person's to carry out."""
    return next((t for t in room.tasks if t.order == RESUME and t.done_at is None and t.owner == by), None)
