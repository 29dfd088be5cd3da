"""Train the tone model and write its weights into the package. Needs the extra `train`; some six minutes of one core.

    python tools/tone/train.py                      cross-validates and writes the model that ships
    python tools/tone/train.py --folds              cross-validates only
    python tools/tone/train.py --more FILE --out FOLDER    with examples of your own (docs/howto/tone.md)

Data: ko_movie_sentiment (CC0) and ko_comment_emotion (MIT) under BONGSU_DATA; own.tsv beside this file. Films are split
by film, so nothing of a judged film was read. docs/tone.md tells the method and its limits.

1. Films, polarity: three support vector machines over n-grams scaled by naive Bayes (Wang & Manning 2012, ACL'12,
   "Baselines and bigrams"), one for each of the questions "rating ≥ 5, 7, 9?" (Frank & Hall 2001, ECML'01, ordinal
   classification). Their mean is the head `polarity`. "≥ 5" minus "≥ 9", of two that are held back more, is the head
   `middle`: what is neither good nor bad is said in less certain words. Comments and own examples take part with a
   rating that stands for their label.
2. Comments: a logistic model of this kind for each of complaint, anger, distrust and abuse, that also sees how such a
   model of films alone likes the text. A comment's answer is partly what its 40 other labels say of such a feeling:
   whoever is annoyed and disappointed complains more often than the five annotators ticked it.
3. Five such models are trained, each without one of five groups of films and comments. Each scores the group it had
   not seen; calibration, and every number that is told of the model, is drawn from these scores. What ships is the
   mean of the five models' weights (they are linear, so it scores as their mean does), cut to 8 bits: nothing is
   fitted again after calibration.

One thread, one order: the same data, options and library versions (versions.txt) give the same bytes.
"""

import argparse
import gzip
import json
import os
import sys
import time
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np
import scipy.sparse as sp
from examples import OWN, lines
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from bongsu.sense.tone.grams import VIEWS, View, bounded, grams, read, seen, starts
from bongsu.sense.tone.model import FORMAT, HEADS, HEADS_OF_VIEW, Manifest, Tones, inputs, pack, shrunk

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "bongsu" / "sense" / "tone"
DATA = Path(os.environ.get("BONGSU_DATA", ROOT.parent / "shared" / "data"))
VERSION = "2026.11.4"
LIBRARIES = ("numpy", "scipy", "scikit-learn")
#: Of ten parts of films and of comments; each group is scored by a model of the four beside it.
GROUPS = ((0, 5), (1, 6), (2, 7), (3, 8), (4, 9))

QUESTIONS = (5, 7, 9)
C_POLARITY, C_MIDDLE = 0.001, 0.0004
C_FILMS, C_COMMENTS = 0.02, 0.03
SOFT = 0.4  # of a comment's answer is what its other labels say
LEAST_COUNT = 2  # an n-gram of a single text is left out
COMMENT_SAY, OWN_SAY = 3.0, 3.0  # weight of such a row among films
MOST_READINGS = 8  # of a line of own examples count as much as that many rows

#: A film rating that stands for a label.
STANDS_FOR = {"neg": 1.5, "neu": 6.5, "pos": 9.5}

#: In calibration. A rating is what its writer said; a comment's label is what we make of feelings that others heard.
FILMS_AND_COMMENTS = (("film", 2.0), ("comment", 1.0))
RARELY = 0.05  # how many may be called clearly negative that are not
LIKING = [0, 1, 2, 1 + len(HEADS)]  # inputs that tell liking: 1, polarity, middle, size of the polarity

# Indices into labels.json of ko_comment_emotion.
EMOTIONS = 44
TOLD_BY = {"complaint": (0,), "anger": (6,), "distrust": (12,), "abuse": (21, 31)}
_BAD = {0, 3, 6, 10, 12, 19, 20, 21, 22, 23, 31, 37}
_GOOD = {1, 2, 4, 7, 8, 13, 14, 16, 28, 32, 40, 42, 43}


