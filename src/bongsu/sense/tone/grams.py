"""Character n-grams of many texts at once, without a loop over characters.

All texts become one buffer of code points with a mark between them. The buffer is read in three views, because spacing
and spelling of Korean comments are free: as written (`spaced`), without spaces (`tight`), and spelled out in letters
without spaces and punctuation (`letters`: 재밌 → ㅈㅐㅁㅣㅆ), where endings and misspellings meet. At each place of a
view an n-gram of each order begins; it hashes to a row of that view's table (feature hashing, Weinberger et al. 2009,
ICML'09, arXiv:0902.2206). N-grams may begin or end with the mark, so that first and last words are told from others,
and never reach across it. A fourth view (`words`) has a place for each word, and pairs of words: what n-grams are too
short to see.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

#: Of a longer text the beginning and the end are read; both say more than the middle.
MOST_HEAD, MOST_TAIL = 350, 150
MOST = MOST_HEAD + MOST_TAIL
_MARK, _DROPPED, _SPACE = 0, 1, 32
_HANGUL, _SYLLABLES = 0xAC00, 11_172
_BMP = 0x10000
_GOLDEN, _MIX, _PRIME, _LAST, _ODD = (
    np.uint32(0x9E3779B1),
    np.uint32(0x85EBCA77),
    np.uint32(0x01000193),
    np.uint32(0xC2B2AE35),
    np.uint32(1),
)
_PRIME_BACK = np.uint32(pow(0x01000193, -1, 1 << 32))  # times _PRIME is 1


@dataclass(frozen=True, slots=True)
class View:
    """One way to read the buffer. `orders`: lengths of its n-grams, or of `words` the kinds of `_pairs`; 2^`bits` rows
    in its table."""

    name: str
    orders: tuple[int, ...]
    bits: int
    seed: int


VIEWS = (
    View("spaced", (1, 2, 3, 4), 20, 0),
    View("tight", (3, 4), 20, 77),
    View("letters", (5, 7), 20, 55),
    View("words", (1, 2, 3, 4), 20, 99),
)

# ── from texts to code points ──────────────────────────────────────────────────────────────────────────────────────
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# What looks different and says the same. Emoji of one feeling become one, so that few examples teach all of them.
_ALIKE = {
    "ㅠ": "ㅜㅡ😢😭😿🥲🥺😥😓",
    "ㅋ": "😂🤣😆😹",
    "♥": "♡❤💕💖💗💓💘💙💚💛💜🖤🤍🧡💞💝😍🥰😘😻",
    "👍": "👏🙌🙆💯🏆",
    "😡": "😠🤬😤👿💢🖕😾",
    "👎": "🙅🤦💩🤮🤢😩😫😒🙄😞😔",
    "😊": "😀😁😃😄😉😋😎☺🙂🤗😇🤩🥳🎉",
    "😱": "😨😰🚨⚠💀",
    "'": "\u2018\u2019`´",
    '"': "“”„",
    "~": "∼～〜",
    "…": "⋯",
}
_INVISIBLE = (
    *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    *range(0xFE00, 0xFE10),
    *range(0xD800, 0xE000),
)
_CONJOINED = re.compile("[\u1100-\u1112\u1161-\u1175][\u1161-\u1175\u11a8-\u11c2]")


@lru_cache(1)
def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each code point of the basic plane is read as; and the few beyond it, sorted, with theirs."""
    table = np.arange(_BMP, dtype=np.uint32)
    table[:33] = _SPACE
    table[0x7F:0xA1] = _SPACE
    for space in (0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x3164):
        table[space] = _SPACE
    for invisible in _INVISIBLE:
        table[invisible] = _DROPPED
    table[0xFF01:0xFF5F] -= 0xFEE0  # full-width forms
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x180), *range(0x391, 0x3AA), *range(0x410, 0x430)):
        lower = chr(code).lower()
        table[code] = ord(lower) if len(lower) == 1 else code
    table[0xFF21:0xFF3B] = np.arange(0x61, 0x7B)
    for first, alike in ((0x1100, _LEADS), (0x1161, _VOWELS), (0x11A8, _TAILS)):
        table[first : first + len(alike)] = [ord(letter) for letter in alike]
    far: dict[int, int] = dict.fromkeys(range(127995, 128000), _DROPPED)
    for kept, others in _ALIKE.items():
        for other in others:
            if ord(other) < _BMP:
                table[ord(other)] = ord(kept)
            else:
                far[ord(other)] = ord(kept)
    for code in (0x1172, 0x116E, 0x1173):  # ㅠ ㅜ ㅡ as NFKC leaves them
        table[code] = ord("ㅠ")
    return table, np.array(sorted(far), np.uint32), np.array([far[code] for code in sorted(far)], np.uint32)


