"""Questions are asked, decided and objected to; tasks are given; the clock acts where nobody does."""

from collections.abc import Sequence

from bongsu.core.errors import NoSuchRoom
from bongsu.core.ports import Ports, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis import clock, convene, decide as rules
from bongsu.crisis.room import Room
from bongsu.flows import charter, clips
from bongsu.flows.acting import act, roles_of
from bongsu.flows.formation import outside


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
    effects: Sequence[str] = (),
    reversals: Sequence[str] = (),
    judges: Sequence[str] | None = None,
    because: str = "",
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
            effects=effects,
            reversals=reversals,
            judges=judges,
            because=because,
        ),
    )


def decide(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    decision: str,
    option: int,
    why: str,
    waived: str = "",
    once: str | None = None,
) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.decide(
            room, by=by, decision=decision, option=option, why=why, waived=waived, at=at
        ),
    )


def judge(
    ports: Ports, *, org: int, room: int, by: str, decision: str, option: int, why: str, once: str | None = None
) -> None:
    """A practitioner's view of one question."""
    roles = roles_of(ports.store.people(org), by)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.judge(room, by=by, roles=roles, decision=decision, option=option, why=why, at=at),
    )


def propose(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    decision: str,
    option: int,
    minutes: int,
    waived: str = "",
    once: str | None = None,
) -> None:
    """Any strong objections?"""
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.propose(
            room, by=by, decision=decision, option=option, minutes=minutes, waived=waived, at=at
        ),
    )


def reopen(
    ports: Ports, *, org: int, room: int, by: str, decision: str, why: str, minutes: int, once: str | None = None
) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.reopen(room, by=by, decision=decision, why=why, minutes=minutes, at=at),
    )


def consult(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    decision: str | None,
    person: str,
    question: str,
    minutes: int,
    once: str | None = None,
) -> None:
    """Ask somebody whose field it touches; `person` is a key, or "role:legal" for whoever holds that role."""
    people = ports.store.people(org)
    role = person.removeprefix("role:") if person.startswith("role:") else ""
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.consult(
            room,
            by=by,
            decision=decision or "",
            role=role,
            person=None if role else person,
            question=question,
            minutes=minutes,
            people=people,
            at=at,
        ),
    )


def answer(
    ports: Ports, *, org: int, room: int, by: str, consultation: str, words: str, once: str | None = None
) -> None:
    roles = roles_of(ports.store.people(org), by)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.answer(room, by=by, roles=roles, consultation=consultation, words=words, at=at),
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
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    text: str,
    owner: str,
    minutes: int,
    because: str | None = None,
    once: str | None = None,
) -> None:
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.give_task(
            room, by=by, task=text, owner=owner, minutes=minutes, people=people, at=at, because=because or ""
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


def _assemble(ports: Ports, org: int, room: Room) -> int:
    about = outside(ports, org=org, room=room.id)
    if not convene.assemble(room, **about, at=ports.clock.now(org)):
        return 0
    return len(
        act(ports, org=org, room=room.id, by=SYSTEM, rule=lambda room, at: convene.assemble(room, **about, at=at))
    )


def watch_clock(ports: Ports, *, org: int) -> int:
    """Act on every deadline that has come; returns how many lines that made. Asked twice at one instant: nothing more.

    Also gives a leader to a room whose opening was cut short, by a killed process, between its first line and the next.
    """
    store: Store[Room] = ports.store
    store.enact_charter(org, ports.clock.now(org))
    store.expire_information(org, ports.clock.now(org))
    store.forget_reporters(org, ports.clock.now(org))
    clips.count_waiting(ports, org=org)
    made = charter.spread(ports, org=org)
    due = set(store.rooms_due(org, ports.clock.now(org)))
    for room in store.open_rooms(org):
        try:
            state = store.peek(org, room)
            if state.leader is None:
                made += _assemble(ports, org, state)
            # Looked at without the lock first: most seconds bring nothing, and the lock is everybody's.
            if room in due:
                made += _overdue(ports, org, state)
        except NoSuchRoom:
            continue  # removed while we looked
    return made


def _overdue(ports: Ports, org: int, state: Room) -> int:
    people = ports.store.people(org)
    if not clock.overdue(state, people=people, at=ports.clock.now(org)):
        return 0
    said = act(
        ports, org=org, room=state.id, by=SYSTEM, rule=lambda room, at: clock.overdue(room, people=people, at=at)
    )
    return len(said)
