"""A chain is asked, each step answers, and the last yes releases; money is given under a mandate or a chain's leave."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bongsu.core.errors import NoSuchThing
from bongsu.core.events import Event
from bongsu.core.ports import Ports, RoomTx
from bongsu.core.values import PUBLISH
from bongsu.crisis import approvals as rules, decide, leave, speak
from bongsu.crisis.room import Room
from bongsu.flows.acting import act, roles_of, zone_of


def ask_for_text(ports: Ports, *, org: int, room: int, by: str, digest: str, once: str | None = None) -> None:
    """Ask the chain for the draft as `by` was shown it."""
    people = ports.store.people(org)
    roles = roles_of(people, by)

    def rule(state: Room, at: datetime) -> Sequence[Event]:
        asked = rules.ask_for_text(state, by=by, roles=roles, digest=digest, at=at)
        return rules.with_unheld(state, asked, people=people, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def ask_for_act(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    what_act: str,
    what: str,
    amount_krw: int,
    outlet: str | None = None,
    once: str | None = None,
) -> None:
    """Ask the chain for something that is no text. `outlet`: where it is to be done. Raises NoSuchThing for another."""
    people = ports.store.people(org)
    roles = roles_of(people, by)
    if outlet and all(o.key != outlet for o in ports.store.outlets(org)):
        raise NoSuchThing(what="outlet", key=outlet)

    def rule(state: Room, at: datetime) -> Sequence[Event]:
        asked = rules.ask_for_act(
            state,
            by=by,
            roles=roles,
            act=what_act,
            what=what,
            amount_krw=amount_krw,
            outlet=outlet or "",
            at=at,
        )
        return rules.with_unheld(state, asked, people=people, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def approve_step(
    ports: Ports, *, org: int, room: int, by: str, request: str, digest: str, once: str | None = None
) -> None:
    """Say yes as the step that is asked. In the same transaction the last yes to a text releases it, and the last yes
    to an act gives somebody the task to carry it out."""
    people, outlets = ports.store.people(org), ports.store.outlets(org)
    roles = roles_of(people, by)

    def rule(state: Room, at: datetime) -> Event | Sequence[Event]:
        asked = state.approval(request)
        given = rules.approve(state, by=by, roles=roles, request=request, digest=digest, at=at)
        if asked is None or asked.act not in PUBLISH or given.step < len(asked.steps) - 1:
            follows = decide.ordered(state, given, people=people, outlets=outlets, at=at)
            return (*rules.with_unheld(state, given, people=people, at=at), *follows)
        zone = zone_of(ports, org=org, brand=state.brand)
        return speak.approve(state, by=by, roles=roles, digest=digest, outlets=outlets, zone=zone, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def object_to_step(
    ports: Ports, *, org: int, room: int, by: str, request: str, digest: str, why: str, once: str | None = None
) -> None:
    people = ports.store.people(org)
    roles = roles_of(people, by)

    def rule(state: Room, at: datetime) -> Sequence[Event]:
        said = rules.object_to(state, by=by, roles=roles, request=request, digest=digest, why=why, at=at)
        return rules.with_unheld(state, said, people=people, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def withdraw_request(
    ports: Ports, *, org: int, room: int, by: str, request: str, why: str, once: str | None = None
) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.withdraw(room, by=by, request=request, why=why, at=at),
    )


def compensate(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    amount_krw: int,
    to: str,
    why: str,
    request: str | None = None,
    once: str | None = None,
) -> None:
    """Give money. What was spent today is read under a lock over all rooms, so that a cap for a day holds."""
    roles = roles_of(ports.store.people(org), by)
    spent: dict[str, int] = {}
    day = ""

    def look(tx: RoomTx[Room], at: datetime) -> None:
        nonlocal day
        day = day_of(ports, tx.room, at)
        spent.update(tx.spent_on(day, leave.spends(tx.room)))

    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        before=look,
        rule=lambda room, at: leave.compensate(
            room,
            by=by,
            roles=roles,
            amount_krw=amount_krw,
            to=to,
            why=why,
            day=day,
            day_spent=spent,
            request=request,
            at=at,
        ),
    )


def day_of(ports: Ports, room: Room, at: datetime) -> str:
    """The organisation's day, ISO 8601."""
    return at.astimezone(ZoneInfo(zone_of(ports, org=room.org, brand=room.brand))).date().isoformat()
