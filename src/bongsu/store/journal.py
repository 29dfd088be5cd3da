"""The journal's lines: their bytes, their chain, and the personal values that lie apart from them.

A line's body is canonical JSON (`store.codec`): {"v", "org", "room", "seq", "at", "by", "type", "data", "prev"}. Its
hash is SHA-256 of the body; `prev` is the hash of the line before, so a line cannot change without all that follow.
A personal value stands in `data` as "sealed:" and its HMAC-SHA256 under 32 random bytes of its own. Deleting value and
salt shreds it: the seal stays, the chain holds, and nobody can try names against it.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from bongsu.core.events import Event, personal_fields
from bongsu.core.line import Line
from bongsu.store import codec
from bongsu.store.operations.models import PersonalValue

VERSION = 1
SEALED = "sealed:"


@dataclass(frozen=True, slots=True)
class Secret:
    """A personal value on its way to its own row."""

    seal: str
    value: str
    salt: str  # hex


@dataclass(frozen=True, slots=True)
class Written:
    """A line ready to be stored."""

    line: Line  # as the journal has it: personal values sealed
    body: str
    hash: str
    secrets: tuple[Secret, ...]


def seal_of(value: str, salt: str) -> str:
    """The seal of `value` under `salt` (hex)."""
    return SEALED + hmac.new(bytes.fromhex(salt), value.encode(), hashlib.sha256).hexdigest()


def hash_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def write(event: Event, *, org: int, room: int, seq: int, at: datetime, by: str, prev: str) -> Written:
    """Seal, spell and hash one event. An empty personal value stays empty."""
    data: dict[str, Any] = codec.builtins(event)
    kept: list[Secret] = []
    for name in personal_fields(type(event)):
        if data[name]:
            salt = secrets.token_hex(32)
            seal = seal_of(data[name], salt)
            kept.append(Secret(seal, data[name], salt))
            data[name] = seal
    by = codec.keepable(by)
    body = codec.canonical(
        {
            "v": VERSION,
            "org": org,
            "room": room,
            "seq": seq,
            "at": codec.utc(at),
            "by": by,
            "type": event.type_,
            "data": data,
            "prev": prev,
        }
    ).decode()
    line = Line(seq=seq, at=codec.parse_utc(codec.utc(at)), by=by, event=codec.event_from(event.type_, data))
    return Written(line, body, hash_of(body), tuple(kept))


def read(body: str) -> Line:
    """The line of a stored body. Raises ValueError (msgspec's is one) or KeyError when it is none."""
    return read_plain(json.loads(body))


def read_plain(plain: Mapping[str, Any]) -> Line:
    """The line of a parsed body."""
    return Line(
        seq=plain["seq"],
        at=codec.parse_utc(plain["at"]),
        by=plain["by"],
        event=codec.event_from(plain["type"], plain["data"]),
    )


def unseal(room: int, seals: Iterable[str]) -> dict[str, str]:
    """The words behind seals of one room. A missing seal was shredded: its words are erased for good."""
    wanted = {s for s in seals if s.startswith(SEALED)}
    if not wanted:
        return {}
    rows = PersonalValue.objects.filter(room_id=room, seal__in=wanted)
    return dict(rows.values_list("seal", "value"))


def shred(org: int, room: int, seals: Iterable[str]) -> int:
    """Erase the words behind these seals of one room, for good. Returns how many there were."""
    return _erase(PersonalValue.objects.filter(org_id=org, room_id=room, seal__in=list(seals)))


def shred_person(org: int, person: str, *, room: int | None = None) -> int:
    """Erase all personal words that `person` (key) wrote, in one room or in every room of the organisation."""
    values = PersonalValue.objects.filter(org_id=org, by=person)
    return _erase(values if room is None else values.filter(room_id=room))


def _erase(values: QuerySet[PersonalValue]) -> int:
    count, _ = values.delete()
    transaction.on_commit(leave_no_copy)
    return count


def leave_no_copy() -> None:
    """SQLite overwrites what it deletes (boot.settings), but its log still holds the pages of before: empty it.

    A reader under way keeps the log for now; it is emptied when the next process closes the file or shreds again.
    PostgreSQL does the like in its own time, by vacuum.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
