"""Every question has an owner, a deadline, a deputy and a default."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    JudgementMissing,
    NoSuchThing,
    NotYours,
    OutOfRange,
    PractitionersOnly,
    ReasonMissing,
    StillConsulting,
)
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Consultation, Decision, Room

#: Executives decide; their view never fills the practitioners' slot.
SEES_ALL = frozenset(("executive", "committee_head"))
#: Whether an option can be taken back.
REVERSALS = ("yes", "hard", "no")
EFFECT = 200
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
    effects: Sequence[str] = (),
    reversals: Sequence[str] = (),
    judges: Sequence[str] | None = None,
    because: str = "",
) -> e.DecisionAsked:
    """Put a question to one person. `default` (index of an option) stands when nobody decides in time.

    minutes     until it is due, 1 to a day
    deputy      None: the owner's own deputy
    effects     what each line of `options` is expected to bring
    reversals   whether each can be undone: one of REVERSALS, or ""
    judges      who is asked for their judgement; None: the practitioners called into the room

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
    text.within(default + 1, low=1, high=len(lines), what="default")
    if not lines[default]:
        raise ReasonMissing(what="default")
    text.within(minutes, low=1, high=DAY_MIN, what="minutes")
    stand_in = deputy or text.known(people, owner).deputy
    if deputy:
        text.known(people, deputy)
    if because and room.decision(because) is None:
        raise NoSuchThing(what="decision", key=because)
    return e.DecisionAsked(
        decision=room.fresh("d"),
        question=text.needed(question, most=text.QUESTION, what="question"),
        options=given,
        default=given.index(lines[default]),
        owner=text.known(people, owner).key,
        deputy=None if stand_in == owner else stand_in,
        due_at=at + timedelta(minutes=minutes),
        effects=_beside(lines, [text.clean(x, most=EFFECT, what="effect") for x in effects]),
        reversals=_beside(lines, [_reversal(x) for x in reversals]),
        slot=True,
        judges=tuple(text.known(people, key).key for key in judges)
        if judges is not None
        else practitioners(room, people),
        because=because,
    )


