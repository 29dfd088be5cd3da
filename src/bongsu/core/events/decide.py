"""Questions, tasks and the clocks that run on them."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class DecisionAsked(Event):
    decision: str
    question: str
    options: tuple[str, ...]
    default: int  # index into options: what stands if nobody decides
    owner: str
    deputy: str | None
    due_at: datetime
    kind: str = ""  # "stance": engage or prepare; its options are the codes, with words at the edge
    effects: tuple[str, ...] = ()  # what each option is expected to bring; as many as options, or none
    reversals: tuple[str, ...] = ()  # whether each can be undone: "yes" | "hard" | "no" | "" (nobody said)
    slot: bool = False  # it waits for practitioners' judgement
    judges: tuple[str, ...] = ()  # who was asked for theirs
    because: str = ""  # key of the decision that led to this one


@event
@dataclass(frozen=True, slots=True)
class JudgementGiven(Event):
    """A practitioner's view of one question; the latest of each person counts."""

    decision: str
    option: int
    why: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class ObjectionRaised(Event):
    decision: str
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class ProposalMade(Event):
    """Any strong objections? Silence until `closes_at` is consent."""

    decision: str
    option: int
    closes_at: datetime
    waived: Personal = ""  # why it does not wait for practitioners or consulted


@event
@dataclass(frozen=True, slots=True)
class ProposalClosed(Event):
    """The window closed without consent: somebody decides by hand."""

    decision: str
    objections: int


@event
@dataclass(frozen=True, slots=True)
class DecisionEscalated(Event):
    """Overdue: it went to the deputy."""

    decision: str
    owner: str  # who must decide now
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    decision: str
    option: int
    how: str  # "owner" | "deputy" | "leader" | "default" | "consent"
    why: Personal = ""
    judgement: str = ""  # practitioners' slot: "given" | "waived" | "empty"; "" where there was none
    waived: Personal = ""  # why it did not wait
    unheard: tuple[str, ...] = ()  # keys of consultations still open
    via: str = ""  # "link": from the page that a signed link opens


@event
@dataclass(frozen=True, slots=True)
class DecisionReopened(Event):
    """The facts changed: the question is open again, with a new deadline."""

    decision: str
    due_at: datetime
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class ConsultationAsked(Event):
    """Somebody whose field it touches has a window to answer. Never a veto by silence."""

    consultation: str
    decision: str  # "" where it belongs to none
    role: str
    person: str
    question: str
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class ConsultationAnswered(Event):
    consultation: str
    answer: Personal


@event
@dataclass(frozen=True, slots=True)
class ConsultationLapsed(Event):
    """No answer in time: the deputy has the window now."""

    consultation: str
    person: str  # who is asked now
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class ConsultationPassed(Event):
    """Nobody answered; things go on without, on the record."""

    consultation: str


@event
@dataclass(frozen=True, slots=True)
class DeadlineNear(Event):
    """A third of the time is left."""

    what: str  # "decision" | "consultation" | "duty" | "fault" | "inquiry" | "first_word"
    key: str
    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class TaskGiven(Event):
    task: str
    text: str
    owner: str
    due_at: datetime
    because: str = ""  # key of the decision it follows from
    order: str = ""  # the act that a chain said yes to, in the place of a text
    request: str = ""  # key of that request


@event
@dataclass(frozen=True, slots=True)
class TaskDone(Event):
    task: str
    note: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class TaskOverdue(Event):
    task: str


@event
@dataclass(frozen=True, slots=True)
class FirstWordOverdue(Event):
    """The minute passed by which the public should have heard from us."""

    due_at: datetime


@event
@dataclass(frozen=True, slots=True)
class LinkSent(Event):
    """Whom a question was put to got a link, with which they may decide from where they are."""

    decision: str
    person: str
    channel: str  # kind


@event
@dataclass(frozen=True, slots=True)
class LinkFailed(Event):
    """None of their channels took it: somebody has to tell them."""

    decision: str
    person: str
    reason: str
