"""The state of a crisis room. Everything a screen shows of it is here or in its journal.

Personal values (`why`, `note`, `excerpt`, `source`) stand here as the journal has them: sealed. The edge looks the
words up (`store.queries`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.values import Ground

#: Findings kept in the state; older ones are in the journal.
FINDINGS_KEPT = 40


@dataclass(frozen=True, slots=True)
class NotedFinding:
    key: str
    kind: str
    level: int
    surprise_centi: int
    window_s: int
    count: int
    expected_milli: int
    authors: int
    evidence: tuple[str, ...]
    claim: str | None
    category: str | None
    excerpt: str
    at: datetime  # event time
    seq: int
    noted_at: datetime | None = None  # when it came into the room


@dataclass(frozen=True, slots=True)
class Estimate:
    by: str
    level: int
    press_pct: int
    why: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    text: str
    status: str  # "confirmed" | "unconfirmed" | "false"
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    person: str
    role: str
    level: int
    placed_at: datetime
    instead_of: str | None = None
    attempts: int = 0
    last_attempt_at: datetime | None = None
    last_failure: str = ""
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    to: str
    offered_at: datetime
    note: str
    open_items: int


@dataclass(frozen=True, slots=True)
class Objection:
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    question: str
    options: tuple[str, ...]
    default: int
    asked_by: str
    asked_at: datetime
    first_owner: str
    owner: str  # who must decide now
    deputy: str | None
    due_at: datetime
    escalated: bool = False
    objections: tuple[Objection, ...] = ()
    made_at: datetime | None = None
    made_by: str | None = None
    option: int | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    text: str
    owner: str
    given_by: str
    given_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    version: int
    slots: e.Slots
    next_update_at: datetime | None
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    draft: str
    version: int
    digest: str
    text: str
    next_update_at: datetime | None
    approved_by: str
    approved_at: datetime
    under: str
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    id: str
    statement: str
    outlet: str
    outlet_kind: str
    #: planned → started → sent | refused | unsure | planned again. Dropped: never leaves. A person settles unsure.
    state: str
    planned_at: datetime
    attempts: int = 0
    not_before: datetime | None = None
    reason: str = ""
    url: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    org: int
    kind: str
    brand: int
    title: str
    level: int
    level_at: datetime  # since when
    why: str
    opened_at: datetime
    opened_by: str
    aware_at: datetime
    first_post_at: datetime | None
    ground: Ground
    seq: int
    closed_at: datetime | None = None
    finding: str | None = None
    leader: str | None = None
    leader_at: datetime | None = None
    handover: Handover | None = None
    findings: tuple[NotedFinding, ...] = ()
    estimates: tuple[Estimate, ...] = ()  # each person's latest
    facts: tuple[Fact, ...] = ()
    calls: tuple[Call, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    draft: Draft | None = None
    statements: tuple[Statement, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    paused_at: datetime | None = None
    paused_by: str | None = None
    first_word_late: bool = False

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def clock_start(self) -> datetime:
        """Clocks count from the first post, not from when we noticed (Agnes; IATA 2019)."""
        return self.first_post_at or self.aware_at

    @property
    def first_word_due(self) -> datetime | None:
        """When the public should have heard from us, by the level now in force."""
        minutes = self.ground.row(self.level).first_word_min
        if minutes is None:
            return None
        # A first post found late must not give a deadline that was past before anybody knew.
        return max(self.clock_start, self.aware_at - timedelta(minutes=minutes)) + timedelta(minutes=minutes)

    @property
    def first_word_at(self) -> datetime | None:
        return min((d.sent_at for d in self.deliveries if d.sent_at), default=None)

    @property
    def statement(self) -> Statement | None:
        """The statement that stands: the latest not withdrawn."""
        return next((s for s in reversed(self.statements) if s.withdrawn_at is None), None)

    @property
    def team(self) -> tuple[str, ...]:
        """Everybody who acknowledged a call, in order, the leader first."""
        came = [c.person for c in self.calls if c.acknowledged_at]
        lead = [self.leader] if self.leader else []
        return tuple(dict.fromkeys(lead + came))

    def decision(self, key: str) -> Decision | None:
        return next((d for d in self.decisions if d.id == key), None)

    def task(self, key: str) -> Task | None:
        return next((t for t in self.tasks if t.id == key), None)

    def delivery(self, key: str) -> Delivery | None:
        return next((d for d in self.deliveries if d.id == key), None)

    def fact(self, key: str) -> Fact | None:
        return next((f for f in self.facts if f.id == key), None)

    def call_of(self, person: str) -> Call | None:
        """The newest call to a person."""
        return next((c for c in reversed(self.calls) if c.person == person), None)

    def estimate_of(self, person: str) -> Estimate | None:
        return next((x for x in self.estimates if x.by == person), None)


def next_due(room: Room) -> datetime | None:
    """The next instant at which the clock must look at this room; None: never (crisis.decide.overdue acts then)."""
    if not room.is_open:
        return None
    ground = room.ground
    dues = [d.due_at for d in room.decisions if d.made_at is None]
    dues += [t.due_at for t in room.tasks if t.done_at is None and not t.overdue]
    if room.first_word_at is None and not room.first_word_late and room.first_word_due:
        dues.append(room.first_word_due)
    called_for = {c.instead_of for c in room.calls}
    dues += [
        c.placed_at + timedelta(seconds=ground.deputy_after_s)
        for c in room.calls
        if c.acknowledged_at is None and c.instead_of is None and c.person not in called_for
    ]
    return min(dues, default=None)
