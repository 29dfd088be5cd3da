"""The one-voice order goes out, is read, and is lifted."""

from collections.abc import Callable
from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on
from bongsu.crisis.room import OneVoice, Room, VoicePoint


@on(e.OneVoiceOrdered)
def _ordered(room: Room, ev: e.OneVoiceOrdered, line: Line) -> Room:
    order = OneVoice(
        id=ev.order,
        version=ev.version,
        text=ev.text,
        digest=ev.digest,
        by=line.by,
        at=line.at,
        points=tuple(VoicePoint(key=key, person=person, deputy=deputy) for key, person, deputy in ev.points),
        asked=len(ev.people),
        unread=ev.people,
        loud=ev.people,
    )
    return replace(room, one_voice=order, one_voice_skipped=False)


def _change(room: Room, key: str, change: Callable[[OneVoice], OneVoice]) -> Room:
    order = room.one_voice
    return replace(room, one_voice=change(order)) if order and order.id == key else room


def _points(order: OneVoice, keys: set[str], line: Line) -> tuple[VoicePoint, ...]:
    return tuple(
        replace(p, read_by=line.by, read_at=line.at) if p.key in keys and p.read_at is None else p for p in order.points
    )


@on(e.OneVoiceRead)
def _read(room: Room, ev: e.OneVoiceRead, line: Line) -> Room:
    return _change(
        room,
        ev.order,
        lambda order: replace(
            order,
            points=_points(order, set(ev.points), line),
            unread=tuple(key for key in order.unread if key != ev.person),
            loud=tuple(key for key in order.loud if key != ev.person or not ev.silent),
        ),
    )


@on(e.OneVoiceSilent)
def _silent(room: Room, ev: e.OneVoiceSilent, line: Line) -> Room:
    return _change(
        room, ev.order, lambda order: replace(order, loud=tuple(key for key in order.loud if key != ev.person))
    )


@on(e.OneVoiceTold)
def _told(room: Room, ev: e.OneVoiceTold, line: Line) -> Room:
    return _change(room, ev.order, lambda order: replace(order, points=_points(order, {ev.point}, line)))


@on(e.OneVoiceDeputiesAsked)
def _deputies(room: Room, ev: e.OneVoiceDeputiesAsked, line: Line) -> Room:
    asked = {key for key, _ in ev.points}
    return _change(
        room,
        ev.order,
        lambda order: replace(
            order, points=tuple(replace(p, deputy_asked=True) if p.key in asked else p for p in order.points)
        ),
    )


@on(e.OneVoiceLifted)
def _lifted(room: Room, ev: e.OneVoiceLifted, line: Line) -> Room:
    return _change(room, ev.order, lambda order: replace(order, lifted_at=line.at))


@on(e.OneVoiceSkipped)
def _skipped(room: Room, ev: e.OneVoiceSkipped, line: Line) -> Room:
    return replace(room, one_voice_skipped=True)


@on(e.NoticeFailed)
def _failed(room: Room, ev: e.NoticeFailed, line: Line) -> Room:
    return room  # what was tried stands beside the room
