"""What is happening: numbers, findings, claims, facts, estimates."""

from typing import Any

from bongsu.store.queries import rooms
from bongsu.store.queries.rooms import RoomView
from bongsu.store.queries.watch import ClaimNow
from bongsu.web.room import chart, shown
from bongsu.web.room.panels.base import FACTS, ROOM, panel
from bongsu.web.viewer import Viewer

FINDINGS = 5


def _numbers(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"pulse": view.pulse, "tens": view.pulse.tens(), "drawn": chart.draw(view.pulse)}


def _findings(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    newest = tuple(reversed(view.room.findings))[:FINDINGS]
    return {
        "findings": [
            {
                "f": f,
                "surprise": f.surprise_centi / 100,
                "expected": f.expected_milli / 1000,
                "minutes": f.window_s // 60,
                "excerpt": view.said(f.excerpt) if f.excerpt else "",
                "posts": [view.posts[key] for key in f.evidence[: rooms.POSTS_A_FINDING] if key in view.posts],
            }
            for f in newest
        ],
        "older": max(0, len(view.room.findings) - FINDINGS),
    }


def weighed(view: RoomView) -> list[ClaimNow]:
    """Claims of a danger first, then those that most people say."""
    return sorted(view.claims, key=lambda c: (not c.category, -c.authors, -c.lately))


def _claims(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"claims": weighed(view)}


def _facts(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    order = {"unconfirmed": 0, "confirmed": 1, "false": 2}
    facts = sorted(view.room.facts, key=lambda f: order[f.status])
    return {"facts": [{"f": f, "source": view.said(f.source), "by": view.name(f.by)} for f in facts]}


def _estimates(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"judged": shown.judged(view, viewer.person)}


def install() -> None:
    panel("numbers", "room/numbers.html", {"finding_noted"}, _numbers, every_s=10)
    panel("findings", "room/findings.html", {"finding_noted"}, _findings)
    panel("claims", "room/claims.html", {"finding_noted"}, _claims, every_s=10)
    panel("facts", "room/facts.html", FACTS | ROOM, _facts)
    panel("estimates", "room/estimates.html", {"estimate_sent"}, _estimates, per_person=True)
