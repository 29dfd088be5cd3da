"""Words by which a post is told to be troubled, glad, evidence, advice …: one pass over a text, whatever their number.

Small and open on purpose (`lexicon.txt`): each verdict can name the word it rests on. Korean stems are found anywhere
in a word (환불해, 재환불); words in other scripts where a word begins, or with a dot at their end only as a whole word.
A word of harm in a hashtag says what a post is about and not that it happened (#지진 대비 식량), so it does not count.
Words of disasters also in Spanish, Portuguese, Italian and French: the first to write are those who were there.
"""

from collections.abc import Iterator
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, Implementation

SETS = (
    *("harm", "grievance", "glad", "offer", "evidence", "press", "insider"),
    *("support", "help", "advice", "rumour", "affected", "damage", "opinion", "report"),
    *("victim", "accident", "preventable", "shared"),
)
HARM, GRIEVANCE, GLAD, OFFER, EVIDENCE, PRESS, INSIDER = (1 << n for n in range(7))
SUPPORT, HELP, ADVICE, RUMOUR, AFFECTED, DAMAGE, OPINION, REPORT = (1 << n for n in range(7, 15))
VICTIM, ACCIDENT, PREVENTABLE, SHARED = (1 << n for n in range(15, 19))


def _listed() -> Iterator[tuple[str, int]]:
    """Each word of the file with its sets."""
    flags = 0
    for line in files("bongsu.sense").joinpath("lexicon.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            flags = sum(1 << SETS.index(name) for name in line.strip("[]").split())
        elif not line.startswith("#"):
            yield from ((word, flags) for word in line.split())


_LISTED = tuple(_listed())
_FORMS = [written.rstrip(".").replace("_", " ") for written, _ in _LISTED]
#: For each pattern: its sets, whether a word must begin where it does, whether it must end where it does.
_MEANINGS = [
    (flags, not "가" <= form[0] <= "힣" and form[0].isalnum(), written.endswith("."))
    for (written, flags), form in zip(_LISTED, _FORMS, strict=True)
]
_AUTOMATON = AhoCorasick(_FORMS, implementation=Implementation.DFA)  # twice as quick, some megabytes


def said(normalised: str) -> int:
    """The sets whose words stand in a text that `normalise` has seen.

    >>> said("환불해 주세요") == GRIEVANCE, said("the firemen") & HARM
    (True, 0)
    """
    flags = 0
    for index, start, end in _AUTOMATON.find_matches_as_indexes(normalised, overlapping=True):
        meant = _MEANINGS[index][0]
        if meant & ~flags and _stands(normalised, index, start, end):
            flags |= meant
    return flags


def first_word(normalised: str, flag: int) -> str:
    """The first word of one set in the text; empty where there is none."""
    found = [
        (start, index)
        for index, start, end in _AUTOMATON.find_matches_as_indexes(normalised, overlapping=True)
        if _MEANINGS[index][0] & flag and _stands(normalised, index, start, end)
    ]
    return _FORMS[min(found)[1]] if found else ""


def _stands(text: str, index: int, start: int, end: int) -> bool:
    """Whether a pattern found there begins and ends where it must."""
    meant, begins, ends = _MEANINGS[index]
    if begins and start and text[start - 1].isalnum():
        return False
    if ends and end < len(text) and text[end].isalnum():
        return False
    return not meant & HARM or "#" not in text[text.rfind(" ", 0, start) + 1 : start]
