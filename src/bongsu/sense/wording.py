"""The same assertion in other words, told with caution, and the words that stand for a claim.

A Korean word counts by its pairs of syllables once particles and endings are off (나왔대요 and 나왔습니다 share 나왔),
another by itself. A weight is the inverse document frequency (Spärck Jones 1972, Journal of Documentation 28(1):11-21)
among the brand's own texts: what everybody writes of it says nothing. Two texts are taken for one assertion when

- they share at least SHARED words, and the cosine of their weighted words reaches SAME;
- what they share stands BEYOND standard deviations above what a text shares with any other of the brand by chance, as
  if words fell independently: where all posts draw on few words, sharing many of them is no news;
- nothing speaks against it: other numbers, or only one of them denying.

How common a word is, is seldom known well: as if _PRIOR_TEXTS other texts had been seen, _PRIOR of which hold it.

Words alone cannot tell all paraphrases; how many they do, and how often wrongly, is in docs/benchmarks.md.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from sys import intern

from bongsu.sense.match import PARTICLES
from bongsu.sense.normalise import normalise

SAME = 0.45
SHARED = 4
BEYOND = 4.5
_PRIOR, _PRIOR_TEXTS = 0.02, 20.0
_MOST = 400  # characters looked at
_KINDRED, _LISTED = 5, 64
#: Kindred claims are looked for by words that less than a fifth of all texts hold, the rarest first, in so many places.
_TELLING, _LOOKED_AT = math.log(5), 600
_ELSEWHERE = re.compile(r"^rt\s|https?://\S+|@\w+")
_WORD = re.compile(r"[가-힣]+|[^\W\d_가-힣]+|\d+(?:[.,]\d+)*")
_TAIL = re.compile(f"(?:들|님|씨|측|네|쪽)?(?:{PARTICLES}){{1,3}}$")
_ENDING = re.compile(
    "(?:했|하였|됐|되었|었|았|였|겠)?(?:습니다|습니까|입니다|합니다|됩니다|니다|니까|어요|아요|해요|돼요|에요|예요|네요|군요|지요|죠|데요|"
    "는데요|는데|은데|대요|래요|답니다|거든요|고요|구요|더라고요|더라|다고|라고|다는|는다|한다|된다|이다|하다|되다|하고|하는|"
    "하지|하게|해서|해도|하면|하며|했다|했고|하기)$"
)
# Deny, or say that it is not so. What only one of two texts does makes them two assertions.
_DENIES = re.compile(
    r"(?<![가-힣])(?:안|못)\s|않|아니(?:다|라|에|ㅂ|었|고|며|야)|아닙|없(?:다|었|어|습|는|음|대)|못[하했한]|"
    r"사실\s?무근|사실이?\s?아|거짓|루머|가짜|허위|오보|"
    r"(?<![a-z])(?:not|no|never|false|fake|hoax|denies|denied|untrue)(?![a-z])|n't"
)
_EMPTY_KO = (
    "그리고 그런데 그래서 하지만 그냥 정말 진짜 너무 이거 저거 그거 여기 저기 우리 제가 내가 이런 저런 그런 지금 오늘 "
    "어제 아니 근데 다들 혹시 이번 때문"
)
# Forms of verbs and adjectives that tell nobody what a claim is about.
_NO_KEYWORD = re.compile(
    "같[은지아이네던]|보(?:니|고|면|세)|않|없|있|되[는었고세]|하[는세니고]|해서|했|됐|나왔|나온|이렇|그렇|저렇"
)
_EMPTY_EN = "the and for that this with from are was you have has not but all can just will"
_EMPTY = frozenset((_EMPTY_KO + " " + _EMPTY_EN).split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, particles and endings off, in order.

    >>> words("배도라지즙에서 유리조각이 나왔습니다!")
    ('배도라지즙', '유리조각', '나왔')
    """
    found = map(_root, _WORD.findall(_ELSEWHERE.sub(" ", normalise(text[:_MOST]))))
    return tuple(root for root in found if root)


