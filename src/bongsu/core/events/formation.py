"""A crisis takes its form: which touch-points are hit, which formation is taken, who sits where."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, event
from bongsu.core.formation import Hit


@event
@dataclass(frozen=True, slots=True)
class TouchPointsHit(Event):
    """These touch-points are hit: their owners are called."""

    points: tuple[Hit, ...]


@event
@dataclass(frozen=True, slots=True)
class FormationFormed(Event):
    """The room takes this formation; whoever sat in a seat of the same name stays."""

    formation: str
    level: int


@event
@dataclass(frozen=True, slots=True)
class SeatFilled(Event):
    seat: str  # a chair: "verify", "gather/2"
    person: str | None  # None: it is empty
    how: str  # "computed" from who can be reached | "ladder": the one before did not answer | "by_hand"
