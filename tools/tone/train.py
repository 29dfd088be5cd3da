"""Train the tone model and write its weights into the package. Needs the extra `train`; about ten minutes of one core.

    python tools/tone/train.py                the shipped model, from everything
    python tools/tone/train.py --folds        cross-validation only: prints scores, writes nothing
    python tools/tone/train.py --locked       trains without the locked fifth, then judges it, once

Data: ko_movie_sentiment (CC0) and ko_comment_emotion (MIT) under BONGSU_DATA; own.tsv beside this file. Films are split
by film, so nothing of a judged film was read. docs/tone.md tells the method and its limits.

1. Films, polarity: five logistic models over n-grams scaled by naive Bayes (Wang & Manning 2012, ACL'12, "Baselines and
   bigrams"), one for each of the questions "rating ≥ 2, 5, 7, 9, 10?" (Frank & Hall 2001, ECML'01, ordinal
   classification). Their mean is the head `polarity`; "≥ 5" minus "≥ 9" is the head `middle`. Comments and own examples
   take part with a rating that stands for their label.
2. Comments: a logistic model for each of complaint, anger, distrust and abuse, that also sees polarity and middle.
3. Weights are cut to 8 bits.
4. Calibration on scores of rows that the scored model had not seen, films and comments with equal say.
"""

import argparse
import gzip
import json
import os
import sys
import time
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from bongsu.sense.tone.grams import VIEWS, View, bounded, grams, read, seen, starts
from bongsu.sense.tone.model import FORMAT, HEADS, HEADS_OF_VIEW, Manifest, Tones, inputs, pack

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "bongsu" / "sense" / "tone"
DATA = Path(os.environ.get("BONGSU_DATA", ROOT.parent / "shared" / "data"))
VERSION = "2026.11"
LOCKED = (8, 9)  # of ten parts of films and of comments: judged once, at the end

QUESTIONS = (2, 5, 7, 9, 10)
C_FILMS, C_COMMENTS = 0.03, 0.02
LEAST_COUNT = 2  # an n-gram of a single text is left out
COMMENT_SAY, OWN_SAY = 2.0, 3.0  # weight of such a row among films

# Indices into labels.json of ko_comment_emotion.
COMPLAINT, ANGER, DISTRUST, DISGUST, HATRED = 0, 6, 12, 21, 31
_BAD = {0, 3, 6, 10, 12, 19, 20, 21, 22, 23, 31, 37}
_GOOD = {1, 2, 4, 7, 8, 13, 14, 16, 28, 32, 40, 42, 43}


@dataclass(frozen=True)
class Row:
    text: str
    rating: float  # 1–10; of a comment the one that stands for its label; nan: says nothing of liking
    emotions: frozenset[str] | None  # of complaint, anger, distrust, abuse; None: not asked
    part: int  # 0–9, −1 our own
    kind: str  # film, comment, own


def films() -> list[Row]:
    rows = []
    for name in ("train", "valid"):
        path = DATA / "ko_movie_sentiment" / f"{name}.tsv.gz"
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            next(lines)
            for line in lines:
                _, _, film, rating, _, text = line.rstrip("\n").split("\t")
                rows.append(Row(text, float(rating), None, zlib.crc32(film.encode()) % 10, "film"))
    return rows


def comments() -> list[Row]:
    path = DATA / "ko_comment_emotion" / "val.tsv"
    rows = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        next(lines)
        for line in lines:
            key, text, listed = line.rstrip("\n").split("\t")
            labels = {int(label) for label in listed.split(",")}
            told = {"complaint": COMPLAINT in labels, "anger": ANGER in labels, "distrust": DISTRUST in labels}
            told["abuse"] = HATRED in labels or DISGUST in labels
            emotions = frozenset(name for name, is_so in told.items() if is_so)
            rows.append(Row(text, stands_for(labels), emotions, zlib.crc32(key.encode()) % 10, "comment"))
    return rows


def stands_for(labels: set[int]) -> float:
    """A film rating for a comment's feelings: 1.5 bad, 6.5 neither or both, 9.5 good."""
    bad, good = len(labels & _BAD), len(labels & _GOOD)
    if bad >= 2 and bad >= 3 * good:
        return 1.5
    if good >= 2 and good >= 3 * bad:
        return 9.5
    return 6.5


