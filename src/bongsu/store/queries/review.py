"""What a review reads: a room's whole journal, the words behind its seals, and whether the journal still holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bongsu.core import events as e
from bongsu.core.errors import NoSuchRoom
from bongsu.core.line import Line
from bongsu.store import journal
from bongsu.store.operations import models as m
from bongsu.store.verify import Fault, verify_room

#: Lines a review page shows; the export has them all.
LINES_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Journal:
    lines: tuple[Line, ...]  # in order, at most LINES_SHOWN
    words: Mapping[str, str]  # seal → text, for what was not erased
    total: int
    head: str  # hash of the last line
    faults: tuple[Fault, ...]


def whole(org: int, room: int) -> Journal:
    """The journal of one room, checked. Raises NoSuchRoom."""
    row = m.Room.objects.filter(org_id=org, pk=room).only("seq", "head").first()
    if row is None:
        raise NoSuchRoom(room=room)
    bodies = m.JournalLine.objects.filter(org_id=org, room_id=room).order_by("seq").values_list("body", flat=True)
    lines = tuple(journal.read(body) for body in bodies[:LINES_SHOWN])
    seals = [getattr(line.event, name) for line in lines for name in e.personal_fields(type(line.event))]
    return Journal(lines, journal.unseal(room, seals), row.seq, row.head, verify_room(org, room))


def bodies(org: int, room: int) -> list[dict[str, Any]]:
    """Every line as {"seq", "hash", "body"}, `body` exactly as hashed. Raises NoSuchRoom."""
    if not m.Room.objects.filter(org_id=org, pk=room).exists():
        raise NoSuchRoom(room=room)
    rows = m.JournalLine.objects.filter(org_id=org, room_id=room).order_by("seq")
    return [{"seq": seq, "hash": hash_, "body": body} for seq, hash_, body in rows.values_list("seq", "hash", "body")]


def export(org: int, room: int) -> str:
    """The journal as JSON: canonical bodies, so that anybody can recount the chain of hashes."""
    return json.dumps({"format": "bongsu-journal-1", "room": room, "lines": bodies(org, room)}, ensure_ascii=False)
