"""What the next person on duty is told at a change of shift: counts and names of machines, nobody's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bongsu.crisis.room import Room

#: A change longer ago is no news: whoever came on then has seen the Watch since.
STILL_NEWS_H = 12
ROOMS_TOLD = 8


@dataclass(frozen=True, slots=True)
class RoomTold:
    room: int
    level: int
    tasks: int  # open ones of those who leave
    promises: int
    due_at: datetime | None  # the first of these to come due


@dataclass(frozen=True, slots=True)
class Brief:
    """The hand-over brief (교대 보고)."""

    rooms: tuple[RoomTold, ...] = ()
    more_rooms: int = 0
    forming: int = 0  # findings that opened no room yet
    silent: tuple[str, ...] = ()  # sources that are not heard

    @property
    def is_quiet(self) -> bool:
        return not (self.rooms or self.forming or self.silent)


def brief(rooms: Sequence[Room], *, leaving: Sequence[str], forming: int = 0, silent: Sequence[str] = ()) -> Brief:
    """The worst rooms first. Of tasks and promises only those of the leaving ones: they are what can get lost."""
    told = sorted((room_told(room, leaving) for room in rooms if room.is_open), key=lambda one: (-one.level, one.room))
    return Brief(tuple(told[:ROOMS_TOLD]), max(0, len(told) - ROOMS_TOLD), forming, tuple(silent[:ROOMS_TOLD]))


def room_told(room: Room, leaving: Sequence[str]) -> RoomTold:
    tasks = [task.due_at for task in room.tasks if task.done_at is None and task.owner in leaving]
    promises = [one.due_at for one in room.promises if one.is_open and one.owner in leaving]
    return RoomTold(room.id, room.level, len(tasks), len(promises), min((*tasks, *promises), default=None))
