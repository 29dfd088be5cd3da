"""Put the fault right (교정), apart from what is said about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Fault, Room

#: Looking for the cause → it does no more harm → mended → somebody made sure.
STATES = ("cause", "stopped", "fixed", "verified")
FAULT = 300
MONTH_MIN = 30 * 24 * 60


def note_fault(
    room: Room,
    *,
    by: str,
    fault: str,
    owner: str,
    minutes: int,
    people: Sequence[Person],
    at: datetime,
    because: str = "",
) -> e.FaultNoted:
    """What is wrong, who puts it right, and by when (1 minute to 30 days)."""
    text.open_room(room)
    text.a_person(by)
    text.within(minutes, low=1, high=MONTH_MIN, what="minutes")
    if because and room.decision(because) is None:
        raise NoSuchThing(what="decision", key=because)
    return e.FaultNoted(
        fault=room.fresh("e"),
        text=text.needed(fault, most=FAULT, what="fault"),
        owner=text.known(people, owner).key,
        due_at=at + timedelta(minutes=minutes),
        because=because,
    )


def move_fault(room: Room, *, by: str, fault: str, state: str, note: str, at: datetime) -> e.FaultMoved:
    """Its owner, whoever noted it and the leader say how far it is; back as well, where a mend did not hold.

    Raises NotYours, AlreadyDone, NoSuchThing, ReasonMissing ("fixed" and "verified" say how one knows).
    """
    text.open_room(room)
    text.a_person(by)
    found = room.fault(fault)
    if found is None or state not in STATES:
        raise NoSuchThing(what="fault", key=fault)
    if not may_move(room, found, by):
        raise NotYours(owner=found.owner)
    if found.state == state:
        raise AlreadyDone(what=state)
    keep = text.needed if state in ("fixed", "verified") else text.clean
    return e.FaultMoved(fault=fault, state=state, note=keep(note, most=text.WHY, what="note"))


def may_move(room: Room, fault: Fault, by: str) -> bool:
    return by in (fault.owner, fault.noted_by, room.leader)


def due(room: Room) -> tuple[datetime, ...]:
    """When a fault should have been mended, and when that should be warned of."""
    open_ = [f for f in room.faults if _waits(f)]
    return (*(f.due_at for f in open_), *(f.warn_at for f in open_ if not f.warned and f.warn_at < f.due_at))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    open_ = [f for f in room.faults if _waits(f)]
    return (
        *(
            e.DeadlineNear(what="fault", key=f.id, due_at=f.due_at)
            for f in open_
            if not f.warned and f.warn_at <= at < f.due_at
        ),
        *(e.FaultOverdue(fault=f.id) for f in open_ if f.due_at <= at),
    )


def _waits(fault: Fault) -> bool:
    return fault.state in ("cause", "stopped") and not fault.overdue
