"""The chance of this many, on the Watch: how seldom ten ordinary minutes bring so many posts.

It is not the surprise of a finding (`sense.surprise`): one window and not three, nothing taken off for having looked
thrice, and a usual made of the same time in earlier weeks and not of the brand's learned rhythm. So it is told in
another form, as "once in so many", and nobody compares the two.
"""

from math import floor, log10

from django.utils.translation import gettext

from bongsu.sense.surprise import tail

#: Silence must not make one post a miracle: less than this is taken as this, mentions.
LEAST_USUAL = 0.5
#: Worth a second look, and beyond what a day of many brands brings by chance.
SELDOM, VERY_SELDOM = 1e-3, 1e-6
#: More often than this is ordinary; there "once in so many" says nothing.
ORDINARY = 0.1

#: As mathematics, for the page that explains it; {…} are words of the page.
FORMULA_EXACT = "P(X ≥ x),  X ~ NegBin({mean} m, {variance} s·m),  m = max(μ, 0.5)"


def chance_of(count: int, usual: float, spread: float) -> float:
    """P(this many posts or more in the ten minutes), in [0, 1].

    spread   variance over mean of ordinary ten minutes, ≥ 1; the overdispersion of the tail is (spread − 1) ÷ mean
    """
    mean = max(usual, LEAST_USUAL)
    return tail(count, mean, (spread - 1) / mean)


def chance_words(chance: float) -> str:
    """Once in how many such ten minutes, to two digits."""
    if chance > ORDINARY:
        return gettext("10번 중 1번 이상")
    if chance <= VERY_SELDOM:
        return gettext("100만 번 중 1번 이하")
    return gettext("%(n)s번 중 1번꼴") % {"n": f"{_two_digits(1 / chance):,}"}


def _two_digits(value: float) -> int:
    """
    >>> _two_digits(1_637.2), _two_digits(10.0)
    (1600, 10)
    """
    step: int = 10 ** max(0, floor(log10(value)) - 1)
    return round(value / step) * step
