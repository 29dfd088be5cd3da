"""What analysis keeps: mentions, claims, the memory of each brand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bongsu.core.ports.intake import CursorAt
from bongsu.core.values import (
    Finding,
    Mention,
    Picture,
    WatchWords,
)


@dataclass(frozen=True, slots=True)
class BrandRef:
    id: int
    org: int
    name: str
    words: WatchWords
    zone: str = "Asia/Seoul"


@dataclass(frozen=True, slots=True)
class Kept:
    """What one batch leaves behind, written in one transaction of the mentions' file."""

    org: int
    brand: int
    mentions: tuple[Mention, ...]  # that matched
    unmatched: tuple[Mention, ...]  # kept, not counted
    minutes: Mapping[datetime, int]  # minute → how many to add
    claims: tuple["ClaimRow", ...]  # changed claims, whole
    findings: tuple[Finding, ...]  # the outbox towards rooms
    state: bytes  # the brand's memory after this batch


@dataclass(frozen=True, slots=True)
class ClaimRow:
    key: str
    brand: int
    text: str  # representative post
    first_at: datetime
    last_at: datetime
    size: int
    authors: int
    first_mention: str
    evidence: tuple[str, ...]
    category: str | None
    copies: int  # posts nearly identical to the first
    memory: bytes  # what sense needs to go on


@dataclass(frozen=True, slots=True)
class Ahead:
    """The sum of mentions over the next `hours`: its mean, and the 10th, 25th, 50th, 75th and 90th percentile."""

    hours: int
    mean: float
    quantiles: tuple[float, ...]


class Mentions(Protocol):
    def brands(self, org: int | None = None) -> tuple[BrandRef, ...]: ...
    def state(self, brand: int) -> tuple[bytes | None, tuple[ClaimRow, ...]]: ...
    def keep(self, kept: Sequence[Kept], *, taken: Sequence[int] = (), cursor: "CursorAt | None" = None) -> None:
        """Store everything and forget the inbox rows `taken`, in one transaction. A repeated batch is harmless."""
        ...

    def minutes(self, brand: int, since: datetime, until: datetime) -> Mapping[datetime, int]: ...
    def foretold(self, org: int) -> Mapping[int, datetime]:
        """Brands whose future was told, each with the full hour from which on."""
        ...

    def foretell(self, org: int, brand: int, hour: datetime, coming: Sequence[Ahead]) -> None:
        """Keep what comes of a brand from `hour` on, in place of what was told before."""
        ...

    def picture(self, org: int, brand: int, at: datetime) -> Picture:
        """What is told of a brand, for a situation report. Its cost does not grow with the storm."""
        ...

    def findings_waiting(self, org: int, *, limit: int = 100) -> tuple[tuple[int, Finding], ...]:
        """Findings not yet handed to a room: (row id, Finding), oldest first."""
        ...

    def findings_done(self, ids: Sequence[int]) -> None: ...
    def tell(self, org: int, findings: Sequence[Finding]) -> None:
        """Findings that come of no batch, on their way to rooms and the Watch. The same key twice is one."""
        ...

    def addresses(self, org: int, keys: Sequence[str]) -> tuple[str, ...]:
        """Where the mentions with these keys can be read, oldest first, each once; what has no address is left out."""
        ...
