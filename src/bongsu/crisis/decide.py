"""Decide by the minute: every question has an owner, a deadline, a deputy and a default."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours, OutOfRange, ReasonMissing
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Call, Decision, Room, Task

FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
DAY_MIN = 24 * 60
TASK = 300


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


def give_task(
    room: Room, *, by: str, task: str, owner: str, minutes: int, people: Sequence[Person], at: datetime
) -> e.TaskGiven:
    """One named person, a few minutes (1 to a week), then looked at again."""
    text.open_room(room)
    text.a_person(by)
    text.within(minutes, low=1, high=7 * DAY_MIN, what="minutes")
    return e.TaskGiven(
        task=f"t{len(room.tasks) + 1}",
        text=text.needed(task, most=TASK, what="task"),
        owner=text.known(people, owner).key,
        due_at=at + timedelta(minutes=minutes),
    )


def finish_task(room: Room, *, by: str, task: str, note: str, at: datetime) -> e.TaskDone:
    text.open_room(room)
    text.a_person(by)
    given = room.task(task)
    if given is None:
        raise NoSuchThing(what="task", key=task)
    if given.done_at is not None:
        raise AlreadyDone(what="finish")
    if not may_finish(room, given, by):
        raise NotYours(owner=given.owner)
    return e.TaskDone(task=task, note=text.clean(note, most=text.WHY, what="note"))


def may_finish(room: Room, task: Task, by: str) -> bool:
    return by in (task.owner, task.given_by, room.leader)


# ── the clock ──────────────────────────────────────────────────────────────────────────────────────────────────────
def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """What the clock does at `at`, by nobody's hand. Applied and asked again for the same instant: nothing.

    A question past its deadline goes to the deputy, who has `ground.escalate_min` minutes from now (a clock that was
    down must not take the deputy's time), then its default stands. Late tasks and a late first word are said once. An
    unanswered call brings in a deputy.
    """
    if not room.is_open:
        return ()
    events: list[e.Event] = []
    for asked in room.decisions:
        if asked.made_at is None and asked.due_at <= at:
            events.append(_escalated_or_default(room, asked, people, at))
    events += [
        e.TaskOverdue(task=task.id)
        for task in room.tasks
        if task.done_at is None and not task.overdue and task.due_at <= at
    ]
    due = room.first_word_due
    if due is not None and due <= at and room.first_word_at is None and not room.first_word_late:
        events.append(e.FirstWordOverdue(due_at=due))
    events += _deputies_called(room, people, at)
    return tuple(events)


def _escalated_or_default(room: Room, asked: Decision, people: Sequence[Person], at: datetime) -> e.Event:
    named = asked.deputy or next((p.deputy for p in people if p.key == asked.owner), None)
    # A deputy who has left decides nothing.
    deputy = named if any(p.key == named for p in people) else None
    if asked.escalated or deputy is None or deputy == asked.owner:
        return e.DecisionMade(decision=asked.id, option=asked.default, how="default")
    until = at + timedelta(minutes=max(1, room.ground.escalate_min))
    return e.DecisionEscalated(decision=asked.id, owner=deputy, due_at=until)


def _deputies_called(room: Room, people: Sequence[Person], at: datetime) -> list[e.Event]:
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
    return placed


def _stands_in(call: Call, people: Sequence[Person], called: set[str]) -> str | None:
    """The named deputy, else another holder of the role, on duty first; None when everybody was called already."""
    named = [p.deputy for p in people if p.key == call.person and p.deputy]
    known = {p.key for p in people}
    others = sorted((p for p in people if call.role in p.roles), key=lambda p: not p.on_duty)
    return next((key for key in (*named, *(p.key for p in others)) if key in known and key not in called), None)
