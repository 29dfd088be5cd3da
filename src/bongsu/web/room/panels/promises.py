"""What was promised, to whom, and by when."""

from collections.abc import Hashable
from typing import Any

from bongsu.crisis.convene.promises import may_settle
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room import taking
from bongsu.web.room.panels.base import LEAD, PROMISES, ROOM, panel
from bongsu.web.room.taking import TAKEN
from bongsu.web.viewer import Viewer

DONE_SHOWN = 3


def promises(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows: list[dict[str, Any]] = [
        {
            "p": p,
            "to": view.said(p.to) if p.to else "",
            "owner": view.name(p.owner),
            "mine": may_settle(view.room, p, me),
            "hand": taking.hand(viewer, view, p.id),
        }
        for p in view.room.promises
    ]
    waiting = sorted((r for r in rows if r["p"].is_open), key=lambda r: r["p"].due_at)
    done = sorted((r for r in rows if not r["p"].is_open), key=lambda r: r["p"].ended_at, reverse=True)
    others = sorted(view.people.values(), key=lambda p: (not p.on_duty, p.name))
    return {"waiting": waiting, "done": done[:DONE_SHOWN], "done_more": len(done[DONE_SHOWN:]), "people": others}


def _mine(viewer: Viewer, view: RoomView) -> Hashable:
    me = viewer.person.key if viewer.person else ""
    mine = tuple(p.id for p in view.room.promises if may_settle(view.room, p, me))
    return mine, taking.alike(viewer, view, (p.id for p in view.room.promises))


def install() -> None:
    events = PROMISES | TAKEN | LEAD | ROOM
    panel("promises", "room/promises.html", events, promises, per_person=True, alike=_mine)
