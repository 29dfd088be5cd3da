"""What we say: draft, approval, statements, outlets."""

from typing import Any

from bongsu.crisis import approvals, speak
from bongsu.store.queries.rooms import RoomView
from bongsu.web.charter.words import under_words
from bongsu.web.reasons import reason_words
from bongsu.web.room import leave
from bongsu.web.room.decisions import named
from bongsu.web.room.panels.base import APPROVALS, DRAFT, FACTS, LEAD, OUTLETS, ROOM, panel
from bongsu.web.room.slots import slot_rows, state_words
from bongsu.web.setup.words import act_words
from bongsu.web.viewer import Viewer


def _voice(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    draft = room.draft
    slots = dict(draft.slots) if draft else {}
    ahead = draft is not None and not any(s.version == draft.version and s.draft == draft.id for s in room.statements)
    return {
        "draft": draft if ahead else None,
        "version": draft.version if draft else 0,
        "by": view.name(draft.by) if draft else "",
        "slots": slot_rows(slots, draft.next_update_at if draft else None, room=room, at=view.at),
        "missing": speak.missing_slots(slots),
        "statement": room.statement,
        "approved_by": view.name(room.statement.approved_by) if room.statement else "",
        "leave": leave.may_publish(room, viewer.person, view.at, [o.key for o in view.outlets if o.enabled])
        if viewer.person
        else None,
        "act": act_words(draft.act) if draft else "",
        "request": approvals.open_for(room, act=draft.act, digest=draft.digest) if draft else None,
        "first_word_due": room.first_word_due,
        "spoken": room.first_word_at,
    }


def _outlets(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    held = room.paused_at is not None or view.paused_by_other is not None
    newest = {d.outlet: d for d in room.deliveries}
    rows = []
    for outlet in view.outlets:
        delivery = newest.get(outlet.key)
        if delivery is None and not outlet.enabled:
            continue
        word, tone = state_words(delivery, held=held) if delivery else ("", "soft")
        rows.append(
            {
                "o": outlet,
                "d": delivery,
                "word": word,
                "tone": tone,
                "owner": view.name(outlet.owner),
                "reason": reason_words(delivery.reason) if delivery else "",
            }
        )
    return {
        "rows": rows,
        "paused": room.paused_at,
        "paused_by": view.name(room.paused_by),
        "other": view.paused_by_other,
        "leave": leave.may_resume(room, viewer.person, view.at) if viewer.person and room.paused_at else None,
        "waiting": sum(d.state == "planned" for d in room.deliveries),
    }


def _approve(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    text = speak.draft_text(room, view.zone)
    return {
        **_voice(viewer, view),
        "text": text,
        "digest": speak.digest(text) if text else "",
        "outlets": [o for o in view.outlets if o.enabled],
        "held": room.paused_at is not None or view.paused_by_other is not None,
        "all_decisions": named(reversed(room.decisions)),
    }


def _statements(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows = []
    for said in reversed(view.room.statements):
        sent = []
        for d in view.room.deliveries:
            if d.statement == said.id:
                outlet = view.outlet(d.outlet)
                word, tone = state_words(d, held=view.room.paused_at is not None)
                sent.append({"d": d, "name": outlet.name if outlet else d.outlet, "word": word, "tone": tone})
        rows.append(
            {
                "s": said,
                "by": view.name(said.approved_by),
                "under": under_words(view.room.ground.charter, said.under),
                "sent": sent,
                "mine": view.room.is_open and said.withdrawn_at is None and me in (view.room.leader, said.approved_by),
            }
        )
    return {"rows": rows}


def install() -> None:
    panel("voice", "room/voice.html", APPROVALS | DRAFT | FACTS | ROOM | LEAD | OUTLETS, _voice, per_person=True)
    panel("outlets", "room/outlets.html", OUTLETS | ROOM | LEAD, _outlets, per_person=True)
    panel("approve", "voice/approve.html", APPROVALS | DRAFT | FACTS | ROOM | LEAD | OUTLETS, _approve, per_person=True)
    panel("statements", "voice/statements.html", OUTLETS | LEAD | ROOM, _statements, per_person=True)
