"""Korean particles that depend on the sound before them: 유리조각'이', 한담'을'. Unicode Hangul arithmetic."""

from django.utils.translation import get_language

_PAIRS = {
    "이": ("이", "가"),
    "을": ("을", "를"),
    "은": ("은", "는"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이나": ("이나", "나"),
    "아": ("아", "야"),
}
_BY_ANY = {form: pair for pair in _PAIRS.values() for form in pair}
#: Digits are read aloud: 영 일 이 삼 사 오 육 칠 팔 구.
_DIGIT_ENDS_IN_CONSONANT = frozenset("013678")
_RIEUL = 8


def _final(word: str) -> int | None:
    """Number of the last syllable's final consonant (0: none); None where it cannot be known."""
    for char in reversed(word):
        if "가" <= char <= "힣":
            return (ord(char) - 0xAC00) % 28
        if char.isdigit():
            return (_RIEUL if char in "178" else 1) if char in _DIGIT_ENDS_IN_CONSONANT else 0
        if char.isalpha():
            lower = char.lower()
            return _RIEUL if lower == "l" else (1 if lower in "mn" else 0)
    return None


def josa(word: str, particle: str) -> str:
    """The right form of `particle` after `word`, without the word.

    >>> josa("유리조각", "이"), josa("한담", "를"), josa("서울", "으로"), josa("L2411-07", "은")
    ('이', '을', '로', '은')
    """
    closed, open_ = _BY_ANY[particle]
    final = _final(word)
    if final is None:
        return f"{closed}({open_})"
    if closed == "으로" and final == _RIEUL:
        return open_
    return closed if final else open_


def particle(word: str, form: str) -> str:
    """The same for the page being written: "" where it is not in Korean."""
    return josa(word, form) if (get_language() or "ko").startswith("ko") else ""
