"""Two views of a text: the one we keep and show (`clean`), and the one we compare (`normalise`)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

# C0 and C1 control characters except \n and \t (\r is turned into \n first), DEL, the bidirectional embeddings,
# overrides and isolates (UAX #9, "Trojan Source", CVE-2021-42574), and lone surrogates, which no UTF-8 can carry.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?")
# Invisible characters that split a word for a machine and not for a reader: soft hyphen, zero-width space and
# joiners, directional marks, word joiner, variation selectors, byte-order mark; and lone surrogates.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]")


def clean(text: str) -> tuple[str, bool]:
    """Take out what a text has no honest use for. Returns (text, whether anything but line ends was changed).

    Emoji with their joiners, HTML and every script stay: they are content, and showing them safely is the screen's
    work.

    >>> clean("유리\\u202e조각\\x00")
    ('유리조각', True)
    >>> clean("첫째 줄\\r\\n둘째 줄")
    ('첫째 줄\\n둘째 줄', False)
    """
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    kept = _UNWANTED.sub("", text)
    return kept, len(kept) != len(text)


def normalise(text: str) -> str:
    """The form in which texts are compared: NFKC (UAX #15), case folded, invisible characters gone.

    Decomposed Hangul (as macOS sends it) and full-width Latin letters become what a person would type.

    >>> normalise("Ｈａｎｇａｎｇ 한\\u200b강식품")
    'hangang 한강식품'
    """
    if text.isascii():
        return text.lower()
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFKC", text).casefold()


#: Code points, first and one past the last, that every text may hold and stay as it is under `normalise`: none of them
#: changes, joins with another or is invisible. ASCII without capitals, CJK ideographs, syllables of Hangul.
PLAIN = ((0x00, 0x41), (0x5B, 0x80), (0x4E00, 0xA000), (0xAC00, 0xD7A4))
_FEW, _TOGETHER = 8, 64


@lru_cache(1)
def _is_plain() -> np.ndarray:
    """For each code point of the basic plane; the last stands for all beyond."""
    plain = np.zeros(0x10000, bool)
    for first, end in PLAIN:
        plain[first:end] = True
    return plain


def normalise_each(texts: Sequence[str]) -> list[str]:
    """`normalise` of each; of many texts those that need nothing are told by one look at all of them."""
    out: list[str] = []
    for begin in range(0, len(texts), _TOGETHER):
        some = texts[begin : begin + _TOGETHER]
        if len(some) < _FEW:
            out += map(normalise, some)
            continue
        # A line's end after each, so that each has a place.
        codes = np.frombuffer(("\n".join(some) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
        starts = np.zeros(len(some), np.intp)
        np.cumsum([len(text) + 1 for text in some[:-1]], out=starts[1:])
        untouched = np.logical_and.reduceat(_is_plain().take(codes, mode="clip"), starts).tolist()
        out += [text if same else normalise(text) for text, same in zip(some, untouched, strict=True)]
    return out
