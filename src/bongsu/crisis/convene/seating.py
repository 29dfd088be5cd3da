"""The formation of a room: filled when it opens and when the beacon rises, and changed by hand by the leader."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.core.formation import Formation, Hit
from bongsu.core.values import CAUTION, Person, TouchPoint
from bongsu.crisis import text
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.convene.ladder import (
    POINT,
    SEAT,
    Ladder,
    first_round,
    hears_nothing,
    holders,
    need_of,
    needs,
    wanted,
)
from bongsu.crisis.formation import Candidate, Standing, chosen, fill, named, together
from bongsu.crisis.registry import sources_in, sources_of, touched
from bongsu.crisis.room import Room

#: Without formations of its own, an organisation calls the owners of touch-points from this level on.
OWNERS_FROM = CAUTION

#: How many touch-points one finding adds at most: a flood of links must not ring the whole company.
HIT_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules must know from outside the room to form it."""

    people: Sequence[Person]
    points: Sequence[TouchPoint] = ()  # all of the organisation's in use
    elsewhere: Collection[str] = ()  # who sits in another open room
    urls: Sequence[str] = ()  # addresses of what is told


def formation_of(room: Room) -> Formation | None:
    return named(room.ground.formations, room.formation)


def candidates(room: Room, around: Around, *, at: datetime) -> tuple[Candidate, ...]:
    """Everybody, with how near they are at `at`."""
    hits, tasks = Counter(hit.owner for hit in room.hits), Counter(t.owner for t in room.tasks if t.done_at is None)
    return tuple(
        Candidate(
            key=person.key,
            roles=person.roles,
            department=person.department,
            standing=standing(room, person, at=at),
            hit=hits[person.key],
            elsewhere=person.key in around.elsewhere,
            load=tasks[person.key],
            skills=person.skills,
        )
        for person in around.people
    )


def standing(room: Room, person: Person, *, at: datetime) -> Standing:
    call = room.call_of(person.key)
    if call is not None:
        if call.acknowledged_at:
            return Standing.HERE
        if hears_nothing(call, room.ground, at=at):
            return Standing.AWAY
    elif person.key == room.opened_by:
        return Standing.HERE
    return Standing.ON_DUTY if person.on_duty else Standing.OFF_DUTY


def activation(room: Room, *, level: int, around: Around, leader: str | None, at: datetime) -> "Activation":
    """Everybody whom `level` needs and nobody has called yet: the level table's roles, the formation's required
    seats, the owners of the touch-points hit."""
    ladder = Ladder(room, people=around.people, level=level, at=at)
    asked = {need.role for need in needs(room)}
    roles: dict[str, Sequence[str]] = {
        role: first_round(role, around.people) for role in wanted(room.ground, level=level)
    }
    before: list[e.Event] = []
    category = {finding.category for finding in room.findings if finding.category}
    formation = chosen(room.ground.formations, level=level, categories=category)
    near = touched(around.points, brand=room.brand, level=level, sources=sources_of(room), urls=around.urls)
    hits = _new_hits(room, formation, level, [one.point for one in near])
    if hits:
        before.append(e.TouchPointsHit(hits))
    if formation is not None:
        if formation.id != room.formation:
            before.append(e.FormationFormed(formation.id, level))
        seated, seats = _seating(room, formation, around, leader=leader, at=at)
        before += seated
        roles |= seats
    roles |= {POINT + hit.key: _answers_for(hit, around.people) for hit in hits}
    ladder.begin({role: persons for role, persons in roles.items() if role not in asked})
    return Activation(tuple(before), ladder)


def also_hit(room: Room, *, evidence: Sequence[str], around: Around, at: datetime) -> "Activation":
    """The touch-points that a later finding hits at the level the room has, and a call to who answers at each.

    evidence  keys of its mentions; `around.urls` are their addresses

    Only where it is told counts: its source has the touch-point's name, or a post lies under its address or on its
    host. The nearest come first, at most HIT_AT_ONCE for one finding.
    """
    near = touched(around.points, brand=room.brand, level=room.level, sources=sources_in(evidence), urls=around.urls)
    told = [one.point for one in near if one.why in ("place", "platform")]
    hits = _new_hits(room, formation_of(room), room.level, told)[:HIT_AT_ONCE]
    ladder = Ladder(room, people=around.people, level=room.level, at=at)
    asked = {need.role for need in needs(room)}
    roles = {POINT + hit.key: _answers_for(hit, around.people) for hit in hits}
    ladder.begin({role: persons for role, persons in roles.items() if role not in asked})
    return Activation((e.TouchPointsHit(hits),) if hits else (), ladder)


