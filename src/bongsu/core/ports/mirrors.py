"""A room's lines in a chat of the organisation's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MirrorWork:
    """The next lines of one room for one mirror, held by a lease: numbers above `after` up to `upto`."""

    id: int
    org: int
    kind: str  # connector name
    settings: Mapping[str, str]  # decrypted
    room: int
    after: int
    upto: int
    verbs: tuple[str, ...]  # kinds of lines it shows; none: all
    personal: bool  # whether words that may describe living people are sent
    locale: str
    failures: int  # in a row
    every_min: int  # at most one message in so many minutes; 0: as they come
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class MirrorLine:
    seq: int
    at: str  # 22:40, in the organisation's zone
    who: str
    words: str  # as on the screen; may hold a stranger's text
    link: str


@dataclass(frozen=True, slots=True)
class MirrorJob:
    """One message, in the mirror's language."""

    settings: Mapping[str, str]
    key: str  # the same whenever these lines are sent again
    head: str
    link: str  # of the room
    open_words: str  # "상황실 열기"
    lines: tuple[MirrorLine, ...]  # oldest first; none: nothing to show


class Mirror(Protocol):
    """Shows a room's lines in one outside service; at least once. Escapes every word for its target."""

    def post(self, job: MirrorJob) -> None:
        """Raises TryLater, Refused or MaybeSent."""
        ...


class MirrorShelf(Protocol):
    """Hands out mirrors that are behind, one worker each. Times are real time."""

    def claim_mirror(self, at: datetime, lease_s: float, *, kinds: Sequence[str]) -> MirrorWork | None: ...
    def mirror_done(self, work: MirrorWork, *, at: datetime) -> None: ...
    def mirror_failed(self, work: MirrorWork, reason: str, retry_in_s: float, *, at: datetime) -> None: ...
