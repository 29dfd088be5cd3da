"""Posts on their way in, and the durable inbox that takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bongsu.core.values import (
    Mention,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One mention as somebody sent it, before any judgement."""

    id: str
    ts: datetime
    source: str
    text: str
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    index: int  # position in what was sent, from 0
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Receipt:
    accepted: int
    repeated: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class CursorAt:
    source: int
    value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InboxBatch:
    """What `take` hands out; it stays in the inbox until `Mentions.keep` commits it."""

    ids: tuple[int, ...]
    org: int
    brand: int | None  # None: watch words decide
    mentions: tuple[Mention, ...]


class Inbox(Protocol):
    def put(self, org: int, brand: int | None, mentions: Sequence[Mention]) -> Receipt:
        """Durable when it returns. Repeats, by (source, id), vanish and are counted."""
        ...

    def take(self, *, limit: int = 1000) -> tuple[InboxBatch, ...]: ...
