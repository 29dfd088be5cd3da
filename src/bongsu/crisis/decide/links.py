"""Decide from a phone: whoever holds the link decides on exactly what it showed."""

import hashlib
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import LinkSpent, NotYours, OnlyObserving, StaleText
from bongsu.crisis.decide.questions import consulted, decide
from bongsu.crisis.room import Decision, Room


def digest(room: Room, asked: Decision) -> str:
    """SHA-256 (hex) of all that a page shows of a question: what is new since makes it another."""
    shown = (
        asked.id,
        asked.question,
        asked.options,
        asked.effects,
        asked.reversals,
        asked.default,
        asked.owner,
        asked.due_at.isoformat(),
        tuple((j.by, j.option, j.why) for j in asked.judgements),
        tuple((o.by, o.why) for o in asked.objections),
        asked.proposal
        and (asked.proposal.option, asked.proposal.closes_at.isoformat(), asked.proposal.closed_at is None),
        tuple((c.id, c.person) for c in consulted(room, asked)),
        tuple((c.id, c.answer) for c in room.consultations if c.decision == asked.id and c.answered_at),
        len(asked.earlier),
        asked.made_at is None,
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def decide_by_link(
    room: Room, *, by: str, decision: str, option: int, shown: str, why: str, waived: str, until: datetime, at: datetime
) -> e.DecisionMade:
    """As `decide`, by whoever the question was put to, on what the page showed.

    shown   the digest of what was on the page
    until   when the link ends

    Raises LinkSpent (decided, or over), NotYours (no longer theirs), OnlyObserving (they look on in this room),
    StaleText (it changed since it was shown).
    """
    asked = room.decision(decision)
    if not room.is_open or asked is None or not asked.is_open or at >= until:
        raise LinkSpent(why="over")
    if by not in (asked.owner, asked.first_owner):
        raise NotYours(owner=asked.owner)
    if by in room.observers:
        raise OnlyObserving(leader=room.leader)
    if shown != digest(room, asked):
        raise StaleText()
    return decide(room, by=by, decision=decision, option=option, why=why, waived=waived, via="link", at=at)
