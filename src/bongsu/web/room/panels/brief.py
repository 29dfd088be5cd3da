"""The page that an executive reads in a minute."""

from typing import Any

from bongsu.crisis.assess import report_due
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room import shown
from bongsu.web.room.panels.base import ANY, panel
from bongsu.web.room.panels.decisions import decisions
from bongsu.web.room.panels.situation import weighed
from bongsu.web.viewer import Viewer


def _brief(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    decided = decisions(viewer, view)
    return {
        "pulse": view.pulse,
        "claim": next(iter(weighed(view)), None),
        "facts": [f for f in room.facts if f.status == "confirmed"],
        "unsure": sum(f.status == "unconfirmed" for f in room.facts),
        "judged": shown.judged(view, viewer.person),
        "statement": room.statement,
        "sent": [d for d in room.deliveries if d.state == "sent"],
        "stuck": [d for d in room.deliveries if d.state in ("unsure", "refused")],
        "waiting": decided["waiting"],
        "needs_me": [row for row in decided["waiting"] if row["mine"]],
        "others": [row for row in decided["waiting"] if not row["mine"]],
        "report_at": report_due(room, view.at),
        "every": room.ground.row(room.level).report_every_min,
        "made": decided["made"],
        "tasks_open": sum(t.done_at is None for t in room.tasks),
        "promises": [
            {"p": p, "to": view.said(p.to) if p.to else "", "owner": view.name(p.owner)}
            for p in sorted(room.promises, key=lambda p: p.due_at)
            if p.is_open
        ],
        "leader": view.people.get(room.leader or ""),
        # Decisions and promises stand above, each with its own clock.
        "due": next((d for d in shown.dues(view) if not d.href.startswith(("#decision-", "#promise-"))), None),
    }


def install() -> None:
    panel("brief", "brief/lines.html", ANY, _brief, per_person=True, every_s=30)
