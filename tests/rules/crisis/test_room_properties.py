"""Whatever people do, in whatever order and at whatever time: a room keeps its promises."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, OUTLETS, PEOPLE, ROLES, SEOUL, Act, finding

from bongsu.core import events as e
from bongsu.core.errors import RuleError
from bongsu.core.formation import Formation, Seat
from bongsu.core.values import (
    SLOTS,
    SYSTEM,
    ApprovalChain,
    ApprovalStep,
    ClaimSeen,
    Law,
    Picture,
    TouchPoint,
)
from bongsu.crisis import approvals, assess, clock, convene, decide, executives, files, fold, leave, speak, taking
from bongsu.crisis.assess import clips, inquiries, offline, sitrep
from bongsu.crisis.charter import may
from bongsu.crisis.convene import flash, one_voice, promises
from bongsu.crisis.decide.duties import due_by, is_legal
from bongsu.crisis.decide.orders import RESUME
from bongsu.crisis.formation import together
from bongsu.crisis.next_step import next_step
from bongsu.crisis.room import (
    Attached,
    Call,
    Claimed,
    Consultation,
    Decision,
    Delivery,
    Duty,
    Fact,
    Fault,
    Flash,
    Inquiry,
    Promise,
    Room,
    Statement,
    Task,
)

WHO = st.sampled_from([person.key for person in PEOPLE])
LEVEL = st.integers(0, 6)
PICK = st.integers(0, 3)
WORDS = st.sampled_from(("확인했어요", "멈춰요", "네", "알렸어요", "  ", "사진을 봤어요\u202e", "x" * 1001))
MINUTES = st.sampled_from((0, 1, 5, 30, 400, 100_000))


Thing = (
    Attached
    | Call
    | Claimed
    | Decision
    | Delivery
    | Consultation
    | Duty
    | Fact
    | Fault
    | Flash
    | Inquiry
    | Promise
    | Statement
    | Task
)


def chosen(things: Sequence[Thing], number: int) -> str:
    """The id of one of `things`; of none, when there are none."""
    return things[number % len(things)].id if things else "nothing"


#: The sample's ground, with a purse.
PURSE = replace(GROUND.charter.mandates[0], id="m2", role="practitioner", act="compensate", cap_krw=30_000)
#: What a chain says yes to is somebody's to do.
STOP = ApprovalChain("stop_sale", 1, 5, (ApprovalStep("legal", 10, None), ApprovalStep("leader", 10, "practitioner")))
GO_ON = ApprovalChain("resume_outlets", 1, 5, (ApprovalStep("leader", 10, "practitioner"),))
RICH = replace(
    GROUND,
    charter=replace(
        GROUND.charter,
        mandates=(*GROUND.charter.mandates, PURSE),
        approvals=(*GROUND.charter.approvals, STOP),
    ),
)
#: Asks for a stance, waits for quiet, and knows the law's clocks.
STRICT = replace(
    RICH,
    charter=replace(RICH.charter, approvals=(*RICH.charter.approvals, GO_ON)),
    table=tuple(replace(row, quiet_periods=2, stance_min=10 if row.level >= 3 else None) for row in RICH.table),
    laws=(
        Law("breach_24h", "침해사고", "해킹", "신고", "법", NINE - timedelta(days=900), hours=24),
        Law("privacy_72h", "유출", "유출", "신고", "법", NINE - timedelta(days=900), months=1),
        Law("correction_claim", "정정", "보도", "청구", "법", NINE - timedelta(days=900), months=3),
    ),
)

ACTS_AND_ANCHORS = {
    "acknowledge_call": "call",
    "settle_role": "calls",
    "take_lead": "lead",
    "accept_lead": "lead",
    "stand_in": "lead",
    "order_one_voice": "one_voice",
    "read_one_voice": "one_voice",
    "name_standby": "name_standby",
    "hand_on_task": "task-",
    "keep_promise": "promise-",
    "send_estimate": "estimate",
    "settle_fact": "fact-",
    "verify_fact": "fact-",
    "coordinate_rumour": "fact-",
    "correct_rumour": "fact-",
    "settle_press": "press-outcome",
    "answer_inquiry": "inquiry-",
    "take_inquiry": "inquiry-",
    "correct_answer": "inquiry-",
    "note_fact": "facts",
    "write_draft": "voice",
    "complete_draft": "voice",
    "approve_statement": "voice",
    "answer_approval": "approval-",
    "fill_approval": "approval-",
    "ask_approval": "voice",
    "decide": "decision-",
    "decide_default_soon": "decision-",
    "finish_task": "task-",
    "give_judgement": "decision-",
    "answer_consultation": "consultation-",
    "confirm_duty": "duty-",
    "finish_duty": "duty-",
    "mend_fault": "fault-",
    "settle_delivery": "delivery-",
    "resume_outlets": "outlets",
    "raise_beacon": "beacon",
    "watch_situation": "situation",
    "read_report": "reports",
    "brief_read": "situation",
    "closed": "review",
}

SEATS = (
    Seat("lead", "책임", "정리", ("leader", "practitioner"), leads=True),
    Seat("gather", "수집", "모으기", ("practitioner",), count=2),
    Seat("law", "법무", "시한", ("legal",)),
    Seat("log", "기록", "적기", ("practitioner", "legal"), required=False),
    Seat("owners", "접점", "멈추기", owners=True),
)
FORMED = replace(
    RICH,
    formations=(
        Formation("team", "팀", "", 2, 4, SEATS, together=(("gather", "log"),)),
        Formation("whole", "위원회", "", 4, 5, (*SEATS, Seat("head", "위원장", "정하기", ("committee_head",)))),
    ),
)
#: One outlet whose owner carries out what is ordered there, one whose owner has left.
OWNED = (replace(OUTLETS[0], owner="doyun"), replace(OUTLETS[1], owner="gone"))
HELD = ("findings", "facts", "promises", "decisions")
CHAIR = st.sampled_from(("lead", "gather", "gather/2", "law", "log", "head", "owners", "nothing"))
#: Two that sell or speak, one nobody answers for, one that only a finding hits.
POINTS = (
    TouchPoint(key="shop", name="매장", kind="shop", owner="doyun", deputy="haneul"),
    TouchPoint("insta", "인스타그램", "sns", owner="doyun", deputy="haneul", brand=1),
    TouchPoint("lost", "옛 블로그", "sns", brand=1),
)


class RoomMachine(RuleBasedStateMachine):
    @initialize(level=st.integers(1, 5), by=WHO, strict=st.booleans(), found=st.booleans())
    def open(self, level: int, by: str, strict: bool, found: bool) -> None:
        evidence = finding(level=level) if found else None
        ground = replace(STRICT, formations=FORMED.formations) if strict else FORMED
        self.act = Act(level=level, ground=ground, by=SYSTEM if found else by, found=evidence)
        self.verdicts: dict[str, bool] = {}

    @property
    def room(self) -> Room:
        return self.act.room

    def attempt(self, by: str, rule_: Callable[[], e.Event | Sequence[e.Event]]) -> None:
        """A rule says what happens, or says no by a RuleError; nothing else may come out of it."""
        try:
            said = rule_()
        except RuleError:
            return
        for event in (said,) if isinstance(said, e.Event) else said:
            if isinstance(event, e.StatementApproved):
                self.verdicts[event.statement] = self.has_leave(by)
            self.act.say(event, by=by)

    def has_leave(self, by: str) -> bool:
        """Under a mandate that holds, or as the last of a chain whose steps before were asked about this very text."""
        roles, room = convene.roles_in(self.room, person=by, roles=ROLES[by]), self.room
        answer = may(room.charter, roles=roles, act="publish_holding", level=room.level, at=self.act.at)
        if answer.verdict != "needs":
            return answer.verdict == "yes"
        assert room.draft is not None
        last = answer.steps[-1]
        return {last.role, last.deputy} & set(roles) != set() and any(
            r.digest == room.draft.digest
            and r.state in ("open", "granted")
            and all(step.state in ("approved", "objected", "lapsed") for step in r.steps[:-1])
            for r in room.approvals
        )

    # ── time, findings, the clock ──────────────────────────────────────────────────────────────────────────────────
    @rule(seconds=st.sampled_from((1, 59, 300, 301, 1800, 90_000)))
    def time_passes(self, seconds: int) -> None:
        self.act.forward(seconds=seconds)

    @rule(level=st.integers(1, 5), key=st.sampled_from("abc"))
    def a_finding_comes(self, level: int, key: str) -> None:
        before = self.room
        self.attempt(
            SYSTEM, lambda: assess.weigh(self.room, finding=finding(key, level=level), at=self.act.at, people=PEOPLE)
        )
        assert self.room.level >= before.level

    @rule()
    def the_clock_looks(self) -> None:
        due = clock.next_due(self.room)
        said = clock.overdue(self.room, people=PEOPLE, at=self.act.at)
        if said:
            assert due is not None
            assert due <= self.act.at
        self.attempt(SYSTEM, lambda: said)
        assert clock.overdue(self.room, people=PEOPLE, at=self.act.at) == ()

    @rule(hour=st.integers(0, 900), told=st.integers(0, 4))
    def the_situation_is_reported(self, hour: int, told: int) -> None:
        claims = tuple(ClaimSeen(f"c{n}", n, n, self.act.at, f"board:{n}") for n in range(told))
        picture = Picture(hour=hour, usual_milli=None, last_half=hour, half_before=told, claims=claims)
        before, due = self.room.report, sitrep.due(self.room)
        said = sitrep.report(self.room, picture=picture, at=self.act.at)
        assert bool(said) == bool(due and due[0] <= self.act.at)
        self.attempt(SYSTEM, lambda: said)
        assert sitrep.report(self.room, picture=picture, at=self.act.at) == ()
        if said:
            assert said[0].number == (before.number if before else 0) + 1
            assert before is None or said[0].round_at > before.round_at
            assert said[0].round_at <= self.act.at

    @rule(by=WHO, report=st.integers(0, 3), words=WORDS)
    def remarks_on_a_report(self, by: str, report: int, words: str) -> None:
        self.attempt(by, lambda: sitrep.remark(self.room, by=by, report=report, words=words, at=self.act.at))

    # ── convene ────────────────────────────────────────────────────────────────────────────────────────────────────
    @rule(by=WHO)
    def comes(self, by: str) -> None:
        self.attempt(by, lambda: convene.acknowledge(self.room, by=by, roles=ROLES[by], at=self.act.at))

    @rule(by=WHO)
    def joins(self, by: str) -> None:
        self.attempt(by, lambda: convene.join(self.room, by=by, roles=ROLES[by], at=self.act.at))

    @rule(call=PICK, attempt=st.integers(1, 4), failure=st.sampled_from(("", "no answer")))
    def a_call_is_tried(self, call: int, attempt: int, failure: str) -> None:
        self.attempt(
            SYSTEM,
            lambda: convene.call_tried(
                self.room, call=chosen(self.room.calls, call), channel="apprise", attempt=attempt, failure=failure
            ),
        )

    @rule(by=WHO, call=PICK, answered=st.booleans())
    def rings(self, by: str, call: int, answered: bool) -> None:
        which = chosen(self.room.calls, call)
        self.attempt(
            by,
            lambda: convene.rung(self.room, by=by, call=which, answered=answered, people=PEOPLE, at=self.act.at),
        )

    @rule(by=WHO, call=PICK, why=WORDS, through=st.sampled_from(("link", "colleague")))
    def cannot_come(self, by: str, call: int, why: str, through: str) -> None:
        """Nobody is left to the next tick: whoever said no holds no role's turn any more."""
        which = chosen(self.room.calls, call)
        about = {"call": which, "why": why, "people": PEOPLE, "at": self.act.at}
        if through == "link":
            self.attempt(by, lambda: convene.answer(self.room, coming=False, **about))
        else:
            self.attempt(by, lambda: convene.told_no(self.room, by=by, **about))

    @rule(by=WHO, role=st.sampled_from(("legal", "leader", "practitioner", "nobody")), person=WHO)
    def sends_for(self, by: str, role: str, person: str) -> None:
        self.attempt(
            by,
            lambda: convene.send_for(self.room, by=by, role=role, person=person, people=PEOPLE, at=self.act.at),
        )

    @rule(by=WHO, chair=CHAIR, person=WHO)
    def seats(self, by: str, chair: str, person: str) -> None:
        self.attempt(
            by, lambda: convene.seat(self.room, by=by, seat=chair, person=person, people=PEOPLE, at=self.act.at)
        )

    @rule(by=WHO, formation=st.sampled_from(("team", "whole", "nothing")))
    def forms(self, by: str, formation: str) -> None:
        around = convene.Around(PEOPLE, POINTS)
        self.attempt(by, lambda: convene.form(self.room, by=by, formation=formation, around=around, at=self.act.at))

    @rule(by=WHO, role=st.sampled_from(("legal", "leader", "nobody")), why=WORDS)
    def goes_without(self, by: str, role: str, why: str) -> None:
        self.attempt(by, lambda: convene.go_without(self.room, by=by, role=role, why=why, at=self.act.at))

    @rule(by=WHO, why=WORDS)
    def takes_lead(self, by: str, why: str) -> None:
        self.attempt(by, lambda: convene.take_lead(self.room, by=by, why=why, at=self.act.at, people=PEOPLE))

    @rule(by=WHO, to=WHO, note=WORDS)
    def offers_lead(self, by: str, to: str, note: str) -> None:
        self.attempt(by, lambda: convene.offer_lead(self.room, by=by, to=to, note=note, people=PEOPLE, at=self.act.at))

    @rule(by=WHO)
    def accepts_lead(self, by: str) -> None:
        offered = self.room.handover.to if self.room.handover else None
        before = self.room.leader
        self.attempt(by, lambda: convene.accept_lead(self.room, by=by, at=self.act.at))
        assert self.room.leader == (by if offered == by and self.room.is_open else before)

    @rule(by=WHO, to=st.none() | WHO)
    def names_standby(self, by: str, to: str | None) -> None:
        self.attempt(by, lambda: convene.name_standby(self.room, by=by, to=to, people=PEOPLE, at=self.act.at))

    @rule(by=WHO, person=WHO, ends=st.booleans())
    def somebody_looks_on(self, by: str, person: str, ends: bool) -> None:
        if ends:
            self.attempt(by, lambda: convene.dismiss_observer(self.room, by=by, person=person, at=self.act.at))
            return
        self.attempt(
            by, lambda: convene.invite_observer(self.room, by=by, person=person, people=PEOPLE, at=self.act.at)
        )

    @rule(
        category=st.sampled_from(("privacy", "injury", "regulator", "press", "boycott", "safety")),
        level=st.integers(1, 5),
    )
    def a_risk_is_found(self, category: str, level: int) -> None:
        risk = replace(finding(f"{category}:{level}", level=level), category=category)
        self.attempt(SYSTEM, lambda: assess.weigh(self.room, finding=risk, at=self.act.at, people=PEOPLE))

    @invariant()
    def who_looks_on_has_no_part_and_each_role_is_pulled_in_once(self) -> None:
        assert not set(self.room.observers) & {self.room.leader, *(call.person for call in self.room.calls)}
        pulled = [role for line in self.act.lines if isinstance(line.event, e.PulledIn) for role in line.event.roles]
        assert len(pulled) == len(set(pulled))

    @rule(by=WHO)
    def stands_in(self, by: str) -> None:
        gone, ready = convene.leader_gone(self.room, self.act.at), self.room.standby
        before = self.room.leader
        self.attempt(by, lambda: convene.stand_in(self.room, by=by, at=self.act.at))
        assert self.room.leader == before or (gone and ready == by)

    @rule(by=WHO)
    def is_here(self, by: str) -> None:
        self.attempt(by, lambda: convene.here(self.room, by=by, at=self.act.at))

    @rule(by=WHO, words=WORDS)
    def only_comments(self, by: str, words: str) -> None:
        before = self.room.leader
        self.attempt(by, lambda: convene.comment_only(self.room, by=by, words=words, at=self.act.at))
        assert self.room.leader == before

    @rule(by=WHO, to=WHO, task=PICK)
    def hands_on_task(self, by: str, to: str, task: int) -> None:
        key = chosen(self.room.tasks, task)
        self.attempt(by, lambda: convene.hand_on_task(self.room, by=by, task=key, to=to, people=PEOPLE, at=self.act.at))

    @rule(by=WHO, owner=WHO, words=WORDS, minutes=MINUTES)
    def promises(self, by: str, owner: str, words: str, minutes: int) -> None:
        due = self.act.at + timedelta(minutes=minutes)
        self.attempt(
            by,
            lambda: promises.promise(
                self.room, by=by, words=words, to="", owner=owner, due_at=due, people=PEOPLE, at=self.act.at
            ),
        )

    @rule(by=WHO, to=WHO, which=PICK, what=st.sampled_from(("keep", "hand_on", "break")), words=WORDS)
    def settles_promise(self, by: str, to: str, which: int, what: str, words: str) -> None:
        room, at, key = self.room, self.act.at, chosen(self.room.promises, which)
        ends: dict[str, Callable[[], e.Event]] = {
            "keep": lambda: promises.keep(room, by=by, promise=key, note=words, at=at),
            "hand_on": lambda: promises.hand_on(
                room, by=by, promise=key, to=to, due_at=None, why=words, people=PEOPLE, at=at
            ),
            "break": lambda: promises.break_it(room, by=by, promise=key, why=words, at=at),
        }
        self.attempt(by, ends[what])

    @rule(by=WHO, words=WORDS, clip=st.integers(1, 3), digest=st.sampled_from("ab"))
    def a_kept_post_is_brought_in(self, by: str, words: str, clip: int, digest: str) -> None:
        room = self.room
        self.attempt(by, lambda: clips.bring(room, by=by, clip=clip, digest=digest, place="x", pictures=0, said=words))
        there = [(one.clip, one.digest) for one in self.room.clips]
        assert len(set(there)) == len(there)

    @rule(by=WHO, words=WORDS, ago=MINUTES, kind=st.sampled_from((*offline.KINDS, "rumour")), count=st.integers(-1, 9))
    def something_happens_offline(self, by: str, words: str, ago: int, kind: str, count: int) -> None:
        room, at, before = self.room, self.act.at, self.room.clock_start
        self.attempt(
            by,
            lambda: offline.note(
                room,
                by=by,
                kind=kind,
                what=words,
                where="",
                taken_by="",
                count=count,
                min_ago=ago,
                people=PEOPLE,
                at=at,
            ),
        )
        assert self.room.clock_start <= before
        assert self.room.aware_at == room.aware_at

    @rule(by=WHO, name=WORDS, content=st.binary(max_size=12), held=st.sampled_from((0, files.ROOM_MOST)))
    def a_file_comes(self, by: str, name: str, content: bytes, held: int) -> None:
        room = self.room
        self.attempt(by, lambda: files.add(room, by=by, name=name, content=content, held=held))

    @rule(by=WHO, words=WORDS, which=PICK)
    def a_file_is_withdrawn(self, by: str, words: str, which: int) -> None:
        room, key = self.room, chosen(self.room.files, which)
        self.attempt(by, lambda: files.withdraw(room, by=by, file=key, why=words))

    @rule(by=WHO, words=WORDS, minutes=MINUTES, mine=st.booleans())
    def a_reporter_asks(self, by: str, words: str, minutes: int, mine: bool) -> None:
        room, at = self.room, self.act.at
        self.attempt(
            by,
            lambda: inquiries.note(
                room,
                by=by,
                medium="한빛일보",
                reporter="",
                contact="",
                question=words,
                due_at=at + timedelta(minutes=minutes),
                mine=mine,
                at=at,
            ),
        )

    @rule(
        by=WHO,
        which=PICK,
        other=PICK,
        what=st.sampled_from(("take", "release", "answer", "follow", "close")),
        words=WORDS,
    )
    def handles_an_inquiry(self, by: str, which: int, other: int, what: str, words: str) -> None:
        room, at, key = self.room, self.act.at, chosen(self.room.inquiries, which)
        facts = () if other == 0 else (chosen(room.facts, other),)
        statement = chosen(room.statements, other) if other > 1 else ""
        acts: dict[str, Callable[[], e.Event | Sequence[e.Event]]] = {
            "take": lambda: taking.take(room, by=by, item=key, people=PEOPLE, at=at),
            "release": lambda: taking.release(room, by=by, item=key, at=at),
            "answer": lambda: inquiries.answer(
                room,
                by=by,
                roles=ROLES[by],
                inquiry=key,
                statement=statement,
                facts=facts,
                words=words if other % 2 else "",
                at=at,
            ),
            "follow": lambda: inquiries.follow(
                room, by=by, inquiry=key, question=words, due_at=at + timedelta(minutes=30), at=at
            ),
            "close": lambda: inquiries.close(room, by=by, inquiry=key, note=words, at=at),
        }
        before = len(self.act.lines)
        self.attempt(by, acts[what])
        for line in self.act.lines[before:]:
            if isinstance(line.event, e.InquiryAnswered):
                told = line.event
                assert told.statement is None or (room.statement and room.statement.id == told.statement)
                assert all((f := room.fact(fact)) and f.status == "confirmed" for fact in told.facts)
                assert told.statement or told.facts or told.words
                assert bool(told.words) == bool(told.under)
                assert not told.words or told.under != "lead" or room.leader == by

    @rule(by=WHO, kind=st.sampled_from((*inquiries.KINDS, "apology")), medium=WORDS, ago=MINUTES, wrong=WORDS)
    def a_correction_is_claimed(self, by: str, kind: str, medium: str, ago: int, wrong: str) -> None:
        room, at = self.room, self.act.at
        about = {"kind": kind, "medium": medium, "link": "", "wrong": wrong, "knew_min_ago": ago}
        self.attempt(by, lambda: inquiries.claim(room, by=by, **about, at=at))

    @rule(by=WHO, which=PICK, state=st.sampled_from((*inquiries.ENDS, "asked", "forgotten")), note=WORDS)
    def a_correction_is_moved(self, by: str, which: int, state: str, note: str) -> None:
        room, at, key = self.room, self.act.at, chosen(self.room.corrections, which)
        before = room.correction(key)
        self.attempt(
            by,
            lambda: inquiries.move(room, by=by, roles=ROLES[by], correction=key, state=state, note=note, at=at),
        )
        after = self.room.correction(key)
        if after != before:
            assert before is not None
            assert before.is_open
            assert state != "dropped" or is_legal(room, by, ROLES[by])

    @invariant()
    def a_claim_stands_on_the_laws_clock_until_it_was_put_to_the_medium(self) -> None:
        laws = {law.id: law for law in self.room.ground.laws}
        for claimed in self.room.corrections:
            assert claimed.aware_at <= claimed.at < claimed.due_at
            assert claimed.due_at == due_by(laws[claimed.law], claimed.aware_at)
            assert claimed.state in ("", *inquiries.ENDS)
        for claimed in inquiries.unasked(self.room):
            warns = self.room.duty(claimed.duty)
            assert warns is not None
            assert warns.is_open
            assert warns.due_at <= claimed.due_at
        left = {check.item for check in convene.checklist(self.room, self.act.at) if check.state != "met"}
        assert ("corrections" in left) == any(claimed.is_open for claimed in self.room.corrections)

    @rule(by=WHO, which=PICK, let_go=st.booleans(), what=st.sampled_from(HELD))
    def takes_in_hand(self, by: str, which: int, let_go: bool, what: str) -> None:
        room, at, things = self.room, self.act.at, getattr(self.room, what)
        thing = things[which % len(things)] if things else None
        key = "nothing" if thing is None else taking.key_of(thing) if what == "findings" else thing.id
        before, lines = taking.item_of(room, key), len(self.act.lines)
        if let_go:
            self.attempt(by, lambda: taking.release(room, by=by, item=key, at=at))
        else:
            self.attempt(by, lambda: taking.take(room, by=by, item=key, people=PEOPLE, at=at))
        if len(self.act.lines) > lines:
            assert before is not None
            after = taking.item_of(self.room, key)
            assert after is not None
            assert after.by == (None if let_go else by)
            assert before.by in (None, by) or before.late or room.leader == by, "nobody loses it to a third"
        assert len({held.item for held in self.room.held}) == len(self.room.held), "one has it"

    @rule(by=WHO, level=LEVEL, why=WORDS)
    def raises(self, by: str, level: int, why: str) -> None:
        before = self.room.level
        self.attempt(
            by,
            lambda: convene.raise_beacon(
                self.room, by=by, level=level, why=why, people=PEOPLE, points=POINTS, at=self.act.at
            ),
        )
        assert self.room.level >= before

    @rule(by=st.one_of(WHO, st.just(SYSTEM)), level=LEVEL, why=WORDS)
    def lowers(self, by: str, level: int, why: str) -> None:
        self.attempt(by, lambda: convene.lower_beacon(self.room, by=by, level=level, why=why, at=self.act.at))

    @rule(by=WHO, words=WORDS)
    def orders_one_voice(self, by: str, words: str) -> None:
        seen = one_voice.in_force(self.room)
        self.attempt(
            by,
            lambda: one_voice.order(
                self.room,
                by=by,
                roles=ROLES[by],
                words=words,
                seen=seen.digest if seen else "",
                people=PEOPLE,
                touchpoints=POINTS,
                at=self.act.at,
            ),
        )

    @rule(by=WHO, silent=st.booleans(), what=st.sampled_from(("read", "read", "rest", "told", "lift", "skip")))
    def answers_one_voice(self, by: str, silent: bool, what: str) -> None:
        room, at = self.room, self.act.at
        digest = room.one_voice.digest if room.one_voice else ""
        acts: dict[str, Callable[[], e.Event]] = {
            "read": lambda: one_voice.read(room, by=by, digest=digest, silent=silent, at=at),
            "rest": lambda: one_voice.rest(room, by=by, at=at),
            "told": lambda: one_voice.told(room, by=by, point="shop", at=at),
            "lift": lambda: one_voice.lift(room, by=by, at=at),
            "skip": lambda: one_voice.skip(room, by=by, why="아직", at=at),
        }
        self.attempt(by, acts[what])

    @rule(by=WHO, words=WORDS)
    def flashes(self, by: str, words: str) -> None:
        self.attempt(by, lambda: flash.send(self.room, by=by, words=words, people=PEOPLE, at=self.act.at))

    @rule(by=WHO, which=PICK, what=st.sampled_from(("ack", "question", "order", "withdraw", "read", "none")))
    def answers_flash(self, by: str, which: int, what: str) -> None:
        room, at, key = self.room, self.act.at, chosen(self.room.flashes, which)
        self.attempt(
            by,
            lambda: (
                flash.withdraw(room, by=by, flash=key, at=at)
                if what == "withdraw"
                else flash.read(room, by=by, flash=key, at=at)
                if what == "read"
                else flash.answer(room, by=by, flash=key, answer=what, words="왜요?", at=at)
            ),
        )

    @rule(by=WHO, to=st.sampled_from(("minseo", "committee_head", "haneul")), minutes=st.integers(0, 90))
    def asks_an_executive(self, by: str, to: str, minutes: int) -> None:
        """The question lies in its own table; what the room records of it, from asked to answered, has none of it."""
        room, at, number = self.room, self.act.at, self.room.seq + 1
        try:
            asked = executives.ask(by=by, to=to, words="비밀", minutes=minutes, people=PEOPLE, room=room.id, at=at)
        except RuleError:
            return
        before = replace(asked, id=number)
        self.act.say(executives.lines_of(None, before), by=by)
        passed = executives.due(before, people=PEOPLE, at=before.due_at)
        late = executives.due(passed, people=PEOPLE, at=passed.due_at)
        answered = executives.answer(late, by=late.person, words="비밀", at=at)
        for old, new in ((before, passed), (passed, late), (late, answered), (answered, answered)):
            self.act.say(executives.lines_of(old, new), by=SYSTEM)
        (kept,) = (one for one in self.room.asked if one.question == number)
        assert kept.answered_at is not None
        assert "비밀" not in repr(self.act.lines[-5:])

    @rule(by=WHO, words=WORDS, waiver=st.sampled_from(("", "오해였어요")))
    def closes(self, by: str, words: str, waiver: str) -> None:
        was_open = self.room.is_open
        left = any(check.blocks for check in convene.checklist(self.room, self.act.at))
        self.attempt(by, lambda: convene.close(self.room, by=by, summary=words, at=self.act.at, waiver=waiver))
        if left and not waiver:
            assert self.room.is_open == was_open

    @rule(by=WHO, words=WORDS)
    def reopens(self, by: str, words: str) -> None:
        self.attempt(by, lambda: convene.reopen(self.room, by=by, why=words, at=self.act.at))

    # ── assess and decide ──────────────────────────────────────────────────────────────────────────────────────────
    @rule(
        by=WHO,
        level=LEVEL,
        press=st.integers(-1, 101),
        why=WORDS,
        volumes=st.lists(
            st.tuples(st.sampled_from((1, 6, 24, 7)), st.integers(-1, 50), st.integers(0, 90)), max_size=3
        ),
        confidence=st.sampled_from(("", "low", "high", "sure")),
    )
    def estimates(
        self, by: str, level: int, press: int, why: str, volumes: list[tuple[int, int, int]], confidence: str
    ) -> None:
        self.attempt(
            by,
            lambda: assess.estimate(
                self.room,
                by=by,
                level=level,
                press_pct=press,
                why=why,
                at=self.act.at,
                volumes=volumes,
                confidence=confidence,
                roles=ROLES[by],
            ),
        )

    @rule(by=WHO, reported=st.booleans(), ago=st.sampled_from((None, -60, 0, 60, 9000)), link=WORDS)
    def settles_press(self, by: str, reported: bool, ago: int | None, link: str) -> None:
        when = None if ago is None else self.act.at - timedelta(seconds=ago)
        self.attempt(
            by, lambda: assess.settle_press(self.room, by=by, reported=reported, when=when, link=link, at=self.act.at)
        )

    @rule(
        by=WHO,
        words=WORDS,
        status=st.sampled_from((*assess.FACT_STATES, "maybe")),
        source=WORDS,
        owner=st.sampled_from(("", "haneul", "jiwoo", "stranger")),
        minutes=MINUTES,
        rumour=st.booleans(),
    )
    def notes_fact(self, by: str, words: str, status: str, source: str, owner: str, minutes: int, rumour: bool) -> None:
        self.attempt(
            by,
            lambda: assess.note_fact(
                self.room,
                by=by,
                fact=words,
                status=status,
                source=source,
                at=self.act.at,
                owner=owner,
                minutes=minutes,
                rumour=rumour,
                people=PEOPLE,
            ),
        )

    @rule(by=WHO, fact=PICK, owner=WHO, minutes=MINUTES)
    def assigns_fact(self, by: str, fact: int, owner: str, minutes: int) -> None:
        self.attempt(
            by,
            lambda: assess.assign_fact(
                self.room,
                by=by,
                fact=chosen(self.room.facts, fact),
                owner=owner,
                minutes=minutes,
                people=PEOPLE,
                at=self.act.at,
            ),
        )

    @rule(by=WHO, fact=PICK, answer=WORDS)
    def agrees_on_an_answer(self, by: str, fact: int, answer: str) -> None:
        self.attempt(
            by,
            lambda: assess.coordinate(
                self.room, by=by, fact=chosen(self.room.facts, fact), answer=answer, at=self.act.at
            ),
        )

    @rule(by=WHO, fact=PICK, where=WORDS)
    def corrects_a_rumour(self, by: str, fact: int, where: str) -> None:
        self.attempt(
            by,
            lambda: assess.correct(self.room, by=by, fact=chosen(self.room.facts, fact), where=where, at=self.act.at),
        )

    @rule(by=WHO, fact=PICK, status=st.sampled_from(assess.FACT_STATES), source=WORDS)
    def settles_fact(self, by: str, fact: int, status: str, source: str) -> None:
        self.attempt(
            by,
            lambda: assess.settle_fact(
                self.room, by=by, fact=chosen(self.room.facts, fact), status=status, source=source, at=self.act.at
            ),
        )

    @rule(by=WHO, owner=WHO, deputy=st.none() | WHO, default=st.integers(-1, 3), minutes=MINUTES)
    def asks(self, by: str, owner: str, deputy: str | None, default: int, minutes: int) -> None:
        options = ("멈춘다", "", "계속한다")

        def ask() -> e.DecisionAsked:
            said = decide.ask(
                self.room,
                by=by,
                question="출고를 멈출까요?",
                options=options,
                default=default,
                owner=owner,
                deputy=deputy,
                minutes=minutes,
                people=PEOPLE,
                at=self.act.at,
            )
            assert said.options[said.default] == options[default]
            return said

        self.attempt(by, ask)

    @rule(by=WHO, decision=PICK, option=st.integers(-1, 2), waived=WORDS)
    def decides(self, by: str, decision: int, option: int, waived: str) -> None:
        self.attempt(
            by,
            lambda: decide.decide(
                self.room,
                by=by,
                decision=chosen(self.room.decisions, decision),
                option=option,
                why="",
                waived=waived,
                at=self.act.at,
            ),
        )

    @rule(by=WHO, decision=PICK, option=st.integers(-1, 2), why=WORDS)
    def judges(self, by: str, decision: int, option: int, why: str) -> None:
        key = chosen(self.room.decisions, decision)
        self.attempt(
            by,
            lambda: decide.judge(
                self.room, by=by, roles=ROLES[by], decision=key, option=option, why=why, at=self.act.at
            ),
        )

    @rule(by=WHO, decision=PICK, option=st.integers(-1, 2), minutes=MINUTES, waived=WORDS)
    def proposes(self, by: str, decision: int, option: int, minutes: int, waived: str) -> None:
        key = chosen(self.room.decisions, decision)
        self.attempt(
            by,
            lambda: decide.propose(
                self.room, by=by, decision=key, option=option, minutes=minutes, waived=waived, at=self.act.at
            ),
        )

    @rule(by=WHO, decision=PICK, why=WORDS, minutes=MINUTES)
    def opens_a_question_again(self, by: str, decision: int, why: str, minutes: int) -> None:
        key = chosen(self.room.decisions, decision)
        self.attempt(
            by, lambda: decide.reopen(self.room, by=by, decision=key, why=why, minutes=minutes, at=self.act.at)
        )

    @rule(by=WHO, decision=PICK, role=st.sampled_from(("legal", "practitioner", "nobody")), minutes=MINUTES)
    def consults(self, by: str, decision: int, role: str, minutes: int) -> None:
        key = chosen(self.room.decisions, decision) if self.room.decisions else ""
        self.attempt(
            by,
            lambda: decide.consult(
                self.room,
                by=by,
                decision=key,
                role=role,
                person=None,
                question="이렇게 말해도 되나요?",
                minutes=minutes,
                people=PEOPLE,
                at=self.act.at,
            ),
        )

    @rule(by=WHO, which=PICK, words=WORDS)
    def answers(self, by: str, which: int, words: str) -> None:
        key = chosen(self.room.consultations, which)
        self.attempt(
            by,
            lambda: decide.answer(self.room, by=by, roles=ROLES[by], consultation=key, words=words, at=self.act.at),
        )

    @rule(by=WHO, law=st.sampled_from(("privacy_72h", "breach_24h", "none")), ago=MINUTES, why=WORDS)
    def suspects(self, by: str, law: str, ago: int, why: str) -> None:
        self.attempt(
            by, lambda: decide.start_duty(self.room, by=by, law=law, why=why, knew_min_ago=ago, at=self.act.at)
        )

    @rule(by=WHO, which=PICK, words=WORDS, end=st.sampled_from(("confirm", "done", "drop")))
    def settles_a_duty(self, by: str, which: int, words: str, end: str) -> None:
        room, key, roles = self.room, chosen(self.room.duties, which), ROLES[by]
        ends: dict[str, Callable[[], e.Event]] = {
            "confirm": lambda: decide.confirm_duty(room, by=by, roles=roles, duty=key, note=words, at=self.act.at),
            "done": lambda: decide.duty_done(room, by=by, roles=roles, duty=key, note=words, at=self.act.at),
            "drop": lambda: decide.drop_duty(room, by=by, roles=roles, duty=key, why=words, at=self.act.at),
        }
        self.attempt(by, ends[end])

    @rule(by=WHO, owner=WHO, minutes=MINUTES, which=PICK, state=st.sampled_from(decide.FAULT_STATES), note=WORDS)
    def mends(self, by: str, owner: str, minutes: int, which: int, state: str, note: str) -> None:
        self.attempt(
            by,
            lambda: decide.note_fault(
                self.room, by=by, fault="라인", owner=owner, minutes=minutes, people=PEOPLE, at=self.act.at
            ),
        )
        key = chosen(self.room.faults, which)
        self.attempt(by, lambda: decide.move_fault(self.room, by=by, fault=key, state=state, note=note, at=self.act.at))

    @rule(by=WHO, decision=PICK, why=WORDS)
    def objects(self, by: str, decision: int, why: str) -> None:
        self.attempt(
            by,
            lambda: decide.object_to(
                self.room, by=by, decision=chosen(self.room.decisions, decision), why=why, at=self.act.at
            ),
        )

    @rule(by=WHO, owner=WHO, minutes=MINUTES)
    def gives_task(self, by: str, owner: str, minutes: int) -> None:
        self.attempt(
            by,
            lambda: decide.give_task(
                self.room, by=by, task="전화", owner=owner, minutes=minutes, people=PEOPLE, at=self.act.at
            ),
        )

    @rule(by=WHO, task=PICK)
    def finishes_task(self, by: str, task: int) -> None:
        self.attempt(
            by,
            lambda: decide.finish_task(self.room, by=by, task=chosen(self.room.tasks, task), note="", at=self.act.at),
        )

    # ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @rule(by=WHO, lacking=st.sampled_from((None, None, None, *SLOTS)), back=st.sampled_from((0, 0, 0, 1)), due=MINUTES)
    def edits(self, by: str, lacking: str | None, back: int, due: int) -> None:
        version = self.room.draft.version if self.room.draft else 0
        self.attempt(
            by,
            lambda: speak.edit(
                self.room,
                by=by,
                slots={slot: "말입니다." for slot in SLOTS if slot != lacking},
                next_update_at=self.act.at + timedelta(minutes=due),
                base_version=version - back,
                zone=SEOUL,
                at=self.act.at,
            ),
        )

    @rule(by=WHO, shown=st.sampled_from(("read", "read", "read", "another")))
    def approves(self, by: str, shown: str) -> None:
        text = speak.draft_text(self.room, SEOUL) if shown == "read" else "another"
        self.attempt(
            by,
            lambda: speak.approve(
                self.room,
                by=by,
                roles=ROLES[by],
                digest=speak.digest(text),
                outlets=OUTLETS,
                zone=SEOUL,
                at=self.act.at,
            ),
        )

    @rule(by=WHO)
    def somebody_speaks(self, by: str) -> None:
        """A whole draft, approved by whoever leads or by another."""
        if self.room.is_open:
            self.act.writes(by, due_min=600)
            self.approves(self.room.leader or by, "read")
            self.approves(by, "read")

    # ── the chain, and leave that is taken back ────────────────────────────────────────────────────────────────────
    @rule(by=WHO)
    def asks_the_chain(self, by: str) -> None:
        digest = self.room.draft.digest if self.room.draft else "nothing"
        self.attempt(
            by,
            lambda: self.and_unheld(
                approvals.ask_for_text(self.room, by=by, roles=ROLES[by], digest=digest, at=self.act.at)
            ),
        )

    @rule(
        by=WHO,
        what_act=st.sampled_from(("stop_sale", "stop_sale", "resume_outlets", "takedown", "publish_holding")),
        what=WORDS,
        outlet=st.sampled_from(("", "newsroom", "partners")),
    )
    def asks_the_chain_for_an_act(self, by: str, what_act: str, what: str, outlet: str) -> None:
        self.attempt(
            by,
            lambda: self.and_unheld(
                approvals.ask_for_act(
                    self.room,
                    by=by,
                    roles=ROLES[by],
                    act=what_act,
                    what=what,
                    amount_krw=0,
                    outlet=outlet,
                    at=self.act.at,
                )
            ),
        )

    def and_unheld(self, said: e.Event) -> tuple[e.Event, ...]:
        return approvals.with_unheld(self.room, said, people=PEOPLE, at=self.act.at)

    def and_ordered(self, said: e.ApprovalGiven) -> tuple[e.Event, ...]:
        follows = decide.ordered(self.room, said, people=PEOPLE, outlets=OWNED, at=self.act.at)
        return (*self.and_unheld(said), *follows)

    @rule(by=WHO, which=PICK, word=st.sampled_from(("yes", "yes", "no", "back")), why=WORDS)
    def answers_the_chain(self, by: str, which: int, word: str, why: str) -> None:
        asked = self.room.approvals[-1 - which % len(self.room.approvals)] if self.room.approvals else None
        key, digest = (asked.id, asked.digest) if asked else ("nothing", "")
        roles, at = ROLES[by], self.act.at
        answers: dict[str, Callable[[], e.Event]] = {
            "yes": lambda: approvals.approve(self.room, by=by, roles=roles, request=key, digest=digest, at=at),
            "no": lambda: approvals.object_to(
                self.room, by=by, roles=roles, request=key, digest=digest, why=why, at=at
            ),
            "back": lambda: approvals.withdraw(self.room, by=by, request=key, why=why, at=at),
        }

        def answered() -> tuple[e.Event, ...]:
            said = answers[word]()
            return self.and_ordered(said) if isinstance(said, e.ApprovalGiven) else self.and_unheld(said)

        self.attempt(by, answered)

    @rule(by=WHO)
    def the_chain_says_yes_to_all_of_it(self, by: str) -> None:
        """Whoever is asked, one after the other, about the newest request."""
        for _ in range(len(self.room.approvals[-1].steps) if self.room.approvals else 0):
            for person in (by, *ROLES):
                self.answers_the_chain(person, 0, "yes", "")

    @invariant()
    def what_a_chain_said_yes_to_is_one_persons_task_until_it_is_done(self) -> None:
        ordered = [line.event for line in self.act.lines if isinstance(line.event, e.TaskGiven) and line.event.order]
        assert len({one.request for one in ordered}) == len(ordered)
        known = {request.id: request for request in self.room.approvals}
        for task in ordered:
            request = known.get(task.request)
            assert task.owner in ROLES
            assert request is None or (request.state, request.act) == ("granted", task.order)
        here = [task for task in self.room.tasks if task.order]
        assert {one.task for one in ordered} >= {task.id for task in here}
        for task in here:
            if task.order == RESUME and task.done_at is None:
                assert self.room.paused_at is not None

    @rule(by=WHO, won=st.sampled_from((0, 1, 5_000, 20_000)), request=st.booleans())
    def gives_money(self, by: str, won: int, request: bool) -> None:
        self.attempt(
            by,
            lambda: leave.compensate(
                self.room,
                by=by,
                roles=ROLES[by],
                amount_krw=won,
                to="손님",
                why="사과",
                day="2026-03-02",
                day_spent=dict(self.room.spent),
                at=self.act.at,
                request=self.room.approvals[-1].id if request and self.room.approvals else None,
            ),
        )

    @rule(by=st.just("minseo"))
    def an_executive_takes_leave_back(self, by: str) -> None:
        self.attempt(by, lambda: leave.revoke(self.room, mandate="m2", by=by, why="정지", revoked_at=self.act.at))

    @rule(by=WHO, statement=PICK, why=WORDS)
    def withdraws(self, by: str, statement: int, why: str) -> None:
        self.attempt(
            by,
            lambda: speak.withdraw(
                self.room,
                by=by,
                roles=ROLES[by],
                statement=chosen(self.room.statements, statement),
                why=why,
                at=self.act.at,
            ),
        )

    @rule(by=WHO, why=WORDS)
    def pauses(self, by: str, why: str) -> None:
        self.attempt(by, lambda: speak.pause(self.room, by=by, why=why, at=self.act.at))

    @rule(by=WHO, why=WORDS)
    def resumes(self, by: str, why: str) -> None:
        self.attempt(by, lambda: speak.resume(self.room, by=by, roles=ROLES[by], why=why, at=self.act.at))

    @rule(which=PICK)
    def a_worker_starts(self, which: int) -> None:
        delivery = chosen(self.room.deliveries, which)
        if speak.may_send(self.room, delivery, self.act.at) is None:
            self.attempt(SYSTEM, lambda: speak.started(self.room, delivery=delivery))

    @rule(which=PICK, answer=st.sampled_from(("sent", "later", "refused", "unsure", "dropped")))
    def an_outlet_answers(self, which: int, answer: str) -> None:
        delivery, later = chosen(self.room.deliveries, which), self.act.at + timedelta(minutes=1)
        answers: dict[str, Callable[[], e.Event]] = {
            "sent": lambda: speak.sent(self.room, delivery=delivery, url="javascript:alert(1)"),
            "later": lambda: speak.postponed(self.room, delivery=delivery, reason="busy", not_before=later),
            "refused": lambda: speak.refused(self.room, delivery=delivery, reason="refused"),
            "unsure": lambda: speak.unsure(self.room, delivery=delivery, reason="maybe_sent"),
            "dropped": lambda: speak.dropped(self.room, delivery=delivery, reason="stale"),
        }
        self.attempt(SYSTEM, answers[answer])

    @rule(answer=st.sampled_from(("sent", "unsure", "later", "refused", "sent")))
    def a_worker_goes_through_all(self, answer: str) -> None:
        for which in range(len(self.room.deliveries)):
            self.a_worker_starts(which)
            self.an_outlet_answers(which, answer)

    @rule(by=WHO, which=PICK, found=st.booleans())
    def somebody_settles(self, by: str, which: int, found: bool) -> None:
        self.attempt(
            by,
            lambda: speak.settle(
                self.room, by=by, delivery=chosen(self.room.deliveries, which), found=found, url="", at=self.act.at
            ),
        )

    @invariant()
    def the_order_counts_everybody_once_and_one_flash_of_each_is_open(self) -> None:
        order = self.room.one_voice
        if order is not None:
            assert set(order.unread) <= {p.key for p in PEOPLE}
            assert 0 <= order.points_read <= len(order.points)
            assert order.lifted_at is not None or self.room.is_open
        waiting = [f.by for f in self.room.flashes if f.is_open]
        assert len(set(waiting)) == len(waiting)

    # ── what always holds ──────────────────────────────────────────────────────────────────────────────────────────
    @invariant()
    def exactly_one_leads(self) -> None:
        assert self.room.leader in ROLES
        assert self.room.handover is None or self.room.handover.to != self.room.leader

    @invariant()
    def the_beacon_is_one_to_five_and_only_people_lower_it(self) -> None:
        assert 1 <= self.room.level <= 5
        assert all(line.by in ROLES for line in self.act.lines if isinstance(line.event, e.BeaconLowered))

    @invariant()
    def the_lines_alone_make_the_room(self) -> None:
        assert fold.fold(self.act.lines, room=1, org=1) == self.room

    @invariant()
    def a_clock_has_a_time_or_none(self) -> None:
        due = clock.next_due(self.room)
        assert due is None or (isinstance(due, datetime) and due.tzinfo is not None)
        assert self.room.is_open or due is None

    @invariant()
    def what_was_sent_is_never_started_again(self) -> None:
        sent: set[str] = set()
        for line in self.act.lines:
            event = line.event
            if isinstance(event, e.DeliverySent) or (isinstance(event, e.DeliverySettled) and event.found):
                assert event.delivery not in sent
                sent.add(event.delivery)
            elif isinstance(event, e.DeliveryStarted | e.DeliveryPlanned | e.DeliveryDropped):
                assert event.delivery not in sent

    @invariant()
    def nothing_was_said_without_leave(self) -> None:
        assert all(self.verdicts[said.id] for said in self.room.statements)
        assert len({(s.draft, s.version) for s in self.room.statements}) == len(self.room.statements)
        for said in self.room.statements:
            assert speak.digest(said.text) == said.digest

    @invariant()
    def a_request_is_asked_one_step_at_a_time(self) -> None:
        for request in self.room.approvals:
            waiting = [step for step in request.steps if step.state in ("open", "passed")]
            assert len(waiting) <= 1
            if request.state == "open":
                assert waiting
                assert waiting[0].due_at is not None
            assert request.state != "granted" or request.steps[-1].state == "approved"

    @invariant()
    def no_purse_is_ever_overdrawn(self) -> None:
        limits = {m.id: m.limits.get("case") for m in self.room.ground.charter.mandates}
        for mandate, won in self.room.spent:
            assert mandate == "" or won <= (limits[mandate] or 0)

    @invariant()
    def one_text_at_a_time_waits_to_leave(self) -> None:
        waiting = {d.statement for d in self.room.deliveries if speak.may_send(self.room, d.id, self.act.at) is None}
        assert len(waiting) <= 1

    @invariant()
    def nobody_is_called_twice_for_one_role_and_every_role_waits_ends_or_is_answered(self) -> None:
        persons = [call.person for call in self.room.calls]
        assert len(set(persons)) == len(persons)
        for need in convene.needs(self.room):
            assert len(need.calls) == len(need.tried)
            assert (convene.goes_on_at(need, self.room.ground) is None) == (need.state != "calling")

    @invariant()
    def nobody_but_by_hand_sits_in_two_chairs_that_exclude_each_other(self) -> None:
        formation = convene.formation_of(self.room)
        by_hand = {one.chair for one in self.room.seats if one.by_hand}
        held = [(c, p) for c, p in convene.holders(self.room).items() if p is not None and c not in by_hand]
        for chair, person in held:
            for other, another in held:
                assert formation is not None
                assert person != another or chair == other or together(formation, chair, other)

    @invariant()
    def ids_are_used_once(self) -> None:
        room = self.room
        for things in (
            room.calls,
            room.facts,
            room.decisions,
            room.tasks,
            room.statements,
            room.deliveries,
            room.promises,
            room.inquiries,
            room.offline,
            room.files,
            room.corrections,
            room.approvals,
        ):
            keys = [thing.id for thing in things]
            assert len(set(keys)) == len(keys)

    @invariant()
    def nobody_sees_the_others_before_they_have_judged(self) -> None:
        for person in PEOPLE:
            shown = assess.estimates_shown(self.room, person)
            judged = self.room.estimate_of(person.key) is not None
            if assess.judges_blind(self.room, person) and not judged:
                assert shown is None
                step = next_step(self.room, person.key, self.act.at, roles=person.roles)
                assert step.why.ref != "estimates_higher"
            else:
                assert shown == self.room.estimates

    @invariant()
    def a_rumour_goes_step_by_step(self) -> None:
        for fact in self.room.facts:
            done = [stage.at is not None for stage in assess.stages(fact)]
            assert done == sorted(done, reverse=True)
            assert fact.rumour or fact.coordinated_at is None
            assert not fact.late or fact.due_at is not None

    @invariant()
    def what_was_confirmed_stays_to_be_spoken_of(self) -> None:
        status: dict[str, str] = {}
        for line in self.act.lines:
            if isinstance(line.event, e.FactNoted | e.FactSettled):
                status[line.event.fact] = line.event.status
        here = {fact.id for fact in self.room.facts}
        assert {key for key, now in status.items() if now != "false"} <= here

    @invariant()
    def executives_views_count_in_no_middle(self) -> None:
        spread = assess.dissent(self.room)
        field = {x.by for x in assess.of_the_field(self.room)}
        assert "minseo" not in field
        assert (spread.count if spread else 0) == len(field)
        assert spread is None or {*spread.apart, *(by for v in spread.volumes for by in v.apart)} <= field

    @invariant()
    def nothing_was_closed_over_an_empty_slot_without_a_word_why(self) -> None:
        for line in self.act.lines:
            made = line.event
            if isinstance(made, e.DecisionMade):
                assert made.judgement != "empty" or made.how == "default"
                assert made.how == "default" or not made.unheard or made.waived
                assert (made.judgement == "waived") <= bool(made.waived)
                assert made.how != "consent" or line.by == SYSTEM

    @invariant()
    def the_state_holds_what_is_open_and_not_all_that_ever_was(self) -> None:
        room = self.room
        for things in (room.decisions, room.consultations, room.duties, room.faults, room.corrections):
            assert sum(not thing.is_open for thing in things) <= 40

    @invariant()
    def everybody_has_one_next_step(self) -> None:
        for person in (*PEOPLE, replace(PEOPLE[0], key="stranger", roles=())):
            for later in (timedelta(0), timedelta(days=400)):
                step = next_step(self.room, person.key, self.act.at + later, roles=person.roles)
                assert step.anchor.startswith(ACTS_AND_ANCHORS[step.act])
                assert step.why.ref
                assert (step.act == "closed") == (not self.room.is_open)


RoomMachine.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestRoom = RoomMachine.TestCase
