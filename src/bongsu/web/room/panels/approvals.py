"""Who still has to say yes, by when, and what was given."""

from typing import Any

from bongsu.core.values import PUBLISH
from bongsu.crisis import approvals
from bongsu.crisis.leave import COMPENSATE
from bongsu.crisis.room import ApprovalRequest
from bongsu.store.queries.rooms import RoomView
from bongsu.web.charter.words import under_words
from bongsu.web.room.panels.base import APPROVALS, DRAFT, LEAD, ROOM, panel
from bongsu.web.setup.words import act_words, role_words
from bongsu.web.viewer import Viewer

ENDED_SHOWN = 3
GRANTS_SHOWN = 3


def _approvals(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    waiting = [_row(viewer, view, r) for r in room.approvals if r.state == "open"]
    ended = [_row(viewer, view, r) for r in reversed(room.approvals) if r.state != "open"]
    charter = view.room.ground.charter
    grants = [
        {
            "g": g,
            "to": view.said(g.to),
            "by": view.name(g.by),
            "under": under_words(charter, g.mandate or g.under),
        }
        for g in reversed(room.grants)
    ]
    return {
        "waiting": waiting,
        "ended": ended[:ENDED_SHOWN],
        "grants": grants[:GRANTS_SHOWN],
        "given": sum(won for _, won in room.spent),
    }


def _row(viewer: Viewer, view: RoomView, request: ApprovalRequest) -> dict[str, Any]:
    room = view.room
    me = viewer.person
    mine = approvals.answerable(room, request, by=me.key, roles=me.roles) if me and room.is_open else None
    return {
        "r": request,
        "act": act_words(request.act),
        "what": view.said(request.what) if request.what else "",
        "by": view.name(request.asked_by),
        "steps": [
            {
                "s": step,
                "role": role_words(step.role),
                "deputy": role_words(step.deputy) if step.deputy else "",
                "people": _holders(view, step.deputy or "" if step.state == "passed" else step.role),
                "by": view.name(step.by),
                "stood_in": step.as_role not in ("", step.role),
                "why": view.said(step.why) if step.why else "",
                "now": number == request.current,
            }
            for number, step in enumerate(request.steps)
        ],
        "mine": mine,
        "my_role": role_words(mine[2]) if mine else "",
        # The last yes to a text is said where the text is read: on the voice page.
        "releases": mine is not None and mine[0] == len(request.steps) - 1 and request.act in PUBLISH,
        "is_text": request.act in PUBLISH,
        "may_withdraw": bool(me) and room.is_open and me is not None and me.key in (request.asked_by, room.leader),
        "to_use": request.state == "granted"
        and request.act == COMPENSATE
        and request.reason != "used"
        and me is not None
        and me.key == request.asked_by
        and room.is_open,
    }


def _holders(view: RoomView, role: str) -> str:
    """Who is meant by a role here: the leader is one person, whatever titles others have."""
    if role == "leader":
        return view.name(view.room.leader)
    return ", ".join(p.name for p in view.people.values() if role in p.roles)


def install() -> None:
    events = APPROVALS | DRAFT | LEAD | ROOM
    panel("approvals", "room/approvals.html", events, _approvals, per_person=True)
