"""How each journal line changes a room. `fold(lines)` is the room: nothing but the lines decides what it is."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.values import SYSTEM
from bongsu.crisis.room import (
    FINDINGS_KEPT,
    Call,
    Decision,
    Delivery,
    Draft,
    Estimate,
    Fact,
    Handover,
    NotedFinding,
    Objection,
    Room,
    Statement,
    Task,
)

T = TypeVar("T")
_Step = Callable[[Room, Any, Line], Room]
_STEPS: dict[type[e.Event], _Step] = {}


def begin(*, room: int, org: int, line: Line) -> Room:
    """The room that a first line opens. Raises ValueError when it is not a `room_opened`."""
    ev = line.event
    if not isinstance(ev, e.RoomOpened):
        raise ValueError(f"a journal begins with room_opened, not {ev.type_}")
    return Room(
        id=room,
        org=org,
        kind=ev.kind,
        brand=ev.brand,
        title=ev.title,
        level=ev.level,
        level_at=line.at,
        why=ev.why,
        opened_at=line.at,
        opened_by=line.by,
        aware_at=ev.aware_at,
        first_post_at=ev.first_post_at,
        ground=ev.ground,
        finding=ev.finding,
        seq=line.seq,
    )


def fold(lines: Iterable[Line], *, room: int, org: int) -> Room:
    """The room that these lines make, from the first on."""
    it = iter(lines)
    state = begin(room=room, org=org, line=next(it))
    for line in it:
        state = apply(state, line)
    return state


def apply(room: Room, line: Line) -> Room:
    """The room after one more line. Total: every event type has its step."""
    return replace(_STEPS[type(line.event)](room, line.event, line), seq=line.seq)


def _on(event_type: type[e.Event]) -> Callable[[_Step], _Step]:
    def register(step: _Step) -> _Step:
        _STEPS[event_type] = step
        return step

    return register


def _swap(items: tuple[T, ...], old: T | None, new: T) -> tuple[T, ...]:
    return tuple(new if item is old else item for item in items)


# ── the room ───────────────────────────────────────────────────────────────────────────────────────────────────────
@_on(e.RoomRenamed)
def _renamed(room: Room, ev: e.RoomRenamed, line: Line) -> Room:
    return replace(room, title=ev.title)


@_on(e.RoomClosed)
def _closed(room: Room, ev: e.RoomClosed, line: Line) -> Room:
    return replace(room, closed_at=line.at, handover=None)


@_on(e.RoomReopened)
def _reopened(room: Room, ev: e.RoomReopened, line: Line) -> Room:
    return replace(room, closed_at=None)


@_on(e.BeaconRaised)
@_on(e.BeaconLowered)
def _beacon(room: Room, ev: e.BeaconRaised | e.BeaconLowered, line: Line) -> Room:
    return replace(room, level=ev.level_to, level_at=line.at)


@_on(e.NoteWritten)
def _note(room: Room, ev: e.NoteWritten, line: Line) -> Room:
    return room  # a note lives in the journal only


# ── assess ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@_on(e.FindingNoted)
def _finding(room: Room, ev: e.FindingNoted, line: Line) -> Room:
    noted = NotedFinding(
        key=ev.key,
        kind=ev.kind,
        level=ev.level,
        surprise_centi=ev.surprise_centi,
        window_s=ev.window_s,
        count=ev.count,
        expected_milli=ev.expected_milli,
        authors=ev.authors,
        evidence=ev.evidence,
        claim=ev.claim,
        category=ev.category,
        excerpt=ev.excerpt,
        at=ev.found_at,
        seq=line.seq,
        noted_at=line.at,
    )
    return replace(room, findings=(*room.findings, noted)[-FINDINGS_KEPT:])


@_on(e.EstimateSent)
def _estimate(room: Room, ev: e.EstimateSent, line: Line) -> Room:
    mine = Estimate(by=line.by, level=ev.level, press_pct=ev.press_pct, why=ev.why, at=line.at, seq=line.seq)
    return replace(room, estimates=(*(x for x in room.estimates if x.by != line.by), mine))


@_on(e.FactNoted)
def _fact(room: Room, ev: e.FactNoted, line: Line) -> Room:
    fact = Fact(id=ev.fact, text=ev.text, status=ev.status, source=ev.source, by=line.by, at=line.at)
    return replace(room, facts=(*room.facts, fact))


@_on(e.FactSettled)
def _settled(room: Room, ev: e.FactSettled, line: Line) -> Room:
    old = room.fact(ev.fact)
    if old is None:
        return room
    new = replace(old, status=ev.status, source=ev.source or old.source, by=line.by, at=line.at)
    return replace(room, facts=_swap(room.facts, old, new))


# ── convene ────────────────────────────────────────────────────────────────────────────────────────────────────────
@_on(e.CallPlaced)
def _call(room: Room, ev: e.CallPlaced, line: Line) -> Room:
    call = Call(
        id=ev.call,
        person=ev.person,
        role=ev.role,
        level=ev.level,
        placed_at=line.at,
        instead_of=ev.instead_of,
    )
    return replace(room, calls=(*room.calls, call))


def _update_call(room: Room, key: str, **changes: Any) -> Room:
    old = next((c for c in room.calls if c.id == key), None)
    return room if old is None else replace(room, calls=_swap(room.calls, old, replace(old, **changes)))


@_on(e.CallSent)
def _call_sent(room: Room, ev: e.CallSent, line: Line) -> Room:
    return _update_call(room, ev.call, attempts=ev.attempt, last_attempt_at=line.at, last_failure="")


@_on(e.CallFailed)
def _call_failed(room: Room, ev: e.CallFailed, line: Line) -> Room:
    return _update_call(room, ev.call, attempts=ev.attempt, last_attempt_at=line.at, last_failure=ev.reason)


@_on(e.CallAcknowledged)
def _acknowledged(room: Room, ev: e.CallAcknowledged, line: Line) -> Room:
    return _update_call(room, ev.call, acknowledged_at=line.at)


@_on(e.LeadTaken)
def _lead(room: Room, ev: e.LeadTaken, line: Line) -> Room:
    return replace(room, leader=ev.leader, leader_at=line.at, handover=None)


@_on(e.LeadOffered)
def _offered(room: Room, ev: e.LeadOffered, line: Line) -> Room:
    return replace(room, handover=Handover(to=ev.to, offered_at=line.at, note=ev.note, open_items=ev.open_items))


# ── decide ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@_on(e.DecisionAsked)
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
    return room if old is None else replace(room, decisions=_swap(room.decisions, old, replace(old, **changes)))


@_on(e.ObjectionRaised)
def _objection(room: Room, ev: e.ObjectionRaised, line: Line) -> Room:
    old = room.decision(ev.decision)
    heard = Objection(by=line.by, why=ev.why, at=line.at)
    return room if old is None else _update_decision(room, ev.decision, objections=(*old.objections, heard))


@_on(e.DecisionEscalated)
def _escalated(room: Room, ev: e.DecisionEscalated, line: Line) -> Room:
    return _update_decision(room, ev.decision, owner=ev.owner, due_at=ev.due_at, escalated=True)


@_on(e.DecisionMade)
def _made(room: Room, ev: e.DecisionMade, line: Line) -> Room:
    by = None if line.by == SYSTEM else line.by
    return _update_decision(room, ev.decision, option=ev.option, how=ev.how, made_at=line.at, made_by=by)


@_on(e.TaskGiven)
def _task(room: Room, ev: e.TaskGiven, line: Line) -> Room:
    task = Task(id=ev.task, text=ev.text, owner=ev.owner, given_by=line.by, given_at=line.at, due_at=ev.due_at)
    return replace(room, tasks=(*room.tasks, task))


def _update_task(room: Room, key: str, **changes: Any) -> Room:
    old = room.task(key)
    return room if old is None else replace(room, tasks=_swap(room.tasks, old, replace(old, **changes)))


@_on(e.TaskDone)
def _task_done(room: Room, ev: e.TaskDone, line: Line) -> Room:
    return _update_task(room, ev.task, done_at=line.at)


@_on(e.TaskOverdue)
def _task_overdue(room: Room, ev: e.TaskOverdue, line: Line) -> Room:
    return _update_task(room, ev.task, overdue=True)


@_on(e.FirstWordOverdue)
def _first_word_overdue(room: Room, ev: e.FirstWordOverdue, line: Line) -> Room:
    return replace(room, first_word_late=True)


# ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@_on(e.DraftEdited)
def _draft(room: Room, ev: e.DraftEdited, line: Line) -> Room:
    draft = Draft(
        id=ev.draft,
        version=ev.version,
        slots=ev.slots,
        next_update_at=ev.next_update_at,
        digest=ev.digest,
        by=line.by,
        at=line.at,
    )
    return replace(room, draft=draft)


@_on(e.StatementApproved)
def _approved(room: Room, ev: e.StatementApproved, line: Line) -> Room:
    statement = Statement(
        id=ev.statement,
        draft=ev.draft,
        version=ev.version,
        digest=ev.digest,
        text=ev.text,
        next_update_at=ev.next_update_at,
        approved_by=line.by,
        approved_at=line.at,
        under=ev.under,
    )
    return replace(room, statements=(*room.statements, statement))


@_on(e.StatementWithdrawn)
def _withdrawn(room: Room, ev: e.StatementWithdrawn, line: Line) -> Room:
    return replace(
        room,
        statements=tuple(replace(s, withdrawn_at=line.at) if s.id == ev.statement else s for s in room.statements),
    )


@_on(e.OutletsPaused)
def _paused(room: Room, ev: e.OutletsPaused, line: Line) -> Room:
    return replace(room, paused_at=line.at, paused_by=line.by)


@_on(e.OutletsResumed)
def _resumed(room: Room, ev: e.OutletsResumed, line: Line) -> Room:
    return replace(room, paused_at=None, paused_by=None)


@_on(e.DeliveryPlanned)
def _planned(room: Room, ev: e.DeliveryPlanned, line: Line) -> Room:
    delivery = Delivery(
        id=ev.delivery,
        statement=ev.statement,
        outlet=ev.outlet,
        outlet_kind=ev.outlet_kind,
        state="planned",
        planned_at=line.at,
    )
    return replace(room, deliveries=(*room.deliveries, delivery))


def _update_delivery(room: Room, key: str, **changes: Any) -> Room:
    old = room.delivery(key)
    return room if old is None else replace(room, deliveries=_swap(room.deliveries, old, replace(old, **changes)))


@_on(e.DeliveryStarted)
def _started(room: Room, ev: e.DeliveryStarted, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="started", attempts=ev.attempt)


@_on(e.DeliverySent)
def _sent(room: Room, ev: e.DeliverySent, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="sent", url=ev.url, sent_at=line.at, reason="")


@_on(e.DeliveryPostponed)
def _postponed(room: Room, ev: e.DeliveryPostponed, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="planned", not_before=ev.not_before, reason=ev.reason)


@_on(e.DeliveryRefused)
def _refused(room: Room, ev: e.DeliveryRefused, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="refused", reason=ev.reason)


@_on(e.DeliveryUnsure)
def _unsure(room: Room, ev: e.DeliveryUnsure, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="unsure", reason=ev.reason)


@_on(e.DeliverySettled)
def _delivery_settled(room: Room, ev: e.DeliverySettled, line: Line) -> Room:
    if ev.found:
        return _update_delivery(room, ev.delivery, state="sent", url=ev.url, sent_at=line.at, reason="")
    return _update_delivery(room, ev.delivery, state="planned", not_before=line.at, reason="")


@_on(e.DeliveryDropped)
def _dropped(room: Room, ev: e.DeliveryDropped, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="dropped", reason=ev.reason)
