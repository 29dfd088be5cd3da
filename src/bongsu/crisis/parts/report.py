"""What was reported of a room."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.core.events import SituationReported


@dataclass(frozen=True, slots=True)
class Report:
    """The last situation report; older ones are found by their number (store.queries.reports)."""

    number: int
    round_at: datetime
    at: datetime
    seq: int
    said: SituationReported


@dataclass(frozen=True, slots=True)
class Remark:
    report: int
    text: str
    by: str
    at: datetime
    seq: int
