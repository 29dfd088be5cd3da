"""The next step (다음 한 걸음): the one thing for this reader to do now, and why. Never empty while a room is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bongsu.core.values import LEVELS, PEACE, Person
from bongsu.crisis.assess import SEES_ALL, dissent, estimates_shown, judges_blind
from bongsu.crisis.convene import roles_in
from bongsu.crisis.decide import may_decide
from bongsu.crisis.room import Room
from bongsu.crisis.speak import may_resume, missing_slots, released_under

#: A default that is about to stand is shown to the leader this long before.
DEFAULT_SOON = timedelta(minutes=5)
#: The promised next word is drafted this long before it is due.
PROMISE_SOON = timedelta(minutes=10)
#: Without a cadence in the level table, look again after this long.
LOOK_AGAIN = timedelta(minutes=60)
#: Roles that write for the public, and roles that establish facts.
WRITES = frozenset(("practitioner", "team_lead", "pr", "leader"))
VERIFIES = frozenset(("practitioner", "team_lead", "quality", "cs", "security", "leader"))

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Why:
    kind: Literal["deadline", "playbook", "charter", "call", "watch"]
    ref: str  # id of the deadline, playbook line, mandate or call; a code for "watch"
    params: Params = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`act` is a stable code with words at the edge; `anchor` the element of the page where it is done."""

    act: str
    params: Params
    why: Why
    due_at: datetime | None
    anchor: str


def next_step(
    room: Room, person: str, at: datetime, *, roles: Sequence[str], leader_roles: Sequence[str] | None = None
) -> Step:
    """What `person`, who holds `roles` in the organisation, should do in this room at `at`.

    leader_roles   roles of whoever leads; where unknown, the role they were called for
    """
    if not room.is_open:
        return Step("closed", (), Why("watch", "closed"), None, "review")
    reader = _Reader(room, person, at, tuple(roles), leader_roles)
    found = next(reader.steps(), None)
    if found is None:
        return reader.watch()
    return found if found.why.kind == "call" else reader.by_playbook(found)


