"""Who stands ready, who was heard, who only comments."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on, swap
from bongsu.crisis.room import Room


def seen(room: Room, line: Line) -> Room:
    """Any act of the leader says that they are here."""
    if line.by != room.leader:
        return room
    return replace(room, leader_seen_at=line.at, leader_quiet_at=None)


@on(e.StandbyNamed)
def _standby(room: Room, ev: e.StandbyNamed, line: Line) -> Room:
    return replace(room, standby=ev.person)


@on(e.LeaderHere)
def _here(room: Room, ev: e.LeaderHere, line: Line) -> Room:
    return room  # whoever acts was seen


@on(e.LeaderQuiet)
def _quiet(room: Room, ev: e.LeaderQuiet, line: Line) -> Room:
    return replace(room, leader_quiet_at=line.at, standby=room.standby or ev.standby)


@on(e.CommentMade)
def _comment(room: Room, ev: e.CommentMade, line: Line) -> Room:
    return replace(room, comments_only=tuple(dict.fromkeys((*room.comments_only, line.by))))


@on(e.TaskHandedOn)
def _handed_on(room: Room, ev: e.TaskHandedOn, line: Line) -> Room:
    old = room.task(ev.task)
    return room if old is None else replace(room, tasks=swap(room.tasks, old, replace(old, owner=ev.owner)))
