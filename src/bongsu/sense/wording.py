"""The same assertion in other words, told with caution, and the words that stand for a claim.

Two texts are taken for one assertion when the cosine of their weighted words reaches SAME, they share at least
SHARED of them, and nothing speaks against it: other numbers, or only one of them denying. A Korean word counts by its
pairs of syllables once particles and endings are off (나왔대요 and 나왔습니다 share 나왔), another by itself; a weight
is the inverse document frequency (Spärck Jones 1972, Journal of Documentation 28(1):11-21) among the texts of the same
brand, so that what everybody writes of it says nothing.

Words alone cannot tell all paraphrases; how many they do, and how often wrongly, is in docs/benchmarks.md.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bongsu.sense.match import PARTICLES
from bongsu.sense.normalise import normalise

SAME = 0.55
SHARED = 4
_MOST = 400  # characters looked at
_KINDRED, _LISTED = 5, 64
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
_EMPTY_EN = "the and for that this with from are was you have has not but all can just will"
_EMPTY = frozenset((_EMPTY_KO + " " + _EMPTY_EN).split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, particles and endings off, in order.

    >>> words("배도라지즙에서 유리조각이 나왔습니다!")
    ('배도라지즙', '유리조각', '나왔')
    """
    found = []
    for word in _WORD.findall(_ELSEWHERE.sub(" ", normalise(text[:_MOST]))):
        if "가" <= word[0] <= "힣":
            cut = _ENDING.search(word, 2) or _TAIL.search(word, 2)
            if cut is not None:
                word = word[: cut.start()]
            if len(word) < 2:
                continue
        elif len(word) < 2 or (word[0].isalpha() and len(word) < 3):
            continue
        if word not in _EMPTY:
            found.append(word)
    return tuple(found)


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
        self.features = tuple(features)
        self.numbers = frozenset(numbers)
        self.denies = _DENIES.search(normalise(text[:_MOST])) is not None

    def contradicts(self, other: "Wording") -> bool:
        """Says something else in spite of the same words."""
        if self.denies != other.denies:
            return True
        return bool(self.numbers and other.numbers and not self.numbers & other.numbers)


def sameness(one: Wording, other: Wording, weight: Callable[[str], float]) -> float:
    """Weighted cosine of two texts' words, 0–1; 0 where they share too few or contradict each other."""
    shared = set(one.features) & set(other.features)
    if len(shared) < SHARED or one.contradicts(other):
        return 0.0
    whole = math.sqrt(_squares(one.features, weight) * _squares(other.features, weight))
    return min(1.0, _squares(shared, weight) / whole) if whole else 0.0


def _squares(features: Iterable[str], weight: Callable[[str], float]) -> float:
    return sum(weight(feature) ** 2 for feature in features)


class Wordings:
    """What the claims of one brand say, and which of them says the same as a text.

    common      words that every text about the brand holds, such as its name
    morphemes   how a text is cut into words; a morphological analyser may take the place of `words`
    """

    def __init__(self, common: Iterable[str] = (), *, morphemes: Callable[[str], Sequence[str]] = words) -> None:
        self._morphemes = morphemes
        self._common = frozenset(f for word in common for f in Wording(word, words).features)
        self._said: dict[int, list[Wording]] = {}  # claim → its wordings
        self._where: dict[str, list[int]] = {}  # feature → the claims that hold it, the newest last
        self._texts = 0

    def __len__(self) -> int:
        """Claims remembered."""
        return len(self._said)

    def add(self, claim: int, text: str) -> None:
        said = Wording(text, self._morphemes)
        self._said.setdefault(claim, []).append(said)
        self._texts += 1
        for feature in said.features:
            claims = self._where.setdefault(feature, [])
            if claim not in claims[-1:]:
                claims.append(claim)

    def drop(self, claim: int) -> None:
        for said in self._said.pop(claim, ()):
            self._texts -= 1
            for feature in said.features:
                claims = self._where.get(feature)
                if claims and claim in claims:
                    claims.remove(claim)
                    if not claims:
                        del self._where[feature]

    def likest(self, text: str, background: Sequence[str] = ()) -> int | None:
        """The claim that says the same in other words, None where none does.

        background   other recent texts about the brand, letters only: how common a word is
        """
        asked = Wording(text, self._morphemes)
        if len(asked.features) < SHARED or not self._said:
            return None
        weights = {f: self._weight(f, background) for f in asked.features}
        votes: dict[int, float] = {}
        for feature, weight in weights.items():
            for claim in self._where.get(feature, ())[-_LISTED:]:
                votes[claim] = votes.get(claim, 0.0) + weight**2

        def weight_of(feature: str) -> float:
            if feature not in weights:
                weights[feature] = self._weight(feature, background)
            return weights[feature]

        best, likest = SAME, None
        for claim, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_KINDRED]:
            alike = max(sameness(asked, said, weight_of) for said in self._said[claim])
            if alike > best or (alike == best and likest is None):
                best, likest = alike, claim
        return likest

    def _weight(self, feature: str, background: Sequence[str]) -> float:
        if feature in self._common:
            return 0.0
        holding = len(self._where.get(feature, ())) + sum(feature in text for text in background)
        return math.log(1 + (self._texts + len(background) + 1) / (holding + 1))


def keywords(
    texts: Sequence[str], others: Sequence[str] = (), *, common: Iterable[str] = (), most: int = 6
) -> list[str]:
    """Words that stand for `texts` and not for `others`, the weightiest first.

    >>> keywords(["배도라지즙에서 유리조각이 나왔대요", "유리조각 나온 배도라지즙"], ["배도라지즙 맛있네요"], most=1)
    ['유리조각']
    """
    told: Counter[str] = Counter()
    for text in texts:
        told.update(set(words(text)))
    elsewhere: Mapping[str, int] = Counter(word for text in others for word in set(words(text)))
    leave = {part for word in common for part in words(word)}
    count = len(others) + 1

    def weight(word: str) -> float:
        return told[word] / len(texts) * math.log(1 + count / (elsewhere.get(word, 0) + 1)) * min(len(word), 4)

    chosen = [word for word in told if word not in leave and not word[0].isdigit()]
    return sorted(chosen, key=lambda word: (-weight(word), word))[:most]