def words_of_each(texts: Sequence[str]) -> list[tuple[str, ...]]:
    return [words(text) for text in texts]


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    """A word without particles and endings; "" where it carries no meaning."""
    if "가" <= word[0] <= "힣":
        cut = _ENDING.search(word, 2) or _TAIL.search(word, 2)
        if cut is not None:
            word = word[: cut.start()]
        if len(word) < 2:
            return ""
    elif len(word) < 2 or (word[0].isalpha() and len(word) < 3):
        return ""
    return "" if word in _EMPTY else word


def denies(text: str) -> bool:
    """Whether a text denies, or says that something is not so.

    >>> denies("유리조각이 나왔다는 건 거짓"), denies("유리조각이 나왔다")
    (True, False)
    """
    return _DENIES.search(normalise(text[:_MOST])) is not None


class Wording:
    """One text as this module compares it."""

    __slots__ = ("denies", "features", "numbers")

    def __init__(self, text: str, morphemes: Callable[[str], Sequence[str]] = words) -> None:
        features: dict[str, None] = {}
        numbers = set()
        for word in morphemes(text):
            if word[0].isdigit():
                numbers.add(word)
            if "가" <= word[0] <= "힣" and len(word) > 2:
                features.update((word[i : i + 2], None) for i in range(len(word) - 1))
            else:
                features[word] = None
        self.features = tuple(map(intern, features))  # a thousand brands say much with the same syllables
        self.numbers = frozenset(numbers)
        self.denies = denies(text)

    def contradicts(self, other: "Wording") -> bool:
        """Says something else in spite of the same words."""
        if self.denies != other.denies:
            return True
        return bool(self.numbers and other.numbers and not self.numbers & other.numbers)


class Usual:
    """How many of a brand's recent texts hold a word, as a sample tells: letters only, no spaces."""

    __slots__ = ("_held", "_texts", "count")

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts = texts
        self.count = len(texts)
        self._held: Counter[str] = Counter()
        for text in texts:
            self._held.update({text[i : i + 2] for i in range(len(text) - 1)})

    def holding(self, feature: str) -> int:
        if len(feature) == 2:
            return self._held.get(feature, 0)
        return sum(feature in text for text in self._texts)


_NOTHING_KNOWN = Usual()


class Wordings:
    """What the claims of one brand say, and which of them says the same as a text.

    common      words that every text about the brand holds, such as its name
    morphemes   how a text is cut into words; a morphological analyser may take the place of `words`
    """

    def __init__(self, common: Iterable[str] = (), *, morphemes: Callable[[str], Sequence[str]] = words) -> None:
        self._morphemes = morphemes
        self._common = frozenset(f for word in common for f in Wording(word, words).features)
        self._said: dict[int, list[Wording]] = {}  # claim → its wordings
        # Feature → the claims that hold it, the newest last; most are held by one, and share that one's tuple.
        self._where: dict[str, tuple[int, ...]] = {}
        self._texts = 0

    def __len__(self) -> int:
        """Claims remembered."""
        return len(self._said)

    def wording(self, text: str) -> Wording:
        return Wording(text, self._morphemes)

    def add(self, claim: int, said: Wording) -> None:
        self._said.setdefault(claim, []).append(said)
        self._texts += 1
        alone = (claim,)
        for feature in said.features:
            claims = self._where.setdefault(feature, alone)
            if claims[-1] != claim:
                self._where[feature] = claims + alone

    def drop(self, claim: int) -> None:
        for said in self._said.pop(claim, ()):
            self._texts -= 1
            for feature in said.features:
                left = tuple([one for one in self._where.get(feature, ()) if one != claim])
                if left:
                    self._where[feature] = left
                else:
                    self._where.pop(feature, None)

    def likest(self, asked: Wording, usual: Usual = _NOTHING_KNOWN) -> int | None:
        """The claim that says the same in other words, None where none does."""
        if len(asked.features) < SHARED or not self._said:
            return None
        weights = _Weights(self._where, self._texts, usual, self._common)
        rarest = sorted(((weights[f], f) for f in asked.features), reverse=True)
        enough, rest = weights.by_chance(weight for weight, _ in rarest), sum(weight for weight, _ in rarest)
        shared: dict[int, float] = {}
        looked_at = 0
        for weight, feature in rarest:
            if weight < _TELLING or looked_at > _LOOKED_AT:
                break
            rest -= weight
            claims = self._where.get(feature, ())[-_LISTED:]
            looked_at += len(claims)
            for claim in claims:
                shared[claim] = shared.get(claim, 0.0) + weight
        likely = [(weight, -claim) for claim, weight in shared.items() if weight + rest >= enough]
        best, likest = SAME, None
        for _, claim in sorted(likely, reverse=True)[:_KINDRED]:
            alike = max(sameness(asked, said, weights, enough) for said in self._said[-claim])
            if alike > best or (alike == best and likest is None):
                best, likest = alike, -claim
        return likest


