"""What happens offline (오프라인에서 있었던 일): part of the same timeline, at its own time.

The first of it counts as the first post does: the clock runs from when the world outside first spoke up, by whatever
way. "We knew" stays what it was, so that no deadline was past before anybody knew (`Room.first_word_due`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import NoSuchThing
from bongsu.core.values import SEVERE, Person
from bongsu.crisis import text
from bongsu.crisis.room import Offline, Room

KINDS = ("call", "visit", "raid", "broadcast", "letter")
#: What is on the air, or an authority at the door, is a matter for the highest beacon until somebody says otherwise.
SUGGESTS = {"raid": SEVERE, "broadcast": SEVERE}
#: It is asked for so long.
WEIGHED_IN = timedelta(hours=1)
WHAT, WHERE = 500, 120
#: Older than this is another story, or a slip of the finger.
BACK_MOST_MIN = 30 * 24 * 60
PEOPLE_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Reported:
    """Something offline that somebody told of, in no room yet."""

    kind: str
    happened_at: datetime
    taken_by: str  # person key
    people: int  # how many were concerned; 0: not known
    what: str
    where: str


def report(
    *,
    by: str,
    kind: str,
    what: str,
    where: str,
    taken_by: str,
    count: int,
    min_ago: int,
    people: Sequence[Person],
    at: datetime,
) -> Reported:
    """What happened `min_ago` minutes ago, and who took it (empty: whoever tells).

    Raises NoSuchThing, ReasonMissing, OutOfRange, TextTooLong.
    """
    text.a_person(by)
    if kind not in KINDS:
        raise NoSuchThing(what="kind", key=kind)
    text.within(min_ago, low=0, high=BACK_MOST_MIN, what="minutes")
    return Reported(
        kind=kind,
        happened_at=at - timedelta(minutes=min_ago),
        taken_by=text.known(people, taken_by).key if taken_by else by,
        people=text.within(count, low=0, high=PEOPLE_MOST, what="people"),
        what=text.needed(what, most=WHAT, what="what"),
        where=text.clean(where, most=WHERE, what="where"),
    )


def bring_in(room: Room, *, report: str, told: Reported) -> tuple[e.OfflineNoted, ...]:
    """What was told on the Watch, as a line of this room at its own time. Nothing where it stands here already."""
    text.open_room(room)
    if any(one.report == report for one in room.offline):
        return ()
    return (_noted(room, told, report=report),)


def note(
    room: Room,
    *,
    by: str,
    kind: str,
    what: str,
    where: str,
    taken_by: str,
    count: int,
    min_ago: int,
    people: Sequence[Person],
    at: datetime,
) -> e.OfflineNoted:
    """Write down in the room what happened. Raises as `report`."""
    text.open_room(room)
    told = report(
        by=by,
        kind=kind,
        what=what,
        where=where,
        taken_by=taken_by,
        count=count,
        min_ago=min_ago,
        people=people,
        at=at,
    )
    return _noted(room, told)


def _noted(room: Room, told: Reported, *, report: str = "") -> e.OfflineNoted:
    return e.OfflineNoted(
        offline=room.fresh("n"),
        kind=told.kind,
        happened_at=told.happened_at,
        taken_by=told.taken_by,
        people=told.people,
        what=told.what,
        where=told.where,
        report=report,
    )


def suggested(room: Room, at: datetime) -> tuple[int, Offline] | None:
    """The level that something offline asks for, above the present one: for an hour, or until somebody set it."""
    found = [
        (SUGGESTS[one.kind], one)
        for one in room.offline
        if SUGGESTS.get(one.kind, 0) > room.level and one.noted_at >= room.level_at and at - one.noted_at <= WEIGHED_IN
    ]
    return max(found, key=lambda pair: (pair[0], pair[1].noted_at)) if found else None
