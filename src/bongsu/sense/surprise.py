"""How surprising a count is: −log10 of the chance that an ordinary such hour brings this many or more.

Counts of posts are more uneven than a Poisson process, so the chance is taken under a negative binomial with the
rhythm's mean μ and overdispersion α (variance μ + αμ²): the form used for outbreak detection by Noufaily et al. 2013
(Statistics in Medicine 32(7):1206-1222) after Farrington et al. 1996 (JRSS A 159(3):547-563). Its upper tail is a
regularised incomplete beta function, P(X ≥ x) = I_q(x, 1/α) with q = αμ/(1 + αμ) (DLMF 8.17.5); with α → 0 it is the
Poisson tail, the regularised lower incomplete gamma function P(x, μ) (DLMF 8.4.10).

Three windows are looked at together; the smallest chance is multiplied by three (Bonferroni), which errs towards
silence.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scipy.special import betainc, gammainc

#: The windows of the tide, minutes.
WINDOWS = (5, 15, 60)
#: The chance itself underflows near 10⁻³⁰⁸; beyond this no decision changes.
MOST = 300.0
_NEARLY_POISSON = 1e-6

#: As mathematics, for the page that explains it; {…} are words of the page.
FORMULA_EXACT = "max(0, −log₁₀ min(1, 3 · min_w P(X_w ≥ x_w))),  X_w ~ NegBin({mean} μ_w, {variance} μ_w + α_w·μ_w²)"


def tail(count: int, mean: float, alpha: float) -> float:
    """P(X ≥ count) for a negative binomial of `mean` (> 0) and overdispersion `alpha` (≥ 0)."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if alpha * max(mean, 1.0) < _NEARLY_POISSON:
        return float(gammainc(count, mean))
    return float(betainc(count, 1.0 / alpha, alpha * mean / (1.0 + alpha * mean)))


def surprise(count: int, mean: float, alpha: float) -> float:
    """−log10 P(X ≥ count), in [0, 300]; never falls as `count` grows.

    >>> round(surprise(10, mean=2.0, alpha=0.1), 1)
    3.6
    >>> surprise(0, mean=2.0, alpha=0.1)
    0.0
    """
    chance = tail(count, mean, alpha)
    if chance <= 0.0:
        return MOST
    return min(MOST, max(0.0, -math.log10(chance)))


@dataclass(frozen=True, slots=True)
class Look:
    """One window, looked at."""

    minutes: int
    count: int
    expected: float  # mentions
    surprise: float  # of this window alone


def together(looks: Iterable[Look]) -> tuple[float, Look]:
    """Surprise over all windows, corrected for having looked at each, and the window that speaks loudest."""
    seen = tuple(looks)
    loudest = max(seen, key=lambda look: look.surprise)
    return max(0.0, loudest.surprise - math.log10(len(seen))), loudest


def band(mean: float, alpha: float, *, low: float = 0.1, high: float = 0.9) -> tuple[int, int]:
    """The counts between which ordinary windows lie: the `low` and `high` quantiles, for a chart."""
    return _quantile(low, mean, alpha), _quantile(high, mean, alpha)


def _quantile(share: float, mean: float, alpha: float) -> int:
    """The least count x with P(X ≤ x) ≥ share."""
    if mean <= 0:
        return 0
    top = 1
    while 1.0 - tail(top + 1, mean, alpha) < share:
        top *= 2
    bottom = -1  # P(X ≤ bottom) < share
    while top - bottom > 1:
        middle = (top + bottom) // 2
        if 1.0 - tail(middle + 1, mean, alpha) >= share:
            top = middle
        else:
            bottom = middle
    return top
