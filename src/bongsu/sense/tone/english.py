"""English, as a fallback: a small word list of our own. No English text was trained on.

A text is English when most of its letters are Latin and none are Hangul. Its words are looked up; "not", "never" and
"n't" within the two words before turn a word of liking or disliking round. Words nobody listed leave it neutral.
"""

import re
from collections.abc import Sequence

import numpy as np

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NOT = frozenset({"not", "no", "never", "without", "hardly", "cannot", "nothing"})

#: What our words say: polarity, complaint, anger, distrust, abuse; for each such row its words.
_ROWS: tuple[tuple[tuple[float, ...], str], ...] = (
    (
        (1.5, 0, 0, 0, 0),
        "good nice fine helpful useful easy fast quick smooth works worked friendly clean fresh fair solid happy glad",
    ),
    (
        (2.5, 0, 0, 0, 0),
        "great love loved loves amazing awesome excellent perfect best wonderful fantastic thanks thank "
        "brilliant delicious beautiful recommend recommended enjoy enjoyed",
    ),
    (
        (-1.5, 1.5, 0, 0, 0),
        "bad poor slow late wrong missing expensive overpriced annoying confusing boring difficult problem "
        "problems issue issues error errors bug bugs sad sorry",
    ),
    (
        (-2, 2.5, 0, 0, 0),
        "broken crash crashes crashed crashing refund refunded defective failed fails fail freezes stuck "
        "unusable waste wasted disappointing disappointed complaint complaints recall",
    ),
    (
        (-3, 2, 1.5, 0, 0),
        "terrible horrible awful worst useless unacceptable hate hated hates sick poisoned contaminated dangerous",
    ),
    (
        (-3, 2, 3, 0, 0),
        "angry furious outrageous outraged disgusting disgusted disgrace disgraceful shame shameful pathetic "
        "ridiculous boycott",
    ),
    (
        (-2.5, 1.5, 1.5, 3.5, 0),
        "scam scammers scammed fraud liar liars lie lies lied lying fake cheat cheated cheaters dishonest "
        "misleading suspicious coverup",
    ),
    (
        (-1, 0.5, 0, 2.5, 0),
        "doubt doubtful unsure allegedly untrustworthy distrust hiding",
    ),
    (
        (-2, 1, 3, 0, 4),
        "idiot idiots stupid moron morons dumb trash garbage scum losers loser bastard bastards bitch asshole "
        "assholes fuck fucking fucked shit crap bullshit retard retarded",
    ),
)
_LISTED = {word: row for row, words in _ROWS for word in words.split()}

_BASE = np.array([-3.0, -3.0, -3.0, -4.0])


def english(texts: Sequence[str], values: np.ndarray) -> None:
    """Write the tone of the English ones among `texts` into their rows of `values` (texts × 7)."""
    for i, text in enumerate(texts):
        if text.isascii() or not _HANGUL.search(text):
            words = _WORDS.findall(text.lower().replace("\u2019", "'"))
            if 2 * sum(map(len, words)) > sum(map(str.isalpha, text)):
                values[i] = _judge(words)


def _judge(words: Sequence[str]) -> np.ndarray:
    found = np.zeros(5)
    for at, word in enumerate(words):
        listed = _LISTED.get(word)
        if listed is None:
            continue
        row = np.array(listed)
        if any(before in _NOT or before.endswith("n't") for before in words[max(0, at - 2) : at]):
            row = np.array([-0.7 * row[0], 1.5 if row[0] > 0 else 0, 0, 0, row[4]])
        found += row
    polarity = 3 * np.tanh(found[0] / 3)
    logits = np.array([-polarity - 1, 0.3 - 0.3 * abs(polarity), polarity - 1])
    label = np.exp(logits - logits.max())
    return np.concatenate([label / label.sum(), 1 / (1 + np.exp(-np.minimum(found[1:], 6) - _BASE))])
