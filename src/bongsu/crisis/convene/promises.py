"""What we promised the public or a person: made, due, kept, handed on or broken. Nobody forgets one by accident."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, DeadlinePast, NoSuchThing, NotYours, ReasonMissing
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Promise, Room, Statement

TEXT, TO = 200, 120
#: An owner is warned this long before.
SOON = timedelta(minutes=10)
#: A promise may lie this far ahead.
FAR = timedelta(days=90)


def promise(
    room: Room, *, by: str, words: str, to: str, owner: str, due_at: datetime, people: Sequence[Person], at: datetime
) -> e.PromiseMade:
    """Write down what was promised. `to`: a person in words; empty: the public. Raises DeadlinePast, NoSuchThing."""
    text.open_room(room)
    text.a_person(by)
    _ahead(due_at, at)
    return e.PromiseMade(
        promise=room.fresh("p"),
        text=text.needed(words, most=TEXT, what="text"),
        owner=text.known(people, owner).key,
        due_at=due_at,
        to=text.clean(to, most=TO, what="to"),
    )


def next_time(until: str, zone: str, at: datetime) -> datetime:
    """The next time a clock in `zone` shows `until` ("17:00").

    Of an hour that comes twice, the first; an hour that is skipped counts as the one after it. Raises ReasonMissing.

    >>> next_time("00:30", "Asia/Seoul", datetime.fromisoformat("2026-03-02T23:50+09:00")).isoformat()
    '2026-03-03T00:30:00+09:00'
    """
    try:
        hours, minutes = (int(part) for part in until.split(":")[:2])
        wanted = time(hours, minutes)
    except ValueError:
        raise ReasonMissing(what="until") from None
    here = at.astimezone(ZoneInfo(zone))
    for ahead in (0, 1):
        day = here.date() + timedelta(days=ahead)
        # Through UTC and back: an hour that a clock skips is none.
        found = datetime.combine(day, wanted, tzinfo=here.tzinfo).astimezone(UTC).astimezone(here.tzinfo)
        if found > at:
            break
    return found


def keep(room: Room, *, by: str, promise: str, note: str, at: datetime) -> e.PromiseKept:
    """We did what we said. Also in a closed room: a promise outlives it."""
    text.a_person(by)
    _mine(room, promise, by)
    return e.PromiseKept(promise=promise, note=text.clean(note, most=text.WHY, what="note"))


def hand_on(
    room: Room,
    *,
    by: str,
    promise: str,
    to: str,
    due_at: datetime | None,
    why: str,
    people: Sequence[Person],
    at: datetime,
) -> e.PromiseHandedOn:
    """Somebody else keeps it. Another time needs a reason: whoever was promised must be told.

    due_at   None: as promised

    Raises NotYours, AlreadyDone, DeadlinePast, ReasonMissing.
    """
    text.a_person(by)
    known = _mine(room, promise, by)
    moved = due_at is not None and due_at != known.due_at
    if moved and due_at is not None:
        _ahead(due_at, at)
    owner = text.known(people, to).key
    if owner == known.owner and not moved:
        raise AlreadyDone(what="hand_on")
    said = (text.needed if moved else text.clean)(why, most=text.WHY, what="why")
    return e.PromiseHandedOn(
        promise=promise, owner=owner, previous=known.owner, due_at=due_at or known.due_at, why=said
    )


def break_it(room: Room, *, by: str, promise: str, why: str, at: datetime) -> e.PromiseBroken:
    """We did not keep it: why, and what was done about it."""
    text.a_person(by)
    _mine(room, promise, by)
    return e.PromiseBroken(promise=promise, why=text.needed(why, most=text.WHY, what="why"))


def may_settle(room: Room, promise: Promise, by: str) -> bool:
    return promise.is_open and by in (promise.owner, promise.made_by, room.leader)


def _mine(room: Room, key: str, by: str) -> Promise:
    known = room.promise(key)
    if known is None:
        raise NoSuchThing(what="promise", key=key)
    if not known.is_open:
        raise AlreadyDone(what="promise")
    if not may_settle(room, known, by):
        raise NotYours(owner=known.owner)
    return known


def _ahead(due_at: datetime, at: datetime) -> None:
    if not at < due_at <= at + FAR:
        raise DeadlinePast()


# ── by the clock ───────────────────────────────────────────────────────────────────────────────────────────────────
def due(room: Room) -> tuple[datetime, ...]:
    """When a statement's own promise is to be written down or was kept; when an owner is warned; when it is late."""
    found = [sent for _, sent in _unwritten(room)]
    for one in room.promises:
        if one.is_open:
            kept = _kept_at(room, one)
            found += [kept] if kept else []
            found += [_warn_at(one)] if not one.warned and not one.late else []
            found += [one.due_at] if not one.late else []
    return tuple(found)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """What a statement promised becomes a promise, and is kept by the next word; the rest is warned of, then late."""
    said: list[e.Event] = []
    for statement, _ in _unwritten(room):
        assert statement.next_update_at is not None
        key, due_at = room.fresh("p"), statement.next_update_at
        said.append(
            e.PromiseMade(promise=key, text="", owner=statement.approved_by, due_at=due_at, statement=statement.id)
        )
        said += [e.PromiseLate(promise=key)] if due_at <= at else []
    for one in room.promises:
        if not one.is_open:
            continue
        if _kept_at(room, one):
            said.append(e.PromiseKept(promise=one.id))
        elif one.due_at <= at:
            said += [] if one.late else [e.PromiseLate(promise=one.id)]
        elif not one.warned and _warn_at(one) <= at:
            said.append(e.PromiseSoon(promise=one.id, owner=one.owner))
    return tuple(said)


def _warn_at(one: Promise) -> datetime:
    """A promise for a few minutes ahead is warned of half-way."""
    return one.due_at - min(SOON, (one.due_at - one.made_at) / 2)


def _unwritten(room: Room) -> tuple[tuple[Statement, datetime], ...]:
    """The standing statement and when the public first had it, while its promise of a next word is not written down."""
    said = room.statement
    if said is None or said.next_update_at is None or any(p.statement == said.id for p in room.promises):
        return ()
    if room.promised_at is not None and said.approved_at < room.promised_at:
        return ()  # written down once, settled and gone to the journal
    sent = min((d.sent_at for d in room.deliveries if d.sent_at and d.statement == said.id), default=None)
    return ((said, sent),) if sent else ()


def _kept_at(room: Room, one: Promise) -> datetime | None:
    """When a later word went out; for a statement's own promise only."""
    if one.statement is None:
        return None
    after = {s.id for s in room.statements if s.approved_at > one.made_at and s.id != one.statement}
    return min((d.sent_at for d in room.deliveries if d.sent_at and d.statement in after), default=None)
