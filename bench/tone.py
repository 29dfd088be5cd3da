"""How fast tone is judged, and how well what it was not trained on. `python -m bench.tone`

Speed is process CPU time of one core, beside a bare floor in the same run: the same texts joined, encoded to code
points and hashed once each. The shipped weights are judged only on what they were not trained on: our own sentences,
and where the data folder is there, `ko_hate`, as the area under the curve of abuse. Scores on unseen films and comments
come from `tools/tone/train.py --folds`, which trains without them.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from bongsu.sense.tone import LABELS, Tones
from bongsu.storm.dice import Dice

AIMS = {30: 80_000, 200: 25_000}
HERE = Path(__file__).parent
DATA = Path(os.environ.get("BONGSU_DATA", HERE.parents[1] / "shared" / "data"))


def sentences() -> list[tuple[str, str, str]]:
    """Our own (label, place, text); synthetic, never trained on."""
    lines = (HERE / "tone_synthetic.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(label, place, text) for label, place, text in (line.split("\t") for line in lines)]


def floor(texts: Sequence[str]) -> int:
    codes = np.frombuffer("\0".join(texts).encode("utf-32-le"), np.uint32)
    hashed = codes * np.uint32(0x9E3779B1)
    hashed ^= hashed >> np.uint32(15)
    return int(hashed.sum())


def speed(tones: Tones) -> None:
    dice = Dice(1)
    words = " ".join(text for _, _, text in sentences()).split()
    for length, aim in AIMS.items():
        texts = []
        for _ in range(6_000_000 // length // 10):
            text = ""
            while len(text) < length:
                text += dice.one(words) + " "
            texts.append(text[:length])
        tones.judge(texts[:2000])
        took, bare = [], []
        for _ in range(5):
            begun = time.process_time()
            tones.judge(texts)
            middle = time.process_time()
            floor(texts)
            took.append(middle - begun)
            bare.append(time.process_time() - middle)
        rates = [len(texts) / seconds for seconds in took]
        print(
            f"{length} characters: {np.median(rates):,.0f} texts/s of CPU "
            f"(of 5 runs {min(rates):,.0f}–{max(rates):,.0f}; aim {aim:,}), "
            f"{np.median(took) / np.median(bare):.0f} × bare"
        )


def own_sentences(tones: Tones) -> None:
    rows = sentences()
    judged = tones.judge([text for _, _, text in rows])
    right = {place: [0, 0] for _, place, _ in rows}
    turned = []
    for i, (label, place, text) in enumerate(rows):
        told = judged[i]
        right[place][0] += told.label.startswith(label)
        right[place][1] += 1
        if label != "neu" and (told.pos > told.neg) != (label == "pos"):
            turned.append(f"    {label} read as {told.label} ({told.neg:.2f} {told.neu:.2f} {told.pos:.2f}): {text}")
    print("own sentences (synthetic), label right: " + ", ".join(f"{p} {a} of {b}" for p, (a, b) in right.items()))
    two = sum(label != "neu" for label, _, _ in rows)
    print(f"  turned round: {len(turned)} of {two}")
    print(*turned, sep="\n")


def area(yes: np.ndarray, score: np.ndarray) -> tuple[float, float, float]:
    """Area under the ROC curve (Mann–Whitney) and its 95 % interval by bootstrap over texts."""

    def of(chosen: np.ndarray) -> float:
        ranks = rankdata(score[chosen])
        here = yes[chosen]
        n, m = here.sum(), (~here).sum()
        return float((ranks[here].sum() - n * (n + 1) / 2) / (n * m))

    rng = np.random.default_rng(0)
    drawn = [of(rng.integers(0, len(yes), len(yes))) for _ in range(200)]
    return of(np.arange(len(yes))), *np.quantile(drawn, [0.025, 0.975]).tolist()


def hate(tones: Tones) -> None:
    for name, is_so in (
        ("beep_train.tsv", lambda cells: cells[3] == "hate"),
        ("kmhas_valid.tsv", lambda cells: cells[1] != "8"),
    ):
        with (DATA / "ko_hate" / name).open(encoding="utf-8", newline="\n") as lines:
            next(lines)
            rows = [line.rstrip("\n").split("\t") for line in lines]
        judged = tones.judge([cells[0] for cells in rows])
        yes = np.array([is_so(cells) for cells in rows])
        for column in ("abuse", "anger"):
            value, low, high = area(yes, judged.column(column).astype(float))
            print(
                f"ko_hate {name}, hate or not by {column}: AUC {value:.3f} ({low:.3f}–{high:.3f}), {len(rows):,} texts"
            )


def main() -> None:
    begun = time.process_time()
    tones = Tones.load()
    print(f"weights {tones.manifest.version} loaded in {time.process_time() - begun:.2f} s; labels {', '.join(LABELS)}")
    speed(tones)
    own_sentences(tones)
    if (DATA / "ko_hate").exists():
        hate(tones)


if __name__ == "__main__":
    main()
