"""Who is here and what is to do: calls, decisions, tasks, command, the journal."""

from typing import Any

from django.template.loader import render_to_string

from bongsu.crisis.convene import UNSETTLED
from bongsu.crisis.decide import may_decide, may_finish
from bongsu.store.queries.rooms import LINES_A_PAGE, RoomView
from bongsu.web.room import journal
from bongsu.web.room.ladder import role_rows
from bongsu.web.room.panels.base import CALLS, DECISIONS, LEAD, OUTLETS, ROOM, TASKS, panel
from bongsu.web.setup.words import role_words
from bongsu.web.viewer import Viewer

DONE_SHOWN = 3


def _calls(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    newest = {c.person: c for c in view.room.calls}
    rows: list[dict[str, Any]] = [
        {"c": c, "p": view.people.get(c.person), "instead": view.name(c.instead_of)} for c in newest.values()
    ]
    waiting = [row for row in rows if row["c"].acknowledged_at is None]
    here = [row for row in rows if row["c"].acknowledged_at is not None]
    roles = role_rows(view)
    return {
        "waiting": waiting,
        "here": here,
        "roles": roles,
        "left": sum(row.need.state == "exhausted" for row in roles),
    }


def decisions(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows: list[dict[str, Any]] = [
        {
            "d": d,
            "owner": view.name(d.owner),
            "deputy": view.name(d.deputy),
            "default": d.options[d.default],
            "made": d.options[d.option] if d.option is not None else "",
            "by": view.name(d.made_by),
            "mine": view.room.is_open and may_decide(view.room, d, me),
            "objected": any(o.by == me for o in d.objections),
            "objections": [{"by": view.name(o.by), "why": view.said(o.why), "at": o.at} for o in d.objections],
        }
        for d in view.room.decisions
    ]
    waiting = sorted((r for r in rows if r["d"].made_at is None), key=lambda r: r["d"].due_at)
    made = sorted((r for r in rows if r["d"].made_at), key=lambda r: r["d"].made_at, reverse=True)
    return {"waiting": waiting, "made": made[:DONE_SHOWN], "made_more": made[DONE_SHOWN:]}


def _tasks(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows: list[dict[str, Any]] = [
        {"t": t, "owner": view.name(t.owner), "mine": view.room.is_open and may_finish(view.room, t, me)}
        for t in view.room.tasks
    ]
    waiting = sorted((r for r in rows if r["t"].done_at is None), key=lambda r: r["t"].due_at)
    done = sorted((r for r in rows if r["t"].done_at), key=lambda r: r["t"].done_at, reverse=True)
    return {"waiting": waiting, "done": done[:DONE_SHOWN], "done_more": len(done[DONE_SHOWN:])}


def _command(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    me = viewer.person.key if viewer.person else ""
    offer = room.handover
    return {
        "leads": room.leader == me,
        "leader": view.people.get(room.leader or ""),
        "offer": offer,
        "offer_to": view.name(offer.to) if offer else "",
        "offer_note": view.said(offer.note) if offer and offer.note else "",
        "offered_me": offer is not None and offer.to == me,
        "sending": sum(d.state in UNSETTLED for d in room.deliveries),
        "row": room.ground.row(room.level),
        "lead_word": role_words(room.ground.row(room.level).lead_role or ""),
        "opened_by": view.name(room.opened_by) if room.opened_by != "system" else "",
        "why": view.said(room.why) if room.why else "",
    }


def _journal(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {
        "groups": journal.groups(view, view.lines),
        "older_than": view.older_than,
        "live": True,
        "page": LINES_A_PAGE,
    }


def new_lines(viewer: Viewer, view: RoomView, after: int) -> str:
    """The rows of the journal that hold lines after a number: what a screen puts above those it has."""
    groups = journal.groups(view, view.lines, after=after)
    return render_to_string("room/journal_rows.html", {"groups": groups}) if groups else ""


# ── who sees the same ──────────────────────────────────────────────────────────────────────────────────────────────
def _mine_to_decide(viewer: Viewer, view: RoomView) -> tuple[object, ...]:
    me = viewer.person.key if viewer.person else ""
    return tuple((may_decide(view.room, d, me), any(o.by == me for o in d.objections)) for d in view.room.decisions)


def _mine_to_finish(viewer: Viewer, view: RoomView) -> tuple[str, ...]:
    me = viewer.person.key if viewer.person else ""
    return tuple(t.id for t in view.room.tasks if t.done_at is None and may_finish(view.room, t, me))


def _in_command(viewer: Viewer, view: RoomView) -> tuple[bool, bool]:
    me = viewer.person.key if viewer.person else ""
    offer = view.room.handover
    return view.room.leader == me, offer is not None and offer.to == me


def install() -> None:
    panel("calls", "room/calls.html", CALLS, _calls)
    panel(
        "decisions", "room/decisions.html", DECISIONS | LEAD | ROOM, decisions, per_person=True, alike=_mine_to_decide
    )
    panel("tasks", "room/tasks.html", TASKS | LEAD | ROOM, _tasks, per_person=True, alike=_mine_to_finish)
    panel("command", "room/command.html", ROOM | LEAD | OUTLETS, _command, per_person=True, alike=_in_command)
    panel("journal", "room/journal.html", (), _journal)  # its lines come by themselves (new_lines)
