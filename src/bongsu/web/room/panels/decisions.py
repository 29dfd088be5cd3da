"""What is to be decided, and all that belongs to it: judgements, objections, consultations, duties, faults."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.crisis.decide import (
    FAULT_STATES,
    consulted,
    is_legal,
    laws_in_force,
    may_answer,
    may_decide,
    may_judge,
    may_move,
)
from bongsu.crisis.room import Decision, Room
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.decide import option_words, question_words
from bongsu.web.lines.duties import FAULT_STATES as FAULT_WORDS
from bongsu.web.room import taking
from bongsu.web.room.panels.base import CALLS, DECISIONS, DUTIES, FAULTS, LEAD, OUTLETS, ROOM, TASKS, panel
from bongsu.web.room.taking import TAKEN
from bongsu.web.setup.words import role_words
from bongsu.web.viewer import Viewer

DONE_SHOWN = 3
REVERSAL_WORDS = {"yes": lazy("되돌릴 수 있음"), "hard": lazy("되돌리기 어려움"), "no": lazy("되돌릴 수 없음")}
#: What a decision brought about: (words, anchor in the room).
CAUSED_WORDS: Mapping[str, tuple[Any, str]] = {
    "statement_approved": (lazy("입장문 승인"), "voice"),
    "task_given": (lazy("할 일"), "tasks"),
    "outlets_paused": (lazy("아웃렛 멈춤"), "outlets"),
    "beacon_raised": (lazy("봉화 올림"), "command"),
    "beacon_lowered": (lazy("봉화 내림"), "command"),
    "fault_noted": (lazy("교정"), "faults"),
    "decision_asked": (lazy("다음 결정"), "decisions"),
}


def decisions(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """Open questions by their deadline, and what was decided, the newest first."""
    rows = [row(viewer, view, d) for d in view.room.decisions]
    waiting = sorted((r for r in rows if r["d"].is_open), key=lambda r: r["d"].due_at)
    made = sorted((r for r in rows if r["d"].made_at), key=lambda r: r["d"].made_at, reverse=True)
    return {"waiting": waiting, "made": made[:DONE_SHOWN], "made_more": made[DONE_SHOWN:]}


def row(viewer: Viewer, view: RoomView, d: Decision) -> dict[str, Any]:
    """One question as a reader sees it."""
    room = view.room
    me = viewer.person.key if viewer.person else ""
    roles = viewer.person.roles if viewer.person else ()
    options = [option_words(d.kind, option) for option in d.options]
    judged = {j.by: j for j in d.judgements}
    running = consulted(room, d)
    return {
        "d": d,
        "question": question_words(d.kind, d.question),
        "options": [
            {
                "n": n,
                "words": words,
                "effect": effect_words(d, n),
                "reversal": REVERSAL_WORDS.get(d.reversals[n] if d.reversals else "", ""),
                "final": bool(d.reversals) and d.reversals[n] == "no",
                "judged": sum(j.option == n for j in d.judgements),
                "is_default": n == d.default,
                "proposed": d.proposal is not None and d.proposal.option == n and d.proposal.closed_at is None,
            }
            for n, words in enumerate(options)
        ],
        "owner": view.name(d.owner),
        "deputy": view.name(d.deputy),
        "default": options[d.default],
        "made": options[d.option] if d.option is not None else "",
        "by": view.name(d.made_by),
        "mine": room.is_open and may_decide(room, d, me),
        "may_propose": room.is_open and me in (room.leader, d.owner, d.first_owner),
        "may_reopen": room.is_open and me in (room.leader, d.owner, d.first_owner, d.asked_by),
        "may_judge": room.is_open and may_judge(roles),
        "hand": taking.hand(viewer, view, d.id),
        "asked_me": me in d.judges and me not in judged,
        "judges": [{"name": view.name(key), "judged": key in judged} for key in d.judges],
        "judgements": [
            {"by": view.name(j.by), "option": options[j.option], "why": view.said(j.why) if j.why else "", "at": j.at}
            for j in d.judgements
        ],
        "objected": any(o.by == me for o in d.objections),
        "objections": [{"by": view.name(o.by), "why": view.said(o.why), "at": o.at} for o in d.objections],
        "proposed": options[d.proposal.option] if d.proposal else "",
        "proposed_by": view.name(d.proposal.by) if d.proposal else "",
        "window": d.proposal if d.proposal and d.proposal.closed_at is None else None,
        "consulting": [{"c": c, "person": view.name(c.person)} for c in running],
        "waits": (d.slot and not d.judgements) or bool(running),
        "waived": view.said(d.waived) if d.waived else "",
        "unheard": len(d.unheard),
        "earlier": [
            {"e": e, "option": options[e.option], "by": view.name(e.by), "why": view.said(e.why)} for e in d.earlier
        ],
        "because": because_words(room, d.because),
        "because_key": d.because,
        "caused": [caused_words(view, c.type, c.seq, c.at) for c in d.caused],
    }


def effect_words(d: Decision, n: int) -> str:
    if d.kind == "stance":
        return (
            _("먼저 말해요. 사실을 우리가 정하지만, 모르던 사람도 알게 될 수 있어요."),
            _("말할 준비만 해 두고 지켜봐요. 봉화가 오르거나 두 배로 커지면 저절로 다시 물어요."),
        )[n]
    return d.effects[n] if d.effects else ""


def because_words(room: Room, key: str) -> str:
    """The question of the decision that something follows from; empty where there is none, or it is long ago."""
    found = room.decision(key) if key else None
    return question_words(found.kind, found.question) if found else ""


def caused_words(view: RoomView, type_: str, seq: int, at: datetime) -> dict[str, Any]:
    words, anchor = CAUSED_WORDS.get(type_, (type_, "journal"))
    return {"words": str(words), "href": f"{reverse('room', kwargs={'room': view.room.id})}#{anchor}", "at": at}


# ── consultations, duties, faults ──────────────────────────────────────────────────────────────────────────────────
def consultations(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    me = viewer.person.key if viewer.person else ""
    roles = viewer.person.roles if viewer.person else ()
    rows: list[dict[str, Any]] = [
        {
            "c": c,
            "person": view.name(c.person),
            "role": role_words(c.role),
            "asked_by": view.name(c.asked_by),
            "answer": view.said(c.answer) if c.answer else "",
            "answered_by": view.name(c.answered_by),
            "about": because_words(room, c.decision),
            # An answer that comes late is still worth hearing.
            "mine": room.is_open and c.answered_at is None and may_answer(c, me, roles),
        }
        for c in reversed(room.consultations)
    ]
    return {
        "running": sorted((r for r in rows if r["c"].is_open), key=lambda r: r["c"].due_at),
        "past": [r for r in rows if not r["c"].is_open],
    }


def duties(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    me = viewer.person.key if viewer.person else ""
    roles = viewer.person.roles if viewer.person else ()
    legal = room.is_open and is_legal(room, me, roles)
    rows: list[dict[str, Any]] = [
        {
            "d": d,
            "law": room.ground.law(d.law),
            "by": view.name(d.started_by),
            "why": view.said(d.why),
            "confirmed_by": view.name(d.confirmed_by),
            "settled_by": view.name(d.settled_by),
            "note": view.said(d.note) if d.note else "",
            "legal": legal,
            "may_end": legal or (room.is_open and room.leader == me),
        }
        for d in sorted(room.duties, key=lambda d: d.due_at)
    ]
    running = {d.law for d in room.duties if d.is_open}
    return {
        "open": [r for r in rows if r["d"].is_open],
        "settled": [r for r in rows if not r["d"].is_open],
        "laws": [law for law in laws_in_force(room, view.at) if law.id not in running],
    }


def faults(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room = view.room
    me = viewer.person.key if viewer.person else ""
    steps = [{"code": state, "words": str(FAULT_WORDS[state])} for state in FAULT_STATES]
    rows: list[dict[str, Any]] = [
        {
            "f": f,
            "owner": view.name(f.owner),
            "state": str(FAULT_WORDS.get(f.state, f.state)),
            "by": view.name(f.state_by),
            "note": view.said(f.note) if f.note else "",
            "mine": room.is_open and may_move(room, f, me),
            "because": because_words(room, f.because),
            "steps": [
                step | {"done": n <= FAULT_STATES.index(f.state), "now": step["code"] == f.state}
                for n, step in enumerate(steps)
            ],
        }
        for f in room.faults
    ]
    return {
        "faults": sorted(rows, key=lambda r: (not r["f"].is_open, r["f"].due_at)),
        "faults_open": sum(f.is_open for f in room.faults),
    }


def _all(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    found = decisions(viewer, view)
    return {**found, "made": [*found["made"], *found["made_more"]]}


def _stance(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """Engage or prepare, what is to be mended, and the law's clocks, in a few lines beside the decisions."""
    room = view.room
    return {
        **faults(viewer, view),
        **duties(viewer, view),
        "stance": option_words("stance", room.stance.choice) if room.stance else "",
        "consulting": consultations(viewer, view)["running"],
    }


