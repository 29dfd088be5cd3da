"""One act in one room, from lock to wake-up."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bongsu.core.errors import Repeated
from bongsu.core.events import Event
from bongsu.core.line import Line
from bongsu.core.ports import Ports, RoomTx, Store
from bongsu.core.values import Person
from bongsu.crisis.room import Room

Rule = Callable[[Room, datetime], Event | Sequence[Event]]


def act(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    rule: Rule,
    once: str | None = None,
    before: Callable[[RoomTx[Room], datetime], None] | None = None,
    after: Callable[[RoomTx[Room], Sequence[Line]], None] | None = None,
) -> tuple[Line, ...]:
    """Lock the room, ask `rule`, append what it returns, commit, and wake whoever watches. Returns the new lines.

    `before` may lock more, and read under that lock, for `rule` to know; `after` writes what belongs to the new lines,
    in their transaction. The time is read under the room's lock, so
    lines never run backwards. A request carried out before (`once`) and a rule that returns nothing leave no line.
    """
    store: Store[Room] = ports.store
    try:
        with store.room(org, room, once=once) as tx:
            at = ports.clock.now(org)
            if before is not None:
                before(tx, at)
            said = rule(tx.room, at)
            events = (said,) if isinstance(said, Event) else tuple(said)
            lines = tx.append(*events, by=by, at=at) if events else ()
            if after is not None and lines:
                after(tx, lines)
    except Repeated:
        return ()
    if lines:
        ports.wake.publish(org, room, lines[-1].seq)
    return lines


def open_rooms(store: Store[Room], org: int, brand: int, *, kind: str = "crisis") -> tuple[int, ...]:
    """A brand's open rooms of one kind: a drill is never in the way of a crisis."""
    return tuple(room for room in store.open_rooms(org, brand) if store.peek(org, room).kind == kind)


def roles_of(people: Sequence[Person], key: str) -> tuple[str, ...]:
    """Roles in the organisation; none for somebody who left."""
    return next((person.roles for person in people if person.key == key), ())


def zone_of(ports: Ports, *, org: int, brand: int) -> str:
    """The zone in which the public reads a brand's times."""
    return next((ref.zone for ref in ports.mentions.brands(org) if ref.id == brand), "Asia/Seoul")
