"""How well somebody forecast. Read for that person, and in short for whoever leads a room they are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp

from bongsu.store.operations.models import EstimateScore

#: Fewer scored forecasts than this say nothing about a person.
FEW = 5
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Short:
    """A person's record in a few numbers. None: nothing of that kind has been scored."""

    scored: int
    press: int  # forecasts of press that were scored
    brier: float | None  # mean, 0 best; 0.25 for always saying 50 %
    volumes: int
    times_off: float | None  # points of volume: off by so many times, geometric mean, ≥ 1
    ranges: int
    inside: int  # ranges that held what came
    levels: int
    steps_off: float | None

    @property
    def few(self) -> bool:
        return self.scored < FEW


@dataclass(frozen=True, slots=True)
class Row:
    """One thing somebody said of the future, and what came."""

    room: int
    title: str
    what: str  # "press" | "level" | "v1" | "v6" | "v24"
    low: int
    high: int
    sent_at: datetime
    scored_at: datetime | None
    outcome: int | None  # None: not known yet, or (scored) cannot be held to it
    loss: float | None


@dataclass(frozen=True, slots=True)
class Record:
    short: Short
    rows: tuple[Row, ...]  # newest first
    waiting: int


def record(org: int, person: int) -> Record:
    """One person's own record. `person` is whoever reads."""
    mine = EstimateScore.objects.filter(org_id=org, person_id=person)
    rows = mine.select_related("room").defer("room__state").order_by("-sent_at", "-id")[:SHOWN]
    return Record(
        _short(list(mine.exclude(loss=None).values_list("what", "low", "high", "outcome", "loss"))),
        tuple(
            Row(r.room_id, r.room.title, r.what, r.low, r.high, r.sent_at, r.scored_at, r.outcome, r.loss) for r in rows
        ),
        mine.filter(scored_at=None).count(),
    )


def shorts(org: int, keys: Sequence[str]) -> dict[str, Short]:
    """The records of these people in short, by key."""
    found: dict[str, list[tuple[str, int, int, int | None, float | None]]] = {key: [] for key in keys}
    rows = EstimateScore.objects.filter(org_id=org, person__key__in=keys).exclude(loss=None)
    for key, *row in rows.values_list("person__key", "what", "low", "high", "outcome", "loss"):
        found[key].append(tuple(row))  # type: ignore[arg-type]
    return {key: _short(rows) for key, rows in found.items()}


def _short(rows: Sequence[tuple[str, int, int, int | None, float | None]]) -> Short:
    press = [loss for what, _, _, _, loss in rows if what == "press" and loss is not None]
    levels = [loss for what, _, _, _, loss in rows if what == "level" and loss is not None]
    volumes = [row for row in rows if row[0].startswith("v")]
    points = [loss for _, low, high, _, loss in volumes if low == high and loss is not None]
    ranges = [(low, high, actual) for _, low, high, actual, _ in volumes if low != high and actual is not None]
    return Short(
        scored=len(rows),
        press=len(press),
        brier=_mean(press),
        volumes=len(points),
        times_off=exp(mean) if (mean := _mean(points)) is not None else None,
        ranges=len(ranges),
        inside=sum(low <= actual <= high for low, high, actual in ranges),
        levels=len(levels),
        steps_off=_mean(levels),
    )


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
