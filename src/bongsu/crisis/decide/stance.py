"""Engage or prepare (개입/준비): the first decision of a room, asked again when silence does not keep it small."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.decide.questions import practitioners
from bongsu.crisis.room import Room, Stance

OPTIONS = ("engage", "prepare")
#: "Prepare" lasts until it is this many times as loud as when it was decided.
GROWN_X = 2


def due(room: Room) -> tuple[datetime, ...]:
    """At once, where it has to be asked: the instant at which the reason for it came about."""
    since = asked_since(room)
    return () if since is None else (since,)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Put it to the leader. Its default is the level table's."""
    since, leader = asked_since(room), room.leader
    row = room.ground.row(room.level)
    if since is None or leader is None or since > at or row.stance_min is None:
        return ()
    deputy = next((p.deputy for p in people if p.key == leader), None)
    return (
        e.DecisionAsked(
            decision=room.fresh("d"),
            question="stance",
            options=OPTIONS,
            default=OPTIONS.index(row.stance_default),
            owner=leader,
            deputy=deputy if deputy != leader else None,
            due_at=at + timedelta(minutes=row.stance_min),
            kind="stance",
            reversals=("no", "yes"),
            slot=True,
            judges=practitioners(room, people),
            because=room.stance.decision if room.stance else "",
        ),
    )


def asked_since(room: Room) -> datetime | None:
    """Since when it waits to be asked: at the first level that wants it, and when "prepare" was outgrown. None: not."""
    if room.leader is None or room.ground.row(room.level).stance_min is None:
        return None
    if any(d.kind == "stance" and d.is_open for d in room.decisions):
        return None
    if room.stance is None:
        return max(room.level_at, room.leader_at or room.level_at)
    return grown_since(room) if room.stance.choice == "prepare" else None


def grown_since(room: Room) -> datetime | None:
    """Since when the beacon stands higher, or it is twice as loud, than when "prepare" was decided.

    Or since it stood by silence alone, where the beacon had risen meanwhile to a level whose own default is to engage.
    """
    was = room.stance
    if was is None:
        return None
    if _outgrown_unheard(room, was):
        return was.at
    louder = [
        f.noted_at
        for f in room.findings
        if f.noted_at is not None
        and f.noted_at > was.at
        and f.count * 3600 // max(1, f.window_s) >= max(1, GROWN_X * was.per_h)
    ]
    higher = [room.level_at] if room.level > was.level else []
    return min((*louder, *higher), default=None)


def _outgrown_unheard(room: Room, was: Stance) -> bool:
    asked = room.decision(was.decision)
    by_silence = asked is not None and asked.how == "default" and asked.asked_at < room.level_at <= was.at
    return by_silence and room.ground.row(room.level).stance_default != was.choice
