"""One named person, a few minutes, then looked at again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours, StillPaused
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.decide.orders import RESUME
from bongsu.crisis.room import Room, Task

DAY_MIN = 24 * 60
TASK = 300


def give_task(
    room: Room,
    *,
    by: str,
    task: str,
    owner: str,
    minutes: int,
    people: Sequence[Person],
    at: datetime,
    because: str = "",
) -> e.TaskGiven:
    """One named person, a few minutes (1 to a week), then looked at again. `because`: the decision it follows from."""
    text.open_room(room)
    text.a_person(by)
    text.within(minutes, low=1, high=7 * DAY_MIN, what="minutes")
    if because and room.decision(because) is None:
        raise NoSuchThing(what="decision", key=because)
    return e.TaskGiven(
        task=room.fresh("t"),
        text=text.needed(task, most=TASK, what="task"),
        owner=text.known(people, owner).key,
        due_at=at + timedelta(minutes=minutes),
        because=because,
    )


def finish_task(room: Room, *, by: str, task: str, note: str, at: datetime) -> e.TaskDone:
    text.open_room(room)
    text.a_person(by)
    given = room.task(task)
    if given is None:
        raise NoSuchThing(what="task", key=task)
    if given.done_at is not None:
        raise AlreadyDone(what="finish")
    if not may_finish(room, given, by):
        raise NotYours(owner=given.owner)
    if given.order == RESUME and room.paused_at is not None:
        raise StillPaused()
    return e.TaskDone(task=task, note=text.clean(note, most=text.WHY, what="note"))


def may_finish(room: Room, task: Task, by: str) -> bool:
    return by in (task.owner, task.given_by, room.leader)


def in_turn(room: Room, reader: str) -> tuple[Task, ...]:
    """Open tasks as somebody reads them: their own first, and the first due first."""
    waiting = (task for task in room.tasks if task.done_at is None)
    return tuple(sorted(waiting, key=lambda task: (task.owner != reader, task.due_at)))


def due(room: Room) -> tuple[datetime, ...]:
    """When a task turns late."""
    return tuple(t.due_at for t in room.tasks if t.done_at is None and not t.overdue)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Late tasks are said once."""
    return tuple(
        e.TaskOverdue(task=task.id)
        for task in room.tasks
        if task.done_at is None and not task.overdue and task.due_at <= at
    )
