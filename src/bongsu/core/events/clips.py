"""What was kept before it was deleted, brought into a room."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class ClipBrought(Event):
    """The post and its pictures lie with the clips; the digest of its last keeping stands here, for the proof."""

    clip: int
    digest: str  # SHA-256 of the record, hex
    place: str  # where it was seen
    pictures: int = 0
    receipt: str = ""  # where it is a report
    said: Personal = ""  # its beginning