class _Reader:
    """One reader of one room at one instant. Steps come in the order of what harms most when left."""

    def __init__(
        self, room: Room, person: str, at: datetime, roles: tuple[str, ...], leader_roles: Sequence[str] | None
    ) -> None:
        self.room, self.me, self.at, self.roles = room, person, at, roles
        self.here = roles_in(room, person=person, roles=roles)
        self.leads = room.leader == person
        self.leader_roles = leader_roles

    def steps(self) -> Iterator[Step]:
        yield from self._come()
        yield from self._command()
        yield from self._decisions()
        yield from self._deliveries()
        yield from self._approve()
        if not self._word_is_pressing():
            yield from self._estimate()
        yield from self._draft()
        yield from self._estimate()
        yield from self._lead_duties()
        yield from self._tasks()
        yield from self._facts()

    # ── come and lead ──────────────────────────────────────────────────────────────────────────────────────────────
    def _come(self) -> Iterator[Step]:
        call = self.room.call_of(self.me)
        if call is not None and call.acknowledged_at is None:
            due = call.placed_at + timedelta(seconds=self.room.ground.deputy_after_s)
            yield Step("acknowledge_call", (("role", call.role),), Why("call", call.id), due, "call")

    def _command(self) -> Iterator[Step]:
        room = self.room
        if room.handover is not None and room.handover.to == self.me:
            about: Params = (("from", room.leader or ""), ("open_items", str(room.handover.open_items)))
            yield Step("accept_lead", about, Why("call", "handover"), None, "lead")
        proper = room.ground.row(room.level).lead_role
        if room.leader is None:
            yield Step("take_lead", (("level", str(room.level)),), Why("charter", "no_leader"), None, "lead")
        elif proper is not None and proper in self.roles and not self.leads and self._leader_outgrown(proper):
            about = (("leader", room.leader), ("level", str(room.level)), ("role", proper))
            yield Step("take_lead", about, Why("charter", f"level-{room.level}", about), None, "lead")

    def _leader_outgrown(self, proper: str) -> bool:
        """The beacon rose under a leader who is not the one the level table names for it."""
        room = self.room
        if room.leader_at is None or room.level_at <= room.leader_at:
            return False
        call = room.call_of(room.leader or "")
        theirs = self.leader_roles if self.leader_roles is not None else ((call.role,) if call else ())
        return proper not in theirs

    # ── decide ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _decisions(self) -> Iterator[Step]:
        undecided = sorted((d for d in self.room.decisions if d.made_at is None), key=lambda d: d.due_at)
        for asked in undecided:
            about: Params = (("decision", asked.id), ("question", asked.question))
            if asked.owner == self.me:
                yield Step("decide", about, Why("deadline", asked.id), asked.due_at, f"decision-{asked.id}")
        for asked in undecided:
            if may_decide(self.room, asked, self.me) and asked.due_at - self.at <= DEFAULT_SOON:
                about = (
                    ("decision", asked.id),
                    ("question", asked.question),
                    ("default", asked.options[asked.default]),
                    ("owner", asked.owner),
                )
                why = Why("deadline", asked.id)
                yield Step("decide_default_soon", about, why, asked.due_at, f"decision-{asked.id}")

    # ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _deliveries(self) -> Iterator[Step]:
        said = self.room.statement
        mine = self.leads or (said is not None and said.approved_by == self.me)
        for work in self.room.deliveries:
            if mine and work.state in ("unsure", "refused"):
                about: Params = (("delivery", work.id), ("outlet", work.outlet), ("state", work.state))
                yield Step("settle_delivery", about, Why("watch", work.state), None, f"delivery-{work.id}")

    def _ready(self) -> bool:
        """A whole draft waits for approval."""
        draft = self.room.draft
        return (
            draft is not None
            and not missing_slots(dict(draft.slots))
            and not self._said(draft.version)
            and (draft.next_update_at is None or draft.next_update_at > self.at)
        )

    def _said(self, version: int) -> bool:
        return any(s.version == version for s in self.room.statements)

    def _approve(self) -> Iterator[Step]:
        if not self._ready():
            return
        under = released_under(self.room, by=self.me, roles=self.roles, at=self.at)
        if under is not None:
            assert self.room.draft is not None
            about: Params = (("version", str(self.room.draft.version)), ("under", under))
            yield Step("approve_statement", about, Why("charter", under), self._word_due(), "voice")

    def _word_due(self) -> datetime | None:
        """When the public should next hear from us: the first word, later what the statement promised."""
        if self.room.first_word_at is None:
            return self.room.first_word_due
        said = self.room.statement
        return said.next_update_at if said else None

    def _word_is_pressing(self) -> bool:
        due = self._word_due()
        return due is not None and due - self.at <= PROMISE_SOON

    def _wants_word(self) -> bool:
        said = self.room.statement
        if said is None:
            return True
        # Everything of it was refused or dropped: nobody heard it.
        if not any(d.statement == said.id and d.state != "dropped" for d in self.room.deliveries):
            return True
        return said.next_update_at is not None and said.next_update_at - self.at <= PROMISE_SOON

    def _draft(self) -> Iterator[Step]:
        if not WRITES & set(self.here) or self._ready():
            return
        room, due = self.room, self._word_due()
        why = Why("deadline", "first_word" if room.first_word_at is None else "next_update")
        if due is None:
            why = Why("watch", "no_word_yet")
        draft = room.draft
        if draft is not None and not self._said(draft.version):
            lacking = ",".join(missing_slots(dict(draft.slots))) or "next_update"
            yield Step("complete_draft", (("slots", lacking),), why, due, "voice")
        elif room.level > PEACE and self._wants_word():
            yield Step("write_draft", (("level", str(room.level)),), why, due, "voice")

    def _lead_duties(self) -> Iterator[Step]:
        room = self.room
        if room.paused_at is not None and may_resume(room, by=self.me, roles=self.roles, at=self.at):
            about: Params = (("by", room.paused_by or ""),)
            yield Step("resume_outlets", about, Why("watch", "paused"), None, "outlets")
        reader = Person(key=self.me, name="", roles=self.roles)
        spread = dissent(room) if estimates_shown(room, reader) else None
        if spread is not None and spread.count > 1 and spread.level_mid > room.level and not SEES_ALL & set(self.here):
            about = (("level", str(spread.level_mid)), ("count", str(spread.count)))
            yield Step("raise_beacon", about, Why("watch", "estimates_higher", about), None, "beacon")

    # ── judge and verify ───────────────────────────────────────────────────────────────────────────────────────────
    def _estimate(self) -> Iterator[Step]:
        reader = Person(key=self.me, name="", roles=self.roles)
        if judges_blind(self.room, reader) and self.room.estimate_of(self.me) is None:
            yield Step("send_estimate", (), Why("watch", "blind"), None, "estimate")

    def _tasks(self) -> Iterator[Step]:
        mine = [t for t in self.room.tasks if t.done_at is None and t.owner == self.me]
        for task in sorted(mine, key=lambda t: t.due_at):
            about: Params = (("task", task.id), ("text", task.text))
            yield Step("finish_task", about, Why("deadline", task.id), task.due_at, f"task-{task.id}")

    def _facts(self) -> Iterator[Step]:
        if not VERIFIES & set(self.here):
            return
        for fact in self.room.facts:
            if fact.status == "unconfirmed":
                about: Params = (("fact", fact.id), ("text", fact.text))
                yield Step("settle_fact", about, Why("watch", "unconfirmed"), None, f"fact-{fact.id}")
        if not self.room.facts:
            yield Step("note_fact", (), Why("watch", "no_facts"), None, "facts")

    # ── otherwise ──────────────────────────────────────────────────────────────────────────────────────────────────
    def watch(self) -> Step:
        """Nothing is this reader's to do; when to look again, by the level's cadence."""
        room = self.room
        minutes = room.ground.row(room.level).report_every_min
        every = timedelta(minutes=minutes) if minutes else LOOK_AGAIN
        due = _next_round(room, every, self.at)
        act = "brief_read" if SEES_ALL & set(self.here) else "watch_situation"
        about: Params = (("every_min", str(int(every.total_seconds() // 60))),)
        return Step(act, (), Why("watch", f"level-{room.level}", about), due, "situation")

    def by_playbook(self, step: Step) -> Step:
        """The same step with the playbook's line as its reason, where the playbook asks for it of this reader."""
        room = self.room
        for line in room.ground.playbook:
            if line.act == step.act and line.from_level <= room.level and line.role in self.here:
                due = step.due_at or room.level_at + timedelta(minutes=line.within_min)
                why = Why("playbook", line.id, (("text", line.text),))
                return Step(step.act, step.params, why, due, step.anchor)
        return step


def report_due(room: Room, at: datetime) -> datetime | None:
    """When the situation is next reported, by the level's cadence since it rose; None where the table asks for none."""
    minutes = room.ground.row(room.level).report_every_min if room.is_open else None
    return _next_round(room, timedelta(minutes=minutes), at) if minutes else None


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
    missing: str | None = None,
    may_open: bool = True,
) -> Step:
    """The next step on the Watch, from plain numbers. Never empty.

    open_rooms      (room id, level)
    brand_levels    (brand id, level its latest findings reach) of brands without a room
    forming_claims  claims still growing
    silent_sources  sources that missed their heartbeat
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
    if silent_sources:
        return Step("check_sources", (("count", str(silent_sources)),), Why("watch", "silent"), None, "sources")
    if forming_claims:
        about = (("count", str(forming_claims)),)
        return Step("read_claims", about, Why("watch", "claims", about), None, "claims")
    if missing:
        return Step("mend_readiness", (("check", missing),), Why("watch", "readiness"), None, "readiness")
    return Step("watch_quiet", (), Why("watch", "quiet"), at + LOOK_AGAIN, "watch")
