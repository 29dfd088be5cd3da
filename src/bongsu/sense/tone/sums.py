"""The tone of many posts as a handful of whole numbers that can be added up in any order."""

from collections.abc import Sequence
from typing import Self

import msgspec
import numpy as np

from bongsu.sense.tone.model import Judged

#: A post counts as negative (or positive) from here. Fewer than one comment in twenty that is not negative reaches 0.6;
#: 0.8 is what quiet weeks were quietest with (docs/tone.md).
CLEARLY = 0.8
#: Chances are kept in thousandths: events and states hold no floats.
MILLI = 1000


class ToneSums(msgspec.Struct, array_like=True, frozen=True):
    """Sums over the judged posts of a minute, a batch or a window; chances in thousandths.

    >>> two = ToneSums(2, 1, 1400, 900, 300, 0) + ToneSums(2, 0, 100, 60, 20, 4)
    >>> two.posts, two.negative, two.complaint
    (4, 0.25, 0.375)
    >>> ToneSums().negative is None
    True
    """

    posts: int = 0
    negatives: int = 0  # posts that are clearly negative
    complaint_milli: int = 0
    anger_milli: int = 0
    distrust_milli: int = 0
    abuse_milli: int = 0

    @classmethod
    def of(cls, judged: Judged) -> Self:
        milli = np.rint(judged.values[:, 3:] * MILLI).astype(np.int64).sum(axis=0).tolist()
        return cls(len(judged), int((judged.column("neg") >= CLEARLY).sum()), *milli)

    @classmethod
    def of_each(cls, judged: Judged, starts: Sequence[int]) -> list[Self]:
        """As `of`, for each stretch of them: one begins at each of `starts` (rising, the first 0)."""
        if not len(judged):
            return []
        counted = np.empty((len(judged), 6), np.int64)
        counted[:, 0] = 1
        counted[:, 1] = judged.column("neg") >= CLEARLY
        counted[:, 2:] = np.rint(judged.values[:, 3:] * MILLI)
        return [cls(*row) for row in np.add.reduceat(counted, starts, axis=0).tolist()]

    def __add__(self, other: "ToneSums") -> "ToneSums":
        return ToneSums(
            self.posts + other.posts,
            self.negatives + other.negatives,
            self.complaint_milli + other.complaint_milli,
            self.anger_milli + other.anger_milli,
            self.distrust_milli + other.distrust_milli,
            self.abuse_milli + other.abuse_milli,
        )

    @property
    def negative(self) -> float | None:
        """Share of the posts that are clearly negative."""
        return self.negatives / self.posts if self.posts else None

    @property
    def complaint(self) -> float | None:
        """Mean chance of a complaint; likewise the three below."""
        return self._mean(self.complaint_milli)

    @property
    def anger(self) -> float | None:
        return self._mean(self.anger_milli)

    @property
    def distrust(self) -> float | None:
        return self._mean(self.distrust_milli)

    @property
    def abuse(self) -> float | None:
        return self._mean(self.abuse_milli)

    def _mean(self, milli: int) -> float | None:
        return milli / (MILLI * self.posts) if self.posts else None
