"""Any strong objections? Silence is consent; an objection hands the question back to a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, DeadlinePast, NotTheLeader
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.decide.questions import heard, undecided
from bongsu.crisis.room import Decision, Room

HOUR_MIN = 60


def propose(
    room: Room, *, by: str, decision: str, option: int, minutes: int, at: datetime, waived: str = ""
) -> e.ProposalMade:
    """Propose an option and leave `minutes` (1 to an hour) for strong objections. The leader or the owner may.

    waived   why consent does not wait for the practitioners' judgement

    Raises NotTheLeader, AlreadyDone (a window is open), DeadlinePast (it would close after the question is due).
    """
    text.open_room(room)
    text.a_person(by)
    asked = undecided(room, decision)
    if by not in (room.leader, asked.owner, asked.first_owner):
        raise NotTheLeader(leader=room.leader)
    if asked.proposal is not None and asked.proposal.closed_at is None:
        raise AlreadyDone(what="propose")
    text.within(option, low=0, high=len(asked.options) - 1, what="option")
    text.within(minutes, low=1, high=HOUR_MIN, what="minutes")
    closes_at = at + timedelta(minutes=minutes)
    if closes_at > asked.due_at:
        raise DeadlinePast()
    return e.ProposalMade(
        decision=decision,
        option=option,
        closes_at=closes_at,
        waived=text.clean(waived, most=text.WHY, what="waived"),
    )


def due(room: Room) -> tuple[datetime, ...]:
    """When a window for objections closes."""
    return tuple(d.proposal.closes_at for d in _windows(room) if d.proposal)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Nobody objected, and those who should have been heard were, or were waived: it stands. Else somebody decides."""
    return tuple(_closed(room, d, at) for d in _windows(room) if d.proposal and d.proposal.closes_at <= at)


def _windows(room: Room) -> tuple[Decision, ...]:
    return tuple(d for d in room.decisions if d.is_open and d.proposal is not None and d.proposal.closed_at is None)


def _closed(room: Room, asked: Decision, at: datetime) -> e.Event:
    proposal = asked.proposal
    assert proposal is not None
    record = heard(room, asked, waived=proposal.waived)
    waits = record["judgement"] == "empty" or (record["unheard"] and not proposal.waived)
    # Past the question's own deadline its deputy and default speak, not a window that a stopped clock left open.
    if asked.objections or waits or asked.due_at < at:
        return e.ProposalClosed(decision=asked.id, objections=len(asked.objections))
    return e.DecisionMade(decision=asked.id, option=proposal.option, how="consent", **record)
