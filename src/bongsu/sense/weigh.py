"""A crisis is not a burst: how grave what is said is, beside how much is said.

Volume alone lights the second beacon and no more; each of these adds points to a window (what is *troubled*: `said`),
and points raise the ceiling:

unhappy    troubled posts, or such as name harm, are more of all than this brand is used to (surprise ≥ 4, `ledger`),
           by at least five voices                                                                            2
scolded    at least two fifths of the posts are troubled, whatever the brand is used to, by at least five      1
harm       at least three posts, and a tenth of all, name harm: injury, fire, fraud on health, watch words     1 *
claim      an unhappy or risky claim of at least five authors                                                 1
evidence   at least two troubled posts speak of video, photo, recording                                        1 *
insider    at least two troubled posts speak as staff, or of what staff tell                                   1 *
shared     at least five troubled posts, and a fifth of these, hand on somebody else's post                      1 *
press      press carries it                                                                                    1
glad       glad posts and offers are at least half of all, and more than the troubled ones                    −2

*          where at least three voices are troubled: one who writes twenty times is one, and so is a report link

ceiling    up to 1 point: 2;  2: 3;  3: 4;  4 and more: 5.    level = min(level of the volume, ceiling)
floor      a surprising volume with at least 2 points is at least 3
"""

from collections.abc import Mapping, Sequence

from bongsu.core.values import CAUTION, NOTICE, LevelRow, Piece
from bongsu.sense.ledger import VOICES_LEAST, Counts, Usual

UNUSUAL = 4.0
HEARD_VOICES = 3  # before what the troubled posts tell weighs anything
SCOLDED_SHARE, HARM_SHARE, GLAD_SHARE = 0.4, 0.1, 0.5
HARM_LEAST, EVIDENCE_LEAST, INSIDERS_LEAST = 3, 2, 2
SHARED_LEAST, SHARED_SHARE = 5, 0.2
#: Points of each piece.
POINTS: Mapping[str, int] = {
    "unhappy": 2,
    "scolded": 1,
    "harm": 1,
    "claim": 1,
    "evidence": 1,
    "insider": 1,
    "shared": 1,
    "press": 1,
    "glad": -2,
}
_CEILINGS = (2, 2, 3, 4, 5)
FLOOR_POINTS = 2

#: As mathematics, for the page that explains it.
FORMULA_EXACT = (
    "level = min(V, C(points)), at least 3 where points ≥ 2;  "
    "unhappy: −log₁₀ P(X ≥ k/d) ≥ 4, X ~ Bin(n/d, p), d = 1 + (n − 1)/(M + 1), 20 ≤ M ≤ 60"
)


def pieces(
    counts: Counts, usual: Usual, *, voices: int, claim_authors: int = 0, press: bool = False
) -> tuple[Piece, ...]:
    """What a window weighs, piece by piece: name, what was counted, points.

    voices          distinct authors of its troubled posts
    claim_authors   of the loudest claim that people were told of
    press           press carries it, though not in this window
    """
    out: list[tuple[str, int]] = []
    n = counts.posts
    if voices >= VOICES_LEAST:
        percent = round(100 * counts.troubled / n)
        if max(usual.trouble(counts), usual.danger(counts)) >= UNUSUAL:
            out.append(("unhappy", percent))
        if counts.troubled >= SCOLDED_SHARE * n:
            out.append(("scolded", percent))
    heard = voices >= HEARD_VOICES
    if heard and counts.harm >= max(HARM_LEAST, HARM_SHARE * n):
        out.append(("harm", counts.harm))
    if claim_authors >= VOICES_LEAST:
        out.append(("claim", claim_authors))
    if heard and counts.evidence >= EVIDENCE_LEAST:
        out.append(("evidence", counts.evidence))
    if heard and counts.insiders >= INSIDERS_LEAST:
        out.append(("insider", counts.insiders))
    if heard and counts.shared >= max(SHARED_LEAST, SHARED_SHARE * counts.troubled):
        out.append(("shared", counts.shared))
    if press or counts.press:
        out.append(("press", max(1, counts.press)))
    if counts.glad >= GLAD_SHARE * n and counts.glad > counts.troubled:
        out.append(("glad", counts.glad))
    return tuple(Piece(name, value, POINTS[name]) for name, value in out)


def points(weight: Sequence[Piece]) -> int:
    return sum(piece.points for piece in weight)


def ceiling(weight: Sequence[Piece]) -> int:
    """The loudest beacon that these pieces allow."""
    return _CEILINGS[min(max(points(weight), 0), len(_CEILINGS) - 1)]


def level_of(volume_level: int, weight: Sequence[Piece]) -> int:
    """The level of a burst: volume, held down by what is said, or lifted by it."""
    level = min(volume_level, ceiling(weight))
    return max(level, CAUTION) if volume_level >= NOTICE and points(weight) >= FLOOR_POINTS else level


def named_level(table: Sequence[LevelRow], trigger: str) -> int:
    """The level whose row names `trigger`; 2 where none does."""
    return max((row.level for row in table if trigger in row.triggers), default=NOTICE)
