"""Where mentions come from: what a source gives, when it is asked, and when it is too quiet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bongsu.core.ports.intake import Item, Receipt, Refusal


@dataclass(frozen=True, slots=True)
class Polled:
    items: tuple[Item, ...]
    cursor: Mapping[str, str]  # to be given back next time
    refused: tuple[Refusal, ...] = ()
    next_in_s: float = 60.0
    before: tuple[Item, ...] = ()  # what had been there before we began to listen: for a trial to show, not taken in


class Source(Protocol):
    """Reads one outside service. Raises SourceError; keeps nothing but the cursor."""

    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:
        """What is new since `cursor`. `at` is the organisation's now."""
        ...


class Bell(Protocol):
    """A source that can be told when to look. Content is read by `Source.poll` only, so a bell may ring in vain."""

    def listen(
        self, settings: Mapping[str, str], ring: Callable[[], None], *, within_s: float, wanted: Callable[[], bool]
    ) -> None:
        """Call `ring` at each sign of something new, for about `within_s` at most and while it is `wanted`.

        Raises SourceError.
        """
        ...


class Budget(Protocol):
    """What may be asked of a service in a day, by all of its sources together, in whatever process."""

    def spend(self, purse: str, *, calls: int, per_day: int, at: datetime) -> bool:
        """Take `calls` out of the day's `per_day`. False: not so many are left, and none was taken."""
        ...


@dataclass(frozen=True, slots=True)
class SourceJob:
    """A source whose turn it is, held by a lease."""

    id: int
    org: int
    brand: int | None
    kind: str  # connector name
    settings: Mapping[str, str]  # secret included, decrypted
    cursor: Mapping[str, str]
    leased_until: datetime  # real time; tells this lease from a later one


class SourceShelf(Protocol):
    """Hands out sources that are due, one worker each. Times are real time, not an organisation's."""

    def claim_source(self, at: datetime, lease_s: float, *, kinds: Sequence[str]) -> SourceJob | None: ...
    def source_done(self, job: SourceJob, polled: Polled, receipt: Receipt, *, at: datetime) -> None:
        """Save cursor and heartbeat, after the inbox has committed: dying in between repeats a batch harmlessly."""
        ...

    def source_failed(self, job: SourceJob, reason: str, retry_in_s: float, *, at: datetime) -> None: ...
    def with_bell(self, *, kinds: Sequence[str]) -> Sequence["SourceJob"]:
        """Enabled sources that asked for a stream. Not leased: `cursor` and `leased_until` mean nothing."""
        ...

    def ring(self, source: int, *, at: datetime) -> bool:
        """Let a source be read as soon as politeness allows. False: it is being read just now; ask again."""
        ...


@dataclass(frozen=True, slots=True)
class SilenceSeen:
    """A source that says nothing where it usually does. Times are the organisation's."""

    source: int
    name: str
    brands: tuple[int, ...]  # whom it concerns
    since: datetime  # the last that was heard of it
    missed_milli: int  # 1000 × moments of news that were to be expected since
    usual_s: int  # seconds between two of them, at this time of the week


class Silences(Protocol):
    """Who was heard when, and whose silence is news. Times are the organisation's."""

    def heard(self, source: int, *, at: datetime) -> None:
        """It brought something new: learn from it, and end its silence."""
        ...

    def judge(self, org: int, *, at: datetime) -> tuple[SilenceSeen, ...]:
        """Sources that have just become silent beyond their habit; they come again until `note` has kept them."""
        ...

    def note(self, org: int, seen: SilenceSeen, *, at: datetime) -> bool:
        """Keep it. False: another did, or the source has spoken meanwhile."""
        ...
