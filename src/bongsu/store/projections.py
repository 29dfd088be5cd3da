"""Rows found by query, kept in step with a room's journal inside the transaction that appends to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError

from bongsu.core import errors, events as e
from bongsu.core.line import Line
from bongsu.crisis.clock import next_due
from bongsu.crisis.room import Room
from bongsu.store import codec, decision_links, notices, prepared, scores, spending
from bongsu.store.journal import Written
from bongsu.store.operations.models import (
    Call as CallRow,
    Delivery as DeliveryRow,
    JournalLine,
    NewsroomPost,
    Outlet,
    Person,
    PersonalValue,
    Room as RoomRow,
    SituationReport,
)

_DELIVERY = (
    e.DeliveryStarted,
    e.DeliverySent,
    e.DeliveryPostponed,
    e.DeliveryRefused,
    e.DeliveryUnsure,
    e.DeliverySettled,
    e.DeliveryDropped,
)
TITLE_MAX = 200
#: What the databases call the rule of one open room a brand: PostgreSQL by its name, SQLite by its columns.
ONE_OPEN = frozenset(("one_open_room_a_brand", f"{RoomRow._meta.db_table}.brand_id"))


def columns(room: Room, head: str) -> dict[str, Any]:
    """What the rooms' table shows of a state."""
    return {
        "title": room.title[:TITLE_MAX],
        "level": room.level,
        "is_open": room.is_open,
        "paused": room.paused_at is not None,
        "closed_at": room.closed_at,
        "due_at": next_due(room),
        "led": room.leader is not None,
        "seq": room.seq,
        "head": head,
        "state": codec.room_to(room),
        "shape": codec.shape(),
    }


def save(before: int, room: Room, head: str, written: Sequence[Written]) -> None:
    """Write lines, their personal values and the state after them. `before` is the number of the last line before.

    Raises AlreadyDone when it would be the second open room of its brand.
    """
    changes = columns(room, head)
    if before == 0:
        changes["ground"] = codec.ground_to(room.ground)
    try:
        hit = prepared.update(
            RoomRow,
            where={"id": room.id, "org_id": room.org, "seq": before},
            to=changes,
            along=(prepared.inserting(JournalLine, _lines(room, written)), _personal(room, written)),
        )
    except IntegrityError as problem:
        if ONE_OPEN.isdisjoint(str(problem).replace('"', " ").split()):
            raise
        raise errors.AlreadyDone(what="open_room") from problem
    if hit != 1:
        raise RuntimeError(f"room {room.id} moved under its lock")


def _lines(room: Room, written: Sequence[Written]) -> list[dict[str, Any]]:
    return [
        {
            "org_id": room.org,
            "room_id": room.id,
            "seq": w.line.seq,
            "at": w.line.at,
            "by": w.line.by,
            "type": w.line.event.type_,
            "body": w.body,
            "hash": w.hash,
        }
        for w in written
    ]


def _personal(room: Room, written: Sequence[Written]) -> prepared.Change | None:
    return prepared.inserting(
        PersonalValue,
        [
            {
                "org_id": room.org,
                "room_id": room.id,
                "seq": w.line.seq,
                "by": w.line.by,
                "seal": s.seal,
                "value": s.value,
                "salt": s.salt,
            }
            for w in written
            for s in w.secrets
        ],
    )


