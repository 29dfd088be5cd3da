"""Decisions, tasks, clocks."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.values import SYSTEM
from bongsu.crisis.fold.step import on, swap
from bongsu.crisis.room import Decision, Objection, Room, Task


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
    )
    return replace(room, decisions=(*room.decisions, decision))


def _update_decision(room: Room, key: str, **changes: Any) -> Room:
    old = room.decision(key)
    return room if old is None else replace(room, decisions=swap(room.decisions, old, replace(old, **changes)))


@on(e.ObjectionRaised)
def _objection(room: Room, ev: e.ObjectionRaised, line: Line) -> Room:
    old = room.decision(ev.decision)
    heard = Objection(by=line.by, why=ev.why, at=line.at)
    return room if old is None else _update_decision(room, ev.decision, objections=(*old.objections, heard))


@on(e.DecisionEscalated)
def _escalated(room: Room, ev: e.DecisionEscalated, line: Line) -> Room:
    return _update_decision(room, ev.decision, owner=ev.owner, due_at=ev.due_at, escalated=True)


@on(e.DecisionMade)
def _made(room: Room, ev: e.DecisionMade, line: Line) -> Room:
    by = None if line.by == SYSTEM else line.by
    return _update_decision(room, ev.decision, option=ev.option, how=ev.how, made_at=line.at, made_by=by)


@on(e.TaskGiven)
def _task(room: Room, ev: e.TaskGiven, line: Line) -> Room:
    task = Task(id=ev.task, text=ev.text, owner=ev.owner, given_by=line.by, given_at=line.at, due_at=ev.due_at)
    return replace(room, tasks=(*room.tasks, task))


def _update_task(room: Room, key: str, **changes: Any) -> Room:
    old = room.task(key)
    return room if old is None else replace(room, tasks=swap(room.tasks, old, replace(old, **changes)))


@on(e.TaskDone)
def _task_done(room: Room, ev: e.TaskDone, line: Line) -> Room:
    return _update_task(room, ev.task, done_at=line.at)


@on(e.TaskOverdue)
def _task_overdue(room: Room, ev: e.TaskOverdue, line: Line) -> Room:
    return _update_task(room, ev.task, overdue=True)


@on(e.FirstWordOverdue)
def _first_word_overdue(room: Room, ev: e.FirstWordOverdue, line: Line) -> Room:
    return replace(room, first_word_late=True)
