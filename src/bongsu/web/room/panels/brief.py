"""The page that an executive reads in a minute, and what waiting costs beside it."""

from datetime import timedelta
from typing import Any

from bongsu.crisis.rounds import report_due
from bongsu.sense.outlook import Outlook
from bongsu.store.queries.outlook import outlooks
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.decide import option_words
from bongsu.web.room import dues, estimates
from bongsu.web.room.panels.base import ANY, panel
from bongsu.web.room.panels.decisions import decisions, faults
from bongsu.web.room.panels.situation import weighed
from bongsu.web.viewer import Viewer

#: Line two says where the next hour is heading.
AHEAD_MIN = 60
CLOCKS_NAMED = 3


def brief(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """The five lines, worked out for one reader: on the page, in the PDF and behind a link."""
    room = view.room
    decided = decisions(viewer, view)
    return {
        "pulse": view.pulse,
        "ahead": next((x for x in ahead(view) if x.minutes == AHEAD_MIN), None),
        "claim": next(iter(weighed(view)), None),
        "facts": [f for f in room.facts if f.status == "confirmed"],
        "unsure": sum(f.status == "unconfirmed" for f in room.facts),
        "judged": estimates.judged(view, viewer.person),
        "statement": room.statement,
        "sent": [d for d in room.deliveries if d.state == "sent"],
        "stuck": [d for d in room.deliveries if d.state in ("unsure", "refused")],
        "stance": option_words("stance", room.stance.choice) if room.stance else "",
        **faults(viewer, view),
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
        "due": next((d for d in dues.dues(view) if not d.href.startswith(("#decision-", "#promise-"))), None),
    }


def ahead(view: RoomView) -> tuple[Outlook, ...]:
    return outlooks(view.room.org, view.room.brand, view.at, view.pulse) if view.room.is_open else ()


def waiting(view: RoomView, *, assume_pct: int | None = None) -> dict[str, Any]:
    """What comes, and which clocks run out, if nobody acts for so long.

    assume_pct   by how much speaking now would lessen what comes: the reader's own assumption, never ours
    """
    clocks = [due for due in dues.dues(view) if not due.late]
    rows = []
    for x in ahead(view):
        missed = [due for due in clocks if due.at <= view.at + timedelta(minutes=x.minutes)]
        left = 100 - (assume_pct or 0)
        rows.append(
            {
                "x": x,
                "missed": missed[:CLOCKS_NAMED],
                "more": len(missed[CLOCKS_NAMED:]),
                "spoken": None
                if assume_pct is None
                else {"low": x.mentions_low * left // 100, "high": x.mentions_high * left // 100},
            }
        )
    return {"rows": rows, "assume": assume_pct}


def _waiting(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return waiting(view)


def install() -> None:
    panel("brief", "brief/lines.html", ANY, brief, per_person=True, every_s=30)
    panel("waiting", "brief/waiting.html", ANY, _waiting, every_s=60)
