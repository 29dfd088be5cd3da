"""The tone of a text by a linear model over character n-grams; weights ship with the package.

For each head a text's score is the sum of its n-grams' weights over the root of its length, for a long text says the
same thing more often and is not as much surer. Weights are whole numbers of 8 bits, three heads packed into one 64-bit
number and an n-gram's numbers side by side, so that one look brings them all and sums are exact and the same on every
machine. Scores become chances by the calibration
in the manifest: softmax for negative, neutral and positive (with the size of the polarity as a further input, for
"so-so" lies between), a logistic curve each for complaint, anger, distrust and abuse. How weights and calibration came
about: `tools/tone/train.py`, `docs/tone.md`.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec
import numpy as np

from bongsu.sense.tone.english import english
from bongsu.sense.tone.grams import VIEWS, bounded, grams, read, seen, starts

#: What is summed, in the order of the weights.
HEADS = ("polarity", "middle", "complaint", "anger", "distrust", "abuse")
#: How many of them each view tells apart: the rarer ones have too few examples for long n-grams.
HEADS_OF_VIEW = (6, 3, 3, 3)
#: What is told of a text, in the order of columns.
COLUMNS = ("neg", "neu", "pos", "complaint", "anger", "distrust", "abuse")
LABELS = ("negative", "neutral", "positive")
FORMAT = 2
_LANES, _LANE_BITS = 3, 21  # 500 characters spelled out have at most 7,500 n-grams: ±127 of each stay below 2^20
USUAL_LENGTH = 36  # characters, with the mark: a film review
_SPACE = 32
_NOTHING = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # of a text without anything to read
_MOST_CODES = 1 << 15  # read at once: so much stays near the processor


class Manifest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the weights are, beside them as JSON."""

    format: int
    version: str
    sha256: str  # of the weights file
    heads: tuple[str, ...]
    views: tuple[tuple[str, tuple[int, ...], int], ...]
    scales: tuple[float, ...]  # of each head: score of a weight of 1
    label_weights: tuple[tuple[float, ...], ...]  # 3 × inputs
    yes_weights: tuple[tuple[float, ...], ...]  # 4 × inputs


class BrokenWeights(Exception):
    """The file of weights is not the one that its manifest names; install the package again."""


class Tone(msgspec.Struct, frozen=True):
    """The tone of one text. `neg + neu + pos` is 1; the others are chances of their own, 0–1."""

    label: str
    neg: float
    neu: float
    pos: float
    complaint: float
    anger: float
    distrust: float
    abuse: float


@dataclass(frozen=True, slots=True)
class Judged:
    """Tones of many texts: `values` is float32, texts × COLUMNS."""

    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, i: int) -> Tone:
        row = self.values[i].tolist()
        return Tone(LABELS[int(self.values[i, :3].argmax())], *row)

    def of(self, chosen: Sequence[int]) -> "Judged":
        """Those of some texts, by number."""
        return Judged(self.values[np.asarray(chosen, np.intp)])

    @property
    def labels(self) -> np.ndarray:
        """Numbers of LABELS, one for each text."""
        labels: np.ndarray = self.values[:, :3].argmax(axis=1)
        return labels

    def column(self, name: str) -> np.ndarray:
        return self.values[:, COLUMNS.index(name)]


