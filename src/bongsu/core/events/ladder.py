"""The ladder of a role: who else is called for it, who was rung by hand, and what happens when nobody is left.

A *role* here is whatever somebody must answer for: a role of the level table ("legal"), a seat of the formation
("seat:verify"), a touch-point ("touchpoint:shop-12").
"""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class PulledIn(Event):
    """A risk category brings these roles in; the calls follow."""

    category: str
    roles: tuple[str, ...]
    rule: str = ""  # its name, as the organisation gave it


@event
@dataclass(frozen=True, slots=True)
class CallWidened(Event):
    """A call that is out already, answered or not, stands for one more role: nobody is rung twice."""

    call: str
    person: str
    role: str
    level: int
    instead_of: str | None = None  # the person in whose place they stand


@event
@dataclass(frozen=True, slots=True)
class CallRung(Event):
    """A colleague rang by hand. Answered: they come. Not answered: the ladder goes on at once."""

    call: str
    person: str
    answered: bool


@event
@dataclass(frozen=True, slots=True)
class RoleExhausted(Event):
    """Everybody who could answer for this role has been tried. From here on it is the leader's to settle."""

    role: str
    level: int
    tried: tuple[str, ...]  # in the order they were called


@event
@dataclass(frozen=True, slots=True)
class RoleWaived(Event):
    """The leader goes on without anybody for this role."""

    role: str
    why: Personal
