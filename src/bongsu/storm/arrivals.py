"""When posts arrive: a self-exciting point process, because every post brings others.

Hawkes process with exponential kernel, intensity λ(t) = μ(t) + Σ n·β·exp(-β(t - tᵢ)), drawn by thinning (Ogata 1981,
IEEE Transactions on Information Theory 27(1):23-31). μ is constant on pieces; with an exponential kernel the whole past
is one number, so memory does not grow.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bongsu.storm.dice import Dice


@dataclass(frozen=True, slots=True)
class Piece:
    """From `from_s` (seconds since the start, ≥ 0) on, `per_min` posts a minute (≥ 0) come from outside."""

    from_s: float
    per_min: float


def arrivals(
    dice: Dice, pieces: Iterable[Piece], until_s: float, *, branching: float = 0.0, memory_s: float = 120.0
) -> Iterator[float]:
    """Seconds since the start at which posts arrive, in order, below `until_s`.

    dice        where chance comes from
    pieces      the base rate μ, ordered by `from_s`; nothing arrives before the first
    branching   n: how many posts one post brings by itself on average, 0 ≤ n < 1 (1 would grow without end)
    memory_s    1/β: how long a post goes on bringing others, mean in seconds, > 0

    In the long run a base of μ gives μ / (1 - n) posts.

    >>> times = list(arrivals(Dice(1), [Piece(0, 60)], 3600, branching=0.5))
    >>> 6_500 < len(times) < 7_900
    True
    """
    if not 0 <= branching < 1:
        raise ValueError(f"branching must be at least 0 and below 1, not {branching}")
    if memory_s <= 0:
        raise ValueError(f"memory_s must be above 0, not {memory_s}")
    decay = 1 / memory_s
    jump = branching * decay
    excited = 0.0  # the part of λ, per second, that past posts bring, as of `now`
    now = 0.0
    for piece, end in _spans(pieces, until_s):
        if piece.from_s > now:
            excited *= math.exp(-decay * (piece.from_s - now))
            now = piece.from_s
        base = piece.per_min / 60
        while True:
            bound = base + excited  # λ only falls until the next post or piece, so this is never exceeded
            if bound <= 0:
                break
            wait = dice.exponential(bound)
            if now + wait >= end:
                break
            now += wait
            excited *= math.exp(-decay * wait)
            if dice.random() * bound < base + excited:
                yield now
                excited += jump
        # The exponential wait has no memory: cut at the border, it may be drawn anew in the next piece.
        excited *= math.exp(-decay * (end - now))
        now = end


def _spans(pieces: Iterable[Piece], until_s: float) -> Iterator[tuple[Piece, float]]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None:
            if piece.from_s < last.from_s:
                raise ValueError("pieces must be ordered by from_s")
            yield last, min(piece.from_s, until_s)
        if piece.from_s >= until_s:
            return
        last = piece
    if last is not None:
        yield last, until_s
