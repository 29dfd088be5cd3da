"""The situation is reported."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class SituationReported(Event):
    """Integers and keys; the words stand at the edge. Its size is bounded by `crisis.assess.sitrep`."""

    number: int
    round_at: datetime  # the round of the cadence that it is for
    level: int
    trend: int  # −1 | 0 | 1 against the report before
    changed: tuple[str, ...]  # codes; none: no change
    first_post_at: datetime | None
    aware_at: datetime
    first_word_at: datetime | None
    hour: int  # mentions in the last hour
    usual_milli: int | None  # 1000 × mentions usual for such an hour
    doubling_min: int | None  # None: not doubling
    claims: tuple[tuple[str, int, int, str], ...]  # (key, mentions, authors, status in the fact log)
    origin: str  # key of the first post, where known
    spread: tuple[tuple[str, int], ...]  # (source, mentions among the latest)
    facts: tuple[int, int, int]  # confirmed, unconfirmed, false
    judged: tuple[int, ...]  # count, level low mid high, press low mid high; none: nobody has judged
    apart: tuple[str, ...]
    volumes: tuple[tuple[int, int, int, int], ...]  # (hours ahead, low, mid, high)
    decisions: tuple[str, ...]  # that wait, soonest first
    statements: tuple[str, ...]  # that stand
    outlets: int  # that carry one
    promises: tuple[tuple[str, datetime], ...]  # (what was promised, by when)
    next_at: datetime | None
    offline: tuple[str, ...] = ()  # the latest of what happened away from the screens


@event
@dataclass(frozen=True, slots=True)
class ReportRemarked(Event):
    """One sentence of a person beside a report, or beforehand for the next."""

    report: int
    text: Personal
