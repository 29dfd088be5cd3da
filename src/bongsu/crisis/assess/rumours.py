"""Rumour control: gather → verify → coordinate → disseminate (FEMA IS-702, joint information system).

A rumour is a fact that people tell: noted (gathered), settled (verified), answered in one voice (coordinated), and
corrected where it is told (disseminated).
"""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotReady
from bongsu.crisis import text
from bongsu.crisis.assess.facts import found
from bongsu.crisis.convene import only_leader
from bongsu.crisis.room import Fact, Room

STEPS = ("gather", "verify", "coordinate", "disseminate")
WHERE = 160


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four steps of a rumour: by whom and when, None while it is to be done."""

    name: str
    by: str | None
    at: datetime | None


def stages(fact: Fact) -> tuple[Stage, ...]:
    """All four, in order. Each is done only after the one before."""
    verified = fact.status != "unconfirmed"
    told = fact.corrections[0] if fact.corrections else None
    return (
        Stage("gather", fact.noted_by or fact.by, fact.noted_at or fact.at),
        Stage("verify", fact.by if verified else None, fact.at if verified else None),
        Stage("coordinate", fact.coordinated_by or None, fact.coordinated_at),
        Stage("disseminate", told.by if told else None, told.at if told else None),
    )


def waits_for(fact: Fact) -> str | None:
    """The step that a rumour waits for; None when all is done, or it is no rumour."""
    if not fact.rumour:
        return None
    return next((stage.name for stage in stages(fact) if stage.at is None), None)


def coordinate(room: Room, *, by: str, fact: str, answer: str, at: datetime) -> e.RumourCoordinated:
    """Agree on what we say to it. The leader's, once it is verified; said again, the latest counts.

    Raises NotReady, NotTheLeader, NoSuchThing, ReasonMissing.
    """
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    rumour = _rumour(room, fact)
    if rumour.status == "unconfirmed":
        raise NotReady(need="verify")
    return e.RumourCoordinated(fact=fact, answer=text.needed(answer, most=text.WHY, what="answer"))


def correct(
    room: Room, *, by: str, fact: str, where: str, statement: str = "", link: str = "", at: datetime
) -> e.RumourCorrected:
    """It was corrected there: an outlet, a reply, a statement. As often as there are places.

    Raises NotReady, NoSuchThing, AlreadyDone, ReasonMissing.
    """
    text.open_room(room)
    text.a_person(by)
    rumour = _rumour(room, fact)
    if rumour.coordinated_at is None:
        raise NotReady(need="coordinate")
    if statement and all(said.id != statement for said in room.statements):
        raise NoSuchThing(what="statement", key=statement)
    place, address = text.needed(where, most=WHERE, what="where"), text.address(link)
    if any((c.where, c.link) == (place, address) for c in rumour.corrections):
        raise AlreadyDone(what="correct")
    return e.RumourCorrected(fact=fact, where=place, statement=statement or None, link=address)


def _rumour(room: Room, key: str) -> Fact:
    fact = found(room, key)
    if not fact.rumour:
        raise NoSuchThing(what="rumour", key=key)
    return fact
