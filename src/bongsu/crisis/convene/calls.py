"""Who is called, who answered, what came of each try."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.convene.ladder import Ladder, Need, need_of, needs
from bongsu.crisis.convene.pull import pull_in
from bongsu.crisis.convene.seating import Around, activation, also_hit
from bongsu.crisis.room import Call, Room


def calls_on_rise(
    room: Room, *, level: int, around: Around, at: datetime, category: str | None = None
) -> tuple[e.Event, ...]:
    """Whom the higher level and the risks found need and nobody has called for yet, and the formation it takes.

    category   of the finding that raises it
    """
    active = activation(room, level=level, around=around, leader=room.leader, at=at)
    called = active.events
    categories = {category, *(finding.category for finding in room.findings)}
    more = pull_in(room, categories=categories, level=level, ladder=active.ladder, people=around.people)
    return (*called, *more)


def calls_where_told(
    room: Room, *, evidence: Sequence[str], around: Around, at: datetime, category: str | None = None
) -> tuple[e.Event, ...]:
    """Who answers at the touch-points that a later finding hits first, and whom its risk concerns, at the level the
    room has."""
    active = also_hit(room, evidence=evidence, around=around, at=at)
    called = active.events
    more = pull_in(room, categories={category}, level=room.level, ladder=active.ladder, people=around.people)
    return (*called, *more)


# ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────
def acknowledge(room: Room, *, by: str, roles: Sequence[str] = (), at: datetime) -> tuple[e.Event, ...]:
    """I am here, for everything I was called for and every other role of mine that nobody has answered for yet.

    Raises NoSuchThing when nobody called, AlreadyDone when answered before.
    """
    text.open_room(room)
    calls = [call for call in room.calls if call.person == by]
    if not calls:
        raise NoSuchThing(what="call", key=by)
    waiting = next((call for call in reversed(calls) if call.acknowledged_at is None), None)
    if waiting is None:
        raise AlreadyDone(what="acknowledge")
    return (*mine_too(room, waiting, roles), e.CallAcknowledged(call=waiting.id, person=by))


def mine_too(room: Room, call: Call, roles: Sequence[str]) -> tuple[e.CallWidened, ...]:
    open_needs = [need for need in needs(room) if need.answer is None and need.role in roles]
    return tuple(
        e.CallWidened(call.id, call.person, need.role, need.level) for need in open_needs if need.role not in call.roles
    )


def join(room: Room, *, by: str, roles: Sequence[str], at: datetime) -> tuple[e.Event, ...]:
    """Come in without having been called: recorded as a call answered at once, for all that is theirs to answer."""
    text.open_room(room)
    text.a_person(by)
    if by in room.team:
        raise AlreadyDone(what="join")
    if room.call_of(by) is not None:
        return acknowledge(room, by=by, roles=roles, at=at)
    open_roles = tuple(need.role for need in needs(room) if need.answer is None and need.role in roles)
    first = next(iter((*open_roles, *roles)), "")
    placed = e.CallPlaced(f"c{len(room.calls) + 1}", by, first, room.level, also=open_roles[1:])
    return (placed, e.CallAcknowledged(call=placed.call, person=by))


def rung(
    room: Room, *, by: str, call: str, answered: bool, people: Sequence[Person], at: datetime
) -> tuple[e.Event, ...]:
    """A colleague rang by hand. Answered: they come, for every role they hold. Not answered: the next one is called.

    Raises NoSuchThing, AlreadyDone.
    """
    text.open_room(room)
    text.a_person(by)
    known = _waiting_call(room, call)
    said = e.CallRung(call=call, person=known.person, answered=answered)
    if answered:
        roles = next((person.roles for person in people if person.key == known.person), ())
        return (*mine_too(room, known, roles), said)
    return (said, *Ladder(room, people=people, level=room.level, at=at).go_on(passed=known.person))


def _waiting_call(room: Room, call: str) -> Call:
    known = next((c for c in room.calls if c.id == call), None)
    if known is None:
        raise NoSuchThing(what="call", key=call)
    if known.acknowledged_at is not None:
        raise AlreadyDone(what="acknowledge")
    return known


# ── nobody is left ─────────────────────────────────────────────────────────────────────────────────────────────────
def send_for(
    room: Room, *, by: str, role: str, person: str, people: Sequence[Person], at: datetime
) -> tuple[e.Event, ...]:
    """The leader names somebody for a role. Whoever is here already answers for it at once.

    Raises NoSuchThing, NotTheLeader, AlreadyDone when they were called for it before.
    """
    text.open_room(room)
    only_leader(room, by)
    need = _open_need(room, role)
    text.known(people, person)
    if person in need.tried:
        raise AlreadyDone(what="call")
    ladder = Ladder(room, people=people, level=room.level, at=at)
    ladder.name(role, person, instead_of=next(iter(need.tried), None))
    return tuple(ladder.events)


def go_without(room: Room, *, by: str, role: str, why: str, at: datetime) -> e.RoleWaived:
    """The leader goes on without anybody for a role that nobody is left to call for."""
    text.open_room(room)
    only_leader(room, by)
    if _open_need(room, role).state != "exhausted":
        raise AlreadyDone(what="waive")
    return e.RoleWaived(role=role, why=text.needed(why, most=text.WHY, what="why"))


def _open_need(room: Room, role: str) -> Need:
    need = need_of(room, role)
    if need is None:
        raise NoSuchThing(what="role", key=role)
    if need.state == "answered":
        raise AlreadyDone(what="answer")
    return need
