"""What happened offline, in the column of the situation."""

from typing import Any

from bongsu.crisis.assess import offline as rules
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.offline import KINDS
from bongsu.web.room.panels.base import ROOM, panel
from bongsu.web.viewer import Viewer

SHOWN = 6


def offline(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """The latest, by when they happened."""
    ordered = sorted(view.room.offline, key=lambda x: x.happened_at, reverse=True)
    asks = rules.suggested(view.room, view.at)
    return {
        "rows": [
            {
                "x": one,
                "kind": KINDS.get(one.kind, one.kind),
                "what": view.said(one.what),
                "where": view.said(one.where) if one.where else "",
                "by": view.name(one.taken_by),
                "earlier": one.noted_at != one.happened_at,
            }
            for one in ordered[:SHOWN]
        ],
        "more": len(ordered[SHOWN:]),
        "asks": asks[0] if asks else None,
    }


def install() -> None:
    panel("offline", "room/offline.html", {"offline_noted"} | ROOM, offline)
