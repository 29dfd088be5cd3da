"""Situation reports: drawn up by the clock, remarked on by people."""

from bongsu.core.errors import NoSuchRoom
from bongsu.core.ports import Ports, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis import rounds
from bongsu.crisis.assess import sitrep
from bongsu.crisis.room import Room
from bongsu.flows.acting import act


def report_situations(ports: Ports, *, org: int) -> int:
    """Report every room whose round has come; returns how many. Twice, by two machines, after a kill: one a round.

    Numbers are gathered before the room is locked; under the lock the rule looks again whether the round has a report.
    """
    store: Store[Room] = ports.store
    made = 0
    for room in store.rooms_due(org, ports.clock.now(org)):
        try:
            state = store.peek(org, room)
            at = ports.clock.now(org)
            if rounds.report_wanted(state, at) is None:
                continue
            picture = ports.mentions.picture(org, state.brand, at)
            lines = act(
                ports,
                org=org,
                room=room,
                by=SYSTEM,
                rule=lambda room, at, picture=picture: sitrep.report(room, picture=picture, at=at),  # type: ignore[misc]
            )
            made += len(lines)
        except NoSuchRoom:
            continue  # removed while we looked
    return made


def remark(ports: Ports, *, org: int, room: int, by: str, report: int, text: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: sitrep.remark(room, by=by, report=report, words=text, at=at),
    )
