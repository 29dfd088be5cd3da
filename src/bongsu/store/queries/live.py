"""What live streams ask the database: cheap, often, and of one organisation."""

from django.db import connections
from django.db.models import Sum

from bongsu.store.operations.models import JournalLine, Room
from bongsu.store.router import mentions_alias

#: More new lines than this count as "anything may have happened".
MANY = 200
#: Lines that others may write between the count and the look; seeing a type too many costs one rendering.
MEANWHILE = 50


def room_seq(org: int, room: int) -> int | None:
    """Number of a room's last line; None where the organisation has no such room."""
    return Room.objects.filter(org_id=org, pk=room).values_list("seq", flat=True).first()


def org_seq(org: int) -> int:
    """Number of journal lines of an organisation: grows with every line of any of its rooms."""
    return int(Room.objects.filter(org_id=org).aggregate(total=Sum("seq"))["total"] or 0)


def room_types(room: int, after: int) -> frozenset[str] | None:
    """Event types of a room's lines after number `after`; None: too many to say."""
    types = list(JournalLine.objects.filter(room_id=room, seq__gt=after).values_list("type", flat=True)[: MANY + 1])
    return None if len(types) > MANY else frozenset(types)


def org_types(org: int, newest: int) -> frozenset[str] | None:
    """Event types of at least an organisation's `newest` latest lines; None: too many to say."""
    if newest > MANY:
        return None
    rows = JournalLine.objects.filter(org_id=org).order_by("-pk").values_list("type", flat=True)
    return frozenset(rows[: newest + MEANWHILE]) if newest > 0 else frozenset()


def data_versions() -> tuple[int, ...] | None:
    """Numbers that change whenever anybody else commits, or None where the database has none (PostgreSQL).

    SQLite compares within one connection, so always call it from the same thread.
    """
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return None
    found = []
    for alias in dict.fromkeys(("default", mentions_alias())):
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            found.append(int(cursor.fetchone()[0]))
    return tuple(found)


def rest() -> None:
    """Give this thread's connections back, but for those to a file: to open it again is dearer than to ask it."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite":
            connection.close()


def close() -> None:
    """Give this thread's connections back."""
    connections.close_all()
