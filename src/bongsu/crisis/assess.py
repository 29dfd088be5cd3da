"""How bad is it? Numbers and people's judgement together; raising may be automatic, lowering never is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, LevelOutOfRange, NoSuchThing
from bongsu.core.values import Finding, Person
from bongsu.crisis import text
from bongsu.crisis.convene import calls_on_rise
from bongsu.crisis.room import Estimate, Room

FACT_STATES = ("confirmed", "unconfirmed", "false")
FACT, SOURCE = 500, 300
#: People who judge for themselves and are not asked to guess blind.
SEES_ALL = frozenset(("executive", "committee_head"))
#: A person dissents from the median by this many levels, or this many points of the press chance.
APART_LEVELS, APART_POINTS = 1, 30


def noted(finding: Finding) -> e.FindingNoted:
    return e.FindingNoted(
        key=finding.key,
        kind=str(finding.kind),
        level=finding.level,
        surprise_centi=finding.surprise_centi,
        window_s=finding.window_s,
        count=finding.count,
        expected_milli=finding.expected_milli,
        authors=finding.authors,
        evidence=finding.evidence,
        claim=finding.claim,
        category=finding.category,
        found_at=finding.at,
        excerpt=finding.excerpt,
    )


def weigh(room: Room, *, finding: Finding, at: datetime, people: Sequence[Person] = ()) -> tuple[e.Event, ...]:
    """Note a finding; where its level is above the room's, raise the beacon and call whom that level needs.

    The same finding a second time causes nothing. Raises RoomClosed.
    """
    text.open_room(room)
    if any(known.key == finding.key for known in room.findings):
        return ()
    first = noted(finding)
    if finding.level <= room.level:
        return (first,)
    risen = e.BeaconRaised(level_from=room.level, level_to=finding.level, why="", finding=finding.key)
    return (first, risen, *calls_on_rise(room, level=finding.level, people=people, at=at))


# ── estimates ──────────────────────────────────────────────────────────────────────────────────────────────────────
def estimate(room: Room, *, by: str, level: int, press_pct: int, why: str, at: datetime) -> e.EstimateSent:
    """A person's own view. Sent again, the latest counts. `press_pct`: chance of mainstream press within 3 h, 0–100."""
    text.open_room(room)
    text.a_person(by)
    if not text.is_level(level):
        raise LevelOutOfRange(level=level)
    text.within(press_pct, low=0, high=100, what="press_pct")
    return e.EstimateSent(level=level, press_pct=press_pct, why=text.needed(why, most=text.WHY, what="why"))


def judges_blind(room: Room, person: Person) -> bool:
    """Whether this person's own view is wanted before they see the others'."""
    if SEES_ALL & set(person.roles):
        return False
    wanted = {role for row in room.ground.table for role in (*row.call_roles, row.lead_role)}
    return bool(wanted & set(person.roles)) or person.key in room.team or room.call_of(person.key) is not None


def estimates_shown(room: Room, person: Person) -> tuple[Estimate, ...] | None:
    """Everybody's estimates, or None while `person` has still to send their own (only a count may be shown then)."""
    if judges_blind(room, person) and room.estimate_of(person.key) is None:
        return None
    return room.estimates


@dataclass(frozen=True, slots=True)
class Dissent:
    count: int
    level_low: int
    level_mid: int  # the upper median: when in doubt, the higher
    level_high: int
    press_low: int  # per cent
    press_mid: int
    press_high: int
    apart: tuple[str, ...]  # who differs from the middle


def dissent(room: Room) -> Dissent | None:
    """How far the estimates lie apart; None when there is none. Nothing is averaged away."""
    if not room.estimates:
        return None
    levels = [x.level for x in room.estimates]
    press = [x.press_pct for x in room.estimates]
    level, chance = median_high(levels), median_high(press)
    apart = tuple(
        x.by
        for x in room.estimates
        if abs(x.level - level) >= APART_LEVELS or abs(x.press_pct - chance) >= APART_POINTS
    )
    return Dissent(
        len(levels), min(levels), level, max(levels), min(press), chance, max(press), apart if len(levels) > 1 else ()
    )


# ── facts and notes ────────────────────────────────────────────────────────────────────────────────────────────────
def note_fact(room: Room, *, by: str, fact: str, status: str, source: str, at: datetime) -> e.FactNoted:
    """Enter a fact. A confirmed or a false one names who says so (`source`), an unconfirmed one need not."""
    text.open_room(room)
    text.a_person(by)
    return e.FactNoted(
        fact=f"f{len(room.facts) + 1}",
        text=text.needed(fact, most=FACT, what="fact"),
        status=_status(status),
        source=_source(status, source),
    )


def settle_fact(room: Room, *, by: str, fact: str, status: str, source: str, at: datetime) -> e.FactSettled:
    text.open_room(room)
    text.a_person(by)
    old = room.fact(fact)
    if old is None:
        raise NoSuchThing(what="fact", key=fact)
    if old.status == status:
        raise AlreadyDone(what=status)
    return e.FactSettled(fact=fact, status=_status(status), source=_source(status, source))


def _status(status: str) -> str:
    if status not in FACT_STATES:
        raise NoSuchThing(what="fact status", key=status)
    return status


def _source(status: str, source: str) -> str:
    keep = text.clean if status == "unconfirmed" else text.needed
    return keep(source, most=SOURCE, what="source")


def note(room: Room, *, by: str, words: str, at: datetime) -> e.NoteWritten:
    """A line for the record. Allowed in a closed room too: the review goes on."""
    text.a_person(by)
    return e.NoteWritten(text=text.needed(words, most=text.NOTE, what="note"))