def follow(room: Room, lines: Sequence[Line]) -> None:
    """Bring deliveries, calls, notices and promises to where `lines` took them. `room` is the state after them."""
    decision_links.follow(room, lines)
    notices.follow(room, lines)
    for line in lines:
        match line.event:
            case e.DeliveryPlanned(delivery=key):
                _plan(room, key, line.event.outlet)
            case e.CallPlaced(call=key, person=person):
                _place(room, key, person, line.at)
            case e.CallSent(call=key, attempt=attempt, more=more):
                _call_again(room, key, attempt, line.at, room.ground.channel_wait_s if more else None)
            case e.CallFailed(call=key, attempt=attempt, more=more):
                _call_again(room, key, attempt, line.at, 0 if more else None)
            case e.CallAcknowledged(call=key) | e.CallDeclined(call=key) | e.CallRung(call=key, answered=True):
                CallRow.objects.filter(room_id=room.id, key=key).update(open=False, lease_until=None)
            case e.RoomClosed():
                CallRow.objects.filter(room_id=room.id).update(open=False, lease_until=None)
            case e.RoomReopened():
                waiting = [c.id for c in room.calls if c.acknowledged_at is None and c.declined_at is None]
                CallRow.objects.filter(room_id=room.id, key__in=waiting).update(open=True, next_at=line.at)
            case e.CompensationGranted(day=day, mandate=mandate, amount_krw=won):
                spending.add(room, day=day, mandate=mandate, won=won)
            case e.EstimateSent() as sent:
                scores.ask(room, sent, line)
            case e.PressSettled():
                scores.press_told(room, line.at)
            case e.SituationReported(number=number):
                _report(room, number, line.seq)
            case e.ReportRemarked(report=number):
                _remark(room, number, line.seq)
            case e.StatementWithdrawn(statement=statement):
                _withdraw(room, statement, line.at)
            case event if isinstance(event, _DELIVERY):
                _move(room, event.delivery, keep_lease=isinstance(event, e.DeliveryStarted))
            case _:
                pass


def _plan(room: Room, key: str, outlet_key: str) -> None:
    outlet = Outlet.objects.filter(org_id=room.org, key=outlet_key).first()
    if outlet is None:
        raise errors.NoSuchThing(what="outlet", key=outlet_key)
    planned = room.delivery(key)
    if planned is not None:
        DeliveryRow.objects.create(
            org_id=room.org,
            room_id=room.id,
            key=key,
            outlet=outlet,
            statement=planned.statement,
            state=planned.state,
            not_before=planned.not_before,
        )


def _call_again(room: Room, key: str, attempt: int, at: datetime, wait_s: int | None) -> None:
    """When the next try is due: `wait_s` from now, or with the next round."""
    after = timedelta(seconds=room.ground.call_again_s if wait_s is None else wait_s)
    rows = CallRow.objects.filter(room_id=room.id, key=key)
    rows.update(attempts=attempt, next_at=at + after, lease_until=None)


def _move(room: Room, key: str, *, keep_lease: bool) -> None:
    now = room.delivery(key)
    if now is None:
        return
    changes: dict[str, Any] = {"state": now.state, "not_before": now.not_before}
    if not keep_lease:
        changes["lease_until"] = None
    DeliveryRow.objects.filter(room_id=room.id, key=key).update(**changes)


def _withdraw(room: Room, statement: str, at: datetime) -> None:
    """The newsroom is our own: it says at once that a text no longer stands. What others hold, people must settle."""
    keys = [f"{room.org}-{room.id}-{d.id}" for d in room.deliveries if d.statement == statement]
    NewsroomPost.objects.filter(org_id=room.org, key__in=keys, withdrawn_at=None).update(withdrawn_at=at)


def _place(room: Room, key: str, person_key: str, at: datetime) -> None:
    person = Person.objects.filter(org_id=room.org, key=person_key).first()
    if person is None:
        raise errors.NoSuchThing(what="person", key=person_key)
    CallRow.objects.create(org_id=room.org, room_id=room.id, key=key, person=person, next_at=at)


def _report(room: Room, number: int, seq: int) -> None:
    beforehand = [r.seq for r in room.remarks if r.report == number and r.seq < seq]
    row = SituationReport(org_id=room.org, room_id=room.id, number=number, seq=seq, remarks=beforehand)
    SituationReport.objects.bulk_create([row], ignore_conflicts=True)


def _remark(room: Room, number: int, seq: int) -> None:
    for row in SituationReport.objects.filter(room_id=room.id, number=number):
        SituationReport.objects.filter(pk=row.pk).update(remarks=[*row.remarks, seq])
