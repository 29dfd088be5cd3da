"""The next step (다음 한 걸음): the one thing for this reader to do now, and why. Never empty while a room is open.

Each verb's module yields its own steps; here they are put in the order of what harms most when left.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bongsu.core.values import LEVELS, PEACE, Person
from bongsu.crisis.assess import SEES_ALL, dissent, estimates_shown, offline
from bongsu.crisis.next_step import approve, assess, convene, decide, inquiries, promises, speak
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why
from bongsu.crisis.room import Room
from bongsu.crisis.rounds import report_due
from bongsu.crisis.speak import may_resume

__all__ = ("Params", "Step", "Why", "next_step", "next_watch_step")

#: Without a cadence in the level table, look again after this long.
LOOK_AGAIN = timedelta(minutes=60)
#: A report that brought something new is to be read for so long.
NEWS = timedelta(minutes=10)


def next_step(
    room: Room, person: str, at: datetime, *, roles: Sequence[str], leader_roles: Sequence[str] | None = None
) -> Step:
    """What `person`, who holds `roles` in the organisation, should do in this room at `at`.

    leader_roles   roles of whoever leads; where unknown, the role they were called for
    """
    if not room.is_open:
        return Step("closed", (), Why("watch", "closed"), None, "review")
    reader = Reader(room, person, at, tuple(roles), leader_roles)
    found = next(_steps(reader), None)
    if found is None:
        return _watch(reader)
    return found if found.why.kind == "call" else _by_playbook(reader, found)


def _steps(r: Reader) -> Iterator[Step]:
    yield from convene.come(r)
    yield from convene.command(r)
    yield from convene.one_voice(r)
    yield from decide.decisions(r)
    yield from decide.asked(r)
    yield from decide.duties(r)
    yield from promises.promises(r)
    yield from inquiries.inquiries(r)
    yield from speak.deliveries(r)
    yield from speak.approve(r)
    yield from approve.answer(r)
    yield from approve.unheld(r)
    yield from approve.ask(r)
    if not r.word_is_pressing():
        yield from assess.estimate(r)
    yield from speak.draft(r)
    yield from assess.estimate(r)
    yield from assess.my_facts(r)
    yield from convene.roles_left(r)
    yield from _lead_duties(r)
    yield from convene.oversee(r)
    yield from assess.rumours(r)
    yield from decide.faults(r)
    yield from decide.tasks(r)
    yield from assess.facts(r)
    yield from assess.press(r)


def _lead_duties(r: Reader) -> Iterator[Step]:
    room = r.room
    if room.paused_at is not None and may_resume(room, by=r.me, roles=r.roles, at=r.at):
        about: Params = (("by", room.paused_by or ""),)
        yield Step("resume_outlets", about, Why("watch", "paused"), None, "outlets")
    asks = offline.suggested(room, r.at)
    if asks is not None and (r.leads or asks[1].noted_by == r.me):
        about = (("level", str(asks[0])), ("offline", asks[1].id))
        yield Step("raise_beacon", about, Why("watch", "offline", about), None, "beacon")
    reader = Person(key=r.me, name="", roles=r.roles)
    spread = dissent(room) if estimates_shown(room, reader) else None
    if spread is not None and spread.count > 1 and spread.level_mid > room.level and not SEES_ALL & set(r.here):
        about = (("level", str(spread.level_mid)), ("count", str(spread.count)))
        yield Step("raise_beacon", about, Why("watch", "estimates_higher", about), None, "beacon")


def _watch(r: Reader) -> Step:
    """Nothing is this reader's to do; when to look again, by the level's cadence."""
    room = r.room
    due = report_due(room, r.at) or _next_round(room, LOOK_AGAIN, r.at)
    if SEES_ALL & set(r.here):
        act, anchor = "brief_read", "situation"
    elif room.report is not None and room.report.said.changed and r.at - room.report.at <= NEWS:
        act, anchor = "read_report", "reports"
    else:
        act, anchor = "watch_situation", "situation"
    minutes = room.ground.row(room.level).report_every_min or int(LOOK_AGAIN.total_seconds() // 60)
    about: Params = (("every_min", str(minutes)),)
    return Step(act, (), Why("watch", f"level-{room.level}", about), due, anchor)


def _by_playbook(r: Reader, step: Step) -> Step:
    """The same step with the playbook's line as its reason, where the playbook asks for it of this reader."""
    room = r.room
    for line in room.ground.playbook:
        if line.act == step.act and line.from_level <= room.level and line.role in r.here:
            due = step.due_at or room.level_at + timedelta(minutes=line.within_min)
            why = Why("playbook", line.id, (("text", line.text),))
            return Step(step.act, step.params, why, due, step.anchor)
    return step


def _next_round(room: Room, every: timedelta, at: datetime) -> datetime:
    passed = max(timedelta(0), at - room.level_at) // every
    return room.level_at + every * (passed + 1)


def next_watch_step(
    *,
    at: datetime,
    open_rooms: Sequence[tuple[int, int]] = (),
    brand_levels: Sequence[tuple[int, int]] = (),
    forming_claims: int = 0,
    silent_sources: int = 0,
    unread_reports: int = 0,
    missing: str | None = None,
    may_open: bool = True,
) -> Step:
    """The next step on the Watch, from plain numbers. Never empty.

    open_rooms      (room id, level)
    brand_levels    (brand id, level its latest findings reach) of brands without a room
    forming_claims  claims still growing
    silent_sources  sources that missed their heartbeat
    unread_reports  reports that nobody opened
    missing         code of the worst hole in readiness
    """
    if open_rooms:
        room, level = max(open_rooms, key=lambda pair: (pair[1], -pair[0]))
        about: Params = (("room", str(room)), ("level", str(level)))
        return Step("enter_room", about, Why("watch", "room_open", about), None, "rooms")
    hot = [(brand, level) for brand, level in brand_levels if level > PEACE]
    if hot and may_open:
        brand, level = max(hot, key=lambda pair: (pair[1], -pair[0]))
        about = (("brand", str(brand)), ("level", str(min(level, LEVELS[-1]))))
        return Step("open_room", about, Why("watch", "finding", about), None, f"brand-{brand}")
    if unread_reports:
        about = (("count", str(unread_reports)),)
        return Step("read_reports", about, Why("watch", "reports", about), None, "reports")
    if silent_sources:
        return Step("check_sources", (("count", str(silent_sources)),), Why("watch", "silent"), None, "sources")
    if forming_claims:
        about = (("count", str(forming_claims)),)
        return Step("read_claims", about, Why("watch", "claims", about), None, "claims")
    if missing:
        return Step("mend_readiness", (("check", missing),), Why("watch", "readiness"), None, "readiness")
    return Step("watch_quiet", (), Why("watch", "quiet"), at + LOOK_AGAIN, "watch")
