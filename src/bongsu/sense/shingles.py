"""What is compared of a text: its letters and digits, and their 3-grams."""

import re
from collections.abc import Sequence

import numpy as np

#: Letters and digits a text needs to be told from another, and the most that are looked at.
LEAST_LETTERS, MOST_LETTERS = 8, 300
# What differs between copies of one post: addresses and who is addressed; and spacing, punctuation, emoji.
_ELSEWHERE = re.compile(r"^rt\s|https?://\S+|@\w+")
_NOT_LETTERS = re.compile(r"[\W_]+")  # what `str.isalnum` says no to
_K1, _K2, _K3 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def letters(normalised: str) -> str:
    """What is compared of a normalised text.

    >>> letters("rt @haneul: 유리 조각이 나왔대요!! https://ex.am/ple")
    '유리조각이나왔대요'
    """
    text = normalised[: 4 * MOST_LETTERS]
    if "@" in text or "http" in text or text.startswith("rt"):
        text = _ELSEWHERE.sub(" ", text)
    return _alnum(text)[:MOST_LETTERS]


def bare(text: str) -> str:
    """Nothing but the letters and digits of a text, in lower case.

    >>> bare("RT @Haneul: 유리 조각!!")
    'rthaneul유리조각'
    """
    return _alnum(text.lower())


def _alnum(text: str) -> str:
    """Letters and digits; a text whose words are nothing else is the quick case."""
    text = text.replace(" ", "")
    return text if text.isalnum() else _NOT_LETTERS.sub("", text)


def trigrams(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of all 3-grams, one text after the other, and where each text begins (one more than texts).

    Every text needs three letters.
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashed = codes[:-2] * _K1 ^ codes[1:-1] * _K2 ^ codes[2:] * _K3
    hashed ^= hashed >> np.uint64(29)
    hashed *= _MIX
    hashed ^= hashed >> np.uint64(32)
    inside = np.ones(len(hashed), dtype=bool)  # 3-grams that do not straddle two texts
    ends = np.cumsum(lengths)[:-1]
    inside[ends - 1] = False
    inside[ends - 2] = False
    return hashed[inside], np.concatenate(([0], np.cumsum(lengths - 2))).astype(np.uint64)
