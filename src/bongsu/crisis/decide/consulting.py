"""Ask those whose field it touches. They have a window, and a deputy after them; never a veto by silence."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.decide.questions import undecided
from bongsu.crisis.room import Consultation, Room

DAY_MIN = 24 * 60


def consult(
    room: Room,
    *,
    by: str,
    decision: str,
    role: str,
    person: str | None,
    question: str,
    minutes: int,
    people: Sequence[Person],
    at: datetime,
) -> e.ConsultationAsked:
    """Ask a person, or whoever holds `role`, on duty first.

    decision   the question it belongs to; "" for none
    minutes    for the answer, 1 to a day

    Raises NoSuchThing (nobody holds the role), ReasonMissing, OutOfRange, AlreadyDone.
    """
    text.open_room(room)
    text.a_person(by)
    if decision:
        undecided(room, decision)
    text.within(minutes, low=1, high=DAY_MIN, what="minutes")
    who = text.known(people, person) if person else holder(people, role)
    if any(c.is_open and (c.decision, c.person) == (decision, who.key) for c in room.consultations):
        raise AlreadyDone(what="consult")
    return e.ConsultationAsked(
        consultation=room.fresh("q"),
        decision=decision,
        role=role or next(iter(who.roles), ""),
        person=who.key,
        question=text.needed(question, most=text.QUESTION, what="question"),
        due_at=at + timedelta(minutes=minutes),
    )


def holder(people: Sequence[Person], role: str) -> Person:
    """Who answers for a role, on duty first. Raises NoSuchThing."""
    holders = sorted((p for p in people if role in p.roles), key=lambda p: not p.on_duty)
    if not holders:
        raise NoSuchThing(what="role", key=role)
    return holders[0]


def answer(
    room: Room, *, by: str, roles: Sequence[str], consultation: str, words: str, at: datetime
) -> e.ConsultationAnswered:
    """Whoever was asked answers, their deputy once it went to them, or another of that role. Late is better than never.

    Raises NotYours, AlreadyDone, ReasonMissing.
    """
    text.open_room(room)
    text.a_person(by)
    asked = room.consultation(consultation)
    if asked is None:
        raise NoSuchThing(what="consultation", key=consultation)
    if asked.answered_at is not None:
        raise AlreadyDone(what="answer")
    if not may_answer(asked, by, roles):
        raise NotYours(owner=asked.person)
    return e.ConsultationAnswered(consultation=consultation, answer=text.needed(words, most=text.NOTE, what="answer"))


def may_answer(asked: Consultation, by: str, roles: Sequence[str]) -> bool:
    return by in (asked.person, asked.first_person) or asked.role in roles


def due(room: Room) -> tuple[datetime, ...]:
    """When a consultation lapses, and when it should be warned of."""
    waiting = [c for c in room.consultations if c.is_open]
    return (*(c.due_at for c in waiting), *(c.warn_at for c in waiting if not c.warned and c.warn_at < c.due_at))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Unanswered, it goes to the deputy for `ground.escalate_min` minutes, then things go on without."""
    late = [c for c in room.consultations if c.is_open and c.due_at <= at]
    near = [c for c in room.consultations if c.is_open and not c.warned and c.warn_at <= at < c.due_at]
    return (
        *(e.DeadlineNear(what="consultation", key=c.id, due_at=c.due_at) for c in near),
        *(_lapsed(room, asked, people, at) for asked in late),
    )


def _lapsed(room: Room, asked: Consultation, people: Sequence[Person], at: datetime) -> e.Event:
    deputy = None if asked.lapsed else _stands_in(asked, people)
    if deputy is None:
        return e.ConsultationPassed(consultation=asked.id)
    until = at + timedelta(minutes=max(1, room.ground.escalate_min))
    return e.ConsultationLapsed(consultation=asked.id, person=deputy, due_at=until)


def _stands_in(asked: Consultation, people: Sequence[Person]) -> str | None:
    """The named deputy, else another holder of the role, on duty first."""
    named = next((p.deputy for p in people if p.key == asked.person and p.deputy), None)
    others = sorted((p for p in people if asked.role in p.roles), key=lambda p: not p.on_duty)
    known = {p.key for p in people}
    return next((k for k in (named, *(p.key for p in others)) if k in known and k != asked.person), None)
