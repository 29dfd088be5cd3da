"""Name a room, stand it down, begin again."""

from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, StillSending
from bongsu.crisis import text
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.room import Room

UNSETTLED = frozenset(("planned", "started", "unsure"))


def rename(room: Room, *, by: str, title: str, at: datetime) -> e.RoomRenamed:
    text.open_room(room)
    text.a_person(by)
    new = text.needed(title, most=text.TITLE, what="title")
    if new == room.title:
        raise AlreadyDone(what="rename")
    return e.RoomRenamed(title=new)


def close(room: Room, *, by: str, summary: str, at: datetime) -> e.RoomClosed:
    """Stand down. Raises StillSending while a delivery may yet leave or its fate is unknown."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    if unsettled := sum(d.state in UNSETTLED for d in room.deliveries):
        raise StillSending(count=unsettled)
    return e.RoomClosed(summary=text.needed(summary, most=text.NOTE, what="summary"))


def reopen(room: Room, *, by: str, why: str, at: datetime) -> e.RoomReopened:
    text.a_person(by)
    if room.is_open:
        raise AlreadyDone(what="reopen")
    return e.RoomReopened(why=text.needed(why, most=text.WHY, what="why"))
