"""Which texts are nearly the same: found by MinHash, then counted exactly.

Texts are compared by the Jaccard similarity of their sets of 3-letter grams. MinHash (Broder 1997, "On the resemblance
and containment of documents") with 64 permutations by rensa, each kept to its lowest 8 bits (b-bit minwise hashing,
Li & König 2010, WWW'10), in bands of rows (locality-sensitive hashing, Leskovec, Rajaraman & Ullman, Mining of Massive
Datasets ch. 3) finds candidates; what the same bytes say of a candidate's similarity spares most of them the last
step, in which the grams themselves are counted. So every similarity told is exact, and what may be missed is what
shares no band: of pairs at 0.6 six in a thousand, at 0.7 two in a hundred thousand; at 0.5 six in a hundred.

Memory has a ceiling, and so has time: a text is held against the newest `reach` of each of its buckets, however many
an attacker puts there.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from bongsu.sense.shingles import trigrams

PERMUTATIONS = 64
_SEED = 1392  # fixed, so that one file always gives one answer
#: (bands, rows) for thresholds from 0.5, and below.
_FINE, _COARSE = (21, 3), (31, 2)
#: Least threshold that the bands can serve: of pairs at 0.3 five in a hundred are missed.
LEAST = 0.3
_FIRST_ROOM = 64
_CHUNK = 100_000  # candidates looked at in one go
_HELD = 2_000_000  # grams of remembered texts held ready while counting
_SPREAD = np.uint32(2_654_435_761)  # multiplicative hashing (Knuth, TAOCP 3, 6.4)

Ints = NDArray[np.int64]
Keys = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Prints:
    """Texts ready to be compared: each with one key a band. Texts need at least three letters."""

    texts: Sequence[str]
    keys: Keys

    def only(self, rows: Sequence[int]) -> "Prints":
        return Prints([self.texts[row] for row in rows], self.keys[list(rows)])


@dataclass(frozen=True, slots=True)
class Pair:
    """Row `row` of what was asked, and number `number` of what it was held against."""

    row: int
    number: int
    jaccard: float


class Near:
    """The newest `most` texts kept, and a quick answer which of them a text resembles.

    least   Jaccard similarity from which two texts are a pair, LEAST–1
    most    texts remembered; beyond that the oldest are forgotten
    reach   texts of one bucket that are looked at, the newest first
    likest  candidates of one text that are counted exactly, those first that seem nearest; None: all

    Texts are numbered from 0 in the order in which they are kept.

    >>> near = Near(least=0.5)
    >>> near.keep(near.prints(["유리조각이나왔대요", "주가가오늘왜이럴까"]))
    >>> near.find(near.prints(["유리조각이나왔대요ㅠ"]))
    [Pair(row=0, number=0, jaccard=0.875)]
    """

    def __init__(self, *, least: float, most: int = 2**31, reach: int = 16, likest: int | None = None) -> None:
        if not LEAST <= least <= 1:
            raise ValueError(f"least: {LEAST} to 1")
        self._least, self._most, self._reach, self._likest = least, most, reach, likest
        self._bands, self._rows = _FINE if least >= 0.5 else _COARSE
        agreeing = self._bands * self._rows
        # Four standard errors below what a pair at the threshold shows; the bytes above a key's rows always agree.
        likely = math.floor(agreeing * least - 4 * math.sqrt(agreeing * least * (1 - least)))
        self._likely = likely + self._bands * (4 - self._rows)
        self._next = 0
        self._texts: list[str] = []
        self._room(min(_FIRST_ROOM, most))
        self.overran = 0
        """Texts that had more lookalikes in one bucket than `reach`: pairs of theirs may be missing."""

    def __len__(self) -> int:
        return min(self._next, self._size)

    @property
    def next(self) -> int:
        """The number that the next text will get."""
        return self._next

    def prints(self, texts: Sequence[str]) -> Prints:
        """Prepare texts of letters and digits (`shingles.letters`, `shingles.bare`), each of at least three."""
        if not texts:
            return Prints((), np.empty((0, self._bands), dtype=np.uint32))
        flat, offsets = trigrams(texts)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, PERMUTATIONS, _SEED)
        numbers = array("I", chain.from_iterable(matrix.to_rows()))
        low: Keys = np.frombuffer(numbers, np.uint32).reshape(len(texts), PERMUTATIONS)[:, : self._bands * self._rows]
        low = low & np.uint32(0xFF)
        keys: Keys = low[:, :: self._rows].copy()
        for row in range(1, self._rows):
            keys |= low[:, row :: self._rows] << np.uint32(8 * row)
        return Prints(texts, keys)

    def keep(self, prints: Prints) -> None:
        """Remember these texts."""
        for begin in range(0, len(prints.texts), self._most):
            end = begin + self._most
            self._keep(list(prints.texts[begin:end]), prints.keys[begin:end])

    def find(self, prints: Prints) -> list[Pair]:
        """Pairs of these texts with those remembered, by row, then number."""
        if not self._next or not prints.texts:
            return []
        first = self._heads[self._columns, self._slots(prints.keys)]
        return self._pairs(prints, first)

    def within(self, prints: Prints) -> list[Pair]:
        """Pairs among these texts: each row with the earlier rows, as their numbers."""
        if len(prints.texts) < 2:
            return []
        alone = Near(least=self._least, most=len(prints.texts), reach=self._reach, likest=self._likest)
        alone.keep(prints)
        found = alone._pairs(prints, alone._before)
        self.overran += alone.overran
        return found

    # ── kept ───────────────────────────────────────────────────────────────────────────────────────────────────────
    # A table a band leads from a key's slot to the newest text there, and each text to the one before it in the slot
    # (numbers plus one; 0: none). A number outlives its place: what it led to is gone when it is below the oldest.
    def _room(self, size: int) -> None:
        self._size = size
        self._bits = max(1, (size - 1).bit_length())
        self._columns = np.arange(self._bands)[None, :]
        self._keys = np.zeros((size, self._bands), dtype=np.uint32)
        self._before = np.zeros((size, self._bands), dtype=np.int64 if self._most > 2**31 else np.uint32)
        self._heads = np.zeros((self._bands, 1 << self._bits), dtype=self._before.dtype)

    def _slots(self, keys: Keys) -> Keys:
        return (keys * _SPREAD) >> np.uint32(32 - self._bits)

    def _keep(self, texts: list[str], keys: Keys) -> None:
        if self._size < self._most and self._next + len(texts) > self._size:
            kept = self._keys[: self._next]
            self._room(min(self._most, max(2 * self._size, 1 << (self._next + len(texts) - 1).bit_length())))
            self._link(kept, 0)
        self._link(keys, self._next)
        for text in texts:
            if self._next < self._size:
                self._texts.append(text)
            else:
                self._texts[self._next % self._size] = text
            self._next += 1

    def _link(self, keys: Keys, first: int) -> None:
        count = len(keys)
        if not count:
            return
        places = np.arange(first, first + count) % self._size
        self._keys[places] = keys
        # One sort over (band, slot, row) lays what shares a slot side by side, the oldest first.
        bucket = self._slots(keys) | self._columns.astype(np.uint32) << np.uint32(self._bits)
        mixed = (bucket.astype(np.uint64) << np.uint64(32)) | np.arange(count, dtype=np.uint64)[:, None]
        ordered = np.sort(mixed, axis=None)
        buckets, rows = (ordered >> np.uint64(32)).astype(np.int64), (ordered & np.uint64(0xFFFFFFFF)).astype(np.int64)
        named = rows + (first + 1)
        starts = np.ones(len(ordered), dtype=bool)
        np.not_equal(buckets[1:], buckets[:-1], out=starts[1:])
        heads = self._heads.reshape(-1)
        before = np.empty_like(named)
        before[1:] = named[:-1]
        before[starts] = heads[buckets[starts]]
        self._before[places[rows], buckets >> self._bits] = before
        heads[buckets] = named  # of several in one slot the last stays

    # ── found ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _pairs(self, prints: Prints, first: Ints | Keys) -> list[Pair]:
        rows, numbers = self._candidates(prints.keys, first)
        sets: dict[int, frozenset[str]] = {}
        found: list[Pair] = []
        asked, grams, held = -1, frozenset[str](), 0
        for row, number in zip(rows.tolist(), numbers.tolist(), strict=True):
            if row != asked:
                asked, grams = row, grams_of(prints.texts[row])
            other = sets.get(number)
            if other is None:
                other = sets[number] = grams_of(self._texts[number % self._size])
                held += len(other)
                if held > _HELD:
                    sets, held = {number: other}, len(other)
            both = len(grams & other)
            jaccard = both / (len(grams) + len(other) - both)
            if jaccard >= self._least:
                found.append(Pair(row, number, jaccard))
        return found

    def _candidates(self, keys: Keys, first: Ints | Keys) -> tuple[Ints, Ints]:
        """(row, number) of what shares a bucket and seems near enough, sorted, each once."""
        oldest = max(0, self._next - self._size)
        rows, columns = np.nonzero(first > oldest)
        now = first[rows, columns].astype(np.int64) - 1
        heard: list[Ints] = []
        held = 0
        for _ in range(self._reach):
            if not len(rows):
                break
            places = now % self._size
            same = self._keys[places, columns] == keys[rows, columns]
            if same.any():
                heard.append(np.unique(rows[same] << 32 | now[same]))
                held += len(heard[-1])
                if held > 20 * _CHUNK:
                    heard = [np.unique(np.concatenate(heard))]
                    held = len(heard[0])
            now = self._before[places, columns].astype(np.int64) - 1
            on = now >= oldest
            rows, columns, now = rows[on], columns[on], now[on]
        if len(rows):
            still = self._keys[now % self._size, columns] == keys[rows, columns]
            self.overran += len(np.unique(rows[still]))
        if not heard:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        pairs = np.unique(np.concatenate(heard))
        agreeing = np.concatenate([self._agreeing(keys, pairs[i : i + _CHUNK]) for i in range(0, len(pairs), _CHUNK)])
        pairs, agreeing = pairs[agreeing >= self._likely], agreeing[agreeing >= self._likely]
        if self._likest is not None:
            pairs = np.sort(_first_of_each(pairs, agreeing, self._likest))
        return pairs >> 32, pairs & 0xFFFFFFFF

    def _agreeing(self, keys: Keys, pairs: Ints) -> Ints:
        """How many bytes of their keys agree."""
        one = keys[pairs >> 32].view(np.uint8)
        other = self._keys[(pairs & 0xFFFFFFFF) % self._size].view(np.uint8)
        agreeing: Ints = (one == other).sum(axis=1)
        return agreeing


def _first_of_each(pairs: Ints, agreeing: Ints, most: int) -> Ints:
    """Of each row the `most` pairs that agree best, of equal ones the earlier."""
    order = np.lexsort((pairs, -agreeing, pairs >> 32))
    rows = (pairs >> 32)[order]
    begins = np.searchsorted(rows, rows)
    return pairs[order[np.arange(len(rows)) - begins < most]]


def grams_of(text: str) -> frozenset[str]:
    """The set of 3-letter grams of a text of letters and digits."""
    return frozenset([text[i : i + 3] for i in range(len(text) - 2)])
