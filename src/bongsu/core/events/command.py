"""Command stands on one person, and somebody stands ready behind them."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class StandbyNamed(Event):
    """Who takes over when the leader is gone; None: nobody."""

    person: str | None


@event
@dataclass(frozen=True, slots=True)
class LeaderHere(Event):
    """The leader said that they are here, with nothing else to do."""


@event
@dataclass(frozen=True, slots=True)
class LeaderQuiet(Event):
    """Nothing was heard of the leader since then. Command stays where it is until a person takes it."""

    leader: str
    since: datetime
    standby: str | None  # who may take over in one tap


@event
@dataclass(frozen=True, slots=True)
class CommentMade(Event):
    """A senior who does not lead chose to comment, and leaves command where it is."""

    text: Personal


@event
@dataclass(frozen=True, slots=True)
class TaskHandedOn(Event):
    """A task has another owner, and the same deadline."""

    task: str
    owner: str
    previous: str
