"""Come, lead."""

from collections.abc import Iterator

from bongsu.crisis.convene import leader_gone, leaders_tasks, needs, waits_until
from bongsu.crisis.convene.one_voice import FIRST_FROM, in_force, may_order, points_of
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why

#: From this level on a leader is asked to name who takes over when they are gone.
NEEDS_STANDBY = 4


def come(r: Reader) -> Iterator[Step]:
    call = r.room.call_of(r.me)
    if call is not None and call.acknowledged_at is None:
        due = waits_until(call, r.room.ground)
        yield Step("acknowledge_call", (("role", call.role),), Why("call", call.id), due, "call")


def roles_left(r: Reader) -> Iterator[Step]:
    """Nobody is left to call for a role: the leader names somebody, or goes on without."""
    if r.leads:
        for need in needs(r.room):
            if need.state == "exhausted":
                about: Params = (("role", need.role), ("tried", str(len(need.tried))))
                yield Step("settle_role", about, Why("call", "exhausted", about), None, "calls")


def command(r: Reader) -> Iterator[Step]:
    room = r.room
    if room.handover is not None and room.handover.to == r.me:
        about: Params = (("from", room.leader or ""), ("open_items", str(room.handover.open_items)))
        yield Step("accept_lead", about, Why("call", "handover"), None, "lead")
    if room.standby == r.me and not r.leads and leader_gone(room, r.at):
        about = (("leader", room.leader or ""),)
        yield Step("stand_in", about, Why("call", "leader_gone", about), None, "lead")
    proper = room.ground.row(room.level).lead_role
    if room.leader is None:
        yield Step("take_lead", (("level", str(room.level)),), Why("charter", "no_leader"), None, "lead")
    elif proper is not None and proper in r.roles and not r.leads and _leader_outgrown(r, proper):
        about = (("leader", room.leader), ("level", str(room.level)), ("role", proper))
        yield Step("take_lead", about, Why("charter", f"level-{room.level}", about), None, "lead")


def _leader_outgrown(r: Reader, proper: str) -> bool:
    """The beacon rose under a leader who is not the one the level table names for it."""
    room = r.room
    if room.leader_at is None or room.level_at <= room.leader_at:
        return False
    call = room.call_of(room.leader or "")
    theirs = r.leader_roles if r.leader_roles is not None else ((call.role,) if call else ())
    return proper not in theirs


def one_voice(r: Reader) -> Iterator[Step]:
    """The first act of a crisis, until it is out; then everybody reads it."""
    room, order = r.room, in_force(r.room)
    if order is None:
        wanted = room.one_voice is None and not room.one_voice_skipped and room.level >= FIRST_FROM
        if wanted and may_order(room, by=r.me, roles=r.roles, at=r.at):
            yield Step("order_one_voice", (), Why("watch", "one_voice_first"), None, "one_voice")
    elif r.me in order.unread or points_of(order, r.me):
        yield Step("read_one_voice", (), Why("watch", "one_voice_unread"), None, "one_voice")


def oversee(r: Reader) -> Iterator[Step]:
    """What keeps a leader's hands free: somebody ready behind them, and no task of their own."""
    room = r.room
    if not r.leads:
        return
    for key in leaders_tasks(room):
        task = room.task(key)
        assert task is not None
        about: Params = (("task", key), ("text", task.text))
        yield Step("hand_on_task", about, Why("watch", "leader_holds"), task.due_at, f"task-{key}")
    if room.standby is None and room.level >= NEEDS_STANDBY and len(room.team) > 1:
        yield Step("name_standby", (), Why("watch", "no_standby"), None, "name_standby")
