"""Files come into a room and are withdrawn, each with its bytes in the transaction of its line."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.ports import Ports, RoomTx
from bongsu.crisis import files as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act


def add(
    ports: Ports, *, org: int, room: int, by: str, name: str, content: bytes, once: str | None = None
) -> tuple[Line, ...]:
    """Two at once: both, or whichever came first where both are more than the room takes."""
    held = 0

    def measure(tx: RoomTx[Room], _at: datetime) -> None:
        nonlocal held
        held = tx.bytes_held()

    def keep(tx: RoomTx[Room], lines: Sequence[Line]) -> None:
        for line in lines:
            if isinstance(line.event, e.FileAdded):
                tx.keep_file(line.event, content)

    return act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        before=measure,
        rule=lambda state, at: rules.add(state, by=by, name=name, content=content, held=held),
        after=keep,
    )


def withdraw(
    ports: Ports, *, org: int, room: int, by: str, file: str, why: str, once: str | None = None
) -> tuple[Line, ...]:
    return act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda state, at: rules.withdraw(state, by=by, file=file, why=why),
        after=lambda tx, lines: tx.drop_file(file),
    )