def bounded(text: str) -> str:
    """The part of a text that is judged."""
    return text if len(text) <= MOST else text[:MOST_HEAD] + text[-MOST_TAIL:]


def read(texts: Sequence[str]) -> np.ndarray:
    """One buffer of code points (uint32) of bounded texts: mark, text, mark, text, …, mark.

    Case, width, spacing and lookalikes are levelled; what repeats more than twice is cut to two (ㅋㅋㅋㅋㅋ → ㅋㅋ).
    """
    joined = "\0" + "\0".join(texts) + "\0"
    if joined.count("\0") != len(texts) + 1:
        joined = "\0" + "\0".join(text.replace("\0", " ") for text in texts) + "\0"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    if _any_between(codes, 0x1161, 0x11C3) and _CONJOINED.search(joined):
        joined = unicodedata.normalize("NFC", joined)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    table, far, near = _table()
    marks = codes == _MARK
    beyond = codes >= _BMP
    read_as = table.take(codes, mode="clip")
    if beyond.any():
        where = np.nonzero(beyond)[0]
        high = codes[where]
        found = np.minimum(np.searchsorted(far, high), len(far) - 1)
        read_as[where] = np.where(far[found] == high, near[found], high)
    read_as[marks] = _MARK
    if (read_as == _DROPPED).any():
        read_as = read_as[read_as != _DROPPED]
    return _without_runs(read_as)


def _any_between(codes: np.ndarray, low: int, high: int) -> bool:
    return bool(((codes - np.uint32(low)) < np.uint32(high - low)).any())


def _without_runs(codes: np.ndarray) -> np.ndarray:
    same = codes[1:] == codes[:-1]
    keep = np.ones(len(codes), bool)
    keep[2:] = ~(same[1:] & same[:-1])
    keep[1:] &= ~(same & (codes[1:] == _SPACE))
    keep |= codes == _MARK  # of empty texts
    return codes[keep]


# ── views ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def seen(codes: np.ndarray, view: View) -> np.ndarray:
    """The places of the buffer as `view` reads it; its marks stay. Of `words` each place is three numbers."""
    if view.name == "spaced":
        return codes
    if view.name == "words":
        return _words(codes)
    tight = codes[codes != _SPACE]
    return tight if view.name == "tight" else _spelled(tight)


@lru_cache(1)
def _spelling() -> np.ndarray:
    """For each code point of the basic plane the letters that spell it, up to three; 0 where there is none."""
    letters = np.zeros((_BMP, 4), np.uint16)
    letters[:, 0] = np.arange(_BMP)
    letters[_MARK, 0] = _DROPPED  # stands for the mark: no text has it
    for code in range(33, 0x100):
        if not chr(code).isalnum():
            letters[code] = 0
    letters[0x2010:0x2030] = letters[0x3001:0x3003] = 0
    n = np.arange(_SYLLABLES)
    block = letters[_HANGUL : _HANGUL + _SYLLABLES]
    block[:, 0] = 0x1100 + n // 588  # apart from ㅋ and ㅠ that stand alone
    block[:, 1] = 0x1161 + n % 588 // 28
    block[:, 2] = np.where(n % 28, 0x11A7 + n % 28, 0)
    return letters.view(np.uint64).ravel()


def _spelled(codes: np.ndarray) -> np.ndarray:
    low = np.where(codes < _BMP, codes, 0xFFFD)  # beyond the plane: something, no matter what
    letters = _spelling().take(low, mode="clip").view(np.uint16)
    letters = letters[letters != 0]
    letters[letters == _DROPPED] = _MARK
    spelled: np.ndarray = letters.astype(np.uint32)
    return spelled


