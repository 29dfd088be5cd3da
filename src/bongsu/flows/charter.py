"""Leave is taken back at once, in the charter and in every open room."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core.errors import NoSuchRoom, NoSuchThing, NotYours
from bongsu.core.events import Event
from bongsu.core.ports import Ports, Revoked, Store
from bongsu.crisis import leave, text
from bongsu.crisis.room import Room
from bongsu.flows.acting import Rule, act, roles_of

EXECUTIVES = frozenset({"executive", "committee_head"})


def revoke(ports: Ports, *, org: int, by: str, mandate: str, why: str) -> None:
    """An executive takes leave back: from this minute on it holds nowhere, open rooms included.

    Raises NotYours, NoSuchThing, AlreadyDone, ReasonMissing.
    """
    store: Store[Room] = ports.store
    if not EXECUTIVES & set(roles_of(store.people(org), by)):
        raise NotYours(owner="executive")
    if all(m.id != mandate for m in store.ground(org).charter.mandates):
        raise NoSuchThing(what="mandate", key=mandate)
    words = text.needed(why, most=text.WHY, what="why")
    store.revoke(org, mandate, by=by, why=words, at=ports.clock.now(org))
    spread(ports, org=org)


def spread(ports: Ports, *, org: int) -> int:
    """Put what was taken back on record in every open room whose frozen ground still holds it; how many lines.

    Repeated by the clock: a process that dies between the charter and a room leaves nothing open for long.
    """
    store: Store[Room] = ports.store
    made = 0
    for room in store.open_rooms(org):
        try:
            state = store.peek(org, room)
            gone = store.revoked(org, state.opened_at)
            if missing(state, gone):
                for one in gone:
                    made += len(act(ports, org=org, room=room, by=one.by, rule=_taking(one)))
        except NoSuchRoom:
            continue
    return made


def missing(room: Room, gone: Sequence[Revoked]) -> tuple[Revoked, ...]:
    """What was taken back and still holds in this room."""
    until = {m.id: m.revoked_at or m.until for m in room.charter.mandates}
    return tuple(one for one in gone if one.mandate in until and until[one.mandate] > one.at)


def _taking(one: Revoked) -> Rule:
    def rule(room: Room, _at: datetime) -> Sequence[Event]:
        return tuple(
            leave.revoke(room, mandate=late.mandate, by=late.by, why=late.why, revoked_at=late.at)
            for late in missing(room, (one,))
        )

    return rule