def _beside(lines: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    """What was said beside each line that holds an option; nothing where nothing was said at all."""
    filled = [*said, *[""] * len(lines)]
    kept = tuple(word for line, word in zip(lines, filled, strict=False) if line)
    return kept if any(kept) else ()


def _reversal(word: str) -> str:
    if word and word not in REVERSALS:
        raise NoSuchThing(what="reversal", key=word)
    return word


def decide(
    room: Room, *, by: str, decision: str, option: int, why: str, at: datetime, waived: str = "", via: str = ""
) -> e.DecisionMade:
    """Choose. The owner may, the deputy once it went to them, and the leader at any time.

    waived   why it does not wait for the practitioners' judgement, or for somebody who is being consulted
    via      "link": from the page behind a signed link

    Raises NotYours, AlreadyDone, OutOfRange, JudgementMissing, StillConsulting.
    """
    text.open_room(room)
    text.a_person(by)
    asked = undecided(room, decision)
    how = _standing(room, asked, by)
    text.within(option, low=0, high=len(asked.options) - 1, what="option")
    reason = text.clean(waived, most=text.WHY, what="waived")
    unheard = consulted(room, asked)
    if asked.slot and not asked.judgements and not reason:
        raise JudgementMissing()
    if unheard and not reason:
        raise StillConsulting(person=unheard[0].person, until=unheard[0].due_at)
    return e.DecisionMade(
        decision=decision,
        option=option,
        how=how,
        why=text.clean(why, most=text.WHY, what="why"),
        via=via,
        **heard(room, asked, waived=reason),
    )


def heard(room: Room, asked: Decision, *, waived: str = "") -> dict[str, Any]:
    """What the record says of those who should have been heard before this decision."""
    given = "given" if asked.judgements else "waived" if waived else "empty"
    unheard = tuple(c.id for c in consulted(room, asked))
    return {
        "judgement": given if asked.slot else "",
        "unheard": unheard,
        # A reason for not waiting is none where nobody had to be waited for.
        "waived": waived if unheard or (asked.slot and given == "waived") else "",
    }


def consulted(room: Room, asked: Decision) -> tuple[Consultation, ...]:
    """Consultations about this question that still run."""
    return tuple(c for c in room.consultations if c.decision == asked.id and c.is_open)


def practitioners(room: Room, people: Sequence[Person]) -> tuple[str, ...]:
    """Those called into the room who watch and answer; without any, everybody here who is no executive."""
    called = [p for p in people if p.key in room.team or room.call_of(p.key) is not None]
    juniors = tuple(p.key for p in called if "practitioner" in p.roles)
    return juniors or tuple(p.key for p in called if not SEES_ALL & set(p.roles))


def judge(
    room: Room, *, by: str, roles: Sequence[str], decision: str, option: int, why: str, at: datetime
) -> e.JudgementGiven:
    """A practitioner's view of an open question. Sent again, the latest counts.

    Raises PractitionersOnly for executives, AlreadyDone, OutOfRange.
    """
    text.open_room(room)
    text.a_person(by)
    asked = undecided(room, decision)
    if not may_judge(roles):
        raise PractitionersOnly()
    text.within(option, low=0, high=len(asked.options) - 1, what="option")
    return e.JudgementGiven(decision=decision, option=option, why=text.clean(why, most=text.WHY, what="why"))


def may_judge(roles: Sequence[str]) -> bool:
    return bool(roles) and not SEES_ALL & set(roles)


def reopen(room: Room, *, by: str, decision: str, why: str, minutes: int, at: datetime) -> e.DecisionReopened:
    """The facts changed. Its owner, whoever asked, and the leader may; what was decided stays on the record.

    Raises NotYours, ReasonMissing, OutOfRange, NoSuchThing (it is open).
    """
    text.open_room(room)
    text.a_person(by)
    old = room.decision(decision)
    if old is None or old.is_open:
        raise NoSuchThing(what="decision", key=decision)
    if by not in (old.owner, old.first_owner, old.asked_by, room.leader):
        raise NotYours(owner=old.owner)
    text.within(minutes, low=1, high=DAY_MIN, what="minutes")
    return e.DecisionReopened(
        decision=decision,
        due_at=at + timedelta(minutes=minutes),
        why=text.needed(why, most=text.WHY, what="why"),
    )


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


def undecided(room: Room, key: str) -> Decision:
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
    asked = undecided(room, decision)
    if any(said.by == by for said in asked.objections):
        raise AlreadyDone(what="object")
    return e.ObjectionRaised(decision=decision, why=text.needed(why, most=text.WHY, what="why"))


def due(room: Room) -> tuple[datetime, ...]:
    """When the clock must look at a question."""
    waiting = [d for d in room.decisions if d.is_open]
    return (*(d.due_at for d in waiting), *(d.warn_at for d in waiting if not d.warned and d.warn_at < d.due_at))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """A question past its deadline goes to the deputy, who has `ground.escalate_min` minutes from now (a clock that was
    down must not take the deputy's time), then its default stands."""
    late = [d for d in room.decisions if d.is_open and d.due_at <= at]
    near = [d for d in room.decisions if d.is_open and not d.warned and d.warn_at <= at < d.due_at]
    return (
        *(e.DeadlineNear(what="decision", key=asked.id, due_at=asked.due_at) for asked in near),
        *(_escalated_or_default(room, asked, people, at) for asked in late),
    )


def _escalated_or_default(room: Room, asked: Decision, people: Sequence[Person], at: datetime) -> e.Event:
    named = asked.deputy or next((p.deputy for p in people if p.key == asked.owner), None)
    # A deputy who has left decides nothing.
    deputy = named if any(p.key == named for p in people) else None
    if asked.escalated or deputy is None or deputy == asked.owner:
        return e.DecisionMade(decision=asked.id, option=asked.default, how="default", **heard(room, asked))
    until = at + timedelta(minutes=max(1, room.ground.escalate_min))
    return e.DecisionEscalated(decision=asked.id, owner=deputy, due_at=until)
