"""Statutory clocks (법정 시한): counted from the moment somebody knew, confirmed by legal, settled on the record.

The law itself is dated configuration (`Ground.laws`), frozen when the room opened; nothing here knows a statute.
"""

import calendar
from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, LegalOnly, NoSuchThing, NotReady
from bongsu.core.values import Law, Person
from bongsu.crisis import text
from bongsu.crisis.room import Duty, Room

LEGAL = "legal"
#: Nobody learns today that they knew a month ago; a longer time is a slip of the finger.
KNEW_MOST_MIN = 30 * 24 * 60


def laws_in_force(room: Room, at: datetime) -> tuple[Law, ...]:
    return tuple(law for law in room.ground.laws if law.since <= at and (law.until is None or at < law.until))


def due_by(law: Law, aware_at: datetime) -> datetime:
    """The end of the period. Months are calendar months (a 31st without a match ends on the month's last day)."""
    if law.hours is not None:
        return aware_at + timedelta(hours=law.hours)
    months = aware_at.month - 1 + (law.months or 0)
    year, month = aware_at.year + months // 12, months % 12 + 1
    return aware_at.replace(year=year, month=month, day=min(aware_at.day, calendar.monthrange(year, month)[1]))


def start(room: Room, *, by: str, law: str, why: str, knew_min_ago: int, at: datetime) -> e.DutyStarted:
    """Anybody may say so: better a clock that proves needless than one that ran unseen.

    Of what was known earlier than a clock that runs, the earlier end holds: it gets a clock of its own.

    Raises NoSuchThing (no such clock in force), AlreadyDone (it runs), ReasonMissing, OutOfRange.
    """
    text.open_room(room)
    text.a_person(by)
    found = next((x for x in laws_in_force(room, at) if x.id == law), None)
    if found is None:
        raise NoSuchThing(what="law", key=law)
    text.within(knew_min_ago, low=0, high=KNEW_MOST_MIN, what="minutes")
    aware_at = at - timedelta(minutes=knew_min_ago)
    due_at = due_by(found, aware_at)
    if running(room, law, by=due_at) is not None:
        raise AlreadyDone(what="duty")
    return e.DutyStarted(
        duty=room.fresh("l"),
        law=law,
        aware_at=aware_at,
        due_at=due_at,
        why=text.needed(why, most=text.WHY, what="why"),
    )


def running(room: Room, law: str, *, by: datetime) -> Duty | None:
    """The clock of `law` that warns in time for an end at `by`."""
    return next((d for d in room.duties if d.law == law and d.is_open and d.due_at <= by), None)


def confirm(room: Room, *, by: str, roles: Sequence[str], duty: str, note: str, at: datetime) -> e.DutyConfirmed:
    """Legal says that it applies. Raises LegalOnly, AlreadyDone."""
    found = _running(room, by, duty)
    legal_only(room, by, roles)
    if found.confirmed_at is not None:
        raise AlreadyDone(what="confirm")
    return e.DutyConfirmed(duty=duty, note=text.clean(note, most=text.WHY, what="note"))


def done(room: Room, *, by: str, roles: Sequence[str], duty: str, note: str, at: datetime) -> e.DutyDone:
    """It was done: where, how, receipt. Legal or the leader says so. Raises LegalOnly, NotReady."""
    _running(room, by, duty)
    if room.leader != by:
        legal_only(room, by, roles)
    _nothing_waits_on(room, duty)
    return e.DutyDone(duty=duty, note=text.needed(note, most=text.WHY, what="note"))


def drop(room: Room, *, by: str, roles: Sequence[str], duty: str, why: str, at: datetime) -> e.DutyDropped:
    """It does not apply, and why. Raises LegalOnly, NotReady."""
    _running(room, by, duty)
    legal_only(room, by, roles)
    _nothing_waits_on(room, duty)
    return e.DutyDropped(duty=duty, why=text.needed(why, most=text.WHY, what="why"))


def _nothing_waits_on(room: Room, duty: str) -> None:
    """A clock runs on while a correction that it warns of was not put to its medium. Raises NotReady."""
    if any(claimed.duty == duty and not claimed.state for claimed in room.corrections):
        raise NotReady(need="corrections")


def is_legal(room: Room, by: str, roles: Sequence[str]) -> bool:
    """Legal; the leader where nobody of legal has come."""
    here = any(c.role == LEGAL and c.acknowledged_at for c in room.calls)
    return LEGAL in roles or (room.leader == by and not here)


def legal_only(room: Room, by: str, roles: Sequence[str]) -> None:
    """Raises LegalOnly."""
    if not is_legal(room, by, roles):
        raise LegalOnly()


def _running(room: Room, by: str, key: str) -> Duty:
    text.open_room(room)
    text.a_person(by)
    found = room.duty(key)
    if found is None:
        raise NoSuchThing(what="duty", key=key)
    if not found.is_open:
        raise AlreadyDone(what="duty")
    return found


def due(room: Room) -> tuple[datetime, ...]:
    """When a duty turns late, and when it should be warned of."""
    running = [d for d in room.duties if d.is_open and not d.late]
    return (*(d.due_at for d in running), *(d.warn_at for d in running if not d.warned and d.warn_at < d.due_at))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Near and late are said once each."""
    running = [d for d in room.duties if d.is_open and not d.late]
    return (
        *(
            e.DeadlineNear(what="duty", key=d.id, due_at=d.due_at)
            for d in running
            if not d.warned and d.warn_at <= at < d.due_at
        ),
        *(e.DutyOverdue(duty=d.id, due_at=d.due_at) for d in running if d.due_at <= at),
    )
