"""Reporters ask and are answered; corrections are claimed."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Claimed, Inquiry, Room


@on(e.InquiryNoted)
def _noted(room: Room, ev: e.InquiryNoted, line: Line) -> Room:
    noted = Inquiry(
        id=ev.inquiry,
        medium=ev.medium,
        reporter=ev.reporter,
        contact=ev.contact,
        question=ev.question,
        noted_by=line.by,
        noted_at=line.at,
        asked_at=line.at,
        due_at=ev.due_at,
        owner=ev.owner,
    )
    return replace(room, inquiries=bounded((*room.inquiries, noted), lambda q: not q.is_open))


def _update(room: Room, key: str, **changes: Any) -> Room:
    old = room.inquiry(key)
    return room if old is None else replace(room, inquiries=swap(room.inquiries, old, replace(old, **changes)))


@on(e.InquiryTaken)
def _taken(room: Room, ev: e.InquiryTaken, line: Line) -> Room:
    return _update(room, ev.inquiry, owner=ev.owner)


@on(e.InquiryReleased)
def _released(room: Room, ev: e.InquiryReleased, line: Line) -> Room:
    return _update(room, ev.inquiry, owner=None)


@on(e.InquiryAnswered)
def _answered(room: Room, ev: e.InquiryAnswered, line: Line) -> Room:
    return _update(
        room,
        ev.inquiry,
        state="answered",
        statement=ev.statement,
        facts=ev.facts,
        words=ev.words,
        under=ev.under,
        answered_by=line.by,
        answered_at=line.at,
    )


@on(e.InquiryFollowed)
def _followed(room: Room, ev: e.InquiryFollowed, line: Line) -> Room:
    old = room.inquiry(ev.inquiry)
    return _update(
        room,
        ev.inquiry,
        state="noted",
        question=ev.question,
        asked_at=line.at,
        due_at=ev.due_at,
        rounds=old.rounds + 1 if old else 1,
        warned=False,
        late=False,
    )


@on(e.InquiryClosed)
def _closed(room: Room, ev: e.InquiryClosed, line: Line) -> Room:
    return _update(room, ev.inquiry, state="closed", note=ev.note, closed_at=line.at)


@on(e.InquiryLate)
def _late(room: Room, ev: e.InquiryLate, line: Line) -> Room:
    return _update(room, ev.inquiry, late=True)


@on(e.CorrectionClaimed)
def _claimed(room: Room, ev: e.CorrectionClaimed, line: Line) -> Room:
    claimed = Claimed(
        id=ev.correction,
        kind=ev.kind,
        medium=ev.medium,
        law=ev.law,
        duty=ev.duty,
        aware_at=ev.aware_at,
        due_at=ev.due_at,
        by=line.by,
        at=line.at,
        link=ev.link,
        wrong=ev.wrong,
    )
    return replace(room, corrections=bounded((*room.corrections, claimed), lambda c: not c.is_open))


@on(e.CorrectionMoved)
def _moved(room: Room, ev: e.CorrectionMoved, line: Line) -> Room:
    old = room.correction(ev.correction)
    if old is None:
        return room
    new = replace(old, state=ev.state, state_by=line.by, state_at=line.at, note=ev.note)
    return replace(room, corrections=swap(room.corrections, old, new))
