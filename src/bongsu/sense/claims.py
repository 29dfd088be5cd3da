"""Near-identical posts folded into claims, within a fixed memory.

A first post alone is a *single*: its fingerprint waits for a second. With the second it becomes a claim, which has a
key, a text and a row of its own. Singles are forgotten oldest first, claims least recently grown first; so the memory
of a brand has a ceiling whatever anybody posts. The text shown is that of the second post, which is all but the
first's: for singles no text is kept.
"""

import hashlib
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from bongsu.core.ports import ClaimRow
from bongsu.sense.episodes import Episode
from bongsu.sense.normalise import clean
from bongsu.sense.shingles import Fingerprint, likeness, restore

SAME_CLAIM = 0.5  # estimated Jaccard similarity to the first post
NEAR_COPY = 0.85
MAX_SINGLES, MAX_CLAIMS = 3000, 500
WINDOW_S = 2 * 60 * 60
_BIN_S = 600
_RECENT_AUTHORS = 16
_EXACT_AUTHORS = 64
_SKETCH_BITS = 2048
_FIRST, _LAST = 10, 10  # evidence kept
_MOST_TEXT = 600
_CANDIDATES, _PER_BUCKET = 6, 8


class Single(msgspec.Struct, array_like=True):
    """A post that nobody has repeated yet."""

    signature: bytes
    mention: str
    at: int  # epoch seconds of event time
    author: int  # 64-bit digest
    category: str | None
    order: int


class Claim(msgspec.Struct, array_like=True):
    """What is remembered of one claim. Encoded into ClaimRow.memory."""

    signature: bytes  # of the first post
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

    def add(self, author: int, mention: str, at: int) -> None:
        self.size += 1
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
_DECODER = msgspec.msgpack.Decoder(Claim)


def posts_between(row_memory: bytes, since: datetime, until: datetime) -> int:
    """Posts of a stored claim (ClaimRow.memory) from `since` up to, not at, `until`: whole bins of ten minutes.

    Remembered over two hours.
    """
    bins = _DECODER.decode(row_memory).bins if row_memory else {}
    return sum(n for number, n in bins.items() if since.timestamp() <= number * _BIN_S < until.timestamp())


