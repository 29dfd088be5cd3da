"""Who is here and who leads: calls, command, the journal."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from bongsu.crisis.convene import UNSETTLED, asks_to_lead, leader_gone, leaders_tasks, quiet_until, screen_only
from bongsu.crisis.convene.command import Items
from bongsu.store.queries.rooms import LINES_A_PAGE, RoomView
from bongsu.web.lines.reach import channel_name
from bongsu.web.room import journal, names
from bongsu.web.room.ladder import role_rows
from bongsu.web.room.panels.base import CALLS, LEAD, OUTLETS, ROOM, TASKS, panel
from bongsu.web.setup.words import role_words
from bongsu.web.viewer import Viewer


def _calls(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    newest = {c.person: c for c in view.room.calls}
    rows: list[dict[str, Any]] = [
        {
            "c": c,
            "p": view.people.get(c.person),
            "instead": view.name(c.instead_of),
            "tries": [(t, channel_name(t.channel)) for t in c.tries],
            "lost": screen_only(c),
            "why_not": view.said(c.declined_why) or "",
        }
        for c in newest.values()
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


def items_words(view: RoomView, items: Items) -> list[tuple[str, str]]:
    """(kind, words) of what passes to a new leader."""
    kinds = {"decision": _("결정할 것"), "task": _("할 일"), "promise": _("약속"), "delivery": _("확인할 전송")}
    return [(kinds.get(kind, kind), names.what(view, key)) for kind, key in items]


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
        "offer_items": items_words(view, offer.items) if offer else [],
        "standby": view.people.get(room.standby or ""),
        "is_standby": room.standby == me,
        "gone": room.is_open and leader_gone(room, view.at),
        "seen_at": room.leader_seen_at,
        "held": len(leaders_tasks(room)) if room.is_open else 0,
        "asked": viewer.person is not None
        and room.is_open
        and asks_to_lead(room, person=me, roles=viewer.person.roles),
        "comments": [view.name(key) for key in room.comments_only],
        "observers": [(key, view.name(key)) for key in room.observers],
        "offered_me": offer is not None and offer.to == me,
        "sending": sum(d.state in UNSETTLED for d in room.deliveries),
        "row": room.ground.row(room.level),
        "quiet_until": until if room.level > 1 and (until := quiet_until(room)) > view.at else None,
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
def _in_command(viewer: Viewer, view: RoomView) -> tuple[bool, ...]:
    me = viewer.person.key if viewer.person else ""
    room, offer = view.room, view.room.handover
    asked = viewer.person is not None and asks_to_lead(room, person=me, roles=viewer.person.roles)
    return room.leader == me, offer is not None and offer.to == me, room.standby == me, asked


def install() -> None:
    panel("calls", "room/calls.html", CALLS, _calls)
    panel(
        "command",
        "room/command.html",
        ROOM | LEAD | OUTLETS | TASKS | {"call_placed"},
        _command,
        per_person=True,
        alike=_in_command,
        every_s=30,
    )
    panel("journal", "room/journal.html", (), _journal)  # its lines come by themselves (new_lines)
