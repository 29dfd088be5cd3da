"""Flashes are sent, delivered, answered, withdrawn."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import Flash, Receipt, Room

KEPT = 20


@on(e.FlashSent)
def _sent(room: Room, ev: e.FlashSent, line: Line) -> Room:
    sent = Flash(id=ev.flash, text=ev.text, by=line.by, at=line.at, to=ev.to)
    return replace(room, flashes=bounded((*room.flashes, sent), lambda f: not f.is_open, KEPT))


def _swap(room: Room, old: Flash | None, new: Flash | None) -> Room:
    return room if old is None or new is None else replace(room, flashes=swap(room.flashes, old, new))


@on(e.FlashDelivered)
def _delivered(room: Room, ev: e.FlashDelivered, line: Line) -> Room:
    old = room.flash(ev.flash)
    receipt = Receipt(person=ev.person, what=ev.channel, words="", at=line.at)
    return _swap(room, old, old and replace(old, delivered=(*old.delivered, receipt)))


@on(e.FlashRead)
def _read(room: Room, ev: e.FlashRead, line: Line) -> Room:
    old = room.flash(ev.flash)
    receipt = Receipt(person=ev.person, what="read", words="", at=line.at)
    return _swap(room, old, old and replace(old, reads=(*old.reads, receipt)))


@on(e.FlashAnswered)
def _answered(room: Room, ev: e.FlashAnswered, line: Line) -> Room:
    old = room.flash(ev.flash)
    receipt = Receipt(person=ev.person, what=ev.answer, words=ev.words, at=line.at)
    return _swap(room, old, old and replace(old, answers=(*old.answers, receipt)))


@on(e.FlashWithdrawn)
def _withdrawn(room: Room, ev: e.FlashWithdrawn, line: Line) -> Room:
    old = room.flash(ev.flash)
    return _swap(room, old, old and replace(old, withdrawn_at=line.at))
