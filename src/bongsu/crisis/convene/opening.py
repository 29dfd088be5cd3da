"""Open a room, and bring its people together."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import LevelOutOfRange
from bongsu.core.values import SYSTEM, Finding, Ground, Person, TouchPoint
from bongsu.crisis import text
from bongsu.crisis.convene.pull import pull_in
from bongsu.crisis.convene.seating import Around, activation
from bongsu.crisis.room import Room


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


def assemble(
    room: Room,
    *,
    people: Sequence[Person],
    points: Sequence[TouchPoint] = (),
    elsewhere: Collection[str] = (),
    at: datetime,
    category: str | None = None,
) -> tuple[e.Event, ...]:
    """Right after opening: one leader by the level table, the formation, and a call to everybody the level needs.

    category   risk of the finding that opened it, which brings people in as well

    Whoever opened the room is in it, so their call is answered at once. Nothing for a room that has a leader.
    """
    if room.leader is not None or not room.is_open:
        return ()
    leader = leader_for(room, people)
    if leader is None:
        return ()
    around = Around(people, points, elsewhere)
    active = activation(room, level=room.level, around=around, leader=leader, at=at)
    ladder = active.ladder
    for person in people:
        if person.key in (leader, room.opened_by):
            role = room.ground.row(room.level).lead_role if person.key == leader else None
            ladder.have(person.key, role or next(iter(person.roles), ""))
    called = active.events
    risks = {category, *(finding.category for finding in room.findings)}
    pulled = pull_in(room, categories=risks, level=room.level, ladder=ladder, people=people)
    placed = [said for said in ladder.events if isinstance(said, e.CallPlaced) and said.person == room.opened_by]
    here = tuple(e.CallAcknowledged(call=said.call, person=said.person) for said in placed)
    return (e.LeadTaken(leader=leader, previous=None, how="assigned"), *called, *pulled, *here)


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