# ── who sees the same ──────────────────────────────────────────────────────────────────────────────────────────────
def _mine(viewer: Viewer, view: RoomView) -> tuple[object, ...]:
    """All of a reader that a question shows."""
    room = view.room
    me = viewer.person.key if viewer.person else ""
    judges = may_judge(viewer.person.roles) if viewer.person else False
    return (
        judges,
        me == room.leader,
        *(
            (me in (d.owner, d.first_owner), me == d.asked_by, me in d.judges, any(j.by == me for j in d.judgements))
            for d in room.decisions
        ),
        *(any(o.by == me for o in d.objections) for d in room.decisions),
        taking.alike(viewer, view, (d.id for d in room.decisions)),
    )


def _mine_to_answer(viewer: Viewer, view: RoomView) -> tuple[bool, ...]:
    me, roles = (viewer.person.key, viewer.person.roles) if viewer.person else ("", ())
    return tuple(may_answer(c, me, roles) for c in view.room.consultations)


def _legal(viewer: Viewer, view: RoomView) -> tuple[bool, bool]:
    me, roles = (viewer.person.key, viewer.person.roles) if viewer.person else ("", ())
    return is_legal(view.room, me, roles), view.room.leader == me


def _mine_to_mend(viewer: Viewer, view: RoomView) -> tuple[bool, ...]:
    me = viewer.person.key if viewer.person else ""
    return tuple(may_move(view.room, f, me) for f in view.room.faults)


def install() -> None:
    panel("decisions", "room/decisions.html", DECISIONS | TAKEN | LEAD | ROOM, decisions, per_person=True, alike=_mine)
    panel("stance", "room/stance.html", DECISIONS | DUTIES | FAULTS | ROOM, _stance)
    every = DECISIONS | TAKEN | LEAD | ROOM | TASKS | OUTLETS | FAULTS
    panel("decision-cards", "room/decision_cards.html", every, _all, per_person=True, alike=_mine)
    asked = DECISIONS | ROOM
    panel("consultations", "room/consultations.html", asked, consultations, per_person=True, alike=_mine_to_answer)
    panel("duties", "room/duties.html", DUTIES | ROOM | LEAD | CALLS, duties, per_person=True, alike=_legal)
    panel("faults", "room/faults.html", FAULTS | ROOM | LEAD, faults, per_person=True, alike=_mine_to_mend)
