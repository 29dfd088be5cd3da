"""A room's last three hours as paths of an SVG, in a box 420 wide and 168 high."""

from collections.abc import Sequence
from dataclasses import dataclass

from bongsu.store.queries.pulse import Pulse

WIDTH, HEIGHT, FLOOR, ROOF = 420, 168, 164, 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the template writes into SVG attributes; empty strings where there is nothing to draw."""

    line: str
    mean: str = ""
    band: str = ""


def draw(pulse: Pulse) -> Drawn:
    """Mentions a minute; mean and band of the usual where every minute has one."""
    minutes = pulse.minutes
    usual = [minute.usual for minute in minutes]
    top = max(1.0, *(float(m.count) for m in minutes), *(u.high for u in usual if u)) if minutes else 1.0
    line = _path([m.count for m in minutes], top)
    known = [u for u in usual if u is not None]
    if len(known) < len(usual) or not line:
        return Drawn(line)
    upper, lower = _points([u.high for u in known], top), _points([u.low for u in known], top)
    return Drawn(line, _path([u.mean for u in known], top), f"M{' L'.join([*upper, *reversed(lower)])}Z")


def _points(values: Sequence[float], top: float) -> list[str]:
    step = WIDTH / max(1, len(values) - 1)
    return [f"{i * step:.0f} {FLOOR - (FLOOR - ROOF) * value / top:.0f}" for i, value in enumerate(values)]


def _path(values: Sequence[float], top: float) -> str:
    return "M" + " L".join(_points(values, top)) if len(values) > 1 else ""
