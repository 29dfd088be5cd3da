"""Who was called, and a handover under way."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.crisis.parts.reach import Try


@dataclass(frozen=True, slots=True)
class Also:
    """One more role that a call stands for, since `at`."""

    role: str
    level: int
    at: datetime
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    person: str
    role: str
    level: int
    placed_at: datetime
    instead_of: str | None = None
    attempts: int = 0
    last_attempt_at: datetime | None = None
    last_failure: str = ""
    acknowledged_at: datetime | None = None
    declined_at: datetime | None = None
    declined_why: str = ""
    step: int = 0  # place of the channel tried last
    taken: bool = False  # whether a channel took it in the round under way
    unreachable_at: datetime | None = None  # since when none of their channels takes it (CallFailed.last)
    tries: tuple[Try, ...] = ()  # the latest of each channel, in their order
    also: tuple[Also, ...] = ()
    passed_at: datetime | None = None  # a colleague rang and nobody picked up

    @property
    def roles(self) -> tuple[str, ...]:
        """Everything this call stands for."""
        return (self.role, *(one.role for one in self.also))


@dataclass(frozen=True, slots=True)
class Gap:
    """A role for which nobody is left to call."""

    role: str
    level: int
    at: datetime
    tried: tuple[str, ...]
    waived_at: datetime | None = None
    waived_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    to: str
    offered_at: datetime
    note: str
    open_items: int
    items: tuple[tuple[str, str], ...] = ()  # (kind, key), as they stood when it was offered