def own() -> list[Row]:
    rows = []
    for line in (Path(__file__).parent / "own.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        label, listed, text = line.split("\t")
        emotions = frozenset(listed.split(",")) - {"-"}
        rows.append(Row(text, {"neg": 1.5, "neu": 6.5, "pos": 9.5}[label], emotions, -1, "own"))
    return rows


# ── n-grams ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Counted:
    """N-grams of all rows, exact; columns are chosen and hashed for each training set."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._views = []
        for view in VIEWS:
            exact = View(view.name, view.orders, 32, view.seed)
            places = seen(read([bounded(text) for text in texts]), view)
            begin = starts(places)
            row_of = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(begin))
            rows, found = [], []
            for hashed in grams(places, exact):
                where = np.nonzero(hashed)[0]
                rows.append(row_of[where])
                found.append(hashed[where].astype(np.uint32))
            known, columns = np.unique(np.concatenate(found), return_inverse=True)
            every = np.concatenate(rows)
            counts = sp.csr_matrix((np.ones(len(every), np.float32), (every, columns)), shape=(len(texts), len(known)))
            self._views.append((counts, (known >> np.uint32(32 - view.bits)).astype(np.int32)))

    def hashed(self, taught: np.ndarray) -> sp.csr_matrix:
        """All rows × the tables' rows, views side by side; only n-grams that at least two `taught` rows have."""
        blocks = []
        for (counts, bucket), view in zip(self._views, VIEWS, strict=True):
            in_texts = np.bincount(counts[np.nonzero(taught)[0]].indices, minlength=len(bucket))
            rows = np.repeat(np.arange(counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
            keep = in_texts[counts.indices] >= LEAST_COUNT
            at = (rows[keep], bucket[counts.indices[keep]])
            blocks.append(sp.csr_matrix((counts.data[keep], at), shape=(counts.shape[0], 1 << view.bits)))
        return sp.hstack(blocks, format="csr")


def bayes(x: sp.csr_matrix, yes: np.ndarray, say: np.ndarray) -> np.ndarray:
    """Log ratio of how often a column occurs with yes and with no; 0 where it does not occur."""
    p, q = x.T @ (yes * say) + 1.0, x.T @ ((1 - yes) * say) + 1.0
    ratio = np.log(p / p.sum()) - np.log(q / q.sum())
    ratio[np.asarray(x.sum(axis=0)).ravel() == 0] = 0
    return ratio.astype(np.float32)


def logistic(x: sp.csr_matrix, yes: np.ndarray, say: np.ndarray, c: float) -> np.ndarray:
    model = LogisticRegression(solver="liblinear", C=c, dual=True, max_iter=12, tol=0.1, random_state=0)
    with warnings.catch_warnings():  # a dozen rounds are as good as forty on films that were held out
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(x, yes, sample_weight=say)
    return model.coef_[0]


# ── weights ────────────────────────────────────────────────────────────────────────────────────────────────────────
def weights(rows: Sequence[Row], x: sp.csr_matrix, taught: np.ndarray) -> np.ndarray:
    """Columns × HEADS, from the rows `taught` alone."""
    out = np.zeros((x.shape[1], len(HEADS)), np.float64)
    kinds = np.array([row.kind for row in rows])
    rating = np.array([row.rating for row in rows])
    say = np.select([kinds == "comment", kinds == "own"], [COMMENT_SAY, OWN_SAY], 1.0)
    mine = np.nonzero(taught)[0]
    part, marks, heard = x[mine], rating[mine], say[mine]
    answers = {}
    for question in QUESTIONS:
        yes = (marks >= question).astype(int)
        scale = bayes(part, yes, heard)
        answers[question] = scale * logistic((part @ sp.diags(scale)).tocsr(), yes, heard, C_FILMS)
    out[:, 0] = sum(answers.values()) / len(QUESTIONS)
    out[:, 1] = answers[5] - answers[9]

    asked = np.nonzero(taught & np.array([row.emotions is not None for row in rows]))[0]
    part = x[asked]
    liking = part @ out[:, :2]
    liking /= liking.std(axis=0)
    for head, name in enumerate(HEADS[2:], start=2):
        yes = np.array([name in (rows[i].emotions or ()) for i in asked]).astype(int)
        heard = np.ones(len(asked))
        scale = bayes(part, yes, heard)
        first = 0
        for view, heads in zip(VIEWS, HEADS_OF_VIEW, strict=True):
            if head >= heads:
                scale[first : first + (1 << view.bits)] = 0
            first += 1 << view.bits
        both = sp.hstack([part @ sp.diags(scale), sp.csr_matrix(liking * 4)]).tocsr()
        out[:, head] = scale * logistic(both, yes, heard, C_COMMENTS)[:-2]
    return out


def cut(out: np.ndarray) -> tuple[list[np.ndarray], tuple[float, ...]]:
    """8-bit tables of the views, and the scale of each head. The largest 0.01 % of weights are clipped."""
    scales = []
    for head in range(len(HEADS)):
        size = np.abs(out[:, head])
        scales.append(float(np.quantile(size[size > 0], 0.9999)) / 127)
    whole = np.clip(np.rint(out / np.array(scales)), -127, 127).astype(np.int8)
    tables, first = [], 0
    for view, heads in zip(VIEWS, HEADS_OF_VIEW, strict=True):
        table = whole[first : first + (1 << view.bits), :heads].copy()
        table[0] = 0
        tables.append(table)
        first += 1 << view.bits
    return tables, tuple(scales)


def blank(scales: tuple[float, ...], digest: str = "") -> Manifest:
    here = tuple((view.name, view.orders, view.bits) for view in VIEWS)
    return Manifest(
        format=FORMAT, version=VERSION, sha256=digest, heads=HEADS, views=here, scales=scales,
        label_weights=((0.0,) * 8,) * 3, yes_weights=((0.0,) * 8,) * 4,
    )  # fmt: skip


def scores(rows: Sequence[Row], tables: Sequence[np.ndarray], scales: tuple[float, ...]) -> np.ndarray:
    tones = Tones(blank(scales), tables)
    found = [tones.scores(read([bounded(row.text) for row in rows[i : i + 500]])) for i in range(0, len(rows), 500)]
    return np.concatenate(found) if found else np.zeros((0, len(HEADS)))


# ── calibration ────────────────────────────────────────────────────────────────────────────────────────────────────
def label_of(rating: np.ndarray) -> np.ndarray:
    """0 negative, 1 neutral, 2 positive, by the rule of the film set."""
    return np.where(rating <= 4, 0, np.where(rating <= 8, 1, 2))


def calibrate(rows: Sequence[Row], given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the inputs for labels (3 × inputs) and for the four chances (4 × inputs)."""
    x = inputs(given)
    kinds = np.array([row.kind for row in rows])
    label = label_of(np.array([row.rating for row in rows]))
    say = np.zeros(len(rows))
    for kind in ("film", "comment"):
        for value in range(3):
            # Equal say for both sets and for the three labels: how common a label is differs between places.
            chosen = (kinds == kind) & (label == value)
            say[chosen] = 1 / max(1, chosen.sum())
    say /= say.sum()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        logits = x @ flat.reshape(3, -1).T
        logits -= logits.max(axis=1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(axis=1, keepdims=True)
        value = -(say * np.log(p[np.arange(len(p)), label] + 1e-12)).sum() + 1e-5 * (flat**2).sum()
        p[np.arange(len(p)), label] -= 1
        return value, ((p * say[:, None]).T @ x).ravel() + 2e-5 * flat

    labels = minimize(loss, np.zeros(3 * x.shape[1]), jac=True, method="L-BFGS-B").x.reshape(3, -1)

    chances = []
    asked = np.nonzero(kinds == "comment")[0]
    for name in HEADS[2:]:
        yes = np.array([name in (rows[i].emotions or ()) for i in asked]).astype(int)
        model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=500).fit(x[asked], yes)
        line = model.coef_[0].copy()
        line[0] -= best_threshold(x[asked] @ line, yes)
        chances.append(line)
    return labels, np.array(chances)


def best_threshold(logits: np.ndarray, yes: np.ndarray) -> float:
    """Where F1 is greatest; the curve is smoothed by taking the middle of all within half a point of it."""
    tried = np.quantile(logits, np.linspace(0.05, 0.95, 91))
    reached = np.array([f1_score(yes, logits >= at) for at in tried])
    return float(np.median(tried[reached >= reached.max() - 0.005]))


# ── numbers ────────────────────────────────────────────────────────────────────────────────────────────────────────
def report(rows: Sequence[Row], values: np.ndarray, name: str) -> dict[str, float]:
    """Scores of judged rows; `values` as Judged.values."""
    out = {}
    kinds = np.array([row.kind for row in rows])
    label = label_of(np.array([row.rating for row in rows]))
    told = values[:, :3].argmax(axis=1)
    for kind in ("film", "comment"):
        mine = kinds == kind
        two = mine & (label != 1)
        out[f"{kind}: two-class accuracy"] = float(((values[two, 2] > values[two, 0]) == (label[two] == 2)).mean())
        out[f"{kind}: three-class macro-F1"] = float(f1_score(label[mine], told[mine], average="macro"))
    asked = np.nonzero(kinds == "comment")[0]
    for column, head in enumerate(HEADS[2:], start=3):
        yes = np.array([head in (rows[i].emotions or ()) for i in asked])
        out[f"comment: {head} F1"] = float(f1_score(yes, values[asked, column] >= 0.5))
    print(f"{name}: " + ", ".join(f"{key} {value:.4f}" for key, value in out.items()), flush=True)
    return out


def judged(given: np.ndarray, labels: np.ndarray, chances: np.ndarray) -> np.ndarray:
    x = inputs(given)
    logits = x @ labels.T
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.column_stack([p / p.sum(axis=1, keepdims=True), 1 / (1 + np.exp(-(x @ chances.T)))])


def out_of_fold(rows: Sequence[Row], counted: Counted, parts: Sequence[Sequence[int]]) -> np.ndarray:
    """Scores of rows by models that had not seen their part; rows of no part stay nan."""
    part = np.array([row.part for row in rows])
    within = [p for group in parts for p in group]
    given = np.full((len(rows), len(HEADS)), np.nan)
    for group in parts:
        begun = time.monotonic()
        held = np.isin(part, group)
        taught = ~held & (np.isin(part, within) | (part == -1))
        tables, scales = cut(weights(rows, counted.hashed(taught), taught))
        given[held] = scores([row for row, out in zip(rows, held, strict=True) if out], tables, scales)
        print(f"  part {group}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return given


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true", help="cross-validate only")
    parser.add_argument("--locked", action="store_true", help="judge the locked fifth by a model that never saw it")
    parser.add_argument("--groups", type=int, default=3, help="how many parts cross-validation has")
    args = parser.parse_args()
    rows = films() + comments() + own()
    part = np.array([row.part for row in rows])
    counted = Counted([row.text for row in rows])
    usable = [p for p in range(10) if p not in LOCKED] if args.locked or args.folds else list(range(10))
    groups = [usable[i :: args.groups] for i in range(args.groups)]
    given = out_of_fold(rows, counted, groups)
    known = ~np.isnan(given[:, 0]) & (part >= 0)
    fold_of = np.array([next((i for i, group in enumerate(groups) if p in group), -1) for p in part])
    if args.folds:
        found = []
        for i in range(len(groups)):  # calibrated on the other parts' scores only
            others, mine = known & (fold_of != i), known & (fold_of == i)
            curves = calibrate([r for r, k in zip(rows, others, strict=True) if k], given[others])
            held = [r for r, k in zip(rows, mine, strict=True) if k]
            found.append(report(held, judged(given[mine], *curves), f"fold {i}"))
        for key in found[0]:
            scored = [one[key] for one in found]
            print(f"{key}: mean {np.mean(scored):.4f}, spread {np.std(scored, ddof=1):.4f}")
        return 0
    labels, chances = calibrate([r for r, k in zip(rows, known, strict=True) if k], given[known])
    taught = np.isin(part, usable) | (part == -1)
    tables, scales = cut(weights(rows, counted.hashed(taught), taught))
    if args.locked:
        held = [row for row in rows if row.part in LOCKED]
        report(held, judged(scores(held, tables, scales), labels, chances), "locked")
        return 0
    raw = pack(tables)
    manifest = msgspec.structs.replace(
        blank(scales, sha256(raw).hexdigest()),
        label_weights=tuple(tuple(round(float(v), 6) for v in line) for line in labels),
        yes_weights=tuple(tuple(round(float(v), 6) for v in line) for line in chances),
    )
    (PACKAGE / "weights.bin").write_bytes(raw)
    text = json.dumps(msgspec.to_builtins(manifest), indent=1)
    (PACKAGE / "weights.json").write_text(text + "\n", encoding="utf-8")
    print(f"weights.bin: {len(raw):,} bytes, sha256 {manifest.sha256}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
