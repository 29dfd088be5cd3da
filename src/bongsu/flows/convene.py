"""Rooms are opened, people called, command is taken and handed over, beacons raised and lowered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core.errors import AnotherRoomOpen
from bongsu.core.events import Event
from bongsu.core.ports import Ports, Store
from bongsu.core.values import Finding
from bongsu.crisis import assess as judging, convene as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import Rule, act, open_rooms, roles_of
from bongsu.flows.formation import outside
from bongsu.sense.outlook import last_loud

#: Loudness is judged in blocks of this length, against the same blocks of so many weeks before.
BLOCK, WEEKS = timedelta(minutes=10), 4


def open_room(
    ports: Ports,
    *,
    org: int,
    brand: int,
    by: str,
    title: str,
    why: str,
    level: int = 2,
    finding: Finding | None = None,
    first: Rule | None = None,
    once: str | None = None,
) -> int:
    """Open a room and call its people; returns its id. What `first` says stands at its beginning, where it is new.

    Where the brand has an open room already, that one is returned, what was seen is noted in it, and a higher level
    raises its beacon: two people who see the same fire come together.
    """
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    opened = rules.opening(
        brand=brand, by=by, title=title, why=why, level=level, ground=store.ground(org), at=at, finding=finding
    )
    about = outside(ports, org=org)

    def begin(state: Room) -> Sequence[Event]:
        said = first(state, at) if first is not None else ()
        noted = (judging.noted(finding),) if finding is not None else ()
        assembled = rules.assemble(state, **about, at=at, category=finding.category if finding is not None else None)
        return (*((said,) if isinstance(said, Event) else said), *noted, *assembled)

    # In one commit: a room without its leader, or without what it was opened for, is a room nobody is called to.
    room, new = store.open_room(org, opened, by=by, at=at, unless_open=True, then=begin)
    if new:
        ports.wake.publish(org, room, store.peek(org, room).seq)
        if once is not None:
            act(ports, org=org, room=room, by=by, rule=lambda _state, _at: (), once=once)
        return room
    about = outside(ports, org=org, room=room)

    def come_in(state: Room, at: datetime) -> Sequence[Event]:
        events: list[Event] = [judging.note(state, by=by, words=f"{title}: {why}", at=at)]
        if level > state.level:
            events += rules.raise_beacon(state, by=by, level=level, why=why, **about, at=at)
        return events

    # Whoever comes second may be here before a room that a finding opened is assembled; what they saw is kept all the
    # same. A room is assembled whatever form it came from: none is left without a leader.
    act(ports, org=org, room=room, by=by, rule=lambda state, at: rules.assemble(state, **about, at=at))
    act(ports, org=org, room=room, by=by, rule=come_in, once=once)
    return room


def raise_beacon(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    level: int,
    why: str,
    because: str | None = None,
    once: str | None = None,
) -> None:
    about = outside(ports, org=org, room=room)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.raise_beacon(room, by=by, level=level, why=why, **about, at=at, because=because or ""),
    )


def lower_beacon(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    level: int,
    why: str,
    because: str | None = None,
    once: str | None = None,
) -> None:
    """One level down, once it has been quiet for as long as the level asks."""
    loud = loud_at(ports, room=ports.store.peek(org, room), at=ports.clock.now(org))
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.lower_beacon(
            room,
            by=by,
            level=level,
            why=why,
            at=at,
            loud_at=loud,
            because=because or "",
        ),
    )


def loud_at(ports: Ports, *, room: Room, at: datetime) -> datetime | None:
    """When the volume was last at the room's level, within its quiet periods; None: not since."""
    row = room.ground.row(room.level)
    span = timedelta(minutes=row.quiet_periods * (row.report_every_min or 0))
    blocks = span // BLOCK
    if not blocks or not row.volume_x:
        return None
    end = at.replace(second=0, microsecond=0)

    def sums(weeks_ago: int) -> list[int]:
        since = end - blocks * BLOCK - timedelta(weeks=weeks_ago)
        found = [0] * blocks
        for when, count in ports.mentions.minutes(room.brand, since, since + blocks * BLOCK).items():
            found[(when - since) // BLOCK] += count
        return found

    earlier = [past for past in map(sums, range(1, WEEKS + 1)) if any(past)]
    usual = [sum(past[n] for past in earlier) / len(earlier) if earlier else 0.0 for n in range(blocks)]
    last = last_loud(sums(0), usual=usual, times=row.volume_x)
    return None if last is None else end - (blocks - 1 - last) * BLOCK


def acknowledge(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    """I am here: stops the calls."""
    roles = roles_of(ports.store.people(org), by)
    _do(ports, org, room, by, once, lambda room, at: rules.acknowledge(room, by=by, roles=roles, at=at))


def join(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    """Come in without having been called."""
    roles = roles_of(ports.store.people(org), by)
    _do(ports, org, room, by, once, lambda room, at: rules.join(room, by=by, roles=roles, at=at))


def take_lead(
    ports: Ports, *, org: int, room: int, by: str, why: str, seen: str | None = None, once: str | None = None
) -> None:
    """`seen`: who led when `by` decided to. Two at one instant: one takes command, the other gets LeaderChanged."""
    people = ports.store.people(org)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.take_lead(room, by=by, why=why, at=at, seen=seen, people=people),
    )


def offer_lead(ports: Ports, *, org: int, room: int, by: str, to: str, note: str, once: str | None = None) -> None:
    people = ports.store.people(org)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.offer_lead(room, by=by, to=to, note=note, people=people, at=at),
    )


def accept_lead(ports: Ports, *, org: int, room: int, by: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.accept_lead(room, by=by, at=at))


def rename(ports: Ports, *, org: int, room: int, by: str, title: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.rename(room, by=by, title=title, at=at))


def close_room(
    ports: Ports, *, org: int, room: int, by: str, summary: str, waiver: str = "", once: str | None = None
) -> None:
    """Stand down. `waiver`: why what the checklist still asks for is left out."""
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.close(room, by=by, summary=summary, waiver=waiver, at=at),
    )


def reopen_room(ports: Ports, *, org: int, room: int, by: str, why: str, once: str | None = None) -> None:
    """Raises AnotherRoomOpen when the brand's crisis goes on elsewhere."""
    store: Store[Room] = ports.store

    def rule(state: Room, at: datetime) -> Event:
        reopened = rules.reopen(state, by=by, why=why, at=at)
        if others := [other for other in open_rooms(store, org, state.brand, kind=state.kind) if other != room]:
            raise AnotherRoomOpen(room=others[0])
        return reopened

    _do(ports, org, room, by, once, rule)


def _do(ports: Ports, org: int, room: int, by: str, once: str | None, rule: Rule) -> None:
    act(ports, org=org, room=room, by=by, rule=rule, once=once)
