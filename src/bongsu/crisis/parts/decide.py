"""Questions and tasks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Objection:
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    question: str
    options: tuple[str, ...]
    default: int
    asked_by: str
    asked_at: datetime
    first_owner: str
    owner: str  # who must decide now
    deputy: str | None
    due_at: datetime
    escalated: bool = False
    objections: tuple[Objection, ...] = ()
    made_at: datetime | None = None
    made_by: str | None = None
    option: int | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    text: str
    owner: str
    given_by: str
    given_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    overdue: bool = False
