"""Rooms that this process has seen, each with the hash of the last line it was made of.

A line's hash covers all lines before it, and a room is what its lines make it: the room of a hash stays the room of
that hash. So a room that is read, or locked, comes out of memory while its row still names that hash; else the row's
state is read, in the same statement. What is kept here may be old. It is never taken for the room as it stands.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from bongsu.crisis.room import Room
from bongsu.store import prepared
from bongsu.store.codec import room_from
from bongsu.store.operations import models as m

#: Rooms kept at once; one of a long crisis takes about half a megabyte.
MOST = 32


@dataclass(frozen=True, slots=True)
class Seen:
    """A room as it was after the line with this hash."""

    head: str
    room: Room


class Known:
    """The newest of each room, the longest unused given up first. Any thread may ask."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._seen: OrderedDict[int, Seen] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, org: int, room: int, *, lock: bool = False) -> Seen | None:
        """The room as it stands, with its row locked if asked for. None: the organisation has no such room."""
        seen = self._of(room)
        known = "" if seen is None else seen.head
        found = prepared.select(
            m.Room,
            ("head", "state", "ground"),
            where={"id": room, "org_id": org},
            unless={"head": known},
            lock=lock,
        )
        if not found:
            return None
        head, state, ground = found[0]
        return seen if seen is not None and head == known else Seen(head, room_from(state, ground))

    def keep(self, seen: Seen) -> None:
        """In place of what is kept of that room."""
        with self._lock:
            self._seen[seen.room.id] = seen
            self._seen.move_to_end(seen.room.id)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)

    def _of(self, room: int) -> Seen | None:
        with self._lock:
            seen = self._seen.get(room)
            if seen is not None:
                self._seen.move_to_end(room)
            return seen
