"""Chance that never changes: the same seed gives the same numbers under every version of numpy.

Only the raw 64-bit words of PCG64 are used, which numpy keeps stable; its distributions may change between releases
(NEP 19), so the few we need are written out here.
"""

import math
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

from numpy.random import PCG64, SeedSequence

T = TypeVar("T")
_BLOCK = 1024
_TO_UNIT = 2.0**-53


class Dice:
    """A stream of chance. `key` numbers tell streams of one seed apart.

    >>> Dice(7, 1).random() == Dice(7, 1).random(), Dice(7, 1).random() == Dice(7, 2).random()
    (True, False)
    """

    def __init__(self, seed: int, *key: int) -> None:
        self._bits = PCG64(SeedSequence(entropy=seed, spawn_key=key))
        self._block: list[int] = []

    def random(self) -> float:
        """Uniform on [0, 1), 53 bits."""
        if not self._block:
            self._block = self._bits.random_raw(_BLOCK).tolist()
            self._block.reverse()
        return (self._block.pop() >> 11) * _TO_UNIT

    def below(self, end: int) -> int:
        """Uniform on 0 … end - 1."""
        return int(self.random() * end)

    def exponential(self, per_unit: float) -> float:
        """Waiting time for an event of the given rate (> 0)."""
        return -math.log1p(-self.random()) / per_unit

    def one(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """One of `things`; weights ≥ 0, not all 0."""
        steps = list(accumulate(weights))
        return things[bisect(steps, self.random() * steps[-1], 0, len(things) - 1)]
