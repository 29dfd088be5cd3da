"""The state of a crisis room. Everything a screen shows of it is here or in its journal.

Its parts are in `crisis.parts`, one module for each verb. Personal values (`why`, `note`, `excerpt`, `source`) stand
here as the journal has them: sealed. The edge looks the words up (`store.queries`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bongsu.core.formation import Hit
from bongsu.core.values import Charter, Ground
from bongsu.crisis.parts.approve import (
    ApprovalRequest as ApprovalRequest,
    ApprovalStepState as ApprovalStepState,
    Grant as Grant,
)
from bongsu.crisis.parts.assess import (
    FINDINGS_KEPT as FINDINGS_KEPT,
    NO_PRESS as NO_PRESS,
    Correction as Correction,
    Estimate as Estimate,
    Fact as Fact,
    NotedFinding as NotedFinding,
    Press as Press,
)
from bongsu.crisis.parts.clips import Brought as Brought
from bongsu.crisis.parts.closing import Review as Review
from bongsu.crisis.parts.convene import Also as Also, Call as Call, Gap as Gap, Handover as Handover
from bongsu.crisis.parts.decide import (
    Caused as Caused,
    Consultation as Consultation,
    Decision as Decision,
    Earlier as Earlier,
    Judgement as Judgement,
    Objection as Objection,
    Proposal as Proposal,
    Stance as Stance,
    Task as Task,
)
from bongsu.crisis.parts.duties import Duty as Duty, Fault as Fault
from bongsu.crisis.parts.executives import Asked as Asked
from bongsu.crisis.parts.files import Attached as Attached
from bongsu.crisis.parts.flash import Flash as Flash, Receipt as Receipt
from bongsu.crisis.parts.formation import Seated as Seated
from bongsu.crisis.parts.inquiries import Claimed as Claimed, Inquiry as Inquiry
from bongsu.crisis.parts.offline import Offline as Offline
from bongsu.crisis.parts.one_voice import OneVoice as OneVoice, VoicePoint as VoicePoint
from bongsu.crisis.parts.promises import Promise as Promise
from bongsu.crisis.parts.reach import Try as Try
from bongsu.crisis.parts.report import Remark as Remark, Report as Report
from bongsu.crisis.parts.speak import Delivery as Delivery, Draft as Draft, Statement as Statement
from bongsu.crisis.parts.taking import Held as Held


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
    press: Press = NO_PRESS
    report: Report | None = None  # the last one
    report_left_at: datetime | None = None  # the round that was due when the beacon moved, where its own comes later
    remarks: tuple[Remark, ...] = ()  # on it and on the next
    calls: tuple[Call, ...] = ()
    formation: str | None = None  # of ground.formations
    seats: tuple[Seated, ...] = ()
    hits: tuple[Hit, ...] = ()  # touch-points whose owners are called
    gaps: tuple[Gap, ...] = ()  # roles for which nobody is left to call
    pulled: tuple[tuple[str, str], ...] = ()  # (role, name of the rule that brought it in), each role once
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    draft: Draft | None = None
    statements: tuple[Statement, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    paused_at: datetime | None = None
    paused_by: str | None = None
    first_word_late: bool = False
    leader_seen_at: datetime | None = None  # the leader's last act since they lead
    leader_quiet_at: datetime | None = None  # when the clock said that nothing is heard of them
    standby: str | None = None  # who takes over when the leader is gone
    comments_only: tuple[str, ...] = ()  # seniors who chose to comment
    observers: tuple[str, ...] = ()  # who looks on and does not act
    promises: tuple[Promise, ...] = ()
    one_voice: OneVoice | None = None  # the order in force, or the last one
    one_voice_skipped: bool = False
    flashes: tuple[Flash, ...] = ()
    waived: tuple[tuple[str, str], ...] = ()  # (item of the checklist, why), when the room was stood down
    thanked_at: datetime | None = None
    rested: tuple[str, ...] = ()
    review: Review | None = None
    promised_at: datetime | None = None  # when a statement's own promise was last written down
    approvals: tuple[ApprovalRequest, ...] = ()
    grants: tuple[Grant, ...] = ()  # the latest
    revoked: tuple[tuple[str, datetime], ...] = ()  # mandates taken back since the ground was frozen, and when
    spent: tuple[tuple[str, int], ...] = ()  # won given here, by mandate; "" for what a chain released
    first_word_warned: bool = False
    consultations: tuple[Consultation, ...] = ()
    duties: tuple[Duty, ...] = ()
    faults: tuple[Fault, ...] = ()
    stance: Stance | None = None
    inquiries: tuple[Inquiry, ...] = ()  # of the press
    corrections: tuple[Claimed, ...] = ()
    offline: tuple[Offline, ...] = ()  # the latest
    held: tuple[Held, ...] = ()  # findings, promises and decisions that somebody has in hand
    asked: tuple[Asked, ...] = ()  # questions to executives
    files: tuple[Attached, ...] = ()  # all that stand, and the latest withdrawn
    clips: tuple[Brought, ...] = ()  # posts kept before they were deleted, the latest

    @property
    def charter(self) -> Charter:
        """The charter as it was frozen, without the leave that was taken back since: it only ever becomes less."""
        frozen = self.ground.charter
        if not self.revoked:
            return frozen
        since = dict(self.revoked)
        mandates = tuple(
            replace(m, revoked_at=min(m.revoked_at or since[m.id], since[m.id])) if m.id in since else m
            for m in frozen.mandates
        )
        return replace(frozen, mandates=mandates)

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

    def fresh(self, prefix: str, nth: int = 0) -> str:
        """A key for the `nth` new thing of one act: unique in this room, whatever its state still holds."""
        return f"{prefix}{self.seq + 1 + nth}"

    def decision(self, key: str) -> Decision | None:
        return next((d for d in self.decisions if d.id == key), None)

    def consultation(self, key: str) -> Consultation | None:
        return next((c for c in self.consultations if c.id == key), None)

    def duty(self, key: str) -> Duty | None:
        return next((d for d in self.duties if d.id == key), None)

    def fault(self, key: str) -> Fault | None:
        return next((f for f in self.faults if f.id == key), None)

    def task(self, key: str) -> Task | None:
        return next((t for t in self.tasks if t.id == key), None)

    def promise(self, key: str) -> Promise | None:
        return next((p for p in self.promises if p.id == key), None)

    def inquiry(self, key: str) -> Inquiry | None:
        return next((q for q in self.inquiries if q.id == key), None)

    def correction(self, key: str) -> Claimed | None:
        return next((c for c in self.corrections if c.id == key), None)

    def approval(self, key: str) -> ApprovalRequest | None:
        return next((r for r in self.approvals if r.id == key), None)

    def file(self, key: str) -> Attached | None:
        return next((f for f in self.files if f.id == key), None)

    def flash(self, key: str) -> Flash | None:
        return next((f for f in self.flashes if f.id == key), None)

    def delivery(self, key: str) -> Delivery | None:
        return next((d for d in self.deliveries if d.id == key), None)

    def fact(self, key: str) -> Fact | None:
        return next((f for f in self.facts if f.id == key), None)

    def call_of(self, person: str) -> Call | None:
        """The newest call to a person."""
        return next((c for c in reversed(self.calls) if c.person == person), None)

    def estimate_of(self, person: str) -> Estimate | None:
        return next((x for x in self.estimates if x.by == person), None)
