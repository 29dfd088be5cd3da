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

few        fewer than five voices are troubled, and no press: not beyond level 2                                0
alike      fewer than ten troubled voices write words of their own, copies aside: not beyond 3; fewer than
           twenty: not beyond 4                                                                               0

*          where at least three voices are troubled

Everything is counted in voices (`ledger`): one who writes twenty times within the hour is one, and so is a report link.
A post whose author nobody knows is a voice of its own.

ceiling    up to 1 point: 2;  2: 3;  3: 4;  4 and more: 5; not beyond what few and alike allow
           level = min(level of the volume, ceiling)
floor      a surprising volume with at least 2 points is at least 3, where the voices allow it
"""

from collections.abc import Mapping, Sequence

from bongsu.core.values import ALERT, CAUTION, NOTICE, SEVERE, LevelRow, Piece
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
    "few": 0,
    "alike": 0,
}
_CEILINGS = (2, 2, 3, 4, 5)
FLOOR_POINTS = 2
#: Voices in words of their own before a level.
OWN_VOICES: Mapping[int, int] = {ALERT: 10, SEVERE: 20}

#: As mathematics, for the page that explains it; {…} are words of the page.
FORMULA_EXACT = (
    "{level} = min(V, C({points}), Q), {at_least} 3 ({points} ≥ 2, V ≥ 2, Q ≥ 3);  "
    "Q = 2 ({voices} < 5, {no_press}), 3 ({own} < 10), 4 ({own} < 20), 5 ({otherwise});  "
    "{unhappy}: −log₁₀ P(X ≥ k/d) ≥ 4, X ~ Bin(n/d, p), d = 1 + (n − 1)/(M + 1), 20 ≤ M ≤ 60"
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
        percent = round(100 * counts.troubled / max(1, n))
        if max(usual.trouble(counts), usual.danger(counts)) >= UNUSUAL:
            out.append(("unhappy", percent))
        if n and counts.troubled >= SCOLDED_SHARE * n:
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
    allowed = _by_points(sum(POINTS[name] for name, _ in out))
    if allowed >= CAUTION and voices < VOICES_LEAST and not (press or counts.press):
        out.append(("few", voices))
    elif any(allowed >= level and min(voices, counts.own) < least for level, least in OWN_VOICES.items()):
        out.append(("alike", min(voices, counts.own)))
    return tuple(Piece(name, value, POINTS[name]) for name, value in out)


def points(weight: Sequence[Piece]) -> int:
    return sum(piece.points for piece in weight)


def ceiling(weight: Sequence[Piece]) -> int:
    """The loudest beacon that these pieces allow."""
    return min(_by_points(points(weight)), *(_by_voices(piece) for piece in weight), SEVERE)


def _by_points(many: int) -> int:
    return _CEILINGS[min(max(many, 0), len(_CEILINGS) - 1)]


def _by_voices(piece: Piece) -> int:
    if piece.name == "few":
        return NOTICE
    if piece.name == "alike":
        return min((level - 1 for level, least in OWN_VOICES.items() if piece.value < least), default=SEVERE)
    return SEVERE


def level_of(volume_level: int, weight: Sequence[Piece]) -> int:
    """The level of a burst: volume, held down by what is said, or lifted by it."""
    level = min(volume_level, ceiling(weight))
    floor = volume_level >= NOTICE and points(weight) >= FLOOR_POINTS
    return max(level, min(CAUTION, ceiling(weight))) if floor else level


def named_level(table: Sequence[LevelRow], trigger: str) -> int:
    """The level whose row names `trigger`; 2 where none does."""
    return max((row.level for row in table if trigger in row.triggers), default=NOTICE)
