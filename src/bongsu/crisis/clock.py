"""What the clock does in a room, by nobody's hand. Deadlines are stored and asked for, never held in memory.

Each part has `due(room)`, the instants at which it wants to be asked, and `overdue(room, people=…, at=…)`, what happens
then. Applied and asked again for the same instant, a part has nothing more to say: a tick may come twice, or late.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bongsu.core.events import Event
from bongsu.core.line import Line
from bongsu.core.values import SYSTEM, Person
from bongsu.crisis import approvals, fold
from bongsu.crisis.assess import facts, inquiries, sitrep
from bongsu.crisis.convene import command, one_voice, promises, waiting
from bongsu.crisis.decide import consulting, duties, faults, first_word, proposals, questions, stance, tasks
from bongsu.crisis.room import Room


class Part(Protocol):
    def due(self, room: Room) -> tuple[datetime, ...]: ...
    def overdue(self, room: Room, *, people: Sequence[Person], at: datetime) -> tuple[Event, ...]: ...


PARTS: tuple[Part, ...] = (
    facts,
    sitrep,
    proposals,
    questions,
    consulting,
    stance,
    tasks,
    duties,
    faults,
    first_word,
    waiting,
    approvals,
    command,
    promises,
    one_voice,
    inquiries,
)


def next_due(room: Room) -> datetime | None:
    """The next instant at which the clock must look at this room; None: never."""
    if not room.is_open:
        return None
    return min((when for part in PARTS for when in part.due(room)), default=None)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[Event, ...]:
    """Everything that has come due by `at`. Each part knows what those before it said: a question that consent has
    settled is not warned of, nor put to its deputy."""
    said: list[Event] = []
    for part in PARTS if room.is_open else ():
        found = part.overdue(room, people=people, at=at)
        for event in found:
            room = fold.apply(room, Line(seq=room.seq + 1, at=at, by=SYSTEM, event=event))
        said += found
    return tuple(said)
