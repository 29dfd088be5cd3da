"""The fact log: what is confirmed, what is not, what is false, who finds out, and by when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, TooMany
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Fact, Room

FACT_STATES = ("confirmed", "unconfirmed", "false")
FACT, SOURCE = 500, 300
EVIDENCE_MOST, EVIDENCE_KEY = 10, 200
CLAIM_KEY = 40
#: Whoever is given a fact to verify has so long, when nobody says otherwise.
USUAL_MIN = 30
DAY_MIN = 24 * 60
#: Open facts in one room: more than people can verify is a list nobody reads.
MOST_OPEN = 100
#: A fact is due soon this long before its minute.
SOON = timedelta(minutes=5)


def note_fact(
    room: Room,
    *,
    by: str,
    fact: str,
    status: str,
    source: str,
    at: datetime,
    owner: str = "",
    minutes: int = USUAL_MIN,
    claim: str = "",
    rumour: bool = False,
    evidence: Sequence[str] = (),
    link: str = "",
    people: Sequence[Person] = (),
) -> e.FactNoted:
    """Enter a fact. A confirmed or a false one names who says so (`source`), an unconfirmed one need not.

    owner      who verifies it, within `minutes`; only for one that is unconfirmed
    claim      key of the claim of analysis that it is about
    evidence   keys of mentions

    Raises ReasonMissing, TextTooLong, NoSuchThing, OutOfRange, TooMany.
    """
    text.open_room(room)
    text.a_person(by)
    verifies = text.known(people, owner).key if owner and status == "unconfirmed" else None
    if status == "unconfirmed" and sum(f.status == "unconfirmed" for f in room.facts) >= MOST_OPEN:
        raise TooMany(what="unconfirmed facts", most=MOST_OPEN)
    keys = tuple(dict.fromkeys(key for raw in evidence if (key := text.clean(raw, most=EVIDENCE_KEY, what="evidence"))))
    if len(keys) > EVIDENCE_MOST:
        raise TooMany(what="evidence", most=EVIDENCE_MOST)
    return e.FactNoted(
        fact=room.fresh("f"),
        text=text.needed(fact, most=FACT, what="fact"),
        status=_status(status),
        source=_source(status, source),
        owner=verifies,
        due_at=_due(minutes, at) if verifies else None,
        claim=text.clean(claim, most=CLAIM_KEY, what="claim") or None,
        rumour=rumour,
        evidence=keys,
        link=text.address(link),
    )


def settle_fact(
    room: Room, *, by: str, fact: str, status: str, source: str, at: datetime, link: str = ""
) -> e.FactSettled:
    """Say what became of it. A confirmed one may turn out false, and the other way round.

    Raises NoSuchThing, AlreadyDone, ReasonMissing.
    """
    text.open_room(room)
    text.a_person(by)
    if found(room, fact).status == status:
        raise AlreadyDone(what=status)
    return e.FactSettled(fact=fact, status=_status(status), source=_source(status, source), link=text.address(link))


def assign_fact(
    room: Room, *, by: str, fact: str, owner: str, minutes: int, people: Sequence[Person], at: datetime
) -> e.FactAssigned:
    """Give it to somebody to verify, within `minutes` (1 to a day). Raises NoSuchThing, AlreadyDone, OutOfRange."""
    text.open_room(room)
    text.a_person(by)
    if found(room, fact).status != "unconfirmed":
        raise AlreadyDone(what="settle_fact")
    return e.FactAssigned(fact=fact, owner=text.known(people, owner).key, due_at=_due(minutes, at))


def found(room: Room, key: str) -> Fact:
    """Raises NoSuchThing."""
    fact = room.fact(key)
    if fact is None:
        raise NoSuchThing(what="fact", key=key)
    return fact


def _due(minutes: int, at: datetime) -> datetime:
    return at + timedelta(minutes=text.within(minutes, low=1, high=DAY_MIN, what="minutes"))


def _status(status: str) -> str:
    if status not in FACT_STATES:
        raise NoSuchThing(what="fact status", key=status)
    return status


def _source(status: str, source: str) -> str:
    keep = text.clean if status == "unconfirmed" else text.needed
    return keep(source, most=SOURCE, what="source")


# ── the clock ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _waiting(room: Room) -> tuple[tuple[Fact, datetime], ...]:
    return tuple((f, f.due_at) for f in room.facts if f.due_at is not None and f.status == "unconfirmed" and not f.late)


def due(room: Room) -> tuple[datetime, ...]:
    """When a fact that nobody verified turns late."""
    return tuple(when for _, when in _waiting(room))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """A late fact is said once, and goes to the deputy of whoever should have verified it."""
    here = {p.key: p for p in people}
    late = [fact for fact, when in _waiting(room) if when <= at]
    deputies = [here[f.owner].deputy if f.owner in here else None for f in late]
    return tuple(
        e.FactOverdue(fact=fact.id, owner=deputy if deputy in here else None)
        for fact, deputy in zip(late, deputies, strict=True)
    )
