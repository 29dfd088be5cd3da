"""Approval requests, revocations, money."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import ApprovalRequest, ApprovalStepState, Grant, Room

GRANTS_KEPT = 40


@on(e.ApprovalAsked)
def _asked(room: Room, ev: e.ApprovalAsked, line: Line) -> Room:
    last = len(ev.chain) - 1
    steps = tuple(ApprovalStepState(s.role, s.minutes, s.deputy, s.must or n == last) for n, s in enumerate(ev.chain))
    request = ApprovalRequest(
        id=ev.request,
        act=ev.act,
        level=ev.level,
        digest=ev.digest,
        steps=(*(replace(s, state="open", due_at=ev.due_at) for s in steps[:1]), *steps[1:]),
        asked_by=line.by,
        asked_at=line.at,
        draft=ev.draft,
        version=ev.version,
        amount_krw=ev.amount_krw,
        what=ev.what,
        outlet=ev.outlet,
    )
    return replace(room, approvals=bounded((*room.approvals, request), lambda r: r.state != "open"))


def _change(room: Room, key: str, **changes: Any) -> Room:
    old = room.approval(key)
    if old is None:
        return room
    kept = swap(room.approvals, old, replace(old, **changes))
    return replace(room, approvals=bounded(kept, lambda r: r.state != "open"))


def _step(request: ApprovalRequest, number: int, **changes: Any) -> tuple[ApprovalStepState, ...]:
    steps = request.steps
    if not 0 <= number < len(steps):
        return steps
    return (*steps[:number], replace(steps[number], **changes), *steps[number + 1 :])


def _opened(
    steps: tuple[ApprovalStepState, ...], number: int, due_at: datetime | None
) -> tuple[ApprovalStepState, ...]:
    """`steps` with the one after `number` asked, where there is a time for it."""
    if due_at is None or not 0 <= number < len(steps) - 1:
        return steps
    return (*steps[: number + 1], replace(steps[number + 1], state="open", due_at=due_at), *steps[number + 2 :])


@on(e.ApprovalGiven)
def _given(room: Room, ev: e.ApprovalGiven, line: Line) -> Room:
    request = room.approval(ev.request)
    if request is None:
        return room
    granted = ev.step == len(request.steps) - 1
    steps = _step(request, ev.step, state="approved", by=line.by, as_role=ev.role, at=line.at)
    ended: dict[str, Any] = {"state": "granted", "ended_at": line.at} if granted else {}
    return _change(room, ev.request, steps=_opened(steps, ev.step, ev.due_at), **ended)


@on(e.ApprovalObjected)
def _objected(room: Room, ev: e.ApprovalObjected, line: Line) -> Room:
    request = room.approval(ev.request)
    if request is None:
        return room
    steps = _step(request, ev.step, state="objected", by=line.by, as_role=ev.role, at=line.at, why=ev.why)
    ended: dict[str, Any] = {"state": "refused", "ended_at": line.at} if ev.ends else {}
    return _change(room, ev.request, steps=_opened(steps, ev.step, ev.due_at), **ended)


@on(e.ApprovalPassed)
def _passed(room: Room, ev: e.ApprovalPassed, line: Line) -> Room:
    request = room.approval(ev.request)
    return (
        room
        if request is None
        else _change(room, ev.request, steps=_step(request, ev.step, state="passed", due_at=ev.due_at))
    )


@on(e.ApprovalLapsed)
def _lapsed(room: Room, ev: e.ApprovalLapsed, line: Line) -> Room:
    request = room.approval(ev.request)
    if request is None:
        return room
    steps = _step(request, ev.step, state="lapsed", at=line.at)
    ended: dict[str, Any] = {"state": "lapsed", "ended_at": line.at} if ev.ends else {}
    return _change(room, ev.request, steps=_opened(steps, ev.step, ev.due_at), **ended)


@on(e.ApprovalUnheld)
def _unheld(room: Room, ev: e.ApprovalUnheld, line: Line) -> Room:
    request = room.approval(ev.request)
    if request is None:
        return room
    if ev.due_at is None:
        return _change(room, ev.request, steps=_step(request, ev.step, unheld=True))
    steps = _step(request, ev.step, state="lapsed", at=line.at, unheld=True)
    return _change(room, ev.request, steps=_opened(steps, ev.step, ev.due_at))


@on(e.ApprovalWithdrawn)
def _withdrawn(room: Room, ev: e.ApprovalWithdrawn, line: Line) -> Room:
    return _change(room, ev.request, state="withdrawn", ended_at=line.at)


@on(e.ApprovalVoided)
def _voided(room: Room, ev: e.ApprovalVoided, line: Line) -> Room:
    return _change(room, ev.request, state="void", ended_at=line.at, reason=ev.reason)


@on(e.MandateRevoked)
def _revoked(room: Room, ev: e.MandateRevoked, line: Line) -> Room:
    before = dict(room.revoked)
    first = min(before.get(ev.mandate, ev.revoked_at), ev.revoked_at)
    return replace(room, revoked=tuple(sorted((before | {ev.mandate: first}).items())))


@on(e.CompensationGranted)
def _granted(room: Room, ev: e.CompensationGranted, line: Line) -> Room:
    grant = Grant(
        id=ev.grant,
        amount_krw=ev.amount_krw,
        mandate=ev.mandate,
        under=ev.under,
        to=ev.to,
        why=ev.why,
        by=line.by,
        at=line.at,
    )
    before = dict(room.spent)
    spent = before | {ev.mandate: before.get(ev.mandate, 0) + ev.amount_krw}
    room = replace(room, grants=(*room.grants, grant)[-GRANTS_KEPT:], spent=tuple(sorted(spent.items())))
    return _change(room, ev.request, reason="used") if ev.request else room
