"""The bar on top and the next step."""

from typing import Any

from bongsu.crisis.convene import leader_gone
from bongsu.crisis.next_step import next_step
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room import dues, steps
from bongsu.web.room.panels.base import (
    ANY,
    CALLS,
    DECISIONS,
    DUTIES,
    FACTS,
    FAULTS,
    LEAD,
    OUTLETS,
    PROMISES,
    ROOM,
    TASKS,
    panel,
)
from bongsu.web.room.panels.inquiries import INQUIRIES
from bongsu.web.viewer import Viewer


def _bar(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    clocks = dues.dues(view)
    return {
        "due": next(iter(clocks), None),
        "more": clocks[1:],
        "leader": view.people.get(room.leader or ""),
        "standby": view.name(room.standby),
        "leader_gone": room.is_open and leader_gone(room, view.at),
        "called": len({c.person for c in room.calls}),
        "here": len({c.person for c in room.calls if c.acknowledged_at}),
        "since_first": (view.at - room.clock_start).total_seconds(),
        "since_aware": (view.at - room.aware_at).total_seconds(),
    }


def _step(viewer: Viewer, view: RoomView) -> steps.StepCard | None:
    if viewer.person is None or viewer.person.key in view.room.observers:
        return None
    lead = view.people.get(view.room.leader or "")
    step = next_step(
        view.room,
        viewer.person.key,
        view.at,
        roles=viewer.person.roles,
        leader_roles=lead.roles if lead else None,
    )
    return steps.card(step, view)


def _next(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    card = _step(viewer, view)
    return {"step": card} if card else {}


def install() -> None:
    bar = ROOM | LEAD | DECISIONS | TASKS | CALLS | OUTLETS | PROMISES | FACTS | DUTIES | FAULTS
    bar |= {"first_word_overdue", *INQUIRIES}
    panel("bar", "room/bar.html", bar, _bar, every_s=30)
    panel("next", "room/next.html", ANY, _next, per_person=True, every_s=30, alike=_step)
