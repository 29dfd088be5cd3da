"""Many small batches judged as one: a call costs a millisecond, whatever it reads; of a thousand brands, a second."""

from collections.abc import Sequence

import numpy as np

from bongsu.sense.tone.model import Judged, Tones


class TonesAhead(Tones):
    """Judges as `tones` does, with the same answers; those of texts read ahead are looked up. For one thread.

    >>> tones = TonesAhead(Tones.load())
    >>> tones.read_ahead(["정말 좋아요", "최악이다"])
    >>> tones.judge(["최악이다"])[0].label
    'negative'
    """

    def __init__(self, tones: Tones) -> None:
        self.__dict__.update(tones.__dict__)  # the same tables, not a copy
        self._known: dict[str, np.ndarray] = {}

    def read_ahead(self, texts: Sequence[str]) -> None:
        """Judge all these at once; what was read ahead before is forgotten."""
        different = list(dict.fromkeys(texts))
        self._known = dict(zip(different, super().judge(different).values, strict=True))

    def judge(self, texts: Sequence[str]) -> Judged:
        rows = [self._known.get(text) for text in texts]
        found = [row for row in rows if row is not None]
        if not found or len(found) < len(texts):
            return super().judge(texts)
        return Judged(np.array(found))