@dataclass(frozen=True, slots=True)
class Activation:
    before: tuple[e.Event, ...]  # what is hit, which formation
    ladder: Ladder

    @property
    def events(self) -> tuple[e.Event, ...]:
        return (*self.before, *self.ladder.events)


def _new_hits(room: Room, formation: Formation | None, level: int, points: Sequence[TouchPoint]) -> tuple[Hit, ...]:
    calls_owners = any(seat.owners for seat in formation.seats) if formation else level >= OWNERS_FROM
    if not calls_owners or (formation is None and room.ground.formations):
        return ()
    known = {hit.key for hit in room.hits}
    return tuple(Hit(p.key, p.name, p.owner, p.deputy, p.department) for p in points if p.key not in known)


def _answers_for(hit: Hit, people: Sequence[Person]) -> tuple[str, ...]:
    """Who is called for a touch-point at first: its owner, or its deputy where only they are on duty."""
    known = {person.key: person for person in people}
    able = [known[key] for key in (hit.owner, hit.deputy) if key in known]
    first = next((person for person in able if person.on_duty), None) or next(iter(able), None)
    return (first.key,) if first else ()


def _seating(
    room: Room, formation: Formation, around: Around, *, leader: str | None, at: datetime
) -> tuple[list[e.Event], Mapping[str, Sequence[str]]]:
    """(optional chairs as they are filled, required chairs → who is called for each)."""
    fixed = _kept(room, formation)
    lead = next((chair for chair, seat, _ in formation.chairs if seat.leads), None)
    if lead is not None and leader is not None:
        fixed[lead] = leader
    filling = fill(formation, candidates(room, around, at=at), fixed=fixed)
    before = holders(room)
    seated: list[e.Event] = []
    called: dict[str, Sequence[str]] = {}
    for chair, _, required in formation.chairs:
        sitting = filling.of(chair)
        person = sitting.person if sitting else None
        if chair == lead:
            continue
        if required:
            called[SEAT + chair] = (person,) if person else ()
        if person != before.get(chair) and not (required and person):
            seated.append(e.SeatFilled(chair, person, "computed"))
    return seated, called


def _kept(room: Room, formation: Formation) -> dict[str, str]:
    """Chairs of people who are here or were seated by hand: they stay."""
    kept = {}
    here = set(room.team)
    by_hand = {one.chair for one in room.seats if one.by_hand}
    sitting = holders(room)
    for chair, _, _ in formation.chairs:
        person = sitting.get(chair)
        if person is not None and (person in here or chair in by_hand):
            kept[chair] = person
    return kept


# ── by hand ────────────────────────────────────────────────────────────────────────────────────────────────────────
def form(room: Room, *, by: str, formation: str, around: Around, at: datetime) -> tuple[e.Event, ...]:
    """The leader takes another formation; whoever is here keeps a seat of the same name.

    Raises NotTheLeader, NoSuchThing, AlreadyDone.
    """
    text.open_room(room)
    only_leader(room, by)
    new = named(room.ground.formations, formation)
    if new is None:
        raise NoSuchThing(what="formation", key=formation)
    if new.id == room.formation:
        raise AlreadyDone(what="form")
    ladder = Ladder(room, people=around.people, level=room.level, at=at)
    asked = {need.role for need in needs(room)}
    seated, called = _seating(room, new, around, leader=room.leader, at=at)
    ladder.begin({role: persons for role, persons in called.items() if role not in asked})
    return (e.FormationFormed(new.id, room.level), *seated, *ladder.events)


def seat(room: Room, *, by: str, seat: str, person: str, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """The leader seats somebody by hand, and they are called for it. A seat that excludes this one they leave.

    Raises NotTheLeader, NoSuchThing, AlreadyDone.
    """
    text.open_room(room)
    only_leader(room, by)
    formation = formation_of(room)
    place = formation.seat(seat) if formation else None
    if formation is None or place is None or place.leads or all(seat != chair for chair, _, _ in formation.chairs):
        raise NoSuchThing(what="seat", key=seat)
    text.known(people, person)
    sitting = holders(room)
    before = sitting.get(seat)
    if before == person:
        raise AlreadyDone(what="seat")
    leaves = [
        e.SeatFilled(chair, None, "by_hand")
        for chair, other, _ in formation.chairs
        if not other.leads and sitting.get(chair) == person and not together(formation, chair, seat)
    ]
    need = need_of(room, SEAT + seat)
    ladder = Ladder(room, people=people, level=room.level, at=at)
    if need is None or person not in need.tried:
        ladder.name(SEAT + seat, person, instead_of=before)
    called = [event for event in ladder.events if not isinstance(event, e.SeatFilled)]
    return (*leaves, e.SeatFilled(seat, person, "by_hand"), *called)
