"""All outlets at once: anybody stops them, whoever the charter lets opens them again."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NotTheLeader
from bongsu.crisis import leave, text
from bongsu.crisis.decide.orders import to_resume
from bongsu.crisis.room import Room


def pause(room: Room, *, by: str, why: str, at: datetime, because: str = "") -> e.OutletsPaused:
    """Stop everything that would leave. Anybody in the organisation may: silence can be undone, words cannot.

    because   the decision it follows from, if any
    """
    text.open_room(room)
    text.a_person(by)
    if room.paused_at is not None:
        raise AlreadyDone(what="pause")
    return e.OutletsPaused(
        why=text.needed(why, most=text.WHY, what="why"), because=because if room.decision(because) else ""
    )


def resume(room: Room, *, by: str, roles: Sequence[str], why: str, at: datetime) -> e.OutletsResumed:
    """Let it flow again: the leader, a role the charter lets `resume_outlets` at this level, whoever has the order."""
    text.open_room(room)
    text.a_person(by)
    if room.paused_at is None:
        raise AlreadyDone(what="resume")
    if not may_resume(room, by=by, roles=roles, at=at):
        raise NotTheLeader(leader=room.leader)
    return e.OutletsResumed(why=text.needed(why, most=text.WHY, what="why"))


def may_resume(room: Room, *, by: str, roles: Sequence[str], at: datetime) -> bool:
    answer = leave.ask(room, by=by, roles=roles, act="resume_outlets", at=at)
    forbidden = answer.verdict == "no" and answer.under is not None
    ordered = room.leader == by or to_resume(room, by) is not None
    return answer.verdict == "yes" or (ordered and not forbidden)
