"""Is this post about the brand? Watch words found in Korean as people write it, with particles attached.

Korean writes particles (조사) against the noun: 한강식품은, 한강식품에서도, 한강식품이라는. A plain substring search
finds these and also 남한강식품 or, for a short name such as 농심, 농심리. So each hit is looked at from both sides:

left    nothing that belongs to a word may stand directly before it (# and @ may); names of three or more Hangul
        syllables may follow a corporate or partisan prefix (주식회사한강식품, 안티한강식품).
right   the end, anything but a letter, or a chain of particles up to such an end. Hangul names of three syllables
        or more may also begin a compound (한강식품불매운동): so long a name hardly ever starts another word.

Risk words are found anywhere inside words, since they are stems of inflected verbs and of compounds
(유리조각이, 이물질, 토했어요); only those in Latin letters keep their boundaries.

Aho–Corasick (Aho & Corasick 1975, CACM 18(6):333-340): one pass for all words of a brand.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from ahocorasick_rs import AhoCorasick

from bongsu.core.values import WatchWords
from bongsu.sense.normalise import normalise

#: Suffixes that keep a name a name (들, 님, 측 …).
_SUFFIX = "들|님|씨|측|네|쪽|사"
#: Particles after a noun, longest first where one begins another, and the copula (이다) as it is written online.
PARTICLES = (
    "이었|였|이에요|예요|이어요|여요|입니다|입니까|이랍니다|랍니다|이라면서|라면서|이라면|라면|이라서|라서|이라고|라고|"
    "이라는|라는|이라도|라도|이라며|라며|이라니|라니|이라|이란|란|인데|인지|인가|인줄|이냐|냐|이다|이네|이지|지|이죠|죠|"
    "이고|이며|며|이면|이요|임|인|"
    "에게서|에게|에서|에선|에도|에는|에만|엔|에|한테서|한테|께서|께|으로서|으로써|으로|로서|로써|로|"
    "까지|부터|조차|마저|밖에|뿐|만큼|만|처럼|같이|같은|같네|보다|보단|대로|마다|치고|이나|나|이든|든|이야말로|야말로|"
    "이야|야|이여|아|하고|이랑|랑|과|와|은|는|이|가|을|를|의|도|요|서|선|ㄴ|ㅋ+|ㅎ+|ㅠ+|ㅜ+"
)
# After one of these anything may follow: 한강식품이었습니다, 한강식품인데요.
_OPEN = "이었|였|입니|이라|라고|라는|이에|이지|인데|인가|이네"
_TAIL = re.compile(f"(?:{_SUFFIX})?(?:(?:{PARTICLES}){{1,4}}|(?:{_OPEN})[가-힣]{{0,4}})?(?![가-힣ㄱ-ㅣa-z])")
_PREFIX = re.compile(r"(?:^|[^0-9a-z가-힣])(?:주식회사|유한회사|농업회사법인|안티|탈|반|노|전|현|구)$")
_ROOM_FOR_PREFIX = 8
#: So few names are quicker looked for one by one, before anything else: most posts hold none of them.
_FEW_NAMES = 8
_HANGUL = re.compile("[가-힣]")
_SPACES = re.compile(r"\s+")


class _Kind(IntEnum):
    INCLUDE = 0
    EXCLUDE = 1
    RISK = 2


@dataclass(frozen=True, slots=True)
class Matched:
    """What watch words say of one text."""

    counts: bool  # about the brand, and not excluded
    risks: tuple[str, ...] = ()  # categories, in the order of the watch words


_NO = Matched(False)
_YES = Matched(True)


def _is_wordy(char: str) -> bool:
    return char.isalnum()


def _stands_alone(text: str, start: int, end: int, *, syllables: int) -> bool:
    """Whether text[start:end] is a word of its own there. `syllables`: Hangul syllables in it."""
    if (
        start
        and _is_wordy(text[start - 1])
        and not (syllables >= 3 and _PREFIX.search(text, max(0, start - _ROOM_FOR_PREFIX), start))
    ):
        return False
    if end == len(text):
        return True
    following = text[end]
    if not following.isalpha():
        # 3m must not be found in 3m5, nor lg in lg2; a Korean name before a number is still the name
        return not (following.isdigit() and text[end - 1].isascii())
    if syllables >= 3:
        return True
    return _TAIL.match(text, end) is not None


class Matcher:
    """The watch words of one brand, ready to be looked for.

    >>> m = Matcher(WatchWords(include=("한강식품",), exclude=("한강식품관",), risk={"safety": ("유리",)}))
    >>> m.match("한강식품에서 유리조각이 나왔대요")
    Matched(counts=True, risks=('safety',))
    >>> m.match("남한강식품").counts, m.match("한강식품관 3층").counts
    (False, False)
    """

    def __init__(self, words: WatchWords) -> None:
        self._all = not any(normalise(w).strip() for w in words.include)
        self._categories = tuple(words.risk)
        patterns: dict[tuple[str, _Kind, int], None] = {}
        for kind, listed in ((_Kind.INCLUDE, words.include), (_Kind.EXCLUDE, words.exclude)):
            for word in listed:
                for form in _forms(word):
                    patterns[(form, kind, -1)] = None
        for position, category in enumerate(self._categories):
            for word in words.risk[category]:
                for form in _forms(word):
                    patterns[(form, _Kind.RISK, position)] = None
        self._patterns = tuple((kind, position, len(_HANGUL.findall(form))) for form, kind, position in patterns)
        self._automaton = AhoCorasick([form for form, _, _ in patterns]) if patterns else None
        named = [form for form, kind, _ in patterns if kind is _Kind.INCLUDE]
        self._named = () if self._all or len(named) > _FEW_NAMES else tuple(named)

    def match(self, text: str) -> Matched:
        """Judge a text as it came; it is normalised here."""
        return self.match_normalised(normalise(text))

    def match_normalised(self, text: str) -> Matched:
        """Judge a text that `normalise` has seen. One pass, whatever the number of words."""
        if self._automaton is None:
            return _YES
        if self._named and not any(map(text.__contains__, self._named)):
            return _NO
        included = self._all
        risks = 0
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            kind, position, syllables = self._patterns[index]
            if kind is _Kind.RISK:
                if syllables or _stands_alone(text, start, end, syllables=0):
                    risks |= 1 << position
            elif kind is _Kind.EXCLUDE:
                if _stands_alone(text, start, end, syllables=syllables):
                    return _NO
            elif not included:
                included = _stands_alone(text, start, end, syllables=syllables)
        if not included:
            return _NO
        if not risks:
            return _YES
        return Matched(True, tuple(name for i, name in enumerate(self._categories) if risks >> i & 1))


def _forms(word: str) -> tuple[str, ...]:
    """How a watch word may be written: with its spaces, and without (한강 식품, 한강식품)."""
    form = _SPACES.sub(" ", normalise(word)).strip().lstrip("#@")
    if not form:
        return ()
    joined = form.replace(" ", "")
    return (form,) if joined == form or joined.isascii() else (form, joined)
