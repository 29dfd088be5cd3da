"""One claim as a value: who said it where and when, within a fixed number of bytes."""

import hashlib
import math
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from bongsu.core.ports import ClaimRow
from bongsu.sense.episodes import Episode

WINDOW_S = 2 * 60 * 60
MOST_PLACES = 12
#: Below this many posts in half an hour a doubling time says nothing.
DOUBLING_FROM = 4
FORM = 2  # of Claim
_BIN_S = 600
_RECENT_AUTHORS = 16
_EXACT_AUTHORS = 64
_SKETCH_BITS = 2048
_FIRST, _LAST = 10, 10  # evidence kept


class Single(msgspec.Struct, array_like=True, gc=False):
    """A post that nobody has repeated yet."""

    letters: str
    mention: str
    at: int  # epoch seconds of event time
    author: int  # 64-bit digest
    category: str | None
    source: str
    denies: bool = False  # wording.denies
    troubled: bool = False  # surely: said.Said


class Place(msgspec.Struct, array_like=True):
    """Where a claim was seen."""

    at: int  # epoch seconds of the first post there
    mention: str  # its key
    posts: int


class Claim(msgspec.Struct, array_like=True):
    """What is remembered of one claim. Encoded into ClaimRow.memory."""

    letters: bytes  # of the first post, UTF-8 (form 1 kept a signature here, which nothing reads)
    order: int  # of creation
    grown: int  # order of its last growth
    key: str
    text: str
    first_at: int
    last_at: int
    first_mention: str
    category: str | None
    size: int
    copies: int
    first_posts: list[tuple[int, str]]  # (epoch seconds, mention key)
    last_posts: list[tuple[int, str]]
    authors: list[int]  # sorted; exact up to 64 …
    sketch: bytes  # … then a linear counter of 2048 bits (Whang et al. 1990, ACM TODS 15(2):208-229)
    recent: dict[int, int]  # the latest 16 authors → epoch seconds of their latest post
    bins: dict[int, int]  # ten-minute bin → posts, over two hours
    episode: Episode | None = None
    form: int = 1
    wordings: list[str] = []  # further texts that say the same in other words
    places: dict[str, Place] = {}  # source → the first twelve places, in the order in which they were heard
    elsewhere: int = 0  # posts at any others
    denies: bool = False  # wording.denies, of the text shown
    troubled: int = 0  # posts that are surely troubled

    @property
    def complains(self) -> bool:
        """Whether at least half of its posts are surely troubled."""
        return 2 * self.troubled >= self.size

    def distinct(self) -> int:
        """Distinct authors ever: exact up to 64, then within about 5 % up to several thousand."""
        if not self.sketch:
            return len(self.authors)
        return distinct_in(int.from_bytes(self.sketch, "big"), _SKETCH_BITS)

    def recent_authors(self, at: int) -> int:
        """Distinct authors within two hours, at most 16."""
        return sum(1 for when in self.recent.values() if when > at - WINDOW_S)

    def recent_posts(self, at: int) -> int:
        """Posts within two hours, to ten minutes."""
        return sum(n for number, n in self.bins.items() if number > (at - WINDOW_S) // _BIN_S)

    def evidence(self) -> tuple[str, ...]:
        return tuple(mention for _, mention in sorted(self.first_posts + self.last_posts))

    def row(self, brand: int) -> ClaimRow:
        return ClaimRow(
            key=self.key,
            brand=brand,
            text=self.text,
            first_at=datetime.fromtimestamp(self.first_at, UTC),
            last_at=datetime.fromtimestamp(self.last_at, UTC),
            size=self.size,
            authors=self.distinct(),
            first_mention=self.first_mention,
            evidence=self.evidence(),
            category=self.category,
            copies=self.copies,
            memory=_ENCODER.encode(self),
        )

    def add(self, author: int, mention: str, at: int, source: str) -> None:
        self.size += 1
        self._add_place(source, mention, at)
        if at < self.first_at:
            self.first_at, self.first_mention = at, mention
        self.last_at = max(self.last_at, at)
        if len(self.first_posts) < _FIRST:
            self.first_posts.append((at, mention))
        else:
            self.last_posts.append((at, mention))
            del self.last_posts[:-_LAST]
        self._add_author(author)
        self.recent[author] = max(at, self.recent.get(author, 0))
        if len(self.recent) > _RECENT_AUTHORS:
            del self.recent[min(self.recent.items(), key=lambda voice: (voice[1], voice[0]))[0]]
        number = at // _BIN_S
        self.bins[number] = self.bins.get(number, 0) + 1
        if len(self.bins) > WINDOW_S // _BIN_S + 1:
            del self.bins[min(self.bins)]

    def _add_place(self, source: str, mention: str, at: int) -> None:
        place = self.places.get(source)
        if place is None:
            if len(self.places) >= MOST_PLACES:
                self.elsewhere += 1
                return
            self.places[source] = Place(at, mention, 1)
            return
        place.posts += 1
        if at < place.at:
            place.at, place.mention = at, mention

    def _add_author(self, author: int) -> None:
        if not self.sketch:
            place = bisect_left(self.authors, author)
            if place < len(self.authors) and self.authors[place] == author:
                return
            self.authors.insert(place, author)
            if len(self.authors) <= _EXACT_AUTHORS:
                return
            bits = 0
            for one in self.authors:
                bits |= 1 << one % _SKETCH_BITS
            self.authors.clear()
        else:
            bits = int.from_bytes(self.sketch, "big") | 1 << author % _SKETCH_BITS
        self.sketch = bits.to_bytes(_SKETCH_BITS // 8, "big")


_ENCODER = msgspec.msgpack.Encoder()
#: ClaimRow.memory → Claim
remembered = msgspec.msgpack.Decoder(Claim).decode


@dataclass(frozen=True, slots=True)
class Spread:
    """How a stored claim went round (of ClaimRow.memory)."""

    path: tuple[tuple[str, Place], ...]  # (source, place), the earliest first
    elsewhere: int  # posts at further places
    wordings: tuple[str, ...]
    bins: tuple[tuple[int, int], ...]  # (epoch seconds of ten minutes, posts), over two hours

    def posts_between(self, since: datetime, until: datetime) -> int:
        """Posts from `since` up to, not at, `until`: whole bins of ten minutes, remembered over two hours."""
        return sum(n for at, n in self.bins if since.timestamp() <= at < until.timestamp())


def spread_of(row_memory: bytes) -> Spread:
    claim = remembered(row_memory) if row_memory else None
    if claim is None:
        return Spread((), 0, (), ())
    path = sorted(claim.places.items(), key=lambda one: (one[1].at, one[0]))
    bins = sorted((number * _BIN_S, count) for number, count in claim.bins.items())
    return Spread(tuple(path), claim.elsewhere, tuple(claim.wordings), tuple(bins))


def doubling_s(lately: int, before: int) -> float | None:
    """Seconds in which posts double at the pace of the last hour: 30 min ÷ log₂(last half hour ÷ the one before).

    None: they do not grow, or are too few to say.
    """
    if lately < DOUBLING_FROM or lately <= before:
        return None
    return 30 * 60 / math.log2(lately / max(1, before))


def key_of(brand: int, first_mention: str) -> str:
    """The key of the claim that begins with this post."""
    seed = f"{brand}:{first_mention}".encode("utf-8", "surrogatepass")
    return f"c{hashlib.blake2b(seed, digest_size=10).hexdigest()}"


def distinct_in(bits: int, size: int) -> int:
    """Distinct values behind a linear counter of `size` bits (Whang et al. 1990); saturates at size·ln(size)."""
    empty = size - bits.bit_count()
    return round(-size * math.log(max(empty, 1) / size))


def author_digest(source: str, author: str | None, mention: str) -> int:
    """Who spoke, in 63 bits. A post without an author is a voice of its own: calls and articles often have none."""
    who = f"{source}\0{author}" if author else f"\0{mention}"
    return int.from_bytes(hashlib.blake2b(who.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
