"""How unusual a count is: −log₁₀ P(this many or more | such an hour). 2 is once in a hundred, 6 once in a million."""

from math import exp, lgamma, log, log10

#: More says nothing more.
MOST_CENTI = 9_900


def surprise_centi(count: int, usual: float, spread: float) -> int:
    """Hundredths of −log₁₀ P(N ≥ count), N negative binomial with mean `usual` and variance `usual` × `spread`.

    usual    mentions expected, ≥ 0 (below ½ is taken as ½: silence must not make one post a miracle)
    spread   variance over mean, ≥ 1; 1 is Poisson

    >>> surprise_centi(10, 10, 1), surprise_centi(30, 10, 1)
    (27, 660)
    """
    mean = max(usual, 0.5)
    if count <= 0:
        return 0
    if count <= mean:
        below = sum(exp(_log_p(k, mean, spread)) for k in range(count))
        return max(0, round(-100 * log10(max(1e-99, 1 - below))))
    first = _log_p(count, mean, spread)
    total, term, k = 1.0, 1.0, count
    while term > 1e-12 * total and k < count + 100_000:
        term *= _ratio(k, mean, spread)
        total += term
        k += 1
    return max(0, min(MOST_CENTI, round(-100 * (first + log(total)) / log(10))))


def _log_p(k: int, mean: float, spread: float) -> float:
    if spread <= 1.001:
        return k * log(mean) - mean - lgamma(k + 1)
    r = mean / (spread - 1)
    return lgamma(k + r) - lgamma(r) - lgamma(k + 1) - r * log(spread) + k * log(1 - 1 / spread)


def _ratio(k: int, mean: float, spread: float) -> float:
    """P(k + 1) over P(k)."""
    if spread <= 1.001:
        return mean / (k + 1)
    return (k + mean / (spread - 1)) / (k + 1) * (1 - 1 / spread)
