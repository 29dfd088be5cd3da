"""Questions with all that was said about them, consultations, the stance, tasks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Objection:
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """A practitioner's view of one question."""

    by: str
    option: int
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """An option that stands unless somebody objects strongly until `closes_at`."""

    option: int
    by: str
    at: datetime
    closes_at: datetime
    waived: str = ""
    closed_at: datetime | None = None  # without consent


@dataclass(frozen=True, slots=True)
class Caused:
    """A line that was written because of a decision."""

    type: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided before the question was opened again."""

    option: int
    how: str
    by: str | None
    at: datetime
    why: str  # it was opened again


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
    kind: str = ""
    effects: tuple[str, ...] = ()
    reversals: tuple[str, ...] = ()
    slot: bool = False
    judges: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    judgement: str = ""
    waived: str = ""
    unheard: tuple[str, ...] = ()
    proposal: Proposal | None = None
    because: str = ""
    caused: tuple[Caused, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    since: datetime | None = None  # when the deadline in force was set; None: when it was asked
    warned: bool = False
    link: str | None = None  # who got a link to decide from their phone
    link_failed: str = ""  # why none of their channels took it

    @property
    def is_open(self) -> bool:
        return self.made_at is None

    @property
    def warn_at(self) -> datetime:
        return near(self.since or self.asked_at, self.due_at)


@dataclass(frozen=True, slots=True)
class Consultation:
    id: str
    decision: str
    role: str
    first_person: str
    person: str  # who is asked now
    question: str
    asked_by: str
    asked_at: datetime
    due_at: datetime
    since: datetime
    lapsed: bool = False
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    passed_at: datetime | None = None  # nobody answered, and things went on
    warned: bool = False

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.passed_at is None

    @property
    def warn_at(self) -> datetime:
        return near(self.since, self.due_at)


@dataclass(frozen=True, slots=True)
class Stance:
    """Engage or prepare, and how loud it was when that was decided."""

    choice: str  # "engage" | "prepare"
    decision: str
    at: datetime
    level: int
    per_h: int  # mentions an hour in the loudest finding until then


def near(since: datetime, due: datetime) -> datetime:
    """When a third of the time is left."""
    return due - (due - since) / 3


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
    because: str = ""
    order: str = ""  # the act that a chain said yes to; its words are the request's
    request: str = ""
