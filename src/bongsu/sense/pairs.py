"""All pairs of nearly the same posts in a stream, each told once: what the claims of a file rest on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bongsu.sense.near import Near
from bongsu.sense.shingles import bare

#: Characters of a text that are compared; what is taken in as a mention has no more either.
MOST_CHARACTERS = 20_000
_REACH = 2000
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """Posts `a` (the earlier) and `b`, by their numbers from 0, and the Jaccard similarity of their 3-letter grams."""

    a: int
    b: int
    jaccard: float


class Pairs:
    """Feed it posts; it tells of each, which earlier ones are nearly the same.

    least   Jaccard similarity from which a pair counts, near.LEAST–1

    Equal texts are remembered once. A text costs some 600 bytes; a post with an equal text, 8.

    >>> pairs = Pairs(least=0.6)
    >>> list(pairs.add(["유리 조각이 나왔대요", "주가가 왜 이래", "유리 조각이 나왔대요!!"]))
    [Alike(a=0, b=2, jaccard=1.0)]
    """

    def __init__(self, *, least: float) -> None:
        self._near = Near(least=least, reach=_REACH)
        self._number: dict[str, int] = {}  # text → its number
        self._alike: dict[int, list[tuple[int, float]]] = {}  # number → (number, similarity), both ways
        self._posts: list[list[int]] = []  # number → the posts with this text
        self._heard = 0

    @property
    def overran(self) -> int:
        """Texts with so many lookalikes that some of their pairs may be missing."""
        return self._near.overran

    def add(self, texts: Sequence[str]) -> Iterator[Alike]:
        """Pairs of these posts with each other and all earlier ones, by b, then a."""
        numbers = self._learn([bare(text[:MOST_CHARACTERS]) for text in texts])
        for number in numbers:
            b = self._heard
            self._heard += 1
            if number is None:
                continue
            same = self._posts[number]
            near = self._alike.get(number)
            if near is not None:
                found = [(a, likeness) for other, likeness in near for a in self._posts[other]]
                found += [(a, 1.0) for a in same]
                for a, likeness in sorted(found):
                    yield Alike(a, b, likeness)
            else:
                for a in same:
                    yield Alike(a, b, 1.0)
            same.append(b)

    def _learn(self, texts: Sequence[str]) -> list[int | None]:
        """The number of each text; those not heard before are held against all others."""
        new: list[str] = []
        numbers: list[int | None] = []
        for text in texts:
            if len(text) < _LETTERS:
                numbers.append(None)
                continue
            number = self._number.get(text)
            if number is None:
                number = self._number[text] = len(self._posts)
                self._posts.append([])
                new.append(text)
            numbers.append(number)
        first = self._near.next
        prints = self._near.prints(new)
        pairs = [(pair.number, first + pair.row, pair.jaccard) for pair in self._near.find(prints)]
        pairs += [(first + pair.number, first + pair.row, pair.jaccard) for pair in self._near.within(prints)]
        self._near.keep(prints)
        for one, other, likeness in pairs:
            self._alike.setdefault(one, []).append((other, likeness))
            self._alike.setdefault(other, []).append((one, likeness))
        return numbers
