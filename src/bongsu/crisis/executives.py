"""The team asks an executive, on a clock: unanswered, it goes to the deputy for as long again, then it is late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NotYours
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.decide.consulting import holder
from bongsu.crisis.room import Room

ROLES = ("executive", "committee_head")
MINUTES = (1, 7 * 24 * 60)
ANSWER = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    id: int
    text: str
    by: str
    first: str  # who was asked
    person: str  # who has it now
    role: str
    minutes: int
    asked_at: datetime
    due_at: datetime
    room: int | None = None
    seen_at: datetime | None = None  # by whoever has it now
    passed_at: datetime | None = None
    late_at: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""


def ask(
    *, by: str, to: str, words: str, minutes: int, people: Sequence[Person], room: int | None, at: datetime
) -> Question:
    """Put a question to an executive by key, or to a role, on duty first.

    Raises NoSuchThing, NotYours (no executive), ReasonMissing, TextTooLong, OutOfRange.
    """
    text.a_person(by)
    asked = holder(people, to) if to in ROLES else text.known(people, to)
    if not set(ROLES) & set(asked.roles):
        raise NotYours(owner="executive")
    text.within(minutes, low=MINUTES[0], high=MINUTES[1], what="minutes")
    return Question(
        id=0,
        text=text.needed(words, most=text.QUESTION, what="question"),
        by=by,
        first=asked.key,
        person=asked.key,
        role=to if to in ROLES else "",
        minutes=minutes,
        asked_at=at,
        due_at=at + timedelta(minutes=minutes),
        room=room,
    )


def concerned(rooms: Sequence[Room], *, by: str) -> int | None:
    """The open room that a question asked outside of rooms is about: the only one in which whoever asks sits."""
    mine = [room.id for room in rooms if room.is_open and by in room.team]
    return mine[0] if len(mine) == 1 else None


def lines_of(before: Question | None, after: Question) -> tuple[e.Event, ...]:
    """What a room records of a question that came to be, or changed. Never its words."""
    if before is None:
        return (e.ExecutiveAsked(question=after.id, person=after.person, due_at=after.due_at),)
    said: list[e.Event] = []
    if after.passed_at is not None and before.passed_at is None:
        said.append(e.ExecutivePassed(question=after.id, person=after.person, due_at=after.due_at))
    if after.late_at is not None and before.late_at is None:
        said.append(e.ExecutiveLate(question=after.id, person=after.person))
    if after.answered_at is not None and before.answered_at is None:
        said.append(e.ExecutiveAnswered(question=after.id, person=after.answered_by))
    return tuple(said)


def answer(asked: Question, *, by: str, words: str, at: datetime) -> Question:
    """Whoever was asked, or has it now, answers; late is better than never. Raises NotYours, AlreadyDone."""
    if asked.answered_at is not None:
        raise AlreadyDone(what="answer")
    if by not in (asked.first, asked.person):
        raise NotYours(owner=asked.person)
    said = text.needed(words, most=ANSWER, what="answer")
    return replace(asked, answer=said, answered_at=at, answered_by=by)


def due(asked: Question, *, people: Sequence[Person], at: datetime) -> Question:
    """The question as the clock leaves it at `at`; asked again for the same instant, nothing more changes."""
    if asked.answered_at is not None or asked.late_at is not None or at < asked.due_at:
        return asked
    deputy = None if asked.passed_at else next((p.deputy for p in people if p.key == asked.first), None)
    if deputy is None or all(p.key != deputy for p in people):
        return replace(asked, late_at=at)
    until = at + timedelta(minutes=asked.minutes)
    return replace(asked, person=deputy, passed_at=at, due_at=until, seen_at=None)
