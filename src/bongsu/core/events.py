"""Everything that can happen to a room, one frozen dataclass each.

Past tense: a journal says what was, never what should be.

Only strings, integers, booleans, datetimes and tuples of these (no floats): a line's bytes must be the same on every
machine, for ever. A field of type `Personal` may name or describe a living person; the journal keeps its HMAC, the
words lie apart and can be shredded (`store.journal`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, get_args, get_origin, get_type_hints

from bongsu.core.values import Ground

Personal = Annotated[str, "personal"]
Slots = tuple[tuple[str, str], ...]  # (slot name, text), in speaking order

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `type_` is the stable name in the journal."""

    type_: ClassVar[str] = ""


def _register(cls: type[Event]) -> type[Event]:
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")
    cls.type_ = name
    EVENTS[name] = cls
    return cls


def personal_fields(event_type: type[Event]) -> tuple[str, ...]:
    """Names of the fields whose values lie apart from the journal."""
    hints = get_type_hints(event_type, include_extras=True)
    return tuple(name for name, hint in hints.items() if get_origin(hint) is Annotated and "personal" in get_args(hint))


# ── the room ───────────────────────────────────────────────────────────────────────────────────────────────────────
@_register
@dataclass(frozen=True, slots=True)
class RoomOpened(Event):
    kind: str  # "crisis" | "drill"
    brand: int
    title: str
    level: int
    why: Personal
    ground: Ground
    aware_at: datetime
    first_post_at: datetime | None = None
    finding: str | None = None  # key of the finding that opened it; None: a person did


@_register
@dataclass(frozen=True, slots=True)
class RoomRenamed(Event):
    title: str


@_register
@dataclass(frozen=True, slots=True)
class RoomClosed(Event):
    summary: Personal


@_register
@dataclass(frozen=True, slots=True)
class RoomReopened(Event):
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class BeaconRaised(Event):
    level_from: int
    level_to: int
    why: Personal
    finding: str | None = None


@_register
@dataclass(frozen=True, slots=True)
class BeaconLowered(Event):
    level_from: int
    level_to: int
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    text: Personal


# ── assess ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@_register
@dataclass(frozen=True, slots=True)
class FindingNoted(Event):
    key: str
    kind: str
    level: int
    surprise_centi: int
    window_s: int
    count: int
    expected_milli: int
    authors: int
    evidence: tuple[str, ...]
    claim: str | None
    category: str | None
    found_at: datetime  # event time
    excerpt: Personal = ""


@_register
@dataclass(frozen=True, slots=True)
class EstimateSent(Event):
    """A practitioner's own view, written before seeing anybody else's."""

    level: int
    press_pct: int  # chance of mainstream press within 3 h, 0–100
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class FactNoted(Event):
    fact: str
    text: str
    status: str  # "confirmed" | "unconfirmed" | "false"
    source: Personal = ""


@_register
@dataclass(frozen=True, slots=True)
class FactSettled(Event):
    fact: str
    status: str
    source: Personal = ""


# ── convene ────────────────────────────────────────────────────────────────────────────────────────────────────────
@_register
@dataclass(frozen=True, slots=True)
class CallPlaced(Event):
    """Somebody is called into the room; the call repeats until acknowledged."""

    call: str
    person: str
    role: str  # the role for which they are called
    level: int
    instead_of: str | None = None  # the person whose deputy is called


@_register
@dataclass(frozen=True, slots=True)
class CallSent(Event):
    call: str
    person: str
    channel: str  # "in_app" | "apprise"
    attempt: int


@_register
@dataclass(frozen=True, slots=True)
class CallFailed(Event):
    call: str
    person: str
    channel: str
    attempt: int
    reason: str


@_register
@dataclass(frozen=True, slots=True)
class CallAcknowledged(Event):
    call: str
    person: str


@_register
@dataclass(frozen=True, slots=True)
class LeadTaken(Event):
    """Command changed hands; exactly one person leads from this line on."""

    leader: str
    previous: str | None
    how: str  # "assigned" by the level table | "taken" on the record | "accepted" from a handover
    why: Personal = ""


@_register
@dataclass(frozen=True, slots=True)
class LeadOffered(Event):
    """The leader hands over; the other leads only once they accept."""

    to: str
    note: Personal
    open_items: int


# ── decide ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@_register
@dataclass(frozen=True, slots=True)
class DecisionAsked(Event):
    decision: str
    question: str
    options: tuple[str, ...]
    default: int  # index into options: what stands if nobody decides
    owner: str
    deputy: str | None
    due_at: datetime


@_register
@dataclass(frozen=True, slots=True)
class ObjectionRaised(Event):
    decision: str
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class DecisionEscalated(Event):
    """Overdue: it went to the deputy."""

    decision: str
    owner: str  # who must decide now
    due_at: datetime


@_register
@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    decision: str
    option: int
    how: str  # "owner" | "deputy" | "leader" | "default"
    why: Personal = ""


@_register
@dataclass(frozen=True, slots=True)
class TaskGiven(Event):
    task: str
    text: str
    owner: str
    due_at: datetime


@_register
@dataclass(frozen=True, slots=True)
class TaskDone(Event):
    task: str
    note: Personal = ""


@_register
@dataclass(frozen=True, slots=True)
class TaskOverdue(Event):
    task: str


@_register
@dataclass(frozen=True, slots=True)
class FirstWordOverdue(Event):
    """The minute passed by which the public should have heard from us."""

    due_at: datetime


# ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@_register
@dataclass(frozen=True, slots=True)
class DraftEdited(Event):
    draft: str
    version: int
    slots: Slots
    next_update_at: datetime | None
    digest: str  # SHA-256 (hex) of the statement's text: crisis.speak.digest


@_register
@dataclass(frozen=True, slots=True)
class StatementApproved(Event):
    statement: str
    draft: str
    version: int
    digest: str
    text: str
    next_update_at: datetime | None
    under: str  # id of the mandate, or "leader" where the approval chain ends in the leader


@_register
@dataclass(frozen=True, slots=True)
class StatementWithdrawn(Event):
    statement: str
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class OutletsPaused(Event):
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class OutletsResumed(Event):
    why: Personal


@_register
@dataclass(frozen=True, slots=True)
class DeliveryPlanned(Event):
    delivery: str
    statement: str
    outlet: str
    outlet_kind: str


@_register
@dataclass(frozen=True, slots=True)
class DeliveryStarted(Event):
    """From this line on the outlet may have the text; it is never sent again without looking."""

    delivery: str
    attempt: int


@_register
@dataclass(frozen=True, slots=True)
class DeliverySent(Event):
    delivery: str
    url: str


@_register
@dataclass(frozen=True, slots=True)
class DeliveryPostponed(Event):
    """The outlet surely does not have the text and asked for another time."""

    delivery: str
    reason: str
    not_before: datetime


@_register
@dataclass(frozen=True, slots=True)
class DeliveryRefused(Event):
    delivery: str
    reason: str


@_register
@dataclass(frozen=True, slots=True)
class DeliveryUnsure(Event):
    """No answer came. A look at the outlet, or a person, settles it."""

    delivery: str
    reason: str


@_register
@dataclass(frozen=True, slots=True)
class DeliverySettled(Event):
    """A person looked at the outlet and said what is there."""

    delivery: str
    found: bool
    url: str = ""


@_register
@dataclass(frozen=True, slots=True)
class DeliveryDropped(Event):
    """Never sent, and never will be: the statement was withdrawn, went stale, or the mandate lapsed before it left."""

    delivery: str
    reason: str
