"""The last hour, minute by minute: how many posts, by how many people, and which came first."""

from itertools import repeat

import msgspec

from bongsu.sense.claim import distinct_in
from bongsu.sense.tone import ToneSums

#: Minutes kept; a post older than this is late.
KEPT = 60
_BITS = 256
_NEW, _NEW_POSTS, _OLD_POSTS = 5, 4, 1


class Minute(msgspec.Struct, array_like=True):
    """One minute. `posts`: the first few, as (epoch seconds, mention key)."""

    count: int
    authors: bytes  # linear counter of 256 bits
    posts: list[tuple[int, str]]
    tone: ToneSums = ToneSums()


class Window:
    """A ring of minutes that ends with the newest one heard of; everything in it is bounded."""

    def __init__(self, minutes: dict[int, Minute] | None = None) -> None:
        self._counts: dict[int, int] = {}
        self._authors: dict[int, int] = {}
        self._posts: dict[int, list[tuple[int, str]]] = {}
        self._tones: dict[int, ToneSums] = {}
        for minute, kept in (minutes or {}).items():
            self._counts[minute] = kept.count
            self._authors[minute] = int.from_bytes(kept.authors, "big")
            self._posts[minute] = list(kept.posts)
            self._tones[minute] = kept.tone

    def state(self) -> dict[int, Minute]:
        return {
            minute: Minute(
                count,
                self._authors[minute].to_bytes(_BITS // 8, "big"),
                self._posts[minute],
                self._tones.get(minute, ToneSums()),
            )
            for minute, count in sorted(self._counts.items())
        }

    def __bool__(self) -> bool:
        return bool(self._counts)

    @property
    def first(self) -> int | None:
        """The oldest minute with a post."""
        return min(self._counts, default=None)

    def add(self, minute: int, at: int, mention: str, author: int) -> None:
        self._counts[minute] = self._counts.get(minute, 0) + 1
        self._authors[minute] = self._authors.get(minute, 0) | 1 << author % _BITS
        posts = self._posts.setdefault(minute, [])
        if len(posts) < _NEW_POSTS:
            posts.append((at, mention))

    def add_tone(self, minute: int, tone: ToneSums) -> None:
        """The tone of posts that were added before."""
        self._tones[minute] = self._tones.get(minute, ToneSums()) + tone

    def add_count(self, minute: int, count: int) -> None:
        """Mentions known by number only."""
        self._counts[minute] = self._counts.get(minute, 0) + count
        self._authors.setdefault(minute, 0)
        self._posts.setdefault(minute, [])

    def leave(self, head: int) -> list[tuple[int, int]]:
        """Slide to the epoch minute `head`. Returns (minute, count) of those that left, in order."""
        gone = sorted(minute for minute in self._counts if minute <= head - KEPT)
        left = [(minute, self._counts.pop(minute)) for minute in gone]
        for minute in gone:
            del self._authors[minute], self._posts[minute]
            self._tones.pop(minute, None)
        for minute, posts in self._posts.items():
            if minute <= head - _NEW:
                del posts[_OLD_POSTS:]
        return left

    def count(self, head: int, minutes: int) -> int:
        """Posts in the `minutes` that end with `head`."""
        return sum(map(self._counts.get, range(head - minutes + 1, head + 1), repeat(0)))

    def tone(self, head: int, minutes: int) -> ToneSums:
        """How they sound: of the posts in it that were judged."""
        return sum(
            (self._tones[minute] for minute in range(head - minutes + 1, head + 1) if minute in self._tones), ToneSums()
        )

    def authors(self, head: int, minutes: int) -> int:
        """Distinct authors in it, by linear counting: close up to a few hundred, then a lower bound."""
        bits = 0
        for minute in range(head - minutes + 1, head + 1):
            bits |= self._authors.get(minute, 0)
        return min(distinct_in(bits, _BITS), self.count(head, minutes))

    def posts(self, head: int, minutes: int) -> list[tuple[int, str]]:
        """The first posts of each minute in it, oldest first."""
        return sorted(post for minute in range(head - minutes + 1, head + 1) for post in self._posts.get(minute, ()))