class Claims:
    """The claims of one brand."""

    def __init__(
        self,
        brand: int,
        rows: Iterable[ClaimRow] = (),
        singles: Iterable[Single] = (),
        *,
        orders: int = 0,
        grown: int = 0,
    ) -> None:
        """`rows` and `singles` as they were kept; `orders` and `grown` are the counters that numbered them."""
        self._brand = brand
        self._orders, self._grown = orders, grown
        self._singles: dict[int, tuple[Single, Fingerprint]] = {}
        self._claims: dict[int, tuple[Claim, Fingerprint]] = {}  # least recently grown first
        self._buckets: dict[int, int | list[int]] = {}
        self._changed: dict[int, Claim] = {}
        kept = sorted((_DECODER.decode(row.memory) for row in rows if row.memory), key=lambda claim: claim.grown)
        for claim in kept[-MAX_CLAIMS:]:
            self._claims[claim.order] = claim, restore(claim.signature)
        for single in sorted(singles, key=lambda one: one.order):
            self._singles[single.order] = single, restore(single.signature)
        everything = {order: print_ for order, (_, print_) in (self._claims | self._singles).items()}
        for order in sorted(everything):
            self._insert(order, everything[order])

    @property
    def counters(self) -> tuple[int, int]:
        return self._orders, self._grown

    def __len__(self) -> int:
        return len(self._claims) + len(self._singles)

    def fold(
        self, print_: Fingerprint, *, mention: str, at: int, author: int, text: str, category: str | None
    ) -> Claim | None:
        """Add one post. Returns the claim that grew, None where the post stands alone so far."""
        order, likest = self._likest(print_)
        if order is None:
            self._orders += 1
            self._singles[self._orders] = Single(print_.bytes, mention, at, author, category, self._orders), print_
            self._insert(self._orders, print_)
            if len(self._singles) > MAX_SINGLES:
                oldest = next(iter(self._singles))
                self._remove(oldest, self._singles.pop(oldest)[1])
            return None
        if order in self._singles:
            single, first_print = self._singles.pop(order)
            claim = self._promote(single, text)
        else:
            claim, first_print = self._claims.pop(order)
        claim.add(author, mention, at)
        claim.copies += likest >= NEAR_COPY
        claim.category = claim.category or category
        self._grown += 1
        claim.grown = self._grown
        self._claims[order] = claim, first_print
        self._changed[order] = claim
        if len(self._claims) > MAX_CLAIMS:
            oldest = next(iter(self._claims))
            self._remove(oldest, self._claims.pop(oldest)[1])
        return claim

    def take_changed(self) -> tuple[ClaimRow, ...]:
        """Rows of the claims that grew since this was last called, whole."""
        rows = tuple(claim.row(self._brand) for _, claim in sorted(self._changed.items()))
        self._changed.clear()
        return rows

    def loudest(self, at: int) -> Claim | None:
        """The claim with most posts within two hours of `at`."""
        return max(
            (claim for claim, _ in self._claims.values()), key=lambda c: (c.recent_posts(at), -c.order), default=None
        )

    def latest_singles(self, budget: int) -> list[Single]:
        """The newest singles that fit into about `budget` bytes, for the brand's saved state."""
        kept: list[Single] = []
        for single, _ in reversed(self._singles.values()):
            budget -= len(single.signature) + len(single.mention) + 24
            if budget < 0:
                break
            kept.append(single)
        return kept

    def _promote(self, single: Single, text: str) -> Claim:
        seed = f"{self._brand}:{single.mention}".encode("utf-8", "surrogatepass")
        claim = Claim(
            signature=single.signature,
            order=single.order,
            grown=0,
            key=f"c{hashlib.blake2b(seed, digest_size=10).hexdigest()}",
            text=clean(text[:_MOST_TEXT])[0],
            first_at=single.at,
            last_at=single.at,
            first_mention=single.mention,
            category=single.category,
            size=0,
            copies=0,
            first_posts=[],
            last_posts=[],
            authors=[],
            sketch=b"",
            recent={},
            bins={},
        )
        claim.add(single.author, single.mention, single.at)
        return claim

    # ── candidates ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _likest(self, print_: Fingerprint) -> tuple[int | None, float]:
        hits: list[int] = []
        buckets = self._buckets
        for band in print_.bands:
            found = buckets.get(band)
            if found is None:
                continue
            if isinstance(found, int):
                hits.append(found)
            else:
                hits.extend(found[-_PER_BUCKET:])
        if not hits:
            return None, 0.0
        best, best_likeness = None, SAME_CLAIM
        for order, _ in sorted(Counter(hits).items(), key=lambda hit: (-hit[1], hit[0]))[:_CANDIDATES]:
            alike = likeness(self._print(order).bytes, print_.bytes)
            if alike > best_likeness or (best is None and alike >= best_likeness):
                best, best_likeness = order, alike
        return best, best_likeness

    def _print(self, order: int) -> Fingerprint:
        found = self._singles.get(order) or self._claims[order]
        return found[1]

    def _insert(self, order: int, print_: Fingerprint) -> None:
        buckets = self._buckets
        for band in print_.bands:
            there = buckets.setdefault(band, order)
            if isinstance(there, list):
                there.append(order)
            elif there != order:
                buckets[band] = [there, order]

    def _remove(self, order: int, print_: Fingerprint) -> None:
        for band in print_.bands:
            there = self._buckets[band]
            if isinstance(there, int):
                del self._buckets[band]
                continue
            there.remove(order)
            if len(there) == 1:
                self._buckets[band] = there[0]


def distinct_in(bits: int, size: int) -> int:
    """Distinct values behind a linear counter of `size` bits (Whang et al. 1990); saturates at size·ln(size)."""
    empty = size - bits.bit_count()
    return round(-size * math.log(max(empty, 1) / size))


def author_digest(source: str, author: str | None, mention: str) -> int:
    """Who spoke, in 63 bits. A post without an author is a voice of its own: calls and articles often have none."""
    who = f"{source}\0{author}" if author else f"\0{mention}"
    return int.from_bytes(hashlib.blake2b(who.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
