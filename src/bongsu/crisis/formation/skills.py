"""Skills (역량): what people can do, and what a seat asks for. Words of the organisation's own, told alike or not."""

from collections.abc import Iterable, Sequence
from unicodedata import normalize

from bongsu.core.formation import Seat

#: Of one person, of one seat; and how long the word for one may be.
MOST_OF_PERSON, MOST_OF_SEAT, WORD = 20, 8, 40


def folded(skill: str) -> str:
    """One word for a skill, however it is typed.

    >>> folded("방송 대응") == folded(" 방송대응 "), folded("English") == folded("english")
    (True, True)
    """
    return "".join(normalize("NFKC", skill).casefold().split())


def lacking(wanted: Iterable[str], has: Iterable[str]) -> tuple[str, ...]:
    """Of the skills wanted, those somebody does not have; each once, in the order of the wish."""
    own = {folded(skill) for skill in has}
    missing = {folded(skill): skill for skill in reversed(tuple(wanted)) if folded(skill) not in own}
    return tuple(reversed(missing.values()))


def may_sit(seat: Seat, skills: Sequence[str]) -> bool:
    """Whether somebody has every skill without which nobody may hold this seat."""
    return not lacking(seat.required_skills, skills)


def lacks(seat: Seat, skills: Sequence[str]) -> tuple[str, ...]:
    """What somebody in this seat does not bring, the required skills first."""
    return lacking((*seat.required_skills, *seat.skills), skills)


def tidy(skills: Iterable[str]) -> tuple[str, ...]:
    """Skills as they are kept: without blanks around them, none twice.

    >>> tidy([" 영어", "방송  대응", "영어 ", ""])
    ('영어', '방송 대응')
    """
    kept: dict[str, str] = {}
    for skill in skills:
        if key := folded(skill):
            kept.setdefault(key, " ".join(skill.split()))
    return tuple(kept.values())
