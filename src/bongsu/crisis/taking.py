"""제가 볼게요: who has an item in hand, so that no two do one thing and nothing waits for nobody.

One rule for findings, facts to verify, promises, decisions and press inquiries. Whoever has one keeps it until they let
go, until it is late, or until the leader steps in. To have a decision or a promise in hand is to see to it that it is
settled: who may decide, and who answers for the promise, stays as it was. A fact is verified, and an inquiry answered,
by whoever took it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, AlreadyTaken, NoSuchThing, NotYours
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import NotedFinding, Room

#: Whoever takes a fact has so long, where no later minute is set.
VERIFY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    what: str  # "finding" | "fact" | "promise" | "decision" | "inquiry"
    by: str | None  # who has it in hand
    is_open: bool = True
    late: bool = False


def key_of(finding: NotedFinding) -> str:
    """The key of a finding as an item of its room, by the line that noted it."""
    return f"s{finding.seq}"


def item_of(room: Room, key: str) -> Item | None:
    """An item of a room that can be taken in hand, and who has it."""
    held = next((held.by for held in room.held if held.item == key), None)
    if inquiry := room.inquiry(key):
        return Item(key, "inquiry", inquiry.owner, inquiry.is_open, inquiry.late)
    if fact := room.fact(key):
        return Item(key, "fact", fact.owner, fact.status == "unconfirmed", fact.late)
    if promise := room.promise(key):
        return Item(key, "promise", held, promise.is_open, promise.late)
    if decision := room.decision(key):
        return Item(key, "decision", held, decision.is_open, decision.escalated)
    if any(key_of(finding) == key for finding in room.findings):
        return Item(key, "finding", held)
    return None


def take(room: Room, *, by: str, item: str, people: Sequence[Person], at: datetime) -> e.Event:
    """I see to this. Raises AlreadyTaken (and who has it), AlreadyDone, NoSuchThing."""
    known = _open(room, by, item)
    if known.by == by:
        raise AlreadyDone(what="take")
    holder = next((person.name for person in people if person.key == known.by), None)
    # Nobody waits for somebody who has left the organisation.
    if holder is not None and not may_step_in(room, known, by):
        raise AlreadyTaken(owner=holder)
    match known.what:
        case "inquiry":
            return e.InquiryTaken(inquiry=item, owner=by, previous=known.by)
        case "fact":
            fact = room.fact(item)
            due = fact.due_at if fact is not None and fact.due_at is not None and fact.due_at > at else at + VERIFY
            return e.FactAssigned(fact=item, owner=by, due_at=due)
        case what:
            return e.ItemTaken(item=item, what=what, previous=known.by)


def release(room: Room, *, by: str, item: str, at: datetime) -> e.Event:
    """Let go of it. Raises NotYours, AlreadyDone, NoSuchThing."""
    known = _open(room, by, item)
    if known.by is None:
        raise AlreadyDone(what="release")
    if known.by != by and not may_step_in(room, known, by):
        raise NotYours(owner=known.by)
    if known.what == "inquiry":
        return e.InquiryReleased(inquiry=item)
    return e.ItemReleased(item=item, what=known.what)


def may_step_in(room: Room, item: Item, by: str) -> bool:
    """Whether somebody may take what another has."""
    return item.late or room.leader == by


def _open(room: Room, by: str, key: str) -> Item:
    text.open_room(room)
    text.a_person(by)
    known = item_of(room, key)
    if known is None:
        raise NoSuchThing(what="item", key=key)
    if not known.is_open:
        raise AlreadyDone(what=known.what)
    return known
