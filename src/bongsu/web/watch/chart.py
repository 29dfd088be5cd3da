"""A brand's day as numbers for a chart: points and the band of the ordinary, in a box 600 wide and 140 high."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, sqrt

from bongsu.store.queries.rhythm import Bin, Rhythm

WIDTH, HEIGHT, FLOOR = 600, 140, 136
#: Half-width of the band in standard deviations of √count (Anscombe 1948: the variance of √Poisson is about ¼).
SIGMAS = 2.0


@dataclass(frozen=True, slots=True)
class Band:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the template writes into SVG attributes; empty strings where there is nothing to draw."""

    line: str
    area: str
    usual: str
    band: str
    top: int  # the count at the upper edge
    last_x: str
    last_y: str
    hours: tuple[tuple[str, datetime], ...]  # x, time: every six hours
    out_of_band: int  # bins above the band


def band(usual: float | None, spread: float) -> Band | None:
    """Where about 95 of 100 ordinary ten minutes lie: (√usual ± √spread)².

    usual    mentions expected in the bin, ≥ 0
    spread   variance over mean of ordinary bins, ≥ 1

    >>> band(100, 1)
    Band(low=81.0, high=121.0)
    """
    if usual is None:
        return None
    root, half = sqrt(usual), SIGMAS / 2 * sqrt(spread)
    return Band(max(0.0, root - half) ** 2, (root + half) ** 2)


def draw(rhythm: Rhythm) -> Drawn:
    bins = rhythm.bins
    bands = [band(one.usual, rhythm.spread) for one in bins]
    top = max(10, *(one.count for one in bins), *(ceil(b.high) for b in bands if b)) if bins else 10
    step = WIDTH / max(1, len(bins) - 1)
    points = [(i * step, _y(one.count, top)) for i, one in enumerate(bins)]
    line = _path(points)
    return Drawn(
        line=line,
        area=f"{line} L{WIDTH} {FLOOR} L0 {FLOOR} Z" if line else "",
        usual=_path([(i * step, _y(one.usual, top)) for i, one in enumerate(bins) if one.usual is not None]),
        band=_band(bands, step, top),
        top=top,
        last_x=f"{points[-1][0]:.1f}" if points else "",
        last_y=f"{points[-1][1]:.1f}" if points else "",
        hours=_hours(bins, step),
        out_of_band=sum(1 for one, b in zip(bins, bands, strict=True) if b and one.count > b.high),
    )


def series(rhythm: Rhythm) -> dict[str, list[float | None]]:
    """The same day as columns for a charting library: t (s since 1970), n, usual, low, high."""
    bands = [band(one.usual, rhythm.spread) for one in rhythm.bins]
    return {
        "t": [one.start.timestamp() for one in rhythm.bins],
        "n": [one.count for one in rhythm.bins],
        "usual": [None if one.usual is None else round(one.usual, 2) for one in rhythm.bins],
        "low": [round(b.low, 2) if b else None for b in bands],
        "high": [round(b.high, 2) if b else None for b in bands],
    }


def _y(count: float, top: int) -> float:
    return FLOOR - (FLOOR - 6) * min(count, top) / top


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(points) > 1 else ""


def _band(bands: Sequence[Band | None], step: float, top: int) -> str:
    upper = [(i * step, _y(b.high, top)) for i, b in enumerate(bands) if b]
    lower = [(i * step, _y(b.low, top)) for i, b in enumerate(bands) if b]
    return _path(upper + lower[::-1]) + " Z" if len(upper) > 1 else ""


def _hours(bins: Sequence[Bin], step: float) -> tuple[tuple[str, datetime], ...]:
    return tuple((f"{i * step:.1f}", one.start) for i, one in enumerate(bins) if i % 36 == 0 and i)
