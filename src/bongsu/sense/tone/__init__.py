"""The tone of posts, Korean first: negative, neutral or positive; complaint, anger, distrust, abuse.

    tones = Tones.load()                    # weights of the package; 0.2 s, some 50 MB, once a process
    judged = tones.judge(texts)             # any number of texts, raw or normalised; nothing in them raises
    judged.values                           # float32, texts × COLUMNS: neg neu pos complaint anger distrust abuse
    judged.column("complaint")              # one of them
    judged.labels                           # numbers of LABELS
    judged[0]                               # Tone(label="negative", neg=0.9, …)
    TonesAhead(tones)                       # the same answers, for many small batches

    sums = ToneSums.of(judged)              # what a window keeps: five whole numbers
    sums = sums + other                     # exact in any order, so minutes and workers can be added up
    sums.negative, sums.complaint, …        # shares and means, 0–1; None where nothing was judged

Everything is deterministic: weights are whole numbers, sums are exact. What it can and cannot tell: docs/tone.md.
"""

from bongsu.sense.tone.ahead import TonesAhead
from bongsu.sense.tone.model import COLUMNS, HEADS, LABELS, BrokenWeights, Judged, Tone, Tones
from bongsu.sense.tone.sums import CLEARLY, ToneSums

__all__ = [
    "CLEARLY",
    "COLUMNS",
    "HEADS",
    "LABELS",
    "BrokenWeights",
    "Judged",
    "Tone",
    "ToneSums",
    "Tones",
    "TonesAhead",
]
