"""How one person is reached: which of their channels is next, what came of a try, and their answer by link.

Who is called, and who instead, is decided in `calls` and `waiting`.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.core.values import Channel, Ground, Hours, Person
from bongsu.crisis import text
from bongsu.crisis.convene.calls import mine_too
from bongsu.crisis.convene.ladder import SCREEN as SCREEN, Ladder
from bongsu.crisis.room import Call, Room


def within(hours: Hours, *, at: datetime, zone: str) -> bool:
    """Whether `at` lies in these hours on a clock in `zone`.

    >>> from datetime import UTC
    >>> night = Hours(start=22 * 60, end=7 * 60, days=(4,))  # Friday night
    >>> within(night, at=datetime(2026, 3, 6, 20, tzinfo=UTC), zone="Asia/Seoul")  # Saturday, 05:00 in Seoul
    True
    """
    local = at.astimezone(ZoneInfo(zone))
    minute, day = local.hour * 60 + local.minute, local.weekday()
    if hours.start == hours.end:
        began, inside = day, True
    elif hours.start < hours.end:
        began, inside = day, hours.start <= minute < hours.end
    else:
        began = day if minute >= hours.start else (day - 1) % 7
        inside = minute >= hours.start or minute < hours.end
    return inside and (not hours.days or began in hours.days)


def in_turn(
    channels: Sequence[Channel], *, quiet: Hours | None, level: int, ground: Ground, at: datetime, zone: str
) -> tuple[tuple[Channel, bool], ...]:
    """(channel, whether it rings despite the person's hours) for each that may be used now, in their order.

    quiet   when the person wants no call at all
    Empty and disabled channels are skipped. From `ground.override_level` on, the level overrides hours.
    """
    out = []
    for channel in sorted(channels, key=lambda c: (c.place, c.id)):
        if not channel.ready:
            continue
        asleep = quiet is not None and within(quiet, at=at, zone=zone)
        off = channel.hours is not None and not within(channel.hours, at=at, zone=zone)
        if not (asleep or off):
            out.append((channel, False))
        elif level >= ground.override_level:
            out.append((channel, True))
    return tuple(out)


def awake(channels: Sequence[Channel], *, quiet: Hours | None, at: datetime, zone: str) -> tuple[Channel, ...]:
    """Those that may be used now without waking anybody, in their order: for what can wait for the morning."""
    if quiet is not None and within(quiet, at=at, zone=zone):
        return ()
    ready = sorted((c for c in channels if c.ready), key=lambda c: (c.place, c.id))
    return tuple(c for c in ready if c.hours is None or within(c.hours, at=at, zone=zone))


def next_of(turn: Sequence[tuple[Channel, bool]], *, after: int) -> tuple[int, bool] | None:
    """(index in `turn`, whether another follows) of the first channel behind place `after`, else of the first.

    None: there is none.
    """
    if not turn:
        return None
    index = next((n for n, (channel, _) in enumerate(turn) if channel.place > after), 0)
    return index, index + 1 < len(turn)


def call_tried(
    room: Room,
    *,
    call: str,
    channel: str,
    attempt: int,
    failure: str = "",
    step: int = 0,
    more: bool = False,
    despite_hours: bool = False,
) -> tuple[e.Event, ...]:
    """What came of one try at reaching somebody. Nothing once they answered or the room is closed.

    A failure is the `last` when it ends a round in which no channel took the call.
    """
    known = next((c for c in room.calls if c.id == call), None)
    if known is None or known.acknowledged_at is not None or not room.is_open:
        return ()
    if not failure:
        sent = e.CallSent(
            call=call,
            person=known.person,
            channel=channel,
            attempt=attempt,
            step=step,
            more=more,
            despite_hours=despite_hours,
        )
        return (sent,)
    taken = known.taken and step > known.step
    return (
        e.CallFailed(
            call=call,
            person=known.person,
            channel=channel,
            attempt=attempt,
            reason=text.clean(failure[:300], most=300, what="reason"),
            step=step,
            more=more,
            last=not more and not taken,
        ),
    )


def answer(
    room: Room,
    *,
    call: str,
    coming: bool,
    why: str = "",
    people: Sequence[Person],
    at: datetime,
) -> tuple[e.Event, ...]:
    """Whoever is called says that they come, for every role of theirs, or that they cannot. They may still come then.

    After a no, the next one of each role is called at once.

    Raises NoSuchThing, RoomClosed, AlreadyDone when they have come, or have said no before, TextTooLong.
    """
    known = _unanswered(room, call)
    if coming:
        roles = next((person.roles for person in people if person.key == known.person), ())
        return (*mine_too(room, known, roles), e.CallAcknowledged(call=call, person=known.person))
    return _no(room, known, why=why, people=people, at=at)


def told_no(room: Room, *, by: str, call: str, why: str, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """A colleague rang, and the person said that they cannot come: the next one is called at once.

    Raises as `answer`.
    """
    text.a_person(by)
    return _no(room, _unanswered(room, call), why=why, people=people, at=at)


def _unanswered(room: Room, call: str) -> Call:
    text.open_room(room)
    known = next((c for c in room.calls if c.id == call), None)
    if known is None:
        raise NoSuchThing(what="call", key=call)
    if known.acknowledged_at is not None:
        raise AlreadyDone(what="answer_call")
    return known


def _no(room: Room, known: Call, *, why: str, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    if known.declined_at is not None:
        raise AlreadyDone(what="answer_call")
    said = e.CallDeclined(call=known.id, person=known.person, why=text.clean(why, most=text.WHY, what="why"))
    return (said, *Ladder(room, people=people, level=room.level, at=at).go_on(passed=known.person))
