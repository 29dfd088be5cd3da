"""Exactly one leader, and how command changes hands. Authority comes with the role, never with the rank."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    AlreadyLeader,
    LeaderChanged,
    LeaderPresent,
    MayNotLead,
    NoSuchThing,
    NotOffered,
    NotTheLeader,
    NotYours,
)
from bongsu.core.values import LEVELS, Person
from bongsu.crisis import text
from bongsu.crisis.room import Room

#: Who is used to command elsewhere. In a room they lead by the same acts as anybody, or comment.
SENIOR = frozenset(("executive", "committee_head"))
#: The level a senior's word is for, whatever the level table names.
TOP = LEVELS[-1]
#: From this level on, a leader of whom nothing is heard is a line of its own.
MUST_BE_HEARD = 4

Items = tuple[tuple[str, str], ...]


def only_leader(room: Room, by: str) -> None:
    if room.leader != by:
        raise NotTheLeader(leader=room.leader)


# ── taking and handing over ────────────────────────────────────────────────────────────────────────────────────────
def take_lead(
    room: Room, *, by: str, why: str, at: datetime, people: Sequence[Person], seen: str | None = None
) -> e.LeadTaken:
    """Take command on the record.

    seen   who led when `by` decided to; None: not asked. Of two who take it from the same person, the second is told.

    Raises AlreadyLeader, LeaderChanged, MayNotLead (with the instant from which anybody may), ReasonMissing.
    """
    text.open_room(room)
    text.a_person(by)
    if room.leader == by:
        raise AlreadyLeader(person=by)
    if seen is not None and seen != (room.leader or ""):
        raise LeaderChanged(leader=_name(people, room.leader))
    if not may_take_lead(room, by=by, people=people, at=at):
        raise MayNotLead(leader=_name(people, room.leader), until=gone_at(room))
    return e.LeadTaken(leader=by, previous=room.leader, how="taken", why=text.needed(why, most=text.WHY, what="why"))


class Standing(Protocol):
    """What says whether somebody may command: of a person, or of what a page knows of one."""

    @property
    def key(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def deputy(self) -> str | None: ...


def may_take_lead(room: Room, *, by: str, people: Iterable[Standing], at: datetime) -> bool:
    """Whether somebody may take command from whoever leads now: a leader's mandates come with it.

    Whose role leads at the room's level or higher, or higher than the present leader's; the standby and the leader's
    deputy; seniors. Anybody where nobody leads, or nothing is heard of the leader.
    """
    if room.leader is None or leader_gone(room, at):
        return True
    known = {person.key: person for person in people}
    mine, theirs = known.get(by), known.get(room.leader)
    if by == room.standby or (theirs is not None and theirs.deputy == by):
        return True
    stands = _leads_up_to(room, mine)
    return stands >= room.level or stands > _leads_up_to(room, theirs)


def _leads_up_to(room: Room, person: Standing | None) -> int:
    """The highest level at which one of somebody's roles leads; 0: at none."""
    roles = set(person.roles) if person is not None else set()
    if roles & SENIOR:
        return TOP
    return max((row.level for row in room.ground.table if row.lead_role in roles), default=0)


def offer_lead(room: Room, *, by: str, to: str, note: str, people: Sequence[Person], at: datetime) -> e.LeadOffered:
    """Hand over. The other leads only once they accept; a new offer replaces the old."""
    text.open_room(room)
    only_leader(room, by)
    text.known(people, to)
    if to == by:
        raise AlreadyLeader(person=to)
    items = items_of(room, by)
    return e.LeadOffered(to=to, note=text.clean(note, most=text.WHY, what="note"), open_items=len(items), items=items)


def items_of(room: Room, person: str) -> Items:
    """(kind, key) of what passes to a new leader: undecided questions, this person's tasks and promises, deliveries
    somebody must look at."""
    return (
        *(("decision", d.id) for d in room.decisions if d.made_at is None),
        *(("task", t.id) for t in room.tasks if t.done_at is None and t.owner == person),
        *(("promise", p.id) for p in room.promises if p.is_open and p.owner == person),
        *(("delivery", d.id) for d in room.deliveries if d.state in ("unsure", "refused")),
    )


def open_items(room: Room, person: str) -> int:
    return len(items_of(room, person))


def accept_lead(room: Room, *, by: str, at: datetime) -> tuple[e.Event, ...]:
    """Command, and with it the tasks and promises that were in the offer and are still open."""
    text.open_room(room)
    if room.leader == by:
        raise AlreadyLeader(person=by)
    if room.handover is None or room.handover.to != by:
        raise NotOffered()
    taken = e.LeadTaken(leader=by, previous=room.leader, how="accepted")
    return (taken, *_passed_on(room, room.handover.items, by))


def _passed_on(room: Room, items: Items, to: str) -> tuple[e.Event, ...]:
    moved: list[e.Event] = []
    for kind, key in items:
        task, promise = room.task(key), room.promise(key)
        if kind == "task" and task and task.done_at is None and task.owner == room.leader:
            moved.append(e.TaskHandedOn(task=key, owner=to, previous=task.owner))
        if kind == "promise" and promise and promise.is_open and promise.owner == room.leader:
            moved.append(e.PromiseHandedOn(promise=key, owner=to, previous=promise.owner, due_at=promise.due_at))
    return tuple(moved)


