"""What reporters ask, and corrections that we claim."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inquiry:
    id: str
    medium: str
    reporter: str  # sealed, as the next two
    contact: str
    question: str
    noted_by: str
    noted_at: datetime
    asked_at: datetime  # when the question that waits came in
    due_at: datetime
    owner: str | None = None
    state: str = "noted"  # "noted" | "answered" | "closed"
    statement: str | None = None  # what was told last
    facts: tuple[str, ...] = ()
    words: str = ""  # sealed
    under: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    rounds: int = 1  # how often they asked
    note: str = ""  # sealed
    closed_at: datetime | None = None
    warned: bool = False
    late: bool = False

    @property
    def is_open(self) -> bool:
        return self.state != "closed"

    @property
    def waits(self) -> bool:
        """For an answer."""
        return self.state == "noted"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A correction or a reply that a medium is to print."""

    id: str
    kind: str  # "correct" | "reply"
    medium: str
    law: str
    duty: str
    aware_at: datetime
    due_at: datetime
    by: str
    at: datetime
    link: str = ""
    wrong: str = ""  # sealed
    state: str = ""  # "" | "asked" | "printed" | "refused" | "dropped"
    state_by: str = ""
    state_at: datetime | None = None
    note: str = ""  # sealed

    @property
    def is_open(self) -> bool:
        return self.state in ("", "asked")
