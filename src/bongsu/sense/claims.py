"""Posts that say the same, folded into claims within a fixed memory.

A first post alone is a *single*: its letters wait for a second that is nearly the same (sense.near, Jaccard ≥
SAME_CLAIM, counted exactly). With the second it becomes a claim, which has a key, a text and a row of its own; unless
a claim is there that says the same in other words (sense.wording): then both join that one. Singles are forgotten
oldest first, claims least recently grown first; so the memory of a brand has a ceiling whatever anybody posts. The
text shown is that of the second post, which is all but the first's: of singles only letters are kept. Who denies what
others say does not say the same, however alike the letters are: of two such texts only one denies (wording.denies).

For each batch `hear(texts)` once, in the order of time, then `fold` post by post; `take_changed` gives the rows.
A key comes of the brand and the first post alone: the same posts in the same order give the same keys.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from sys import intern
from typing import TypeVar

from bongsu.core.ports import ClaimRow
from bongsu.sense.claim import FORM, Claim, Single, key_of, remembered
from bongsu.sense.near import Near, Prints
from bongsu.sense.normalise import clean, normalise
from bongsu.sense.shingles import LEAST_LETTERS, letters
from bongsu.sense.wording import Usual, Wordings, denies

SAME_CLAIM = 0.5  # Jaccard similarity to one of a claim's posts that stand for it
NEAR_COPY = 0.85
MAX_SINGLES, MAX_CLAIMS = 3000, 500
#: Brands of one process that each have the whole room.
WHOLE_FOR = 40
_LEAST_SINGLES, _LEAST_CLAIMS = 64, 12
MOST_WORDINGS = 5
_MOST_TEXT = 600
_REACH, _LIKEST = 8, 6
_SAMPLE = 48  # texts of either kind that tell how common a word is
T = TypeVar("T")


def room_among(brands: int) -> tuple[int, int]:
    """Singles and claims that each of so many brands may remember: all up to WHOLE_FOR, then ever less, in steps.

    >>> room_among(1), room_among(1000)
    ((3000, 500), (117, 19))
    """
    step = 1 << max(0, brands.bit_length() - 3)
    sharing = -(-brands // step) * step
    crowd = max(WHOLE_FOR, sharing)
    return max(_LEAST_SINGLES, MAX_SINGLES * WHOLE_FOR // crowd), max(_LEAST_CLAIMS, MAX_CLAIMS * WHOLE_FOR // crowd)


class _Among(Enum):
    """What a number found by likeness stands for."""

    CLAIMS = 0  # a text kept of a claim
    SINGLES = 1
    BATCH = 2  # an earlier row of the same batch


class _Batch:
    """Texts heard together."""

    def __init__(self, prints: Prints) -> None:
        self.prints = prints
        self.found: dict[int, list[tuple[float, _Among, int]]] = {}  # row → (Jaccard, _Among, number), likest first
        self.became: dict[int, Single | int] = {}  # row → the single it is, or the claim (order) that it belongs to
        self.stand: set[int] = set()  # rows that stand for their claim
        self.promoted: dict[int, int] = {}  # number of a single → claim


@dataclass(frozen=True, slots=True)
class Heard:
    """One text of a batch, ready to be folded once."""

    batch: _Batch
    row: int


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
        common: Iterable[str] = (),
        most_singles: int = MAX_SINGLES,
        most_claims: int = MAX_CLAIMS,
    ) -> None:
        """`rows` and `singles` as they were kept; `orders` and `grown` are the counters that numbered them.

        common   the brand's own names, which say nothing about what is claimed
        """
        self._brand = brand
        self._orders, self._grown = orders, grown
        self._most_singles, self._most_claims = most_singles, most_claims
        self._singles: dict[int, Single] = {}  # number in _fresh → single, the oldest first
        self._fresh = Near(least=SAME_CLAIM, most=most_singles, reach=_REACH, likest=_LIKEST)
        self._claims: dict[int, Claim] = {}  # least recently grown first
        # Room for the texts of all claims, with those kept again because they still grow.
        self._known = Near(least=SAME_CLAIM, most=8 * most_claims, reach=_REACH, likest=_LIKEST)
        self._of = array("q", [0]) * (8 * most_claims)  # number in _known, modulo its size → claim
        self._kept_at: dict[int, int] = {}  # claim → the newest number of its texts in _known
        self._wordings = Wordings(common)
        self._changed: dict[int, Claim] = {}
        self._pending: list[tuple[int, str]] = []  # (claim, text) not yet in _known
        self._batch: _Batch | None = None
        self._usual: Usual | None = None
        self.moved: dict[str, str] = {}
        """Key of a single → key of the claim in other words that it joined, since `take_changed`."""
        kept = sorted((remembered(row.memory) for row in rows if row.memory), key=lambda claim: claim.grown)
        for claim in kept[-most_claims:]:
            self._orders, self._grown = max(self._orders, claim.order), max(self._grown, claim.grown)
            self._claims[claim.order] = claim
            self._remember(claim)
        self._keep_pending()
        last = list(singles)[-most_singles:]
        self._keep_singles(last, self._fresh.prints([single.letters for single in last]))

    @property
    def counters(self) -> tuple[int, int]:
        return self._orders, self._grown

    def __len__(self) -> int:
        return len(self._claims) + len(self._singles)

    def hear(self, normalised: Sequence[str]) -> list[Heard | None]:
        """Prepare the texts of one batch, in the order in which they will be folded; None for one of hardly a letter.

        All of them are folded, or left out, before the next batch is heard.
        """
        self._settle()
        texts = [letters(text) for text in normalised]
        long_enough = [text for text in texts if len(text) >= LEAST_LETTERS]
        batch = _Batch(self._fresh.prints(long_enough))
        for among, pairs in (
            (_Among.CLAIMS, self._known.find(batch.prints)),
            (_Among.SINGLES, self._fresh.find(batch.prints)),
            (_Among.BATCH, self._fresh.within(batch.prints)),
        ):
            for pair in pairs:
                batch.found.setdefault(pair.row, []).append((pair.jaccard, among, pair.number))
        for found in batch.found.values():
            found.sort(key=lambda one: (-one[0], one[1].value, one[2]))
        self._batch = batch
        rows = iter(range(len(long_enough)))
        return [Heard(batch, next(rows)) if len(text) >= LEAST_LETTERS else None for text in texts]

    def copies(self, heard: Heard, text: str) -> bool:
        """Whether a text that is not yet folded is nearly the same as one heard before."""
        return self._likest(heard, text)[0] >= NEAR_COPY

    def fold(
        self,
        heard: Heard,
        *,
        mention: str,
        at: int,
        author: int,
        text: str,
        category: str | None,
        source: str = "",
        troubled: bool = False,
    ) -> Claim | None:
        """Add one post. Returns the claim that grew, None where the post stands alone so far."""
        batch = heard.batch
        likeness, among, number, there = self._likest(heard, text)
        if there is None:
            kept = batch.prints.texts[heard.row]
            batch.became[heard.row] = Single(
                kept, mention, at, author, category, intern(source), denies(text), troubled
            )
            return None
        if isinstance(there, Single):
            claim = self._promote(there, text)
            batch.stand.add(heard.row)
            if among is _Among.SINGLES:
                del self._singles[number]
                batch.promoted[number] = claim.order
            else:
                batch.became[number] = claim.order
                batch.stand.add(number)
        else:
            claim = there
        batch.became[heard.row] = claim.order
        claim.add(author, mention, at, source)
        claim.copies += likeness >= NEAR_COPY
        claim.troubled += troubled
        self._grow(claim, category)
        return claim

    def take_changed(self) -> tuple[ClaimRow, ...]:
        """Rows of the claims that grew since this was last called, whole."""
        rows = tuple(claim.row(self._brand) for _, claim in sorted(self._changed.items()))
        self.forget_changed()
        return rows

    def forget_changed(self) -> None:
        """What `take_changed` would give is not wanted."""
        self._changed.clear()
        self.moved.clear()

    def loudest(self, at: int) -> Claim | None:
        """The claim with most posts within two hours of `at`."""
        return max(self._claims.values(), key=lambda c: (c.recent_posts(at), -c.order), default=None)

    def told_authors(self, at: int) -> int:
        """The most distinct authors, within two hours, of a claim that people were told of."""
        return max((c.recent_authors(at) for c in self._claims.values() if c.episode is not None), default=0)

    def latest_singles(self, budget: int) -> list[Single]:
        """The newest singles that fit into about `budget` bytes, for the brand's saved state; the oldest first."""
        self._settle()
        kept: list[Single] = []
        for single in reversed(self._singles.values()):
            budget -= 3 * len(single.letters) + len(single.mention) + len(single.source) + 24
            if budget < 0:
                break
            kept.append(single)
        return kept[::-1]

    # ── claims ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _likest(self, heard: Heard, text: str) -> tuple[float, "_Among", int, Single | Claim | None]:
        """What the text resembles most and does not contradict: how much, where it was found, and what it is."""
        batch = heard.batch
        if heard.row not in batch.found:
            return 0.0, _Among.CLAIMS, 0, None
        denying = denies(text)
        for likeness, among, number in batch.found.get(heard.row, ()):
            there: Single | int | None
            if among is _Among.CLAIMS:
                there = self._of[number % len(self._of)]
            elif among is _Among.SINGLES:
                there = batch.promoted.get(number, self._singles.get(number))
            else:
                there = batch.became.get(number)
                if isinstance(there, int) and number not in batch.stand and likeness < NEAR_COPY:
                    continue  # likeness to what is only like the claim would lead astray
            claim = self._claims.get(there) if isinstance(there, int) else there
            if claim is not None and claim.denies == denying:
                return likeness, among, number, claim
        return 0.0, _Among.CLAIMS, 0, None

    def _promote(self, single: Single, text: str) -> Claim:
        """A single and its second post, whose text is given, become a claim or join the one that says the same."""
        shown = clean(text[:_MOST_TEXT])[0]
        said = self._wordings.wording(shown)
        there = self._wordings.likest(said, self._usually())
        claim = self._claims.get(there) if there is not None else None
        if claim is None:
            self._orders += 1
            claim = self._begin(single, shown)
            self._wordings.add(claim.order, said)
        else:
            self.moved[key_of(self._brand, single.mention)] = claim.key
            if len(claim.wordings) < MOST_WORDINGS:
                claim.wordings.append(shown)
                self._wordings.add(claim.order, said)
        claim.add(single.author, single.mention, single.at, single.source)
        claim.category = claim.category or single.category
        claim.troubled += single.troubled
        self._keep_texts(claim, [single.letters, letters(normalise(shown))])
        return claim

    def _begin(self, single: Single, shown: str) -> Claim:
        claim = Claim(
            letters=single.letters.encode("utf-8", "surrogatepass"),
            order=self._orders,
            grown=0,
            key=key_of(self._brand, single.mention),
            text=shown,
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
            form=FORM,
            denies=denies(shown),
        )
        self._claims[claim.order] = claim
        return claim

    def _grow(self, claim: Claim, category: str | None) -> None:
        claim.category = claim.category or category
        self._grown += 1
        claim.grown = self._grown
        self._claims[claim.order] = self._claims.pop(claim.order)
        self._changed[claim.order] = claim
        # Its texts are kept anew before what others keep can push them out.
        if self._kept_at.get(claim.order, 0) < self._known.next - 3 * self._most_claims:
            self._keep_texts(claim, _texts_of(claim))
        if len(self._claims) > self._most_claims:
            oldest = next(iter(self._claims))
            del self._claims[oldest]
            self._kept_at.pop(oldest, None)
            self._wordings.drop(oldest)

    def _remember(self, claim: Claim) -> None:
        for text in (claim.text, *claim.wordings):
            self._wordings.add(claim.order, self._wordings.wording(text))
        self._keep_texts(claim, _texts_of(claim))

    def _keep_texts(self, claim: Claim, texts: Sequence[str]) -> None:
        """Texts by which later posts find the claim, from the next batch on."""
        self._pending += [(claim.order, text) for text in dict.fromkeys(texts) if len(text) >= LEAST_LETTERS]
        self._kept_at[claim.order] = self._known.next

    def _keep_pending(self) -> None:
        for number, (order, _) in enumerate(self._pending, start=self._known.next):
            self._of[number % len(self._of)] = order
        self._known.keep(self._known.prints([text for _, text in self._pending]))
        self._pending.clear()

    # ── singles ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _settle(self) -> None:
        """The last batch is over: its singles wait for later ones."""
        self._keep_pending()
        self._usual = None
        batch, self._batch = self._batch, None
        if batch is None:
            return
        alone = [(row, there) for row, there in batch.became.items() if isinstance(there, Single)]
        self._keep_singles([single for _, single in alone], batch.prints.only([row for row, _ in alone]))

    def _keep_singles(self, singles: Sequence[Single], prints: Prints) -> None:
        for number, single in enumerate(singles, start=self._fresh.next):
            self._singles[number] = single
        self._fresh.keep(prints)
        gone = self._fresh.next - self._most_singles
        while self._singles and (oldest := next(iter(self._singles))) < gone:
            del self._singles[oldest]

    def _usually(self) -> Usual:
        """A sample of what is said about the brand: of what stands alone so far, and of what was heard just now."""
        if self._usual is None:
            told = [one.letters for one in _spread(self._singles.values())]
            if self._batch is not None:
                # Copies say what one person said; a hundred of them make no word common.
                texts, found = self._batch.prints.texts, self._batch.found
                told += _spread([text for row, text in enumerate(texts) if row not in found])
            self._usual = Usual(told)
        return self._usual


def _spread(told: Collection[T]) -> list[T]:
    """Up to _SAMPLE of them, from first to last."""
    return list(islice(told, 0, None, 1 + len(told) // _SAMPLE))


def _texts_of(claim: Claim) -> list[str]:
    first = [claim.letters.decode("utf-8", "surrogatepass")] if claim.form >= FORM else []
    return first + [letters(normalise(text)) for text in (claim.text, *claim.wordings)]
