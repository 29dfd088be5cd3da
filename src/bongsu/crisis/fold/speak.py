"""Drafts, statements, deliveries."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Delivery, Draft, Room, Statement


@on(e.DraftEdited)
def _draft(room: Room, ev: e.DraftEdited, line: Line) -> Room:
    draft = Draft(
        id=ev.draft,
        version=ev.version,
        slots=ev.slots,
        next_update_at=ev.next_update_at,
        digest=ev.digest,
        by=line.by,
        at=line.at,
        act=ev.act,
    )
    return replace(room, draft=draft)


@on(e.StatementApproved)
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
        act=ev.act,
    )
    return replace(room, statements=(*room.statements, statement))


@on(e.StatementWithdrawn)
def _withdrawn(room: Room, ev: e.StatementWithdrawn, line: Line) -> Room:
    return replace(
        room,
        statements=tuple(replace(s, withdrawn_at=line.at) if s.id == ev.statement else s for s in room.statements),
    )


@on(e.OutletsPaused)
def _paused(room: Room, ev: e.OutletsPaused, line: Line) -> Room:
    return replace(room, paused_at=line.at, paused_by=line.by)


@on(e.OutletsResumed)
def _resumed(room: Room, ev: e.OutletsResumed, line: Line) -> Room:
    """An order to resume is carried out by whoever resumes."""
    tasks = tuple(
        replace(t, done_at=line.at) if t.order == "resume_outlets" and t.done_at is None else t for t in room.tasks
    )
    return replace(room, paused_at=None, paused_by=None, tasks=bounded(tasks, lambda t: t.done_at is not None))


@on(e.DeliveryPlanned)
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
    return room if old is None else replace(room, deliveries=swap(room.deliveries, old, replace(old, **changes)))


@on(e.DeliveryStarted)
def _started(room: Room, ev: e.DeliveryStarted, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="started", attempts=ev.attempt)


@on(e.DeliverySent)
def _sent(room: Room, ev: e.DeliverySent, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="sent", url=ev.url, sent_at=line.at, reason="")


@on(e.DeliveryPostponed)
def _postponed(room: Room, ev: e.DeliveryPostponed, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="planned", not_before=ev.not_before, reason=ev.reason)


@on(e.DeliveryRefused)
def _refused(room: Room, ev: e.DeliveryRefused, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="refused", reason=ev.reason)


@on(e.DeliveryUnsure)
def _unsure(room: Room, ev: e.DeliveryUnsure, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="unsure", reason=ev.reason)


@on(e.DeliverySettled)
def _delivery_settled(room: Room, ev: e.DeliverySettled, line: Line) -> Room:
    if ev.found:
        return _update_delivery(room, ev.delivery, state="sent", url=ev.url, sent_at=line.at, reason="")
    return _update_delivery(room, ev.delivery, state="planned", not_before=line.at, reason="")


@on(e.DeliveryDropped)
def _dropped(room: Room, ev: e.DeliveryDropped, line: Line) -> Room:
    return _update_delivery(room, ev.delivery, state="dropped", reason=ev.reason)