@dataclass(frozen=True)
class Row:
    text: str
    rating: float  # 1–10; of a comment the one that stands for its label; nan: says nothing of liking
    emotions: frozenset[str] | None  # of complaint, anger, distrust, abuse; None: not asked
    part: int  # 0–9, −1 our own
    kind: str  # film, comment, own
    labels: frozenset[int] = frozenset()  # of a comment: into labels.json
    share: float = 1.0  # of the say of its kind


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
            emotions = frozenset(name for name, those in TOLD_BY.items() if labels.intersection(those))
            part = zlib.crc32(key.encode()) % 10
            rows.append(Row(text, stands_for(labels), emotions, part, "comment", frozenset(labels)))
    return rows


def stands_for(labels: set[int]) -> float:
    """A film rating for a comment's feelings: 1.5 bad, 6.5 neither or both, 9.5 good."""
    bad, good = len(labels & _BAD), len(labels & _GOOD)
    if bad >= 2 and bad >= 3 * good:
        return 1.5
    if good >= 2 and good >= 3 * bad:
        return 9.5
    return 6.5


def own(path: Path) -> list[Row]:
    rows = []
    for label, emotions, texts in lines(path):
        share = min(1.0, MOST_READINGS / len(texts))
        rows += [Row(text, STANDS_FOR[label], emotions, -1, "own", share=share) for text in texts]
    return rows


# ── n-grams ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Counted:
    """N-grams of all rows, exact; columns are chosen and hashed for each training set."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._views = []
        codes = read([bounded(text) for text in texts])
        self._shrunk = shrunk(np.diff(starts(codes))).astype(np.float32)
        for view in VIEWS:
            exact = View(view.name, view.orders, 32, view.seed)
            places = seen(codes, view)
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
        """The `taught` rows × the tables' rows, views side by side; only n-grams that at least two of them have."""
        blocks = []
        for (counts, bucket), view in zip(self._views, VIEWS, strict=True):
            mine = counts[taught]
            rows = np.repeat(np.arange(mine.shape[0], dtype=np.int32), np.diff(mine.indptr))
            keep = np.bincount(mine.indices, minlength=len(bucket))[mine.indices] >= LEAST_COUNT
            at = (rows[keep], bucket[mine.indices[keep]])
            blocks.append(sp.csr_matrix((mine.data[keep], at), shape=(mine.shape[0], 1 << view.bits)))
        return (sp.diags(self._shrunk[taught]) @ sp.hstack(blocks, format="csr")).tocsr()


def bayes(x: sp.csr_matrix, yes: np.ndarray, say: np.ndarray) -> np.ndarray:
    """Log ratio of how often a column occurs with yes and with no."""
    p, q = x.T @ (yes * say) + 1.0, x.T @ ((1 - yes) * say) + 1.0
    ratio: np.ndarray = (np.log(p / p.sum()) - np.log(q / q.sum())).astype(np.float32)
    return ratio


def logistic(x: sp.csr_matrix, yes: np.ndarray, say: np.ndarray, c: float) -> np.ndarray:
    return fitted(
        LogisticRegression(solver="liblinear", C=c, dual=True, max_iter=12, tol=0.1, random_state=0), x, yes, say
    )


def parted(x: sp.csr_matrix, yes: np.ndarray, say: np.ndarray, c: float) -> np.ndarray:
    return fitted(LinearSVC(C=c, dual=True, max_iter=30, tol=0.1, random_state=0), x, yes, say)


