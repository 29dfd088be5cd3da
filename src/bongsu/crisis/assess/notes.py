"""A line for the record."""

from datetime import datetime

from bongsu.core import events as e
from bongsu.crisis import text
from bongsu.crisis.room import Room


def note(room: Room, *, by: str, words: str, at: datetime) -> e.NoteWritten:
    """Allowed in a closed room too: the review goes on."""
    text.a_person(by)
    return e.NoteWritten(text=text.needed(words, most=text.NOTE, what="note"))
