"""Executives are asked, and answer."""

from dataclasses import replace
from typing import Any

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on
from bongsu.crisis.parts.executives import Asked
from bongsu.crisis.room import Room


@on(e.ExecutiveAsked)
def _asked(room: Room, ev: e.ExecutiveAsked, line: Line) -> Room:
    asked = Asked(ev.question, line.by, ev.person, line.at, ev.due_at)
    return replace(room, asked=bounded((*room.asked, asked), lambda one: one.late or one.answered_at is not None))


def _update(room: Room, number: int, **changes: Any) -> Room:
    return replace(room, asked=tuple(replace(one, **changes) if one.question == number else one for one in room.asked))


@on(e.ExecutivePassed)
def _passed(room: Room, ev: e.ExecutivePassed, line: Line) -> Room:
    return _update(room, ev.question, person=ev.person, due_at=ev.due_at)


@on(e.ExecutiveLate)
def _late(room: Room, ev: e.ExecutiveLate, line: Line) -> Room:
    return _update(room, ev.question, late=True)


@on(e.ExecutiveAnswered)
def _answered(room: Room, ev: e.ExecutiveAnswered, line: Line) -> Room:
    return _update(room, ev.question, person=ev.person, answered_at=line.at)
