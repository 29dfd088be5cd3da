"""What the last six hours said, counted in bins of five minutes, and what is usual: bounded, whatever comes in.

How unusual a share is: −log₁₀ P(X ≥ k) with k of n posts and a binomial of the brand's own share p, which fades over
about a week and is drawn towards a prior while little is known. Shares of days differ more than a coin's, so n and k
are divided by the design effect 1 + (n − 1)ρ (Kish 1965, Survey Sampling, 8.2), ρ = 1/(M + 1), where M is what is
known, between 20 posts for a new brand and 60. So no number of posts makes a small difference large.

The usual share is learned from lots of at least LOT posts, an hour old: whole five-minute bins, gathered until they are
enough, because of one or two posts nobody can tell a crisis from chance. A lot counts with all its posts, troubled or
not, so what is learned is the plain share, at any pace of posts; but a lot that is itself unusual (surprise ≥ ODD)
counts for a tenth, so that two hours of crisis do not become usual, while a brand that changed for good is followed.
"""

import math
from collections import deque
from collections.abc import Sequence

import msgspec
from scipy.special import betainc

from bongsu.sense import lexicon as lex
from bongsu.sense.kinds import CLUSTERS, KINDS, cluster_of, kind_of
from bongsu.sense.said import Said

PRIOR_SHARE, PRIOR_HARM, PRIOR_POSTS = 0.2, 0.05, 20.0
KNOWN_MOST = 60.0
MEMORY_POSTS = 3000.0  # what is usual fades with posts, and with time
HALF_LIFE_S = 7 * 86_400
LOT = 30  # posts that teach together
ODD, ODD_WEIGHT = 3.0, 0.1  # a lot so unusual teaches so little
VOICES_LEAST = 5

BIN_S = 300
KEPT_S = 6 * 60 * 60
#: Windows in which a share may be unusual, seconds.
WINDOWS_S = (900, 3600, KEPT_S)
LEARN_AFTER_S = 3600
MOST_POSTS = 20
ONE_VOICE_S, MOST_VOICES = 3600, 96
_BITS = 128
_MOST_SURPRISE = 300.0


#: What an author has said within the hour. A post that says nothing new of these does not count.
_SPOKE, _TROUBLED, _HARM, _GLAD, _EVIDENCE, _INSIDER, _PRESS, _SHARED, _OWN = (1 << n for n in range(9))


def _traits(said: Said, *, press: bool, copied: bool) -> int:
    flags = said.flags
    if not said.troubled:
        return _SPOKE | (_GLAD if flags & (lex.GLAD | lex.OFFER) else 0)
    return (
        _SPOKE
        | _TROUBLED
        | (_HARM if said.harm else 0)
        | (_EVIDENCE if flags & lex.EVIDENCE else 0)
        | (_INSIDER if flags & lex.INSIDER else 0)
        | (_PRESS if press else 0)
        | (_SHARED if flags & lex.SHARED else 0)
        | (0 if copied else _OWN)
    )


class Counts(msgspec.Struct, array_like=True):
    """Posts of a stretch of time, sorted. `voices`: linear counter of the troubled ones' authors, 128 bits."""

    posts: int = 0
    troubled: int = 0
    harm: int = 0
    glad: int = 0
    evidence: int = 0
    insiders: int = 0
    press: int = 0
    clusters: list[int] = msgspec.field(default_factory=lambda: [0] * len(CLUSTERS))
    kinds: list[int] = msgspec.field(default_factory=lambda: [0] * len(KINDS))  # of the troubled ones
    voices: bytes = b""
    shared: int = 0  # troubled posts that hand on somebody else's
    own: int = 0  # troubled posts that are no copy of one heard before

    def add(self, said: Said, *, press: bool, author: int, copied: bool = False, told: int = 0) -> int:
        """Count a post, unless it adds nothing to what its author has `told`. Returns what is told now."""
        traits = _traits(said, press=press, copied=copied)
        fresh = traits & ~told
        if not fresh:
            return told
        self.posts += 1
        self.glad += fresh & _GLAD != 0
        if not said.troubled:
            return told | traits
        self.troubled += 1
        self.harm += fresh & _HARM != 0
        self.evidence += fresh & _EVIDENCE != 0
        self.insiders += fresh & _INSIDER != 0
        self.press += fresh & _PRESS != 0
        self.shared += fresh & _SHARED != 0
        self.own += fresh & _OWN != 0
        flags = said.flags
        for number, (_, flag) in enumerate(CLUSTERS):
            if flags & flag:
                self.clusters[number] += 1
        kind = kind_of(flags)
        if kind is not None:
            self.kinds[kind] += 1
        self.voices = _bytes(_bits(self.voices) | 1 << author % _BITS)
        return told | traits

    def plus(self, other: "Counts") -> None:
        self.posts += other.posts
        self.troubled += other.troubled
        self.harm += other.harm
        self.glad += other.glad
        self.evidence += other.evidence
        self.insiders += other.insiders
        self.press += other.press
        self.shared += other.shared
        self.own += other.own
        self.clusters = [a + b for a, b in zip(self.clusters, other.clusters, strict=True)]
        self.kinds = [a + b for a, b in zip(self.kinds, other.kinds, strict=True)]
        self.voices = _bytes(_bits(self.voices) | _bits(other.voices))

    @property
    def distinct(self) -> int:
        """Authors of troubled posts: close up to some two hundred."""
        empty = _BITS - _bits(self.voices).bit_count()
        return min(self.troubled, round(-_BITS * math.log(max(empty, 1) / _BITS)))

    @property
    def kind(self) -> str:
        """What most of the troubled posts are, of those that a rule tells; empty where it tells none."""
        most = max(range(len(KINDS)), key=lambda n: self.kinds[n])
        return KINDS[most] if self.kinds[most] else ""

    @property
    def cluster(self) -> tuple[str, int]:
        """The kind of crisis that their words hint at, and how many posts do; empty where too few."""
        return cluster_of(self.clusters, self.troubled)