class Tones:
    """Judges texts. `Tones.load()` reads the shipped weights (0.1 s); one instance serves any number of threads."""

    def __init__(self, manifest: Manifest, weights: Sequence[np.ndarray]) -> None:
        """weights: for each view, rows of its table × HEADS_OF_VIEW, int8."""
        self.manifest = manifest
        self._tables = [_packed(table) for table in weights]
        self._scales = np.array(manifest.scales, np.float64)
        self._label_weights = np.array(manifest.label_weights, np.float64).T
        self._yes_weights = np.array(manifest.yes_weights, np.float64).T

    @classmethod
    @lru_cache(1)
    def load(cls) -> "Tones":
        """The shipped ones, the same instance each time.

        Raises:
            BrokenWeights: the file is not the one that its manifest names.
        """
        here = files("bongsu.sense.tone")
        manifest = msgspec.json.decode(here.joinpath("weights.json").read_bytes(), type=Manifest)
        return cls(manifest, unpack(here.joinpath("weights.bin").read_bytes(), manifest))

    def judge(self, texts: Sequence[str]) -> Judged:
        """Tones of the texts, in order. Of a text beyond 500 characters the first 350 and the last 150 are read."""
        values = np.empty((len(texts), len(COLUMNS)), np.float32)
        begin = 0
        while begin < len(texts):
            batch, codes = [], 0
            for text in texts[begin : begin + _MOST_CODES]:
                part = bounded(text)
                batch.append(part)
                codes += len(part) + 1
                if codes >= _MOST_CODES:
                    break
            values[begin : begin + len(batch)] = self._judge(batch)
            begin += len(batch)
        return Judged(values)

    def _judge(self, texts: Sequence[str]) -> np.ndarray:
        codes = read(texts)
        given = inputs(self.scores(codes))
        values = np.empty((len(texts), len(COLUMNS)))
        logits = weighed(given, self._label_weights)
        logits -= logits.max(axis=1, keepdims=True)
        np.exp(logits, out=logits)
        values[:, :3] = logits / logits.sum(axis=1, keepdims=True)
        values[:, 3:] = 1 / (1 + np.exp(-np.clip(weighed(given, self._yes_weights), -30, 30)))
        english(texts, values)
        values[np.add.reduceat(codes > _SPACE, starts(codes)[:-1], dtype=np.int64) == 0] = _NOTHING
        return values

    def scores(self, codes: np.ndarray) -> np.ndarray:
        """Scores of the texts in a buffer, texts × HEADS, before calibration."""
        length = np.diff(starts(codes))
        total = np.zeros((len(length), len(HEADS)))
        for view, table in zip(VIEWS, self._tables, strict=True):
            places = seen(codes, view)
            kept: np.ndarray | None = None
            for rows in grams(places, view):
                if kept is None:
                    kept = table.take(rows, axis=0, mode="clip")  # without a second look at the bounds
                    found = np.empty_like(kept)
                else:
                    table.take(rows, axis=0, out=found, mode="clip")
                    kept += found
            assert kept is not None
            sums = np.add.reduceat(kept, starts(places)[:-1], axis=0)
            for block in range(table.shape[1]):
                total[:, _LANES * block : _LANES * (block + 1)] += _apart(sums[:, block])
        total *= self._scales * shrunk(length)[:, None]
        return total


def shrunk(length: np.ndarray) -> np.ndarray:
    """What a text of so many places counts for each of its n-grams; 1 for one of USUAL_LENGTH."""
    share: np.ndarray = np.sqrt(USUAL_LENGTH / length)
    return share


def inputs(scores: np.ndarray) -> np.ndarray:
    """What calibration weighs: 1, the scores, and the size of the polarity."""
    return np.column_stack([np.ones(len(scores)), scores, np.abs(scores[:, 0])])


def weighed(given: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The product given × weights, added up in one order whatever the number of rows; BLAS would not."""
    out: np.ndarray = given[:, :1] * weights[0]
    for column in range(1, len(weights)):
        out += given[:, column : column + 1] * weights[column]
    return out


def _packed(weights: np.ndarray) -> np.ndarray:
    """int8 rows × heads → int64 rows × numbers of three heads each."""
    packed = np.zeros((len(weights), weights.shape[1] // _LANES), np.int64)
    for head in range(weights.shape[1]):
        packed[:, head // _LANES] += weights[:, head].astype(np.int64) << (head % _LANES * _LANE_BITS)
    packed[0] = 0  # no n-gram
    return packed


def _apart(sums: np.ndarray) -> np.ndarray:
    """The three sums that one packed sum holds."""
    half, full = 1 << (_LANE_BITS - 1), 1 << _LANE_BITS
    out = np.empty((len(sums), _LANES), np.int64)
    left = sums.copy()
    for lane in range(_LANES):
        low = ((left + half) & (full - 1)) - half
        out[:, lane] = low
        left = (left - low) >> _LANE_BITS
    return out


def unpack(raw: bytes, manifest: Manifest) -> list[np.ndarray]:
    """Tables of weights from the bytes of their file."""
    if hashlib.sha256(raw).hexdigest() != manifest.sha256:
        raise BrokenWeights("bongsu/sense/tone/weights.bin is damaged or of another version: install Bongsu again.")
    here = tuple((view.name, view.orders, view.bits) for view in VIEWS)
    if manifest.format != FORMAT or manifest.heads != HEADS or manifest.views != here:
        raise BrokenWeights("bongsu/sense/tone/weights.json is of another version: install Bongsu again.")
    flat = np.frombuffer(zlib.decompress(raw), np.int8)
    sizes = [heads << view.bits for heads, view in zip(HEADS_OF_VIEW, VIEWS, strict=True)]
    parts = np.split(flat, np.cumsum(sizes)[:-1])
    return [part.reshape(heads, -1).T for heads, part in zip(HEADS_OF_VIEW, parts, strict=True)]


def pack(tables: Sequence[np.ndarray]) -> bytes:
    """The bytes of a file of weights."""
    return zlib.compress(b"".join(np.ascontiguousarray(table.T).tobytes() for table in tables), 9)
