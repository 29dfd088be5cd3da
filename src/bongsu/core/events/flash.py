"""The direct line: one short flash before the committee, and its receipts."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class FlashSent(Event):
    """No layer between: it is before everybody named from this line on."""

    flash: str
    text: Personal
    to: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True)
class FlashDelivered(Event):
    flash: str
    person: str
    channel: str


@event
@dataclass(frozen=True, slots=True)
class FlashRead(Event):
    """One of the committee tapped 읽음; an answer may follow."""

    flash: str
    person: str


@event
@dataclass(frozen=True, slots=True)
class FlashAnswered(Event):
    flash: str
    person: str
    answer: str  # "ack" 알겠습니다 | "question" 질문 | "order" 지시
    words: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class FlashWithdrawn(Event):
    flash: str
