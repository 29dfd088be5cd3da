"""What is to do: the reader's own tasks and the first due; all of them have a page of their own."""

from collections.abc import Hashable, Iterable
from typing import Any

from bongsu.crisis.convene import leaders_tasks
from bongsu.crisis.decide import in_turn, may_finish
from bongsu.crisis.room import Task
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room import names
from bongsu.web.room.panels.base import LEAD, ROOM, TASKS, panel
from bongsu.web.room.panels.decisions import because_words
from bongsu.web.setup.words import act_words
from bongsu.web.viewer import Viewer

#: In the room: hundreds of open tasks are no list that anybody reads in a crisis, and each costs every screen.
WAITING_SHOWN, DONE_SHOWN = 8, 3


def rows(viewer: Viewer, view: RoomView, tasks: Iterable[Task]) -> list[dict[str, Any]]:
    me = _me(viewer)
    held = leaders_tasks(view.room) if view.room.is_open else ()
    return [
        {
            "t": t,
            "text": names.task_words(view, t),
            "ordered": act_words(t.order) if t.order else "",
            "owner": view.name(t.owner),
            "because": because_words(view.room, t.because),
            "mine": view.room.is_open and may_finish(view.room, t, me),
            "held": t.id in held,
        }
        for t in tasks
    ]


def hands(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """To whom the leader hands a task on in one tap: the standby, else whoever came first."""
    room = view.room
    others = [key for key in (room.standby, *room.team) if key and key != room.leader and key in view.people]
    to = next(iter(others), "")
    return {"leads": room.leader == _me(viewer), "next_hand": to, "next_hand_name": view.name(to)}


def done_last(view: RoomView) -> list[Task]:
    """Finished tasks, the latest first."""
    found = [task for task in view.room.tasks if task.done_at is not None]
    return sorted(found, key=lambda task: task.done_at or task.due_at, reverse=True)


def _tasks(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    waiting, done = in_turn(view.room, _me(viewer)), done_last(view)
    return {
        "waiting": rows(viewer, view, waiting[:WAITING_SHOWN]),
        "waiting_more": len(waiting[WAITING_SHOWN:]),
        "done": rows(viewer, view, done[:DONE_SHOWN]),
        "done_more": len(done[DONE_SHOWN:]),
        **hands(viewer, view),
    }


def _alike(viewer: Viewer, view: RoomView) -> Hashable:
    """What of a reader the list shows: which tasks come first, and which are theirs to finish."""
    me = _me(viewer)
    first = in_turn(view.room, me)[:WAITING_SHOWN]
    return view.room.leader == me, tuple((task.id, may_finish(view.room, task, me)) for task in first)


def _me(viewer: Viewer) -> str:
    return viewer.person.key if viewer.person else ""


def install() -> None:
    panel("tasks", "room/tasks.html", TASKS | LEAD | ROOM, _tasks, per_person=True, alike=_alike)