class _Weights(dict[str, float]):
    """How much a word says at one moment: the natural logarithm of how rare it is; 0 for the brand's own names."""

    def __init__(
        self, where: Mapping[str, Sequence[int]], texts: int, usual: Usual, common: frozenset[str] = frozenset()
    ) -> None:
        self._where, self._usual, self._common = where, usual, common
        self._all = texts + usual.count + _PRIOR_TEXTS

    def __missing__(self, feature: str) -> float:
        held = len(self._where.get(feature, ())) + self._usual.holding(feature) + _PRIOR * _PRIOR_TEXTS
        weight = self[feature] = 0.0 if feature in self._common else max(0.0, math.log(self._all / held))
        return weight

    def squares(self, features: Iterable[str]) -> float:
        return sum([self[feature] ** 2 for feature in features])

    @staticmethod
    def by_chance(weights: Iterable[float]) -> float:
        """What a text of words so heavy shares with a chance one of the brand, in weight, BEYOND deviations up."""
        mean = variance = 0.0
        for weight in weights:
            share = math.exp(-weight)  # of all texts, that hold it
            mean += share * weight
            variance += share * (1 - share) * weight**2
        return mean + BEYOND * math.sqrt(variance)


def sameness(one: Wording, other: Wording, weights: _Weights, enough: float) -> float:
    """Weighted cosine of two texts' words, 0–1; 0 where they share too little or contradict each other."""
    held = set(other.features)
    shared = [feature for feature in one.features if feature in held]
    if len(shared) < SHARED or sum([weights[f] for f in shared]) < enough or one.contradicts(other):
        return 0.0
    whole = math.sqrt(weights.squares(one.features) * weights.squares(other.features))
    return min(1.0, weights.squares(shared) / whole) if whole else 0.0


def keywords(
    texts: Sequence[str],
    others: Sequence[str] = (),
    *,
    common: Iterable[str] = (),
    most: int = 6,
    cut: Callable[[Sequence[str]], Sequence[Sequence[str]]] = words_of_each,
) -> list[str]:
    """Words that stand for `texts` and not for `others`, the weightiest first.

    cut     texts → the words of each; a morphological analyser may take the place of `words`

    >>> keywords(["배도라지즙에서 유리조각이 나왔대요", "유리조각 나온 배도라지즙"], ["배도라지즙 맛있네요"], most=1)
    ['유리조각']
    """
    told: Counter[str] = Counter()
    of_each = cut([*texts, *others])
    for found in of_each[: len(texts)]:
        told.update(set(found))
    elsewhere: Mapping[str, int] = Counter(word for found in of_each[len(texts) :] for word in set(found))
    leave = {part for word in common for part in words(word)}
    count = len(others) + 1

    def weight(word: str) -> float:
        return told[word] / len(texts) * math.log(1 + count / (elsewhere.get(word, 0) + 1)) * min(len(word), 4)

    chosen = [w for w in told if w not in leave and not w[0].isdigit() and not _NO_KEYWORD.match(w)]
    return sorted(chosen, key=lambda word: (-weight(word), word))[:most]