@lru_cache(4)
def _powers(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Powers of a prime, and what takes each back to 1."""
    powers, back = (np.cumprod(np.full(size, base), dtype=np.uint32) for base in (_PRIME, _PRIME_BACK))
    return powers, back


def _words(codes: np.ndarray) -> np.ndarray:
    """Hashes of each word, of its first two characters and of its last two: words and marks × 3; marks are 0."""
    size = len(codes)
    mixed = _mixed(codes)
    marked = codes == _MARK
    apart = marked | (codes == _SPACE)
    begins = np.zeros(size, bool)
    begins[1:] = apart[:-1] & ~apart[1:]
    begin = np.nonzero(begins)[0]
    last = np.nonzero(~apart[:-1] & apart[1:])[0]
    # Of a polynomial's running sums the difference is the word's, whatever stands before it.
    powers, back = _powers(1 << size.bit_length())
    sums = np.cumsum(mixed * powers[:size], dtype=np.uint32)
    several = last > begin
    hashed = np.empty((len(begin), 3), np.uint32)
    hashed[:, 0] = (sums[last] - sums[begin - 1]) * back[begin]
    hashed[:, 1] = mixed[begin] * _PRIME + mixed[begin + 1] * several
    hashed[:, 2] = mixed[last] * _MIX + mixed[last - 1] * several
    hashed |= _ODD  # apart from marks
    is_word = begins[begins | marked]
    out = np.zeros((len(is_word), 3), np.uint32)
    out[is_word] = hashed
    return out


# ── n-grams ────────────────────────────────────────────────────────────────────────────────────────────────────────
def grams(codes: np.ndarray, view: View) -> Iterator[np.ndarray]:
    """For each order the row of the table (intp) for the n-gram that begins at each place; 0 where none does."""
    if view.name == "words":
        yield from _pairs(codes, view)
        return
    size = len(codes)
    mixed = _mixed(codes)
    inner = codes != _MARK
    alive = np.ones(size, bool)
    hashed = np.zeros(size, np.uint32)
    shift = np.uint32(32 - view.bits)
    for order in range(1, max(view.orders) + 1):
        hashed *= _PRIME
        left = max(0, size - order + 1)  # places at which one of this order still fits
        hashed[:left] += mixed[order - 1 :]
        hashed += np.uint32(order * 7919 + view.seed)
        if order >= 3:
            alive[:left] &= inner[order - 2 : order - 2 + left]
        if order not in view.orders:
            continue
        rows = _row(hashed, shift)
        rows *= inner if order == 1 else alive
        rows[left:] = 0
        yield rows.astype(np.intp)


def _pairs(words: np.ndarray, view: View) -> Iterator[np.ndarray]:
    """For each kind the row for each word: 1 the word; 2 its beginning and the next word's; 3 its beginning and that of
    the word after next; 4 its end and the next word's beginning. Nothing follows the last word: a mark's 0."""
    whole, first, last = words.T
    is_word = whole != _MARK
    shift = np.uint32(32 - view.bits)
    after = np.append(first[1:], np.uint32(0))
    second = np.append(first[2:], np.zeros(min(2, len(first)), np.uint32))
    for kind, hashed, there in (
        (1, whole, is_word),
        (2, first * _GOLDEN + after, is_word),
        (3, first * _LAST + second, is_word & (after != 0) & (second != 0)),
        (4, last * _MIX + after, is_word),
    ):
        rows = _row(hashed + np.uint32(kind * 7919 + view.seed), shift)
        rows *= there
        yield rows.astype(np.intp)


def _mixed(codes: np.ndarray) -> np.ndarray:
    mixed = codes * _GOLDEN
    mixed ^= mixed >> np.uint32(15)
    mixed *= _MIX
    return mixed


def _row(hashed: np.ndarray, shift: np.uint32) -> np.ndarray:
    rows = hashed * _GOLDEN
    rows ^= rows >> np.uint32(13)
    rows *= _LAST
    rows >>= shift
    return rows


def starts(places: np.ndarray) -> np.ndarray:
    """Where each text begins: at the mark before it. One more than there are texts."""
    return np.nonzero((places if places.ndim == 1 else places[:, 0]) == _MARK)[0]
