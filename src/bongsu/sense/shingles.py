"""Fingerprints by which near-identical posts are told: MinHash over character 3-grams.

MinHash (Broder 1997, "On the resemblance and containment of documents"), 64 permutations by rensa, each kept to its
lowest 8 bits (b-bit minwise hashing, Li & König 2010, WWW'10): two fingerprints agree in a share J + (1−J)/256 of
their bytes, J being the Jaccard similarity of the 3-gram sets. 21 bands of 3 bytes find candidates (locality-sensitive
hashing, Leskovec, Rajaraman & Ullman, Mining of Massive Datasets ch. 3): a pair of J = 0.5 shares a band with chance
94 %, of 0.7 with 99.99 %, of 0.1 with 2 %.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rensa import RMinHash

PERMUTATIONS, BANDS, ROWS = 64, 21, 3
#: Letters and digits a text needs to be told from another, and the most that are looked at.
LEAST_LETTERS, MOST_LETTERS = 8, 300
_SEED = 1392  # fixed: fingerprints are stored
# What differs between copies of one post: addresses, who is addressed, spacing, punctuation, emoji.
_NOT_LETTERS = re.compile(r"^rt\s|https?://\S+|@\w+|\W+|_+")
_NOT_BARE = re.compile(r"[\W_]+")
_K1, _K2, _K3 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_BAND_NUMBERS = (np.arange(BANDS, dtype=np.uint32) << 24)[None, :]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    bytes: bytes  # PERMUTATIONS of them
    bands: tuple[int, ...]  # BANDS numbers; two texts with one in common are candidates


def letters(normalised: str) -> str:
    """What is compared of a normalised text.

    >>> letters("rt @haneul: 유리 조각이 나왔대요!! https://ex.am/ple")
    '유리조각이나왔대요'
    """
    return _NOT_LETTERS.sub("", normalised[: 4 * MOST_LETTERS])[:MOST_LETTERS]


def bare(text: str) -> str:
    """Nothing but the letters and digits of a text, in lower case.

    >>> bare("RT @Haneul: 유리 조각!!")
    'rthaneul유리조각'
    """
    return _NOT_BARE.sub("", text.lower())


def fingerprints(normalised: Sequence[str]) -> list[Fingerprint | None]:
    """Fingerprints of many normalised texts at once; None for one with fewer than 8 letters."""
    texts = [letters(text) for text in normalised]
    out: list[Fingerprint | None] = [None] * len(texts)
    long_enough = [i for i, text in enumerate(texts) if len(text) >= LEAST_LETTERS]
    if not long_enough:
        return out
    flat, offsets = trigrams([texts[i] for i in long_enough])
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, PERMUTATIONS, _SEED)
    low = (np.array(matrix.to_rows(), dtype=np.uint32) & 0xFF).astype(np.uint8)
    signatures = low.tobytes()
    for i, fingerprint in zip(long_enough, _banded(signatures, low), strict=True):
        out[i] = fingerprint
    return out


def restore(signature: bytes) -> Fingerprint:
    """A fingerprint from the bytes that were kept."""
    return _banded(signature, np.frombuffer(signature, dtype=np.uint8)[None, :])[0]


def likeness(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two texts by their fingerprints' bytes, 0–1 (standard error ≤ 0.063)."""
    same = sum(map(int.__eq__, one, other)) / PERMUTATIONS
    return max(0.0, (same - 1 / 256) / (1 - 1 / 256))


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


def _banded(signatures: bytes, low: np.ndarray) -> list[Fingerprint]:
    wide = low[:, : BANDS * ROWS].astype(np.uint32)
    bands = (wide[:, 0::3] | wide[:, 1::3] << 8 | wide[:, 2::3] << 16) | _BAND_NUMBERS
    return [
        Fingerprint(signatures[i * PERMUTATIONS : (i + 1) * PERMUTATIONS], tuple(row))
        for i, row in enumerate(bands.tolist())
    ]
