"""What people type, made fit for a record that lasts: trimmed, bounded, without invisible tricks."""

import re
from collections.abc import Sequence

from bongsu.core.errors import NoSuchThing, OutOfRange, PeopleOnly, ReasonMissing, RoomClosed, TextTooLong
from bongsu.core.values import LEVELS, SYSTEM, Person
from bongsu.crisis.room import Room

TITLE, WHY, SLOT, NOTE, QUESTION, OPTION = 120, 1_000, 1_000, 4_000, 300, 80
URL = 600

#: Control characters and halves of surrogate pairs (Cc, Cs), line breaks apart; and characters that reorder or hide
#: text (Trojan Source, CVE-2021-42574). None of them is printable.
_GONE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]")

#: What shows nothing on a screen, blanks apart: joiners, zero-width signs, and the fillers of Hangul and Braille that
#: pass for letters.
_UNSEEN = re.compile("[\\s\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u2800\u3164\ufe00-\ufe0f\uffa0]*")


def plain_text(words: str) -> str:
    """`words` trimmed, one kind of line break, control and direction characters gone."""
    if words.isprintable():
        return words.strip()
    return _GONE.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def clean(text: str, *, most: int, what: str) -> str:
    """`plain_text`, empty when nothing of it can be seen. Raises TextTooLong over `most` characters."""
    plain = plain_text(text)
    if _UNSEEN.fullmatch(plain):
        return ""
    if len(plain) > most:
        raise TextTooLong(what=what, most=most, length=len(plain))
    return plain


def needed(text: str, *, most: int, what: str) -> str:
    """As `clean`, and raises ReasonMissing when nothing is left."""
    plain = clean(text, most=most, what=what)
    if not plain:
        raise ReasonMissing(what=what)
    return plain


def address(url: str) -> str:
    """Only addresses a browser may open; anything else is kept out of links."""
    plain = clean(url[:URL], most=URL, what="url")
    return plain if plain.startswith(("https://", "http://", "/")) else ""


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
