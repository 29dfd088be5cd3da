"""The checklist before a room is stood down."""

from typing import Any

from django.urls import reverse

from bongsu.crisis.convene import checklist
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room import names
from bongsu.web.room.panels.base import (
    CALLS,
    CLOSING,
    DUTIES,
    FACTS,
    LEAD,
    ONE_VOICE,
    OUTLETS,
    PROMISES,
    ROOM,
    TASKS,
    panel,
)
from bongsu.web.room.panels.inquiries import CORRECTIONS, INQUIRIES
from bongsu.web.viewer import Viewer
from bongsu.web.words import CHECK_WORDS, NONE_WORDS

#: Where each item is done: (page, anchor).
_WHERE = {
    "promises": ("room", "promises"),
    "outlets": ("room", "outlets"),
    "statement": ("room", "voice"),
    "tasks": ("tasks", "tasks"),
    "inquiries": ("press", "inquiries"),
    "corrections": ("press", "corrections"),
    "duties": ("decisions", "duties"),
    "one_voice": ("room", "one_voice"),
}
#: Items that name what is left.
_NAMED = frozenset(("promises", "tasks", "inquiries", "corrections", "duties", "rest"))
NAMED_MOST = 8


def closing(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    waived = dict(view.room.waived)
    checks: list[dict[str, Any]] = [
        {
            "c": check,
            "words": str((NONE_WORDS if check.state == "none" else CHECK_WORDS)[check.item]),
            "about": [
                view.name(key) if check.item == "rest" else names.what(view, key)
                for key in check.about[:NAMED_MOST]
                if check.item in _NAMED
            ],
            "more": len(check.about[NAMED_MOST:]) if check.item in _NAMED else 0,
            "why": view.said(waived[check.item]) if check.item in waived else "",
            "where": _where(view.room.id, check.item),
        }
        for check in checklist(view.room, view.at)
    ]
    done = sum(not row["c"].blocks for row in checks)
    review = view.room.review
    me = viewer.person.key if viewer.person else ""
    return {
        "checks": checks,
        "done": done,
        "all": len(checks),
        "blocking": len(checks) - done,
        "review": review,
        "review_by": view.name(review.owner) if review else "",
        "leads": view.room.leader == me,
    }


def _where(room: int, item: str) -> str:
    if item not in _WHERE:
        return ""
    page, anchor = _WHERE[item]
    return f"{reverse(page, kwargs={'room': room})}#{anchor}"


def _leads(viewer: Viewer, view: RoomView) -> bool:
    return viewer.person is not None and view.room.leader == viewer.person.key


def install() -> None:
    events = ROOM | LEAD | TASKS | PROMISES | OUTLETS | ONE_VOICE | CLOSING | CALLS | DUTIES | FACTS
    events |= INQUIRIES | CORRECTIONS
    panel("closing", "room/closing.html", events, closing, per_person=True, alike=_leads)
