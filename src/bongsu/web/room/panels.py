"""The live panels of the room, the voice and the brief: one topic, "room:7", one view for all of them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bongsu.crisis import speak
from bongsu.crisis.convene import UNSETTLED
from bongsu.crisis.decide import may_decide, may_finish
from bongsu.crisis.next_step import next_step, report_due
from bongsu.store.queries import rooms
from bongsu.store.queries.rooms import RoomView
from bongsu.store.queries.watch import ClaimNow
from bongsu.web import panels
from bongsu.web.reasons import reason_words
from bongsu.web.room import journal, shown, steps
from bongsu.web.setup.words import role_words
from bongsu.web.viewer import Viewer

TOPIC = "room"
FINDINGS = 5
DONE_SHOWN = 3

Context = Callable[[Viewer, RoomView], dict[str, Any]]

_ROOM = {"room_opened", "room_renamed", "room_closed", "room_reopened", "beacon_raised", "beacon_lowered"}
_LEAD = {"lead_taken", "lead_offered"}
_DECISIONS = {"decision_asked", "objection_raised", "decision_escalated", "decision_made"}
_TASKS = {"task_given", "task_done", "task_overdue"}
_CALLS = {"call_placed", "call_sent", "call_failed", "call_acknowledged"}
_FACTS = {"fact_noted", "fact_settled"}
_OUTLETS = {
    "statement_approved",
    "statement_withdrawn",
    "outlets_paused",
    "outlets_resumed",
    "delivery_planned",
    "delivery_started",
    "delivery_sent",
    "delivery_postponed",
    "delivery_refused",
    "delivery_unsure",
    "delivery_settled",
    "delivery_dropped",
}
_DRAFT = {"draft_edited", "statement_approved", "statement_withdrawn"}


def _load(org: int, key: str, at: datetime) -> RoomView:
    return rooms.room_view(org, int(key), at)


# ── the whole ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _bar(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    clocks = shown.dues(view)
    return {
        "due": next(iter(clocks), None),
        "more": clocks[1:4],
        "leader": view.people.get(room.leader or ""),
        "called": len({c.person for c in room.calls}),
        "here": len({c.person for c in room.calls if c.acknowledged_at}),
        "since_first": (view.at - room.clock_start).total_seconds(),
    }


def _next(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    if viewer.person is None:
        return {}
    lead = view.people.get(view.room.leader or "")
    step = next_step(
        view.room,
        viewer.person.key,
        view.at,
        roles=viewer.person.roles,
        leader_roles=lead.roles if lead else None,
    )
    return {"step": steps.card(step, view)}


# ── situation ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _numbers(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"pulse": view.pulse, "tens": view.pulse.tens()}


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


def _weighed(view: RoomView) -> list[ClaimNow]:
    """Claims of a danger first, then those that most people say."""
    return sorted(view.claims, key=lambda c: (not c.category, -c.authors, -c.lately))


def _claims(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"claims": _weighed(view)}


def _facts(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    order = {"unconfirmed": 0, "confirmed": 1, "false": 2}
    facts = sorted(view.room.facts, key=lambda f: order[f.status])
    return {"facts": [{"f": f, "source": view.said(f.source), "by": view.name(f.by)} for f in facts]}


def _estimates(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    return {"judged": shown.judged(view, viewer.person)}


# ── action ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _calls(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    newest = {c.person: c for c in view.room.calls}
    rows: list[dict[str, Any]] = [
        {"c": c, "p": view.people.get(c.person), "instead": view.name(c.instead_of)} for c in newest.values()
    ]
    waiting = [row for row in rows if row["c"].acknowledged_at is None]
    here = [row for row in rows if row["c"].acknowledged_at is not None]
    return {"waiting": waiting, "here": here}


def _decisions(viewer: Viewer, view: RoomView) -> dict[str, Any]:
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
    return {"groups": journal.groups(view, view.lines), "older_than": view.older_than}


# ── voice ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _voice(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    draft = room.draft
    slots = dict(draft.slots) if draft else {}
    ahead = draft is not None and not any(s.version == draft.version and s.draft == draft.id for s in room.statements)
    return {
        "draft": draft if ahead else None,
        "version": draft.version if draft else 0,
        "by": view.name(draft.by) if draft else "",
        "slots": shown.slot_rows(slots, draft.next_update_at if draft else None, room=room, at=view.at),
        "missing": speak.missing_slots(slots),
        "statement": room.statement,
        "approved_by": view.name(room.statement.approved_by) if room.statement else "",
        "leave": shown.may_publish(room, viewer.person, view.at) if viewer.person else None,
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
        word, tone = shown.state_words(delivery, held=held) if delivery else ("", "soft")
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
        "leave": shown.may_resume(room, viewer.person, view.at) if viewer.person and room.paused_at else None,
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
    }


def _statements(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows = []
    for said in reversed(view.room.statements):
        sent = []
        for d in view.room.deliveries:
            if d.statement == said.id:
                outlet = view.outlet(d.outlet)
                word, tone = shown.state_words(d, held=view.room.paused_at is not None)
                sent.append({"d": d, "name": outlet.name if outlet else d.outlet, "word": word, "tone": tone})
        rows.append(
            {
                "s": said,
                "by": view.name(said.approved_by),
                "under": role_words(said.under),
                "sent": sent,
                "mine": view.room.is_open and said.withdrawn_at is None and me in (view.room.leader, said.approved_by),
            }
        )
    return {"rows": rows}


# ── the brief ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _brief(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    decided = _decisions(viewer, view)
    return {
        "pulse": view.pulse,
        "claim": next(iter(_weighed(view)), None),
        "facts": [f for f in room.facts if f.status == "confirmed"],
        "unsure": sum(f.status == "unconfirmed" for f in room.facts),
        "judged": shown.judged(view, viewer.person),
        "statement": room.statement,
        "sent": [d for d in room.deliveries if d.state == "sent"],
        "stuck": [d for d in room.deliveries if d.state in ("unsure", "refused")],
        "waiting": decided["waiting"],
        "needs_me": [row for row in decided["waiting"] if row["mine"]],
        "others": [row for row in decided["waiting"] if not row["mine"]],
        "report_at": report_due(room, view.at),
        "every": room.ground.row(room.level).report_every_min,
        "made": decided["made"],
        "tasks_open": sum(t.done_at is None for t in room.tasks),
        "leader": view.people.get(room.leader or ""),
        # Decisions stand above, each with its own clock.
        "due": next((d for d in shown.dues(view) if not d.href.startswith("#decision-")), None),
    }


# ── registering ────────────────────────────────────────────────────────────────────────────────────────────────────
def _panel(
    name: str,
    template: str,
    events: Iterable[str] | None,
    context: Context,
    *,
    per_person: bool = False,
    every_s: float | None = None,
) -> None:
    def render(viewer: Viewer, view: Any) -> str:
        return panels.render(template, viewer, view=view, room=view.room, **context(viewer, view))

    panels.register(TOPIC, name, events, render, per_person=per_person, every_s=every_s)


def install() -> None:
    panels.topic(TOPIC, load=_load, version=rooms.room_seq)
    bar = _ROOM | _LEAD | _DECISIONS | _TASKS | _CALLS | _OUTLETS | {"first_word_overdue"}
    _panel("bar", "room/bar.html", bar, _bar)
    _panel("next", "room/next.html", None, _next, per_person=True, every_s=30)
    _panel("numbers", "room/numbers.html", {"finding_noted"}, _numbers, every_s=10)
    _panel("findings", "room/findings.html", {"finding_noted"}, _findings)
    _panel("claims", "room/claims.html", {"finding_noted"}, _claims, every_s=10)
    _panel("facts", "room/facts.html", _FACTS | _ROOM, _facts)
    _panel("estimates", "room/estimates.html", {"estimate_sent"}, _estimates, per_person=True)
    _panel("calls", "room/calls.html", _CALLS, _calls)
    _panel("decisions", "room/decisions.html", _DECISIONS | _LEAD | _ROOM, _decisions, per_person=True)
    _panel("tasks", "room/tasks.html", _TASKS | _LEAD | _ROOM, _tasks, per_person=True)
    _panel("command", "room/command.html", _ROOM | _LEAD | _OUTLETS, _command, per_person=True)
    _panel("journal", "room/journal.html", None, _journal)
    _panel("voice", "room/voice.html", _DRAFT | _FACTS | _ROOM | _LEAD | _OUTLETS, _voice, per_person=True)
    _panel("outlets", "room/outlets.html", _OUTLETS | _ROOM | _LEAD, _outlets, per_person=True)
    _panel("approve", "voice/approve.html", _DRAFT | _FACTS | _ROOM | _LEAD | _OUTLETS, _approve, per_person=True)
    _panel("statements", "voice/statements.html", _OUTLETS | _LEAD | _ROOM, _statements, per_person=True)
    _panel("brief", "brief/lines.html", None, _brief, per_person=True, every_s=30)
