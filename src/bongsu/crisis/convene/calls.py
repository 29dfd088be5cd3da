"""Who is called, who answered, what came of each try."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.core.values import Ground, Person
from bongsu.crisis import text
from bongsu.crisis.room import Room


def calls_for(
    ground: Ground, *, level: int, people: Sequence[Person], already: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    """(person, role) for everybody to be called at `level`, leaders first, each once.

    A role that nobody on duty holds is called off duty: an empty seat helps no one.
    """
    row = ground.row(level)
    seen, out = set(already), []
    for role in dict.fromkeys((*([row.lead_role] if row.lead_role else []), *row.call_roles)):
        holders = [person for person in people if role in person.roles]
        for person in [p for p in holders if p.on_duty] or holders:
            if person.key not in seen:
                seen.add(person.key)
                out.append((person.key, role))
    return tuple(out)


def placed(room: Room, calls: Iterable[tuple[str, str]], *, level: int) -> tuple[e.CallPlaced, ...]:
    return tuple(
        e.CallPlaced(call=f"c{number}", person=person, role=role, level=level)
        for number, (person, role) in enumerate(calls, start=len(room.calls) + 1)
    )


def calls_on_rise(room: Room, *, level: int, people: Sequence[Person]) -> tuple[e.CallPlaced, ...]:
    """Calls to those the higher level needs and nobody has called yet."""
    already = {call.person for call in room.calls}
    return placed(room, calls_for(room.ground, level=level, people=people, already=already), level=level)


def acknowledge(room: Room, *, by: str, at: datetime) -> e.CallAcknowledged:
    """I am here. Raises NoSuchThing when nobody called, AlreadyDone when answered before."""
    text.open_room(room)
    calls = [call for call in room.calls if call.person == by]
    if not calls:
        raise NoSuchThing(what="call", key=by)
    waiting = next((call for call in reversed(calls) if call.acknowledged_at is None), None)
    if waiting is None:
        raise AlreadyDone(what="acknowledge")
    return e.CallAcknowledged(call=waiting.id, person=by)


def join(room: Room, *, by: str, roles: Sequence[str], at: datetime) -> tuple[e.Event, ...]:
    """Come in without having been called: recorded as a call answered at once."""
    text.open_room(room)
    text.a_person(by)
    if by in room.team:
        raise AlreadyDone(what="join")
    placed = e.CallPlaced(call=f"c{len(room.calls) + 1}", person=by, role=next(iter(roles), ""), level=room.level)
    return (placed, e.CallAcknowledged(call=placed.call, person=by))


def call_tried(room: Room, *, call: str, channel: str, attempt: int, failure: str = "") -> tuple[e.Event, ...]:
    """What came of one try at reaching somebody. Nothing once they answered or the room is closed."""
    known = next((c for c in room.calls if c.id == call), None)
    if known is None or known.acknowledged_at is not None or not room.is_open:
        return ()
    if failure:
        reason = text.clean(failure[:300], most=300, what="reason")
        return (e.CallFailed(call=call, person=known.person, channel=channel, attempt=attempt, reason=reason),)
    return (e.CallSent(call=call, person=known.person, channel=channel, attempt=attempt),)
