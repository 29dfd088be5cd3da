"""The direct line (직보): any practitioner puts one short flash before the committee, and nobody stands between.

What protects executives is arithmetic, never a person: one open flash for each sender, and a few an hour.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    FlashOpen,
    FlashTooMany,
    NoCommittee,
    NoSuchThing,
    NotYours,
    OutOfRange,
)
from bongsu.core.values import LEVELS, Ground, Person
from bongsu.crisis import text
from bongsu.crisis.convene.command import SENIOR
from bongsu.crisis.room import Flash, Room

TEXT = 120
AN_HOUR_MOST = 5
ANSWERS = ("ack", "question", "order")


def committee(ground: Ground, people: Sequence[Person]) -> tuple[str, ...]:
    """Who sits on the committee: executives, its head, and whoever leads at the highest level of the table."""
    top = ground.row(LEVELS[-1]).lead_role
    roles = SENIOR | ({top} if top else set())
    return tuple(p.key for p in people if roles & set(p.roles))


def send(room: Room, *, by: str, words: str, people: Sequence[Person], at: datetime) -> e.FlashSent:
    """Put a flash of at most 120 characters before the committee.

    Raises FlashOpen while the last one waits, FlashTooMany, NoCommittee, TextTooLong, ReasonMissing.
    """
    text.open_room(room)
    text.a_person(by)
    said = text.needed(" ".join(words.split()), most=TEXT, what="text")
    mine = [f for f in room.flashes if f.by == by]
    if any(f.is_open for f in mine):
        raise FlashOpen()
    if sum(f.at > at - timedelta(hours=1) for f in mine) >= AN_HOUR_MOST:
        raise FlashTooMany(most=AN_HOUR_MOST)
    to = tuple(key for key in committee(room.ground, people) if key != by)
    if not to:
        raise NoCommittee()
    return e.FlashSent(flash=room.fresh("h"), text=said, to=to)


def delivered(room: Room, *, flash: str, person: str, channel: str) -> tuple[e.Event, ...]:
    """A channel took it; said once for each person."""
    known = room.flash(flash)
    if known is None or not room.is_open or any(r.person == person for r in known.delivered):
        return ()
    return (e.FlashDelivered(flash=flash, person=person, channel=channel),)


def read(room: Room, *, by: str, flash: str, at: datetime) -> tuple[e.Event, ...]:
    """One of the committee read it: one tap, no words. Said twice, the first stands. Raises NotYours, AlreadyDone."""
    text.open_room(room)
    text.a_person(by)
    known = _known(room, flash)
    if by not in known.to:
        raise NotYours(owner=known.by)
    if known.withdrawn_at is not None:
        raise AlreadyDone(what="flash")
    return () if known.read_by(by) else (e.FlashRead(flash=flash, person=by),)


def answer(room: Room, *, by: str, flash: str, answer: str, words: str, at: datetime) -> e.FlashAnswered:
    """알겠습니다, a question, or an order in words. One of each kind from each of the committee.

    Raises NotYours for anybody it was not put before, AlreadyDone, ReasonMissing for a question without words.
    """
    text.open_room(room)
    text.a_person(by)
    known = _known(room, flash)
    if answer not in ANSWERS:
        raise OutOfRange(what="answer", low=ANSWERS[0], high=ANSWERS[-1])
    if by not in known.to:
        raise NotYours(owner=known.by)
    if known.withdrawn_at is not None or any((a.person, a.what) == (by, answer) for a in known.answers):
        raise AlreadyDone(what="flash")
    said = (text.clean if answer == "ack" else text.needed)(words, most=text.QUESTION, what="words")
    return e.FlashAnswered(flash=flash, person=by, answer=answer, words=said)


def withdraw(room: Room, *, by: str, flash: str, at: datetime) -> e.FlashWithdrawn:
    """The sender takes it back; whoever saw it has seen it."""
    text.open_room(room)
    text.a_person(by)
    known = _known(room, flash)
    if known.by != by:
        raise NotYours(owner=known.by)
    if not known.is_open:
        raise AlreadyDone(what="flash")
    return e.FlashWithdrawn(flash=flash)


def _known(room: Room, key: str) -> Flash:
    known = room.flash(key)
    if known is None:
        raise NoSuchThing(what="flash", key=key)
    return known
