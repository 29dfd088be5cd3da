"""Statutory clocks that run, and faults being put right."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.crisis.parts.decide import near


@dataclass(frozen=True, slots=True)
class Duty:
    id: str
    law: str  # id of the statutory clock in the ground
    aware_at: datetime
    started_at: datetime
    started_by: str
    due_at: datetime
    why: str
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    settled: str = ""  # "done" | "dropped"
    settled_at: datetime | None = None
    settled_by: str | None = None
    note: str = ""
    warned: bool = False
    late: bool = False

    @property
    def is_open(self) -> bool:
        return not self.settled

    @property
    def warn_at(self) -> datetime:
        return near(self.aware_at, self.due_at)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, apart from what is said about it."""

    id: str
    text: str
    owner: str
    noted_by: str
    noted_at: datetime
    due_at: datetime
    state: str = "cause"  # "cause" | "stopped" | "fixed" | "verified"
    state_at: datetime | None = None
    state_by: str | None = None
    note: str = ""
    because: str = ""
    warned: bool = False
    overdue: bool = False

    @property
    def is_open(self) -> bool:
        return self.state != "verified"

    @property
    def warn_at(self) -> datetime:
        return near(self.noted_at, self.due_at)
