"""People's own views: blind first, then side by side. Nothing is averaged away, and executives' stand apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import median_high

from bongsu.core import events as e
from bongsu.core.errors import LevelOutOfRange, NoSuchThing, OutOfRange
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.room import Estimate, Room

#: People who judge for themselves and are not asked to guess blind.
SEES_ALL = frozenset(("executive", "committee_head"))
#: A person dissents from the middle by this many levels, this many points of the press chance, or this many times the
#: volume.
APART_LEVELS, APART_POINTS, APART_TIMES = 1, 30, 2
#: Volume is guessed for the hour that ends so many hours ahead.
HORIZONS_H = (1, 6, 24)
CONFIDENCE = ("low", "mid", "high")
MOST_MENTIONS = 10_000_000


def estimate(
    room: Room,
    *,
    by: str,
    level: int,
    press_pct: int,
    why: str,
    at: datetime,
    volumes: Sequence[tuple[int, int, int]] = (),
    confidence: str = "",
    would_do: str = "",
    roles: Sequence[str] = (),
) -> e.EstimateSent:
    """A person's own view. Sent again, the latest counts; the earlier ones stay in the journal.

    press_pct   chance of mainstream press within 3 h, 0–100
    volumes     (hours ahead, low, high): mentions in the hour that ends then; low = high is a point

    Raises LevelOutOfRange, OutOfRange, NoSuchThing, ReasonMissing, TextTooLong.
    """
    text.open_room(room)
    text.a_person(by)
    if not text.is_level(level):
        raise LevelOutOfRange(level=level)
    text.within(press_pct, low=0, high=100, what="press_pct")
    if confidence and confidence not in CONFIDENCE:
        raise NoSuchThing(what="confidence", key=confidence)
    return e.EstimateSent(
        level=level,
        press_pct=press_pct,
        why=text.needed(why, most=text.WHY, what="why"),
        volumes=_volumes(volumes),
        confidence=confidence,
        would_do=text.clean(would_do, most=text.WHY, what="would_do"),
        executive=bool(SEES_ALL & set(roles)),
    )


def _volumes(given: Sequence[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    for hours, low, high in given:
        if hours not in HORIZONS_H:
            raise NoSuchThing(what="horizon", key=hours)
        text.within(low, low=0, high=MOST_MENTIONS, what="low")
        text.within(high, low=low, high=MOST_MENTIONS, what="high")
    if len({hours for hours, _, _ in given}) < len(given):
        raise OutOfRange(what="volumes", low=0, high=len(HORIZONS_H))
    return tuple(sorted(given))


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


def of_the_field(room: Room) -> tuple[Estimate, ...]:
    """Practitioners' estimates, without the executives'."""
    return tuple(x for x in room.estimates if not x.executive)


# ── side by side ───────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class VolumeSpread:
    """How far the guesses for one horizon lie apart, mentions an hour."""

    hours: int
    count: int
    low: int  # the lowest low
    mid: int  # upper median of the middles
    high: int  # the highest high
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dissent:
    count: int
    level_low: int
    level_mid: int  # the upper median: when in doubt, the higher
    level_high: int
    press_low: int  # per cent
    press_mid: int
    press_high: int
    apart: tuple[str, ...]  # who differs from the middle in level or press chance
    volumes: tuple[VolumeSpread, ...] = ()


def dissent(room: Room) -> Dissent | None:
    """How far the practitioners' estimates lie apart; None when there is none. Nothing is averaged away."""
    given = of_the_field(room)
    if not given:
        return None
    levels = [x.level for x in given]
    press = [x.press_pct for x in given]
    level, chance = median_high(levels), median_high(press)
    return Dissent(
        len(levels),
        min(levels),
        level,
        max(levels),
        min(press),
        chance,
        max(press),
        _apart(given, lambda x: abs(x.level - level) >= APART_LEVELS or abs(x.press_pct - chance) >= APART_POINTS),
        tuple(spread for hours in HORIZONS_H if (spread := _volume_spread(given, hours)) is not None),
    )


def middle(low: int, high: int) -> int:
    """The geometric middle of a range of counts, on the scale of 1 + count: volumes grow by factors.

    >>> middle(40, 40), middle(0, 99), middle(100, 400)
    (40, 9, 200)
    """
    return round(sqrt((low + 1) * (high + 1))) - 1


def _volume_spread(given: Sequence[Estimate], hours: int) -> VolumeSpread | None:
    guesses = {x.by: (low, high) for x in given for ahead, low, high in x.volumes if ahead == hours}
    if not guesses:
        return None
    middles = {by: middle(*guess) for by, guess in guesses.items()}
    mid = median_high(list(middles.values()))

    def differs(x: Estimate) -> bool:
        mine = middles.get(x.by)
        if mine is None:
            return False
        return max(mine + 1, mid + 1) >= APART_TIMES * min(mine + 1, mid + 1)

    return VolumeSpread(
        hours,
        len(guesses),
        min(low for low, _ in guesses.values()),
        mid,
        max(high for _, high in guesses.values()),
        _apart([x for x in given if x.by in guesses], differs),
    )


def _apart(given: Sequence[Estimate], differs: Callable[[Estimate], bool]) -> tuple[str, ...]:
    """Who differs; one view alone differs from nothing."""
    return tuple(x.by for x in given if differs(x)) if len(given) > 1 else ()
