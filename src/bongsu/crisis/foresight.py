"""What was prepared in peacetime, found again beside a room: risks with their scenario, and who will have a say.

DOMAIN.md §0, 3-2: risks and threatening stakeholders are known before, or they are learned in the storm.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from bongsu.core.values import Risk, Stakeholder

STANCES = ("threatening", "neutral", "ally")

#: Registers go stale with people and products; twice a year is what a plan's own review asks for (UK GCS STOP).
FIRST_REVIEW = timedelta(days=182)
T = TypeVar("T", Risk, Stakeholder)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A risk that fits, and what pointed to it."""

    risk: Risk
    categories: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concerned:
    """A stakeholder who will have a say, and why: named in the room, or brought in by these categories."""

    stakeholder: Stakeholder
    named: bool
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lapse:
    """What a register lacks. `key` is the risk's or the stakeholder's."""

    code: str  # one of LAPSES
    key: str


#: The worst first: a risk that nobody keeps is nobody's, one without a scenario is only a worry.
LAPSES = ("no_owner", "owner_gone", "no_scenario", "never_reviewed", "review_overdue")


def foreseen(
    risks: Iterable[Risk], *, brand: int, texts: Iterable[str], categories: Iterable[str]
) -> tuple[Foreseen, ...]:
    """Risks that fit a room: by category of its findings, or by a word of theirs in title and claims.

    The most pointers first, then the gravest (likelihood × impact), then as they came.
    """
    said, fired = "\n".join(map(fold, texts)), set(categories)
    found = [
        Foreseen(
            risk,
            tuple(c for c in risk.categories if c in fired),
            tuple(word for word in risk.words if says(said, word)),
        )
        for risk in risks
        if risk.brand in (None, brand)
    ]
    fit = [one for one in found if one.categories or one.words]
    return tuple(sorted(fit, key=lambda one: (-len(one.categories) - len(one.words), -gravity(one.risk))))


def concerned(
    stakeholders: Iterable[Stakeholder], *, texts: Iterable[str], categories: Iterable[str]
) -> tuple[Concerned, ...]:
    """Who will have a say in a room: whoever is named in it first, then the threatening, then as they came."""
    said, fired = "\n".join(map(fold, texts)), set(categories)
    found = [
        Concerned(one, says(said, one.name), tuple(c for c in one.categories if c in fired)) for one in stakeholders
    ]
    fit = [one for one in found if one.named or one.categories]
    return tuple(sorted(fit, key=lambda one: (not one.named, STANCES.index(one.stakeholder.stance))))


def lapses(
    entries: Iterable[Risk | Stakeholder], *, people: Iterable[str], today: date, every_days: int = 365
) -> tuple[Lapse, ...]:
    """What the entries lack, the worst first.

    people      keys of those there are
    today       by the organisation's calendar
    every_days  a stakeholder has no next review of its own: it is due so long after the last
    """
    known, found = set(people), []
    for entry in entries:
        if entry.owner not in known:
            found.append(Lapse("owner_gone" if entry.owner else "no_owner", entry.key))
        if isinstance(entry, Risk) and not entry.scenario.strip():
            found.append(Lapse("no_scenario", entry.key))
        if entry.reviewed_on is None:
            found.append(Lapse("never_reviewed", entry.key))
        elif is_overdue(entry, today=today, every_days=every_days):
            found.append(Lapse("review_overdue", entry.key))
    return tuple(sorted(found, key=lambda lapse: LAPSES.index(lapse.code)))


def is_overdue(entry: Risk | Stakeholder, *, today: date, every_days: int = 365) -> bool:
    """Whether the next review has passed: the day that was set, or `every_days` after the last."""
    if isinstance(entry, Risk) and entry.review_on is not None:
        return entry.review_on < today
    return entry.reviewed_on is None or (today - entry.reviewed_on).days > every_days


def reviewed(entry: T, *, today: date) -> T:
    """The entry gone over today. A risk's next review is as far ahead as it was from the last, half a year at first."""
    if not isinstance(entry, Risk):
        return replace(entry, reviewed_on=today)
    apart = FIRST_REVIEW
    if entry.reviewed_on and entry.review_on and entry.review_on > entry.reviewed_on:
        apart = entry.review_on - entry.reviewed_on
    return replace(entry, reviewed_on=today, review_on=today + apart)


def gravity(risk: Risk) -> int:
    """Likelihood × impact, 1 to 25."""
    return risk.likelihood * risk.impact


def fold(text: str) -> str:
    """Text as words are looked for in it: composed Hangul, small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def says(folded: str, word: str) -> bool:
    """Whether folded texts (each on a line of its own) have this word.

    Hangul takes particles (유리조각이), Latin words stand alone.

    >>> says(fold("유리조각이 나왔대요"), "유리조각"), says(fold("made in Korea"), "ad")
    (True, False)
    """
    wanted = fold(word)
    if not wanted or wanted not in folded:
        return False
    before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", wanted) else ""
    after = r"(?![a-z0-9])" if re.search("[a-z0-9]$", wanted) else ""
    return re.search(before + re.escape(wanted) + after, folded) is not None
