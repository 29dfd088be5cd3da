"""The bytes of a room's files, in pieces, beside its journal. SQLite or PostgreSQL, the same code.

Written under the room's lock in the transaction of the line that names them (docs/decisions/0004-store.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from bongsu.core.events import FileAdded
from bongsu.store import journal
from bongsu.store.operations import models as m

PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Held:
    """A file that stands. `row` finds its pieces."""

    row: int
    kind: str
    size: int
    pieces: int


def bytes_held(org: int, room: int) -> int:
    rows = m.RoomFile.objects.filter(org_id=org, room_id=room, complete=True)
    return rows.aggregate(n=Sum("size"))["n"] or 0


def keep(org: int, room: int, added: FileAdded, content: bytes) -> None:
    row = m.RoomFile.objects.create(
        org_id=org,
        room_id=room,
        key=added.file,
        sha256=added.sha256,
        size=added.size,
        kind=added.kind,
        complete=True,
    )
    for n, start in enumerate(range(0, len(content), PIECE)):
        m.RoomFileChunk.objects.create(file=row, n=n, data=content[start : start + PIECE])


def drop(org: int, room: int, key: str) -> None:
    """The bytes are deleted and, on SQLite, overwritten."""
    row = m.RoomFile.objects.get(org_id=org, room_id=room, key=key)
    m.RoomFileChunk.objects.filter(file=row).delete()
    m.RoomFile.objects.filter(pk=row.pk).update(complete=False)
    transaction.on_commit(journal.leave_no_copy)


def find(org: int, room: int, key: str) -> Held | None:
    """None: there is none in this organisation's room, or it was withdrawn."""
    row = m.RoomFile.objects.filter(org_id=org, room_id=room, key=key, complete=True).first()
    if row is None:
        return None
    return Held(row.pk, row.kind, row.size, -(-row.size // PIECE))


def piece(row: int, n: int) -> bytes:
    """Raises LookupError when it was withdrawn meanwhile."""
    found = m.RoomFileChunk.objects.filter(file_id=row, n=n).values_list("data", flat=True).first()
    if found is None:
        raise LookupError(f"piece {n} of file {row} is gone")
    return bytes(found)


def pieces(held: Held) -> Iterator[bytes]:
    """One query a piece: a slow reader keeps no transaction open, and no more than one piece in memory."""
    return (piece(held.row, n) for n in range(held.pieces))
