"""The direct line: a flash before the committee, its receipts, its answers."""

from bongsu.core.ports import Ports, Store
from bongsu.crisis.convene import flash as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act, open_rooms
from bongsu.flows.convene import open_room

#: A flash from the Watch where no room is open opens one at this level.
LEVEL = 2


def send(ports: Ports, *, org: int, room: int, by: str, text: str, once: str | None = None) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.send(room, by=by, words=text, people=people, at=at),
    )


def send_from_watch(ports: Ports, *, org: int, brand: int, by: str, text: str, once: str | None = None) -> int:
    """Into the brand's open room, or one that is opened for it: what is put before the committee is on record.

    Returns the room.
    """
    store: Store[Room] = ports.store
    found = open_rooms(store, org, brand)
    room = found[0] if found else open_room(ports, org=org, brand=brand, by=by, title=text, why=text, level=LEVEL)
    send(ports, org=org, room=room, by=by, text=text, once=once)
    return room


def read(ports: Ports, *, org: int, room: int, by: str, flash: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.read(room, by=by, flash=flash, at=at),
    )


def answer(
    ports: Ports, *, org: int, room: int, by: str, flash: str, answer: str, words: str = "", once: str | None = None
) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.answer(room, by=by, flash=flash, answer=answer, words=words, at=at),
    )


def withdraw(ports: Ports, *, org: int, room: int, by: str, flash: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.withdraw(room, by=by, flash=flash, at=at),
    )