def hand_on_task(room: Room, *, by: str, task: str, to: str, people: Sequence[Person], at: datetime) -> e.TaskHandedOn:
    """Give a task to somebody else. Its owner may, whoever gave it, and the leader. Raises NotYours, AlreadyDone."""
    text.open_room(room)
    text.a_person(by)
    given = room.task(task)
    if given is None:
        raise NoSuchThing(what="task", key=task)
    if given.done_at is not None or given.owner == to:
        raise AlreadyDone(what="hand_on")
    if by not in (given.owner, given.given_by, room.leader):
        raise NotYours(owner=given.owner)
    return e.TaskHandedOn(task=task, owner=text.known(people, to).key, previous=given.owner)


def leaders_tasks(room: Room) -> tuple[str, ...]:
    """Open tasks that the leader holds: hands that do cannot oversee."""
    return tuple(t.id for t in room.tasks if t.done_at is None and t.owner == room.leader)


# ── hot standby ────────────────────────────────────────────────────────────────────────────────────────────────────
def name_standby(room: Room, *, by: str, to: str | None, people: Sequence[Person], at: datetime) -> e.StandbyNamed:
    """The leader names who takes over when they are gone; None: nobody. Raises AlreadyDone, AlreadyLeader."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    if to == by:
        raise AlreadyLeader(person=by)
    if to == room.standby:
        raise AlreadyDone(what="name_standby")
    return e.StandbyNamed(person=None if to is None else text.known(people, to).key)


def here(room: Room, *, by: str, at: datetime) -> e.LeaderHere:
    """I am here, and there is nothing I have to do: starts the count anew."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    return e.LeaderHere()


def gone_at(room: Room) -> datetime | None:
    """From when on the leader counts as gone, if nothing is heard of them; None: nobody leads.

    Heard is any line they write in this room, answering the call included, and `here`. Who was put in command and has
    not been heard at all is given `ground.deputy_after_s`, as an unanswered call is; later it is
    `ground.leader_away_s`. An open screen says nothing: it may lie on a desk.
    """
    if room.leader is None or room.leader_at is None:
        return None
    if room.leader_seen_at is None:
        return room.leader_at + timedelta(seconds=room.ground.deputy_after_s)
    return room.leader_seen_at + timedelta(seconds=room.ground.leader_away_s)


def leader_gone(room: Room, at: datetime) -> bool:
    gone = gone_at(room)
    return gone is not None and gone <= at


def stand_in(room: Room, *, by: str, at: datetime, people: Sequence[Person] = ()) -> e.LeadTaken:
    """The standby takes over from a leader who is gone: one tap, no reason asked.

    Raises LeaderPresent while the leader is heard, NotYours for anybody but the standby, AlreadyLeader.
    """
    text.open_room(room)
    text.a_person(by)
    if room.leader == by:
        raise AlreadyLeader(person=by)
    if room.standby != by:
        raise NotYours(owner=_name(people, room.standby))
    if not leader_gone(room, at):
        raise LeaderPresent(leader=_name(people, room.leader))
    return e.LeadTaken(leader=by, previous=room.leader, how="standby")


def due(room: Room) -> tuple[datetime, ...]:
    """When a silent leader becomes a line."""
    gone = gone_at(room)
    return (gone,) if gone and room.level >= MUST_BE_HEARD and room.leader_quiet_at is None else ()


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """At level 4 and above nothing is heard of the leader: said once. The clock gives command to nobody."""
    if not any(when <= at for when in due(room)):
        return ()
    since = room.leader_seen_at or room.leader_at
    assert room.leader is not None
    assert since is not None
    return (e.LeaderQuiet(leader=room.leader, since=since, standby=room.standby or _second(room, people)),)


def _second(room: Room, people: Sequence[Person]) -> str | None:
    """Who stands in for a leader who named nobody: their own deputy, else another of the team with the role to lead."""
    keys = {p.key for p in people}
    named = next((p.deputy for p in people if p.key == room.leader and p.deputy in keys), None)
    if named and named != room.leader:
        return named
    roles = {row.lead_role for row in room.ground.table if row.level >= room.level and row.lead_role}
    return next((p.key for p in people if p.key in room.team and p.key != room.leader and roles & set(p.roles)), None)


# ── seniors ────────────────────────────────────────────────────────────────────────────────────────────────────────
def comment_only(room: Room, *, by: str, words: str, at: datetime) -> e.CommentMade:
    """A comment from somebody who leaves command where it is. Raises AlreadyLeader, ReasonMissing."""
    text.open_room(room)
    text.a_person(by)
    if room.leader == by:
        raise AlreadyLeader(person=by)
    return e.CommentMade(text=text.needed(words, most=text.WHY, what="text"))


def asks_to_lead(room: Room, *, person: str, roles: Sequence[str]) -> bool:
    """Whether somebody who was refused a leader's act is asked to take command: a senior who has not chosen yet."""
    return room.leader != person and person not in room.comments_only and bool(SENIOR & set(roles))


def roles_in(room: Room, *, person: str, roles: Sequence[str]) -> tuple[str, ...]:
    """The roles somebody holds in this room. `leader` is whoever leads here, whatever their title says elsewhere."""
    own = tuple(role for role in roles if role != "leader")
    return (*own, "leader") if room.leader == person else own


def _name(people: Sequence[Person], key: str | None) -> str:
    return next((p.name for p in people if p.key == key), key or "")
