"""Forecasts that have come due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScoreJob:
    """One thing that somebody said of the future, whose time has come."""

    id: int
    org: int
    room: int
    brand: int
    what: str  # crisis.assess.scoring.Asked.what
    low: int
    high: int
    sent_at: datetime
    look_at: datetime


class Scores(Protocol):
    """Keeps what people forecast until its outcome is known. Each is settled once."""

    def due(self, org: int, at: datetime, *, limit: int) -> tuple[ScoreJob, ...]: ...
    def settle(self, job: ScoreJob, *, outcome: int | None, loss: float | None, at: datetime) -> bool:
        """False: somebody was quicker. `loss` None: it cannot be held to what it said."""
        ...

    def wait(self, job: ScoreJob) -> None:
        """Its outcome is not known yet; news of the room brings it back."""
        ...

    def levels(self, job: ScoreJob, *, until: datetime) -> tuple[tuple[datetime, int], ...]:
        """(when, beacon from then on) of its room, oldest first."""
        ...
