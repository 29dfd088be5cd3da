"""Exactly one leader, and how command changes hands."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyLeader, NotOffered, NotTheLeader
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Room


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


def roles_in(room: Room, *, person: str, roles: Sequence[str]) -> tuple[str, ...]:
    """The roles somebody holds in this room. `leader` is whoever leads here, whatever their title says elsewhere."""
    own = tuple(role for role in roles if role != "leader")
    return (*own, "leader") if room.leader == person else own
