"""The press log: a card in the room, all of it on its own page."""

from typing import Any

from bongsu.crisis.assess import inquiries as rules
from bongsu.crisis.decide import is_legal
from bongsu.crisis.room import Claimed, Inquiry
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.inquiries import KINDS, STATES
from bongsu.web.room import taking
from bongsu.web.room.panels.base import CALLS, DUTIES, FACTS, LEAD, OUTLETS, ROOM, panel
from bongsu.web.viewer import Viewer

INQUIRIES = {
    *("inquiry_noted", "inquiry_taken", "inquiry_released", "inquiry_answered", "inquiry_followed"),
    *("inquiry_closed", "inquiry_late", "deadline_near"),
}
CORRECTIONS = {"correction_claimed", "correction_moved"}
CARD_SHOWN = 3
DONE_SHOWN = 20


def card(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """What waits, the next deadline first, and what must be put right."""
    room = view.room
    waiting = sorted((q for q in room.inquiries if q.waits), key=lambda q: q.due_at)
    return {
        "waiting": [{"q": q, "owner": view.name(q.owner)} for q in waiting[:CARD_SHOWN]],
        "more": len(waiting[CARD_SHOWN:]),
        "stale": sum(rules.stale(room, q) for q in room.inquiries),
        "claims": sum(c.is_open for c in room.corrections),
        "answered": sum(not q.waits for q in room.inquiries),
    }


def inquiries(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    me = viewer.person.key if viewer.person else ""
    roles = viewer.person.roles if viewer.person else ()
    found = [_row(viewer, view, me, q) for q in room.inquiries]
    waiting = sorted((r for r in found if r["q"].waits), key=lambda r: r["q"].due_at)
    told = [r for r in found if r["q"].state == "answered"]
    done = [r for r in found if not r["q"].is_open]
    return {
        "waiting": waiting,
        # What no longer stands is said first.
        "told": sorted(told, key=lambda r: (not r["stale"], -r["q"].answered_at.timestamp())),
        "done": sorted(done, key=lambda r: r["q"].closed_at, reverse=True)[:DONE_SHOWN],
        "statement": room.statement,
        "facts": [f for f in room.facts if f.status == "confirmed"],
        "free": rules.may_speak_freely(room, by=me, roles=roles, at=view.at) if me else False,
    }


def _row(viewer: Viewer, view: RoomView, me: str, q: Inquiry) -> dict[str, Any]:
    said = view.said
    told = next((s for s in view.room.statements if s.id == q.statement), None)
    return {
        "q": q,
        "reporter": said(q.reporter),
        "contact": said(q.contact),
        "question": said(q.question),
        "words": said(q.words) if q.words else "",
        "note": said(q.note) if q.note else "",
        "owner": view.name(q.owner),
        "by": view.name(q.answered_by),
        "mine": rules.may_handle(view.room, q, me),
        "hand": taking.hand(viewer, view, q.id),
        "told": told,
        "facts": [(view.room.fact(key), key) for key in q.facts],
        "stale": rules.stale(view.room, q),
    }


def corrections(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    me = viewer.person.key if viewer.person else ""
    roles = viewer.person.roles if viewer.person else ()
    rows = [_claim(view, c) for c in room.corrections]
    law = rules.correction_law(room, view.at)
    return {
        "open": sorted((r for r in rows if r["c"].is_open), key=lambda r: r["c"].due_at),
        "done": [r for r in reversed(rows) if not r["c"].is_open][:DONE_SHOWN],
        "law": law,
        "kinds": tuple(KINDS.items()),
        "legal": is_legal(room, me, roles) if me else False,
    }


def _claim(view: RoomView, c: Claimed) -> dict[str, Any]:
    return {
        "c": c,
        "law": view.room.ground.law(c.law),
        "kind": KINDS.get(c.kind, c.kind),
        "state": STATES.get(c.state, c.state),
        "by": view.name(c.by),
        "state_by": view.name(c.state_by),
        "wrong": view.said(c.wrong),
        "note": view.said(c.note) if c.note else "",
    }


def install() -> None:
    panel("inquiries", "room/inquiries_card.html", INQUIRIES | CORRECTIONS | FACTS | OUTLETS | ROOM, card)
    page = INQUIRIES | FACTS | OUTLETS | LEAD | ROOM | {"mandate_revoked"}
    panel("inquiry-list", "room/inquiries.html", page, inquiries, per_person=True)
    panel(
        "corrections", "room/corrections.html", CORRECTIONS | DUTIES | CALLS | LEAD | ROOM, corrections, per_person=True
    )
