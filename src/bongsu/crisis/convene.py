"""Come together: open a room, light the beacon, call people, and have exactly one leader."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    AlreadyLeader,
    LevelOutOfRange,
    NoSuchThing,
    NotHigher,
    NotLower,
    NotOffered,
    NotTheLeader,
    SameLevel,
    StillSending,
)
from bongsu.core.values import SYSTEM, Finding, Ground, Person
from bongsu.crisis import text
from bongsu.crisis.room import Room

UNSETTLED = frozenset(("planned", "started", "unsure"))


# ── opening ────────────────────────────────────────────────────────────────────────────────────────────────────────
def opening(
    *,
    brand: int,
    by: str,
    title: str,
    why: str,
    level: int,
    ground: Ground,
    at: datetime,
    finding: Finding | None = None,
    kind: str = "crisis",
) -> e.RoomOpened:
    """The first line of a room. A person says why; a finding speaks for itself.

    Raises ReasonMissing, TextTooLong, LevelOutOfRange.
    """
    if not text.is_level(level):
        raise LevelOutOfRange(level=level)
    keep = text.clean if by == SYSTEM else text.needed
    return e.RoomOpened(
        kind=kind,
        brand=brand,
        title=text.needed(title, most=text.TITLE, what="title"),
        level=level,
        why=keep(why, most=text.WHY, what="why"),
        ground=ground,
        aware_at=at,
        first_post_at=min(finding.first_post_at, at) if finding and finding.first_post_at else None,
        finding=finding.key if finding else None,
    )


def assemble(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Right after opening: one leader by the level table, and a call to everybody the level needs.

    Whoever opened the room is in it, so their call is answered at once. Nothing for a room that has a leader.
    """
    if room.leader is not None or not room.is_open:
        return ()
    leader = leader_for(room, people)
    if leader is None:
        return ()
    calls = list(calls_for(room.ground, level=room.level, people=people, already={c.person for c in room.calls}))
    called = {person for person, _ in calls} | {c.person for c in room.calls}
    roles = {p.key: p.roles for p in people}
    for key in dict.fromkeys((leader, room.opened_by)):
        if key in roles and key not in called:
            role = room.ground.row(room.level).lead_role if key == leader else None
            calls.append((key, role or next(iter(roles[key]), "")))
    placed = _placed(room, calls, level=room.level)
    here = tuple(e.CallAcknowledged(call=c.call, person=c.person) for c in placed if c.person == room.opened_by)
    return (e.LeadTaken(leader=leader, previous=None, how="assigned"), *placed, *here)


def leader_for(room: Room, people: Sequence[Person]) -> str | None:
    """Who leads at the room's level: the first on duty with the level's lead role, else with the next level's above.

    Nobody on duty: whoever opened the room, else a holder of such a role off duty, else anybody. None: no people.
    """
    wanted = [row.lead_role for row in sorted(room.ground.table, key=lambda r: r.level) if row.level >= room.level]
    roles = [role for role in wanted if role]
    for role in roles:
        for person in people:
            if person.on_duty and role in person.roles:
                return person.key
    if any(person.key == room.opened_by for person in people):
        return room.opened_by
    for role in roles:
        for person in people:
            if role in person.roles:
                return person.key
    on_duty = [person.key for person in people if person.on_duty]
    return next(iter(on_duty or [person.key for person in people]), None)


# ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────
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


def _placed(room: Room, calls: Iterable[tuple[str, str]], *, level: int) -> tuple[e.CallPlaced, ...]:
    return tuple(
        e.CallPlaced(call=f"c{number}", person=person, role=role, level=level)
        for number, (person, role) in enumerate(calls, start=len(room.calls) + 1)
    )


def calls_on_rise(room: Room, *, level: int, people: Sequence[Person]) -> tuple[e.CallPlaced, ...]:
    """Calls to those the higher level needs and nobody has called yet."""
    already = {call.person for call in room.calls}
    return _placed(room, calls_for(room.ground, level=level, people=people, already=already), level=level)


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


# ── one leader ─────────────────────────────────────────────────────────────────────────────────────────────────────
def only_leader(room: Room, by: str) -> None:
    if room.leader != by:
        raise NotTheLeader(leader=room.leader)


