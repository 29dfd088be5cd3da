"""Who has an item in hand. Inquiries and facts have words of their own for it: `InquiryTaken`, `FactAssigned`."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, event


@event
@dataclass(frozen=True, slots=True)
class ItemTaken(Event):
    """Somebody has it in hand: a finding, a promise, a decision. Whose it is to answer for stays as it was."""

    item: str
    what: str  # "finding" | "promise" | "decision"
    previous: str | None = None


@event
@dataclass(frozen=True, slots=True)
class ItemReleased(Event):
    """Whoever had it in hand let go; anybody may take it. A fact has nobody then who verifies it."""

    item: str
    what: str
