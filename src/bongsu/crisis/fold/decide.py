"""Decisions, tasks, clocks."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.values import SYSTEM
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Consultation, Decision, Earlier, Judgement, Objection, Proposal, Room, Stance, Task

#: Results kept of a question that was opened again and again.
EARLIER_KEPT = 5


@on(e.DecisionAsked)
def _asked(room: Room, ev: e.DecisionAsked, line: Line) -> Room:
    decision = Decision(
        id=ev.decision,
        question=ev.question,
        options=ev.options,
        default=ev.default,
        asked_by=line.by,
        asked_at=line.at,
        first_owner=ev.owner,
        owner=ev.owner,
        deputy=ev.deputy,
        due_at=ev.due_at,
        kind=ev.kind,
        effects=ev.effects,
        reversals=ev.reversals,
        slot=ev.slot,
        judges=ev.judges,
        because=ev.because,
        since=line.at,
    )
    return replace(room, decisions=bounded((*room.decisions, decision), lambda d: not d.is_open))


def _update_decision(room: Room, key: str, **changes: Any) -> Room:
    old = room.decision(key)
    return room if old is None else replace(room, decisions=swap(room.decisions, old, replace(old, **changes)))


@on(e.ObjectionRaised)
def _objection(room: Room, ev: e.ObjectionRaised, line: Line) -> Room:
    old = room.decision(ev.decision)
    heard = Objection(by=line.by, why=ev.why, at=line.at)
    return room if old is None else _update_decision(room, ev.decision, objections=(*old.objections, heard))


@on(e.JudgementGiven)
def _judgement(room: Room, ev: e.JudgementGiven, line: Line) -> Room:
    old = room.decision(ev.decision)
    if old is None:
        return room
    mine = Judgement(by=line.by, option=ev.option, why=ev.why, at=line.at)
    return _update_decision(room, ev.decision, judgements=(*(j for j in old.judgements if j.by != line.by), mine))


@on(e.ProposalMade)
def _proposal(room: Room, ev: e.ProposalMade, line: Line) -> Room:
    proposal = Proposal(option=ev.option, by=line.by, at=line.at, closes_at=ev.closes_at, waived=ev.waived)
    return _update_decision(room, ev.decision, proposal=proposal)


@on(e.ProposalClosed)
def _proposal_closed(room: Room, ev: e.ProposalClosed, line: Line) -> Room:
    old = room.decision(ev.decision)
    if old is None or old.proposal is None:
        return room
    return _update_decision(room, ev.decision, proposal=replace(old.proposal, closed_at=line.at))


@on(e.DecisionEscalated)
def _escalated(room: Room, ev: e.DecisionEscalated, line: Line) -> Room:
    changes: dict[str, Any] = {"due_at": ev.due_at, "since": line.at, "warned": False}
    return _update_decision(room, ev.decision, owner=ev.owner, escalated=True, **changes)


@on(e.DecisionMade)
def _made(room: Room, ev: e.DecisionMade, line: Line) -> Room:
    by = None if line.by == SYSTEM else line.by
    made = _update_decision(
        room,
        ev.decision,
        option=ev.option,
        how=ev.how,
        made_at=line.at,
        made_by=by,
        judgement=ev.judgement,
        waived=ev.waived,
        unheard=ev.unheard,
    )
    old = room.decision(ev.decision)
    if old is None or old.kind != "stance":
        return made
    stance = Stance(
        choice=old.options[ev.option],
        decision=old.id,
        at=line.at,
        level=room.level,
        per_h=max((f.count * 3600 // max(1, f.window_s) for f in room.findings), default=0),
    )
    return replace(made, stance=stance)


@on(e.DecisionReopened)
def _decision_reopened(room: Room, ev: e.DecisionReopened, line: Line) -> Room:
    old = room.decision(ev.decision)
    if old is None or old.made_at is None or old.option is None:
        return room
    was = Earlier(option=old.option, how=old.how, by=old.made_by, at=old.made_at, why=ev.why)
    anew: dict[str, Any] = {
        "owner": old.first_owner,
        "due_at": ev.due_at,
        "since": line.at,
        "escalated": False,
        "warned": False,
        "made_at": None,
        "made_by": None,
        "option": None,
        "how": "",
        "judgement": "",
        "waived": "",
        "unheard": (),
        "judgements": (),
        "objections": (),
        "proposal": None,
        "earlier": (*old.earlier, was)[-EARLIER_KEPT:],
    }
    return _update_decision(room, ev.decision, **anew)


@on(e.LinkSent)
@on(e.LinkFailed)
def _link(room: Room, ev: e.LinkSent | e.LinkFailed, line: Line) -> Room:
    failed = ev.reason if isinstance(ev, e.LinkFailed) else ""
    return _update_decision(room, ev.decision, link=ev.person, link_failed=failed)


# ── consultations ──────────────────────────────────────────────────────────────────────────────────────────────────
@on(e.ConsultationAsked)
def _consulted(room: Room, ev: e.ConsultationAsked, line: Line) -> Room:
    asked = Consultation(
        id=ev.consultation,
        decision=ev.decision,
        role=ev.role,
        first_person=ev.person,
        person=ev.person,
        question=ev.question,
        asked_by=line.by,
        asked_at=line.at,
        due_at=ev.due_at,
        since=line.at,
    )
    return replace(room, consultations=bounded((*room.consultations, asked), lambda c: not c.is_open))


def _update_consultation(room: Room, key: str, **changes: Any) -> Room:
    old = room.consultation(key)
    if old is None:
        return room
    return replace(room, consultations=swap(room.consultations, old, replace(old, **changes)))


@on(e.ConsultationAnswered)
def _consultation_answered(room: Room, ev: e.ConsultationAnswered, line: Line) -> Room:
    return _update_consultation(
        room, ev.consultation, answer=ev.answer, answered_by=line.by, answered_at=line.at, passed_at=None
    )


@on(e.ConsultationLapsed)
def _consultation_lapsed(room: Room, ev: e.ConsultationLapsed, line: Line) -> Room:
    changes: dict[str, Any] = {"due_at": ev.due_at, "since": line.at, "warned": False}
    return _update_consultation(room, ev.consultation, person=ev.person, lapsed=True, **changes)


@on(e.ConsultationPassed)
def _consultation_passed(room: Room, ev: e.ConsultationPassed, line: Line) -> Room:
    return _update_consultation(room, ev.consultation, passed_at=line.at)


@on(e.DeadlineNear)
def _near(room: Room, ev: e.DeadlineNear, line: Line) -> Room:
    match ev.what:
        case "decision":
            return _update_decision(room, ev.key, warned=True)
        case "consultation":
            return _update_consultation(room, ev.key, warned=True)
        case "duty":
            return replace(room, duties=tuple(replace(d, warned=True) if d.id == ev.key else d for d in room.duties))
        case "fault":
            return replace(room, faults=tuple(replace(f, warned=True) if f.id == ev.key else f for f in room.faults))
        case "inquiry":
            return replace(
                room, inquiries=tuple(replace(q, warned=True) if q.id == ev.key else q for q in room.inquiries)
            )
        case _:
            return replace(room, first_word_warned=True)


# ── tasks ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@on(e.TaskGiven)
def _task(room: Room, ev: e.TaskGiven, line: Line) -> Room:
    task = Task(
        id=ev.task,
        text=ev.text,
        owner=ev.owner,
        given_by=line.by,
        given_at=line.at,
        due_at=ev.due_at,
        because=ev.because,
        order=ev.order,
        request=ev.request,
    )
    return replace(room, tasks=(*room.tasks, task))


def _update_task(room: Room, key: str, **changes: Any) -> Room:
    old = room.task(key)
    return room if old is None else replace(room, tasks=swap(room.tasks, old, replace(old, **changes)))


@on(e.TaskDone)
def _task_done(room: Room, ev: e.TaskDone, line: Line) -> Room:
    after = _update_task(room, ev.task, done_at=line.at)
    return replace(after, tasks=bounded(after.tasks, lambda t: t.done_at is not None))


@on(e.TaskOverdue)
def _task_overdue(room: Room, ev: e.TaskOverdue, line: Line) -> Room:
    return _update_task(room, ev.task, overdue=True)


@on(e.FirstWordOverdue)
def _first_word_overdue(room: Room, ev: e.FirstWordOverdue, line: Line) -> Room:
    return replace(room, first_word_late=True)