def take_lead(room: Room, *, by: str, why: str, at: datetime) -> e.LeadTaken:
    """Take command on the record. Raises AlreadyLeader, ReasonMissing."""
    text.open_room(room)
    text.a_person(by)
    if room.leader == by:
        raise AlreadyLeader(person=by)
    return e.LeadTaken(leader=by, previous=room.leader, how="taken", why=text.needed(why, most=text.WHY, what="why"))


def offer_lead(room: Room, *, by: str, to: str, note: str, people: Sequence[Person], at: datetime) -> e.LeadOffered:
    """Hand over. The other leads only once they accept; a new offer replaces the old."""
    text.open_room(room)
    only_leader(room, by)
    text.known(people, to)
    if to == by:
        raise AlreadyLeader(person=to)
    return e.LeadOffered(to=to, note=text.clean(note, most=text.WHY, what="note"), open_items=open_items(room, by))


def open_items(room: Room, person: str) -> int:
    """What passes to a new leader: undecided questions, this person's tasks, deliveries somebody must look at."""
    return (
        sum(d.made_at is None for d in room.decisions)
        + sum(t.done_at is None and t.owner == person for t in room.tasks)
        + sum(d.state in ("unsure", "refused") for d in room.deliveries)
    )


def accept_lead(room: Room, *, by: str, at: datetime) -> e.LeadTaken:
    text.open_room(room)
    if room.leader == by:
        raise AlreadyLeader(person=by)
    if room.handover is None or room.handover.to != by:
        raise NotOffered()
    return e.LeadTaken(leader=by, previous=room.leader, how="accepted")


# ── the beacon ─────────────────────────────────────────────────────────────────────────────────────────────────────
def raise_beacon(
    room: Room, *, by: str, level: int, why: str, people: Sequence[Person], at: datetime
) -> tuple[e.Event, ...]:
    """Light more fires, and call whom they need. Anybody may: when in doubt, the higher."""
    text.open_room(room)
    text.a_person(by)
    _new_level(room, level)
    if level < room.level:
        raise NotHigher(level=room.level)
    risen = e.BeaconRaised(level_from=room.level, level_to=level, why=text.needed(why, most=text.WHY, what="why"))
    return (risen, *calls_on_rise(room, level=level, people=people))


def lower_beacon(room: Room, *, by: str, level: int, why: str, at: datetime) -> e.BeaconLowered:
    """Put fires out: the leader's decision, with a reason, and never the system's."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    _new_level(room, level)
    if level > room.level:
        raise NotLower(level=room.level)
    return e.BeaconLowered(level_from=room.level, level_to=level, why=text.needed(why, most=text.WHY, what="why"))


def _new_level(room: Room, level: int) -> None:
    if not text.is_level(level):
        raise LevelOutOfRange(level=level)
    if level == room.level:
        raise SameLevel(level=level)


# ── name, close, reopen ────────────────────────────────────────────────────────────────────────────────────────────
def rename(room: Room, *, by: str, title: str, at: datetime) -> e.RoomRenamed:
    text.open_room(room)
    text.a_person(by)
    new = text.needed(title, most=text.TITLE, what="title")
    if new == room.title:
        raise AlreadyDone(what="rename")
    return e.RoomRenamed(title=new)


def close(room: Room, *, by: str, summary: str, at: datetime) -> e.RoomClosed:
    """Stand down. Raises StillSending while a delivery may yet leave or its fate is unknown."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    if unsettled := sum(d.state in UNSETTLED for d in room.deliveries):
        raise StillSending(count=unsettled)
    return e.RoomClosed(summary=text.needed(summary, most=text.NOTE, what="summary"))


def reopen(room: Room, *, by: str, why: str, at: datetime) -> e.RoomReopened:
    text.a_person(by)
    if room.is_open:
        raise AlreadyDone(what="reopen")
    return e.RoomReopened(why=text.needed(why, most=text.WHY, what="why"))


def roles_in(room: Room, *, person: str, roles: Sequence[str]) -> tuple[str, ...]:
    """The roles somebody holds in this room. `leader` is whoever leads here, whatever their title says elsewhere."""
    own = tuple(role for role in roles if role != "leader")
    return (*own, "leader") if room.leader == person else own
