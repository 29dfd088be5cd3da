"""Every question has an owner, a deadline, a deputy and a default."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours, OutOfRange, ReasonMissing
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Decision, Room

FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
DAY_MIN = 24 * 60


def ask(
    room: Room,
    *,
    by: str,
    question: str,
    options: Sequence[str],
    default: int,
    owner: str,
    deputy: str | None,
    minutes: int,
    people: Sequence[Person],
    at: datetime,
) -> e.DecisionAsked:
    """Put a question to one person. `default` (index of an option) stands when nobody decides in time.

    minutes   until it is due, 1 to a day
    deputy    None: the owner's own deputy

    Raises ReasonMissing, TextTooLong, OutOfRange, NoSuchThing.
    """
    text.open_room(room)
    text.a_person(by)
    # A form has empty lines between; the default was chosen by its line, not by what is left of them.
    lines = tuple(text.clean(option, most=text.OPTION, what="option") for option in options)
    given = tuple(line for line in lines if line)
    text.within(len(given), low=FEWEST_OPTIONS, high=MOST_OPTIONS, what="options")
    if len(set(given)) < len(given):
        raise OutOfRange(what="different options", low=len(given), high=MOST_OPTIONS)
    text.within(default, low=0, high=len(lines) - 1, what="default")
    if not lines[default]:
        raise ReasonMissing(what="default")
    text.within(minutes, low=1, high=DAY_MIN, what="minutes")
    stand_in = deputy or text.known(people, owner).deputy
    if deputy:
        text.known(people, deputy)
    return e.DecisionAsked(
        decision=f"d{len(room.decisions) + 1}",
        question=text.needed(question, most=text.QUESTION, what="question"),
        options=given,
        default=given.index(lines[default]),
        owner=text.known(people, owner).key,
        deputy=None if stand_in == owner else stand_in,
        due_at=at + timedelta(minutes=minutes),
    )


def decide(room: Room, *, by: str, decision: str, option: int, why: str, at: datetime) -> e.DecisionMade:
    """Choose. The owner may, the deputy once it went to them, and the leader at any time.

    Raises NotYours, AlreadyDone, OutOfRange.
    """
    text.open_room(room)
    text.a_person(by)
    asked = _undecided(room, decision)
    how = _standing(room, asked, by)
    text.within(option, low=0, high=len(asked.options) - 1, what="option")
    return e.DecisionMade(decision=decision, option=option, how=how, why=text.clean(why, most=text.WHY, what="why"))


def may_decide(room: Room, decision: Decision, by: str) -> bool:
    return by in (decision.owner, decision.first_owner, room.leader)


def _standing(room: Room, asked: Decision, by: str) -> str:
    if by == asked.first_owner:
        return "owner"
    if by == asked.owner:
        return "deputy"
    if by == room.leader:
        return "leader"
    raise NotYours(owner=asked.owner)


def _undecided(room: Room, key: str) -> Decision:
    asked = room.decision(key)
    if asked is None:
        raise NoSuchThing(what="decision", key=key)
    if asked.made_at is not None:
        raise AlreadyDone(what="decide")
    return asked


def object_to(room: Room, *, by: str, decision: str, why: str, at: datetime) -> e.ObjectionRaised:
    """A strong objection, once a person, while the question is open. It is heard; it does not stop the clock."""
    text.open_room(room)
    text.a_person(by)
    asked = _undecided(room, decision)
    if any(heard.by == by for heard in asked.objections):
        raise AlreadyDone(what="object")
    return e.ObjectionRaised(decision=decision, why=text.needed(why, most=text.WHY, what="why"))


def due(room: Room) -> tuple[datetime, ...]:
    """When the clock must look at a question."""
    return tuple(d.due_at for d in room.decisions if d.made_at is None)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """A question past its deadline goes to the deputy, who has `ground.escalate_min` minutes from now (a clock that was
    down must not take the deputy's time), then its default stands."""
    return tuple(
        _escalated_or_default(room, asked, people, at)
        for asked in room.decisions
        if asked.made_at is None and asked.due_at <= at
    )


def _escalated_or_default(room: Room, asked: Decision, people: Sequence[Person], at: datetime) -> e.Event:
    named = asked.deputy or next((p.deputy for p in people if p.key == asked.owner), None)
    # A deputy who has left decides nothing.
    deputy = named if any(p.key == named for p in people) else None
    if asked.escalated or deputy is None or deputy == asked.owner:
        return e.DecisionMade(decision=asked.id, option=asked.default, how="default")
    until = at + timedelta(minutes=max(1, room.ground.escalate_min))
    return e.DecisionEscalated(decision=asked.id, owner=deputy, due_at=until)
