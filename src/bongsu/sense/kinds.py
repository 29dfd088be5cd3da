"""What kind of thing a post says, and which kind of crisis many such posts hint at: open rules over `lexicon`.

Information types after CrisisLexT26 (Olteanu, Vieweg & Castillo 2015, CSCW '15, "What to expect when the unexpected
happens") and what a brand hears besides; the first rule that holds decides. Crisis clusters after Situational Crisis
Communication Theory (Coombs 2007, Corporate Reputation Review 10(3):163-176): the more a public holds the organisation
responsible, the more its words must give. A hint counts words; what happened is for people to find out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bongsu.sense import lexicon as lex

#: Information types, in the order in which their rules are asked.
RULES: tuple[tuple[str, int], ...] = (
    ("help", lex.HELP),
    ("support", lex.SUPPORT),
    ("advice", lex.ADVICE),
    ("affected", lex.AFFECTED),
    ("damage", lex.DAMAGE),
    ("facts", lex.REPORT),
    ("rumour", lex.RUMOUR),
    ("opinion", lex.OPINION | lex.GRIEVANCE | lex.GLAD),
)
KINDS = tuple(name for name, _ in RULES)
#: Crisis clusters, the gravest first: of equal counts the first is told.
CLUSTERS: tuple[tuple[str, int], ...] = (
    ("preventable", lex.PREVENTABLE),
    ("accident", lex.ACCIDENT),
    ("victim", lex.VICTIM),
)
#: A hint needs so many posts, and so large a share of the troubled ones.
LEAST_POSTS, LEAST_SHARE = 3, 0.1


@dataclass(frozen=True, slots=True)
class Kind:
    """`name`: one of KINDS, `rule`: the word it rests on; both empty where no rule holds."""

    name: str
    rule: str


NO_KIND = Kind("", "")


def kind_of(flags: int) -> int | None:
    """The number of the kind in KINDS that these words make; None where no rule holds."""
    return next((number for number, (_, flag) in enumerate(RULES) if flags & flag), None)


def classify(normalised: str) -> Kind:
    """The kind of one text that `normalise` has seen.

    >>> classify("한강식품 먹지 마세요")
    Kind(name='advice', rule='먹지 마')
    """
    number = kind_of(lex.said(normalised))
    return NO_KIND if number is None else Kind(KINDS[number], lex.first_word(normalised, RULES[number][1]))


def cluster_of(counts: Sequence[int], troubled: int) -> tuple[str, int]:
    """The cluster that most of the `troubled` posts hint at, and how many do; empty where too few.

    counts   posts with words of each of CLUSTERS
    """
    most = max(range(len(CLUSTERS)), key=lambda number: counts[number])
    if counts[most] < max(LEAST_POSTS, LEAST_SHARE * troubled):
        return "", 0
    return CLUSTERS[most][0], counts[most]
