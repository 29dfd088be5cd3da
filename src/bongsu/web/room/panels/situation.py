"""What is happening: numbers, findings, claims, facts, estimates."""

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from bongsu.core.values import SYSTEM
from bongsu.crisis import assess, rounds
from bongsu.crisis.room import NotedFinding
from bongsu.crisis.taking import key_of
from bongsu.store.queries import reports, rooms
from bongsu.store.queries.outlook import coming
from bongsu.store.queries.rooms import RoomView
from bongsu.store.queries.spreading import ClaimNow
from bongsu.web.room import chart, estimates, facts, report, taking
from bongsu.web.room.panels.base import FACTS, LEAD, REPORTS, ROOM, panel
from bongsu.web.room.taking import TAKEN
from bongsu.web.viewer import Viewer

FINDINGS = 5
FAR = timedelta(days=1000)
#: When a report may have appeared, minutes ago, to be chosen with one tap.
PRESS_AGO_MIN = (10, 30, 60, 120)


def _numbers(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {
        "pulse": view.pulse,
        "tens": view.pulse.tens(),
        "drawn": chart.draw(view.pulse),
        "coming": coming(view.room.brand, view.at),
    }


def _newest(view: RoomView) -> tuple[NotedFinding, ...]:
    return tuple(reversed(view.room.findings))[:FINDINGS]


def _findings(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {
        "findings": [
            {
                "f": f,
                "key": key_of(f),
                "hand": taking.hand(viewer, view, key_of(f)),
                "surprise": f.surprise_centi / 100,
                "expected": f.expected_milli / 1000,
                "minutes": f.window_s // 60,
                "excerpt": view.said(f.excerpt) if f.excerpt else "",
                "posts": [view.posts[key] for key in f.evidence[: rooms.POSTS_A_FINDING] if key in view.posts],
            }
            for f in _newest(view)
        ],
        "older": max(0, len(view.room.findings) - FINDINGS),
    }


def weighed(view: RoomView) -> list[ClaimNow]:
    """Claims of a danger first, then those that most people say."""
    return sorted(view.claims, key=lambda c: (not c.category, -c.authors, -c.lately))


def _claims(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"claims": weighed(view)}


def _facts(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    order = {"unconfirmed": 0, "confirmed": 1, "false": 2}
    known = sorted(view.room.facts, key=lambda f: (order[f.status], f.due_at or view.at + FAR))
    return {
        "facts": [
            {
                "f": f,
                "source": view.said(f.source),
                "by": view.name(f.by),
                "owner": view.name(f.owner),
                "stages": facts.stage_rows(view, f),
                "hand": taking.hand(viewer, view, f.id),
            }
            for f in known
        ]
    }


def _hands_of_findings(viewer: Viewer, view: RoomView) -> Hashable:
    return taking.alike(viewer, view, map(key_of, _newest(view)))


def _hands_of_facts(viewer: Viewer, view: RoomView) -> Hashable:
    return taking.alike(viewer, view, (fact.id for fact in view.room.facts))


def _estimates(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"judged": estimates.judged(view, viewer.person)}


def _seen(viewer: Viewer, view: RoomView) -> Hashable:
    """Who has judged sees the same as the others who have; whoever may see records sees a card of their own."""
    if viewer.person is None:
        return False, ""
    reader = estimates.as_person(viewer.person)
    sees = assess.estimates_shown(view.room, reader) is not None
    return sees, reader.key if assess.may_see_tracks(view.room, reader) else ""


def _told(viewer: Viewer, view: RoomView) -> Hashable:
    return report.is_blind(view, viewer.person)


def _report(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """The last report, as far as the reader may see it, and when the next one comes."""
    room = view.room
    said: dict[str, Any] = {"report_at": rounds.report_due(room, view.at)}
    made = reports.made(room.org, room.id, room.report.number) if room.report else None
    if made is not None:
        told = report.sheet(view, made, blind=report.is_blind(view, viewer.person))
        said |= {"sheet": told, "made_at": made.at, "changed": made.said.changed}
    return said


def _press(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """Asked of people once somebody has forecast it, until it is known."""
    known = view.room.press
    ago = [(_("지금"), ""), *((_("%(m)d분 전") % {"m": m}, view.at - timedelta(minutes=m)) for m in PRESS_AGO_MIN)]
    return {
        "press": known,
        "by": view.name(known.by) if known.by != SYSTEM else _("징후"),
        "asked": bool(view.room.estimates),
        "ago": [(label, when.isoformat() if isinstance(when, datetime) else "") for label, when in ago],
    }


def install() -> None:
    panel("numbers", "room/numbers.html", {"finding_noted"}, _numbers, every_s=10)
    panel(
        "findings",
        "room/findings.html",
        TAKEN | LEAD | ROOM | {"finding_noted"},
        _findings,
        per_person=True,
        alike=_hands_of_findings,
    )
    panel("claims", "room/claims.html", {"finding_noted"}, _claims, every_s=10)
    panel("facts", "room/facts.html", FACTS | TAKEN | LEAD | ROOM, _facts, per_person=True, alike=_hands_of_facts)
    panel("estimates", "room/estimates.html", {"estimate_sent", "lead_taken"}, _estimates, per_person=True, alike=_seen)
    panel("reports", "room/report_card.html", ROOM | REPORTS, _report, per_person=True, alike=_told)
    panel("press", "room/press.html", {"press_settled", "estimate_sent"}, _press, every_s=60)
