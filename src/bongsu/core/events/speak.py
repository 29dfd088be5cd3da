"""A draft becomes a statement, and a statement goes out."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, Slots, event


@event
@dataclass(frozen=True, slots=True)
class DraftEdited(Event):
    draft: str
    version: int
    slots: Slots
    next_update_at: datetime | None
    digest: str  # SHA-256 (hex) of the statement's text: crisis.speak.digest
    act: str = "publish_holding"  # what publishing it would be: values.PUBLISH


@event
@dataclass(frozen=True, slots=True)
class StatementApproved(Event):
    statement: str
    draft: str
    version: int
    digest: str
    text: str
    next_update_at: datetime | None
    under: str  # id of the mandate, or the role with which the approval chain ends
    act: str = "publish_holding"
    because: str = ""  # key of the decision it follows from


@event
@dataclass(frozen=True, slots=True)
class StatementWithdrawn(Event):
    statement: str
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class OutletsPaused(Event):
    why: Personal
    because: str = ""  # key of the decision it follows from


@event
@dataclass(frozen=True, slots=True)
class OutletsResumed(Event):
    why: Personal


@event
@dataclass(frozen=True, slots=True)
class DeliveryPlanned(Event):
    delivery: str
    statement: str
    outlet: str
    outlet_kind: str


@event
@dataclass(frozen=True, slots=True)
class DeliveryStarted(Event):
    """From this line on the outlet may have the text; it is never sent again without looking."""

    delivery: str
    attempt: int


@event
@dataclass(frozen=True, slots=True)
class DeliverySent(Event):
    delivery: str
    url: str


@event
@dataclass(frozen=True, slots=True)
class DeliveryPostponed(Event):
    """The outlet surely does not have the text and asked for another time."""

    delivery: str
    reason: str
    not_before: datetime


@event
@dataclass(frozen=True, slots=True)
class DeliveryRefused(Event):
    delivery: str
    reason: str


@event
@dataclass(frozen=True, slots=True)
class DeliveryUnsure(Event):
    """No answer came. A look at the outlet, or a person, settles it."""

    delivery: str
    reason: str


@event
@dataclass(frozen=True, slots=True)
class DeliverySettled(Event):
    """A person looked at the outlet and said what is there."""

    delivery: str
    found: bool
    url: str = ""


@event
@dataclass(frozen=True, slots=True)
class DeliveryDropped(Event):
    """Never sent, and never will be: the statement was withdrawn, went stale, or the mandate lapsed before it left."""

    delivery: str
    reason: str
