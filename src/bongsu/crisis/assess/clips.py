"""A post that was kept becomes part of what the room knows."""

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone
from bongsu.crisis import text
from bongsu.crisis.room import Room

#: Of what was kept, so much stands in the line.
SAID = 500


def bring(
    room: Room, *, by: str, clip: int, digest: str, place: str, pictures: int, said: str, receipt: str = ""
) -> e.ClipBrought:
    """Bring in clip number `clip` as it was last kept; `digest` is that record's.

    Raises:
        RoomClosed: it is over.
        AlreadyDone: this keeping of it is here.
    """
    text.open_room(room)
    text.a_person(by)
    if any((one.clip, one.digest) == (clip, digest) for one in room.clips):
        raise AlreadyDone(what="clip")
    words = text.needed(said[:SAID], most=SAID, what="clip")
    return e.ClipBrought(clip=clip, digest=digest, place=place, pictures=pictures, receipt=receipt, said=words)
