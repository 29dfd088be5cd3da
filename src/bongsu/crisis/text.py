"""What people type, made fit for a record that lasts: trimmed, bounded, without invisible tricks."""

import unicodedata
from collections.abc import Sequence

from bongsu.core.errors import NoSuchThing, OutOfRange, PeopleOnly, ReasonMissing, RoomClosed, TextTooLong
from bongsu.core.values import LEVELS, SYSTEM, Person
from bongsu.crisis.room import Room

TITLE, WHY, SLOT, NOTE, QUESTION, OPTION = 120, 1_000, 1_000, 4_000, 300, 80

#: Characters that reorder or hide text (Trojan Source, CVE-2021-42574).
_TRICKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")


def clean(text: str, *, most: int, what: str) -> str:
    """`text` trimmed, control and direction characters gone. Raises TextTooLong over `most` characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(c for c in plain if c == "\n" or (c not in _TRICKS and unicodedata.category(c) not in ("Cc", "Cs")))
    plain = plain.strip()
    if len(plain) > most:
        raise TextTooLong(what=what, most=most, length=len(plain))
    return plain


def needed(text: str, *, most: int, what: str) -> str:
    """As `clean`, and raises ReasonMissing when nothing is left."""
    plain = clean(text, most=most, what=what)
    if not plain:
        raise ReasonMissing(what=what)
    return plain


def open_room(room: Room) -> None:
    if not room.is_open:
        raise RoomClosed(room=room.id)


def a_person(by: str) -> None:
    if by == SYSTEM or not by:
        raise PeopleOnly()


def known(people: Sequence[Person], key: str) -> Person:
    """The person with this key. Raises NoSuchThing."""
    found = next((person for person in people if person.key == key), None)
    if found is None:
        raise NoSuchThing(what="person", key=key)
    return found


def within(value: int, *, low: int, high: int, what: str) -> int:
    if not low <= value <= high:
        raise OutOfRange(what=what, low=low, high=high)
    return value


def is_level(value: int) -> bool:
    return value in LEVELS
