"""Korean sentences from rules: `{word}` becomes one of the alternatives of that name, `[은/는]` the right particle.

>>> Grammar({"post": ["{what}[을/를] 샀어요"], "what": ["배즙", "차"]}).say("post", Dice(3))
'배즙을 샀어요'
"""

import re
from collections.abc import Mapping, Sequence

from bongsu.storm.dice import Dice

#: Particle pairs: after a final consonant / after a vowel. 으로 alone counts a final ㄹ as a vowel.
JOSA = (
    "은/는",
    "이/가",
    "을/를",
    "으로/로",
    "과/와",
    "이라/라",
    "이랑/랑",
    "아/야",
    "이에요/예요",
    "이나/나",
    "이네/네",
)

_RIEUL = 8
_NO_SOUND = " \"'“”‘’()[]<>「」『』…~!?.,"
_TAIL = {  # final sound of how a sign is read aloud in Korean: 0 none, 8 ㄹ, 1 another
    **dict.fromkeys("2459", 0),
    **dict.fromkeys("178", _RIEUL),
    **dict.fromkeys("036", 1),
    **dict.fromkeys("lr", _RIEUL),
    **dict.fromkeys("mn", 1),
}
_MARK = re.compile(r"\[(" + "|".join(re.escape(pair) for pair in JOSA) + r")\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_DEEPEST = 24


def final_sound(word: str) -> int:
    """Final consonant of the last sound in `word`: 0 none, 8 ㄹ, else another (Unicode jongseong index for Hangul).

    >>> [final_sound(w) for w in ("차", "물", "즙", "120ml", "한담’")]
    [0, 8, 17, 8, 16]
    """
    for sign in reversed(word):
        if "가" <= sign <= "힣":
            return (ord(sign) - ord("가")) % 28
        if sign not in _NO_SOUND:
            return _TAIL.get(sign.lower(), 0)
    return 0


def josa(word: str, pair: str) -> str:
    """The particle of `pair` that follows `word`.

    >>> josa("한강식품", "은/는"), josa("물", "으로/로"), josa("집", "으로/로")
    ('은', '로', '으로')
    """
    closed, open_ = pair.split("/")
    tail = final_sound(word)
    if pair == "으로/로" and tail == _RIEUL:
        return open_
    return closed if tail else open_


def particles(text: str) -> str:
    """`text` with every mark such as `[을/를]` replaced by the particle that fits the word before it."""
    parts: list[str] = []
    at = 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        parts.append(josa("".join(parts)[-12:], mark[1]))
        at = mark.end()
    parts.append(text[at:])
    return "".join(parts)


class Grammar:
    """Rules: name → alternatives. An alternative written twice is twice as likely.

    Raises:
        ValueError: a rule is empty, or an alternative names a rule that is not there.
    """

    def __init__(self, rules: Mapping[str, Sequence[str]]) -> None:
        self._rules = {name: tuple(tuple(_SLOT.split(text)) for text in texts) for name, texts in rules.items()}
        for name, alternatives in self._rules.items():
            if not alternatives:
                raise ValueError(f"rule {name!r} has no alternatives")
            for parts in alternatives:
                for wanted in parts[1::2]:
                    if wanted not in self._rules:
                        raise ValueError(f"rule {name!r} names {wanted!r}, which is not there")

    def __contains__(self, name: str) -> bool:
        return name in self._rules

    def say(self, name: str, dice: Dice) -> str:
        """One sentence or post from rule `name`. Raises RecursionError if the rules go round in circles."""
        parts: list[str] = []
        self._expand(name, dice, parts, 0)
        return re.sub(r" {2,}", " ", particles("".join(parts))).strip()

    def _expand(self, name: str, dice: Dice, into: list[str], depth: int) -> None:
        if depth > _DEEPEST:
            raise RecursionError(f"rule {name!r} is {depth} deep; it probably names itself")
        for index, part in enumerate(dice.one(self._rules[name])):
            if index % 2:
                self._expand(part, dice, into, depth + 1)
            elif part:
                into.append(part)