def fitted(model: LogisticRegression | LinearSVC, x: sp.csr_matrix, yes: np.ndarray, say: np.ndarray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it ends after its rounds, on purpose
        model.fit(x, yes, sample_weight=say)
    return model.coef_[0]


#: (n-grams, answers, say of each row, C) → weights
Learn = Callable[[sp.csr_matrix, np.ndarray, np.ndarray, float], np.ndarray]


# ── weights ────────────────────────────────────────────────────────────────────────────────────────────────────────
def weights(rows: Sequence[Row], every: sp.csr_matrix) -> np.ndarray:
    """Columns × HEADS, from these rows and their n-grams."""
    columns = np.unique(every.indices)
    x = every[:, columns]
    out = np.zeros((len(columns), len(HEADS)), np.float64)
    kinds = np.array([row.kind for row in rows])
    rating = np.array([row.rating for row in rows])
    share = np.array([row.share for row in rows])
    say = share * np.select([kinds == "comment", kinds == "own"], [COMMENT_SAY, OWN_SAY], 1.0)

    def answer(question: int, learn: Learn, c: float, mine: np.ndarray) -> np.ndarray:
        yes, part = (rating[mine] >= question).astype(int), x[mine]
        scale = bayes(part, yes, say[mine])
        return scale * learn((part @ sp.diags(scale)).tocsr(), yes, say[mine], c)

    everything = np.arange(len(rows))
    out[:, 0] = sum(answer(question, parted, C_POLARITY, everything) for question in QUESTIONS) / len(QUESTIONS)
    first, last = (answer(question, parted, C_MIDDLE, everything) for question in (QUESTIONS[0], QUESTIONS[-1]))
    out[:, 1] = first - last

    asked = np.nonzero(kinds != "film")[0]
    part = x[asked]
    # Not by a model that was told how these comments sound: it would be surer of them than of new ones.
    liking = part @ answer(QUESTIONS[1], logistic, C_FILMS, np.nonzero(kinds != "comment")[0])
    liking = np.column_stack([liking, np.abs(liking)]) / liking.std()
    twice = sp.vstack([part, part]).tocsr()
    ends = np.cumsum([1 << view.bits for view in VIEWS])
    heads_of = np.array(HEADS_OF_VIEW)[np.searchsorted(ends, columns, side="right")]
    for head, name in enumerate(HEADS[2:], start=2):
        sure = softened([rows[i] for i in asked], name)
        yes = np.repeat([1, 0], len(asked))
        heard = np.concatenate([sure, 1 - sure]) * np.tile(share[asked], 2)
        scale = bayes(twice, yes, heard) * (head < heads_of)
        both = sp.hstack([twice @ sp.diags(scale), sp.csr_matrix(np.tile(liking * 4, (2, 1)))]).tocsr()
        out[:, head] = scale * logistic(both, yes, heard, C_COMMENTS)[:-2]
    whole = np.zeros((every.shape[1], len(HEADS)))
    whole[columns] = out
    return whole


def softened(rows: Sequence[Row], name: str) -> np.ndarray:
    """For each row how sure it is that it voices the feeling `name`: its label, and what its other labels say."""
    yes = np.array([name in (row.emotions or ()) for row in rows]).astype(float)
    comments = np.nonzero([row.kind == "comment" for row in rows])[0]
    others = [label for label in range(EMOTIONS) if label not in TOLD_BY[name]]
    told = np.array([[label in rows[i].labels for label in others] for i in comments]).astype(float)
    model = LogisticRegression(C=0.3, max_iter=300).fit(told, yes[comments])
    yes[comments] = (1 - SOFT) * yes[comments] + SOFT * model.predict_proba(told)[:, 1]
    return yes


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
    for kind, weight in FILMS_AND_COMMENTS:
        for value in range(3):
            # Equal say for the three labels: how common a label is differs between places.
            chosen = (kinds == kind) & (label == value)
            say[chosen] = weight / max(1, chosen.sum())
    say /= say.sum()
    liking = x[:, LIKING]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        logits = liking @ flat.reshape(3, -1).T
        logits -= logits.max(axis=1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(axis=1, keepdims=True)
        value = -(say * np.log(p[np.arange(len(p)), label] + 1e-12)).sum() + 1e-5 * (flat**2).sum()
        p[np.arange(len(p)), label] -= 1
        return value, ((p * say[:, None]).T @ liking).ravel() + 2e-5 * flat

    labels = np.zeros((3, x.shape[1]))
    found = minimize(loss, np.zeros(3 * len(LIKING)), jac=True, method="L-BFGS-B").x
    labels[:, LIKING] = found.reshape(3, -1)

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


def out_of_fold(rows: Sequence[Row], counted: Counted) -> tuple[np.ndarray, np.ndarray]:
    """The mean of the groups' models, columns × HEADS, and scores of rows by the one that had not seen them.

    Rows of no group stay nan: our own, which all models were taught.
    """
    part = np.array([row.part for row in rows])
    given = np.full((len(rows), len(HEADS)), np.nan)
    mean: np.ndarray | float = 0.0
    for group in GROUPS:
        begun = time.process_time()
        held = np.isin(part, group)
        found = weights(of(rows, ~held), counted.hashed(~held))
        mean = mean + found / len(GROUPS)
        given[held] = scores(of(rows, held), *cut(found))
        print(f"  without parts {group}: {time.process_time() - begun:.0f} s of CPU", file=sys.stderr, flush=True)
    return np.asarray(mean), given


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true", help="cross-validate only: prints scores, writes nothing")
    parser.add_argument("--more", type=Path, action="append", default=[], help="a file of examples like own.tsv")
    parser.add_argument("--out", type=Path, default=PACKAGE, help="where the weights go, by default into the package")
    args = parser.parse_args()
    rows = films() + comments() + [row for path in (OWN, *args.more) for row in own(path)]
    mean, given = out_of_fold(rows, Counted([row.text for row in rows]))
    cross_validated(rows, given)
    if args.folds:
        return 0
    scored = ~np.isnan(given[:, 0])
    tables, scales = cut(mean)
    raw = pack(tables)
    labels, chances = (np.round(lines, 6) for lines in calibrate(of(rows, scored), given[scored]))
    manifest = msgspec.structs.replace(
        blank(scales, sha256(raw).hexdigest()),
        label_weights=tuple(map(tuple, labels.tolist())),
        yes_weights=tuple(map(tuple, chances.tolist())),
    )
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "weights.bin").write_bytes(raw)
    text = json.dumps(msgspec.to_builtins(manifest), indent=1)
    (args.out / "weights.json").write_text(text + "\n", encoding="utf-8")
    print(f"weights.bin: {len(raw):,} bytes, sha256 {manifest.sha256}")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    return 0


def of(rows: Sequence[Row], chosen: np.ndarray) -> list[Row]:
    return [row for row, is_so in zip(rows, chosen, strict=True) if is_so]


def cross_validated(rows: Sequence[Row], given: np.ndarray) -> None:
    """Print how well each group is judged by models and curves that did not see it, the mean and the spread."""
    part = np.array([row.part for row in rows])
    found = []
    values = np.full((len(rows), 7), np.nan)
    for i, group in enumerate(GROUPS):
        mine = np.isin(part, group)
        others = ~np.isnan(given[:, 0]) & ~mine
        values[mine] = judged(given[mine], *calibrate(of(rows, others), given[others]))
        found.append(report(of(rows, mine), values[mine], f"fold {i}"))
    for key in found[0]:
        scored = [one[key] for one in found]
        print(f"{key}: mean {np.mean(scored):.4f}, spread {np.std(scored, ddof=1):.4f}", flush=True)
    comments = np.array([row.kind == "comment" for row in rows]) & ~np.isnan(given[:, 0])
    clear_lines(of(rows, comments), values[comments])


def clear_lines(rows: Sequence[Row], values: np.ndarray) -> None:
    """Print from where on to say "clearly": the least twentieth that at most RARELY of those reach that are not so."""
    negative = label_of(np.array([row.rating for row in rows])) == 0
    feeling = np.array([bool(row.emotions) for row in rows])
    for name, so, chance in (("negative", negative, values[:, 0]), ("a feeling", feeling, values[:, 3:].max(axis=1))):
        for line in np.arange(10, 20) / 20:
            wrong, right = (chance[~so] >= line).mean(), (chance[so] >= line).mean()
            print(f"clearly {name} from {line:.2f}: {wrong:.3f} of those that are not, {right:.3f} of those that are")
            if wrong <= RARELY:
                break


if __name__ == "__main__":
    with threadpool_limits(1):  # the order of sums is part of the result
        raise SystemExit(main())
