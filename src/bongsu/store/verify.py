"""Proof that no journal line was altered, lost or moved. Reads in a stream: memory does not grow with a journal."""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from bongsu.crisis import fold
from bongsu.crisis.room import Room
from bongsu.store import codec, journal, projections
from bongsu.store.operations import models as m

What = Literal["altered", "missing", "reordered"]
CHUNK = 500
#: Of one gap, so many missing lines are named.
NAMED = 1000
#: What reading or folding a line may raise that no room of ours has written: whoever forges lines may hash them too.
BROKEN = (LookupError, ValueError, TypeError, AttributeError, StopIteration, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Fault:
    """Line 0 is the room itself."""

    room: int
    line: int
    what: What


class _Row(NamedTuple):
    room_id: int
    seq: int
    org_id: int
    at: Any
    by: str
    type: str
    body: str
    hash: str


def verify(org: int | None = None) -> Iterator[Fault]:
    """Every fault in the journals of one organisation, or of all; by room, then by line."""
    rooms = m.Room.objects.order_by("id")
    if org is not None:
        rooms = rooms.filter(org_id=org)
    for id_ in rooms.values_list("id", flat=True).iterator(chunk_size=CHUNK):
        yield from _room(id_)
    # The constraint on rooms can be switched off by whoever edits the file.
    orphans = m.JournalLine.objects.exclude(room_id__in=m.Room.objects.values("id"))
    if org is not None:
        orphans = orphans.filter(org_id=org)
    for id_ in orphans.order_by("room_id").values_list("room_id", flat=True).distinct():
        yield Fault(id_, 0, "missing")


def verify_room(org: int, room: int) -> tuple[Fault, ...]:
    """Every fault in the journal of one room of an organisation; none for a room that is not its."""
    if not m.Room.objects.filter(org_id=org, pk=room).exists():
        return ()
    return tuple(_room(room))


def counted(org: int | None = None) -> tuple[int, int]:
    """(rooms, journal lines)."""
    rooms, lines = m.Room.objects.all(), m.JournalLine.objects.all()
    if org is not None:
        rooms, lines = rooms.filter(org_id=org), lines.filter(org_id=org)
    return rooms.count(), lines.count()


def _room(id_: int) -> Iterator[Fault]:
    row = m.Room.objects.filter(pk=id_).first()
    if row is None:
        return  # gone since we listed it
    walk = _Walk(row)
    for chunk in _chunks(id_):
        seals = _personal(id_, chunk[0].seq, chunk[-1].seq)
        for line in chunk:
            yield from walk.step(line, seals.get(line.seq, ()))
    yield from walk.end()


def _chunks(room: int) -> Iterator[list[_Row]]:
    rows = m.JournalLine.objects.filter(room_id=room).order_by("seq").values_list(*_Row._fields)
    stream = (_Row(*row) for row in rows.iterator(chunk_size=CHUNK))
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


_Personal = tuple[int, str, str, str]


def _personal(room: int, first: int, last: int) -> dict[int, list[_Personal]]:
    """Personal values of some lines by line: (line, seal, value, salt)."""
    rows = m.PersonalValue.objects.filter(room_id=room, seq__gte=first, seq__lte=last).order_by("seq")
    values = rows.values_list("seq", "seal", "value", "salt")
    return {seq: list(group) for seq, group in groupby(values, key=itemgetter(0))}


class _Walk:
    """Goes through one room's lines in order of their numbers."""

    def __init__(self, row: m.Room) -> None:
        self._row = row
        self._last = 0  # number of the line before
        self._hash: str | None = ""  # its hash; None: unknown after a gap or a moved line
        self._named = -1  # the line a fault was named for last
        self._sound = True
        self._state: Room | None = None
        self._followed: set[str] | None = None

    def _fault(self, line: int, what: What) -> Iterator[Fault]:
        self._sound = False
        if line != self._named:
            self._named = line
            yield Fault(self._row.pk, line, what)

    def step(self, line: _Row, personal: Iterable[_Personal]) -> Iterator[Fault]:
        if line.seq > self._row.seq and not self._grew(line.seq):
            yield from self._fault(line.seq, "altered")  # put there by somebody who did not know of the room's count
        yield from self._gap(line.seq)
        plain = _parsed(line.body)
        seq = plain.get("seq") if plain else None
        if isinstance(seq, int) and seq != line.seq and self._is_ours(line.body):
            yield from self._fault(line.seq, "reordered")
            self._last, self._hash = line.seq, None
            return
        if plain is not None and self._hash is not None and plain.get("prev") != self._hash:
            # Whose fault: this line's, if its own hash is wrong too; else the one before is not what it was.
            own = journal.hash_of(line.body) == line.hash
            yield from self._fault(self._last if own and self._last else line.seq, "altered")
        if plain is None or not self._matches(line, plain) or not _personal_holds(plain, personal):
            yield from self._fault(line.seq, "altered")
        self._last, self._hash = line.seq, line.hash
        if self._sound and plain is not None:
            yield from self._fold(line.seq, plain)

    def _is_ours(self, body: str) -> bool:
        """Whether some line follows this one, wherever it stands now: it is as it was written."""
        if self._followed is None:
            bodies = m.JournalLine.objects.filter(room_id=self._row.pk).values_list("body", flat=True)
            parsed = map(_parsed, bodies.iterator(chunk_size=CHUNK))
            self._followed = {str(plain.get("prev")) for plain in parsed if plain} | {self._row.head}
        return journal.hash_of(body) in self._followed

    def _grew(self, seq: int) -> bool:
        """Whether the room was appended to while we read."""
        row = m.Room.objects.filter(pk=self._row.pk).first()
        if row is not None and row.seq >= seq:
            self._row = row
            return True
        return False

    def _gap(self, seq: int) -> Iterator[Fault]:
        if seq > self._last + 1:
            for missing in range(self._last + 1, min(seq, self._last + 1 + NAMED)):
                yield from self._fault(missing, "missing")
            self._hash = None

    def _matches(self, line: _Row, plain: dict[str, Any]) -> bool:
        """The columns say what the body says, and the hash is the body's."""
        try:
            at = codec.utc(line.at)
        except (ValueError, AttributeError):
            return False
        said = (plain.get("org"), plain.get("room"), plain.get("at"), plain.get("by"), plain.get("type"))
        shown = (self._row.org_id, self._row.pk, at, line.by, line.type)
        own = line.org_id == self._row.org_id and journal.hash_of(line.body) == line.hash
        return own and said == shown and plain.get("seq") == line.seq

    def _fold(self, seq: int, plain: dict[str, Any]) -> Iterator[Fault]:
        try:
            line = journal.read_plain(plain)
            if self._state is None:
                self._state = fold.begin(room=self._row.pk, org=self._row.org_id, line=line)
            else:
                self._state = fold.apply(self._state, line)
        except BROKEN:
            yield from self._fault(seq, "altered")

    def end(self) -> Iterator[Fault]:
        yield from self._gap(self._row.seq + 1)
        if self._hash is not None and self._last and self._row.head != self._hash:
            yield from self._fault(self._last, "altered")
        if self._sound and not (self._state is not None and _shows(self._row, self._state)):
            yield from self._fault(self._last, "altered")


def _parsed(body: str) -> dict[str, Any] | None:
    try:
        plain = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) else None


def _personal_holds(plain: dict[str, Any], personal: Iterable[_Personal]) -> bool:
    data = plain.get("data")
    said = {v for v in data.values() if isinstance(v, str)} if isinstance(data, dict) else set()
    for _, seal, value, salt in personal:
        try:
            true = journal.seal_of(value, salt)
        except ValueError:
            return False
        if seal not in said or not hmac.compare_digest(true, seal):
            return False
    return True


def _shows(row: m.Room, state: Room) -> bool:
    """The stored room is what its journal makes. A deadline column is derived, not evidence."""
    try:
        stored = codec.room_from(row.state, row.ground)
        columns = projections.columns(state, row.head)
    except BROKEN:
        return False
    return stored == state and all(
        getattr(row, name) == value for name, value in columns.items() if name not in ("state", "due_at")
    )