class Lot(msgspec.Struct, array_like=True):
    """Posts that wait to teach what is usual."""

    posts: int = 0
    troubled: int = 0
    harm: int = 0


class Usual(msgspec.Struct, array_like=True):
    """What share of a brand's posts is troubled on ordinary days."""

    posts: float = 0.0
    troubled: float = 0.0
    harm: float = 0.0
    at: int = 0
    waiting: Lot = msgspec.field(default_factory=Lot)

    def learn(self, counts: Counts, at: int) -> None:
        """A bin that is an hour old; it teaches as soon as there are enough posts with it."""
        lot = self.waiting
        lot.posts += counts.posts
        lot.troubled += counts.troubled
        lot.harm += counts.harm
        if lot.posts < LOT:
            return
        self.waiting = Lot()
        if self.at:
            self._fade(0.5 ** (max(0, at - self.at) / HALF_LIFE_S))
        self.at = max(self.at, at)
        odd = max(
            unusual(lot.troubled, lot.posts, self.share, self.known),
            unusual(lot.harm, lot.posts, self.harm_share, self.known),
        )
        weight = ODD_WEIGHT if odd >= ODD else 1.0
        self.posts += weight * lot.posts
        self.troubled += weight * lot.troubled
        self.harm += weight * lot.harm
        if self.posts > MEMORY_POSTS:
            self._fade(MEMORY_POSTS / self.posts)

    def _fade(self, keep: float) -> None:
        self.posts *= keep
        self.troubled *= keep
        self.harm *= keep

    @property
    def share(self) -> float:
        return (self.troubled + PRIOR_SHARE * PRIOR_POSTS) / (self.posts + PRIOR_POSTS)

    @property
    def harm_share(self) -> float:
        return (self.harm + PRIOR_HARM * PRIOR_POSTS) / (self.posts + PRIOR_POSTS)

    @property
    def known(self) -> float:
        """In posts."""
        return min(KNOWN_MOST, PRIOR_POSTS + self.posts)

    def trouble(self, counts: Counts) -> float:
        """How unusual it is that so many of them are troubled."""
        return unusual(counts.troubled, counts.posts, self.share, self.known)

    def danger(self, counts: Counts) -> float:
        """How unusual it is that so many of them name harm."""
        return unusual(counts.harm, counts.posts, self.harm_share, self.known)


def unusual(k: int, n: int, share: float, known: float) -> float:
    """−log₁₀ P that of `n` posts `k` or more are so; 0 where their share is not above the usual one.

    >>> round(unusual(5, 5, 0.2, 20), 1), unusual(20, 100, 0.2, 60)
    (2.9, 0.0)
    """
    if not n or k <= share * n:
        return 0.0
    effect = 1 + (n - 1) / (known + 1)
    n_eff, k_eff = n / effect, k / effect
    chance = float(betainc(k_eff, n_eff - k_eff + 1, share))
    return _MOST_SURPRISE if chance <= 0.0 else min(_MOST_SURPRISE, -math.log10(chance))


class Post(msgspec.Struct, array_like=True, frozen=True, order=True):
    """A troubled post."""

    at: int  # epoch seconds
    key: str  # of the mention
    author: int  # digest


