"""Somebody does not answer: who is called instead."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.room import Call, Room


def due(room: Room) -> tuple[datetime, ...]:
    """When an unanswered call brings in a deputy."""
    called_for = {c.instead_of for c in room.calls}
    return tuple(
        c.placed_at + timedelta(seconds=room.ground.deputy_after_s)
        for c in room.calls
        if c.acknowledged_at is None and c.instead_of is None and c.person not in called_for
    )


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """An unanswered call brings in a deputy."""
    patience = timedelta(seconds=room.ground.deputy_after_s)
    called = {call.person for call in room.calls}
    replaced = {call.instead_of for call in room.calls}
    placed: list[e.Event] = []
    for call in room.calls:
        waits = call.acknowledged_at is None and call.instead_of is None and call.person not in replaced
        if not waits or call.placed_at + patience > at:
            continue
        deputy = _stands_in(call, people, called)
        if deputy is None:
            continue
        called.add(deputy)
        placed.append(
            e.CallPlaced(
                call=f"c{len(room.calls) + len(placed) + 1}",
                person=deputy,
                role=call.role,
                level=call.level,
                instead_of=call.person,
            )
        )
    return tuple(placed)


def _stands_in(call: Call, people: Sequence[Person], called: set[str]) -> str | None:
    """The named deputy, else another holder of the role, on duty first; None when everybody was called already."""
    named = [p.deputy for p in people if p.key == call.person and p.deputy]
    known = {p.key for p in people}
    others = sorted((p for p in people if call.role in p.roles), key=lambda p: not p.on_duty)
    return next((key for key in (*named, *(p.key for p in others)) if key in known and key not in called), None)
