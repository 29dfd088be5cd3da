"""Drafts, statements and their ways out."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events import Slots


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    version: int
    slots: Slots
    next_update_at: datetime | None
    digest: str
    by: str
    at: datetime
    act: str = "publish_holding"  # values.PUBLISH


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    draft: str
    version: int
    digest: str
    text: str
    next_update_at: datetime | None
    approved_by: str
    approved_at: datetime
    under: str
    withdrawn_at: datetime | None = None
    act: str = "publish_holding"


@dataclass(frozen=True, slots=True)
class Delivery:
    id: str
    statement: str
    outlet: str
    outlet_kind: str
    #: planned → started → sent | refused | unsure | planned again. Dropped: never leaves. A person settles unsure.
    state: str
    planned_at: datetime
    attempts: int = 0
    not_before: datetime | None = None
    reason: str = ""
    url: str = ""
    sent_at: datetime | None = None
