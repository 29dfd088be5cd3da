"""Questions are asked, decided and objected to; tasks are given; the clock acts where nobody does."""

from collections.abc import Sequence

from bongsu.core.errors import NoSuchRoom
from bongsu.core.ports import Ports, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis import clock, convene, decide as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act


def ask(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    question: str,
    options: Sequence[str],
    default: int,
    owner: str,
    deputy: str | None,
    minutes: int,
    once: str | None = None,
) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.ask(
            room,
            by=by,
            question=question,
            options=options,
            default=default,
            owner=owner,
            deputy=deputy,
            minutes=minutes,
            people=people,
            at=at,
        ),
    )


def decide(
    ports: Ports, *, org: int, room: int, by: str, decision: str, option: int, why: str, once: str | None = None
) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.decide(room, by=by, decision=decision, option=option, why=why, at=at),
    )


def object_to(ports: Ports, *, org: int, room: int, by: str, decision: str, why: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.object_to(room, by=by, decision=decision, why=why, at=at),
    )


def give_task(
    ports: Ports, *, org: int, room: int, by: str, text: str, owner: str, minutes: int, once: str | None = None
) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.give_task(
            room, by=by, task=text, owner=owner, minutes=minutes, people=people, at=at
        ),
    )


def finish_task(ports: Ports, *, org: int, room: int, by: str, task: str, note: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.finish_task(room, by=by, task=task, note=note, at=at),
    )


def watch_clock(ports: Ports, *, org: int) -> int:
    """Act on every deadline that has come; returns how many lines that made. Asked twice at one instant: nothing more.

    Also gives a leader to a room whose opening was cut short, by a killed process, between its first line and the next.
    """
    store: Store[Room] = ports.store
    people = store.people(org)
    made = 0
    due = set(store.rooms_due(org, ports.clock.now(org)))
    for room in store.open_rooms(org):
        try:
            state = store.peek(org, room)
            if state.leader is None and convene.assemble(state, people=people, at=ports.clock.now(org)):
                made += len(
                    act(
                        ports,
                        org=org,
                        room=room,
                        by=SYSTEM,
                        rule=lambda room, at: convene.assemble(room, people=people, at=at),
                    )
                )
            # Looked at without the lock first: most seconds bring nothing, and the lock is everybody's.
            if room in due and clock.overdue(state, people=people, at=ports.clock.now(org)):
                made += len(
                    act(
                        ports,
                        org=org,
                        room=room,
                        by=SYSTEM,
                        rule=lambda room, at: clock.overdue(room, people=people, at=at),
                    )
                )
        except NoSuchRoom:
            continue  # removed while we looked
    return made