class Voice(msgspec.Struct, array_like=True):
    """An author heard lately."""

    since: int  # epoch seconds of the first post of the hour
    told: int  # what counted of it (bits)


class Ledger:
    """The last six hours in bins of five minutes, and what is usual.

    What counts is voices: of one author's posts within an hour those that say something new (troubled, harm, a video),
    whatever their number. Of authors the MOST_VOICES heard last are known: who writes often enough to weigh anything is
    among them.
    """

    def __init__(
        self,
        bins: dict[int, Counts] | None = None,
        usual: Usual | None = None,
        posts: Sequence[Post] = (),
        voices: Sequence[tuple[int, Voice]] = (),
    ) -> None:
        """As they were kept. `voices`: author digest and what is known of it, the least recently heard first."""
        self.bins = bins or {}
        self.usual = usual or Usual()
        self._voices = dict(voices)
        self._posts = deque(posts, maxlen=MOST_POSTS)
        self._sums: dict[int, tuple[int, Counts]] = {}  # seconds → (bin under way, sum of those before it)

    @property
    def latest(self) -> list[Post]:
        """The latest troubled posts, in the order in which they came."""
        return list(self._posts)

    def posts(self, at: int, seconds: int) -> list[tuple[int, str]]:
        """Of the latest troubled posts those of the `seconds` up to `at`: (epoch seconds, mention key)."""
        return sorted((post.at, post.key) for post in self._posts if at - seconds < post.at <= at)

    def voices(self, at: int, seconds: int, counts: Counts) -> int:
        """Distinct authors of troubled posts: exact while they are few, then close."""
        few = {post.author for post in self._posts if at - seconds < post.at <= at}
        return max(len(few), counts.distinct)

    @property
    def heard(self) -> list[tuple[int, Voice]]:
        """The authors heard last, the least recently heard first."""
        return list(self._voices.items())

    def _voice(self, at: int, author: int) -> Voice:
        voice = self._voices.pop(author, None)
        if voice is None or not 0 <= at - voice.since < ONE_VOICE_S:
            voice = Voice(at, 0)
        self._voices[author] = voice
        if len(self._voices) > MOST_VOICES:
            del self._voices[next(iter(self._voices))]
        return voice

    def add(self, at: int, key: str, said: Said, *, press: bool, author: int, copied: bool = False) -> None:
        """Count a post. `copied`: nearly the same as one heard before."""
        number = at // BIN_S
        counts = self.bins.get(number)
        if counts is None:
            counts = self.bins[number] = Counts()
        voice = self._voice(at, author)
        before = voice.told
        voice.told = counts.add(said, press=press, author=author, copied=copied, told=before)
        if said.troubled and voice.told != before:
            self._posts.append(Post(at, key, author))
        if self._sums and number != next(iter(self._sums.values()))[0]:
            self._sums.clear()

    def move(self, before: int, at: int) -> None:
        """The end of all windows moves from `before` to `at`. What is an hour old becomes usual."""
        old, new = (before - LEARN_AFTER_S) // BIN_S, (at - LEARN_AFTER_S) // BIN_S
        if old == new:
            return
        self._sums.clear()
        limit = (at - KEPT_S) // BIN_S
        for number in sorted(self.bins):
            if old < number <= new:
                self.usual.learn(self.bins[number], number * BIN_S)
            if number <= limit:
                del self.bins[number]

    def within(self, at: int, seconds: int) -> Counts:
        """Posts of the `seconds` up to `at`, to five minutes."""
        total = Counts()
        total.plus(self._closed(at, seconds))
        if at // BIN_S in self.bins:
            total.plus(self.bins[at // BIN_S])
        return total

    def troubled(self, at: int, seconds: int) -> int:
        """How many of them are troubled."""
        under_way = self.bins.get(at // BIN_S)
        return self._closed(at, seconds).troubled + (0 if under_way is None else under_way.troubled)

    def _closed(self, at: int, seconds: int) -> Counts:
        """As `within`, without the five minutes under way."""
        under_way = at // BIN_S
        known = self._sums.get(seconds)
        if known is None or known[0] != under_way:
            closed = Counts()
            first = (at - seconds) // BIN_S + 1
            for number, counts in self.bins.items():
                if first <= number != under_way:
                    closed.plus(counts)
            known = self._sums[seconds] = under_way, closed
        return known[1]


def _bits(voices: bytes) -> int:
    return int.from_bytes(voices, "big")


def _bytes(bits: int) -> bytes:
    return bits.to_bytes(_BITS // 8, "big") if bits else b""
