"""Files that a room holds: a photograph, a recording, a letter."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class FileAdded(Event):
    """The bytes lie beside the journal; their SHA-256 stands in it, so that nobody changes one unnoticed."""

    file: str
    sha256: str  # hex
    size: int  # bytes
    kind: str  # media type by content, never by name
    name: Personal = ""


@event
@dataclass(frozen=True, slots=True)
class FileWithdrawn(Event):
    """Its bytes are gone; that it was there stays."""

    file: str
    why: Personal = ""
