"""A room in a test's hand: rules are asked, what they say becomes lines, and the lines become the room."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.kit import sample
from tests.kit.clock import NINE

from bongsu.core.events import Event, OneVoiceSkipped
from bongsu.core.line import Line
from bongsu.core.values import SLOTS, SYSTEM, Finding, FindingKind, Ground, OutletRef, Person
from bongsu.crisis import approvals, assess, convene, fold, speak
from bongsu.crisis.ground import parse_ground
from bongsu.crisis.room import Room

GROUND = parse_ground(levels=sample.LEVELS, charter=sample.CHARTER, playbook=sample.PLAYBOOK)
PEOPLE = sample.PEOPLE
ROLES = {person.key: person.roles for person in PEOPLE}
OUTLETS = (OutletRef("newsroom", "newsroom", "뉴스룸"), OutletRef("partners", "webhook", "게시판"))
SEOUL = "Asia/Seoul"
WHOLE = {slot: f"{slot} 문장입니다." for slot in SLOTS}


def finding(key: str = "risk:1:safety:1:3", *, level: int = 3, at: datetime = NINE) -> Finding:
    return Finding(
        key=key,
        kind=FindingKind.RISK,
        brand=1,
        at=at,
        level=level,
        surprise_centi=0,
        window_s=1800,
        count=9,
        expected_milli=1000,
        authors=4,
        evidence=("board:1",),
        first_post_at=at - timedelta(minutes=12),
        excerpt="유리 조각이 나왔어요",
        category="safety",
    )


class Act:
    """`act.say(event, by=…)` appends; `act.room` is where that led; `act.at` is now."""

    def __init__(
        self,
        *,
        level: int = 3,
        by: str = "haneul",
        found: Finding | None = None,
        people: Sequence[Person] = PEOPLE,
        ground: Ground = GROUND,
        assemble: bool = True,
    ) -> None:
        self.at, self.people = NINE, people
        opened = convene.opening(
            brand=1,
            by=by,
            title="유리 조각",
            why="사진이 퍼져요",
            level=level,
            ground=ground,
            at=self.at,
            finding=found,
        )
        self.lines = [Line(1, self.at, by, opened)]
        self.room: Room = fold.begin(room=1, org=1, line=self.lines[0])
        if found is not None:
            self.say(assess.noted(found), by=by)
        if assemble:
            self.say(convene.assemble(self.room, people=people, at=self.at), by=by)

    def say(self, said: Event | Sequence[Event], *, by: str = SYSTEM) -> None:
        for event in (said,) if isinstance(said, Event) else said:
            self.lines.append(Line(len(self.lines) + 1, self.at, by, event))
            self.room = fold.apply(self.room, self.lines[-1])

    def forward(self, **how_far: float) -> datetime:
        self.at += timedelta(**how_far)
        return self.at

    # ── the usual acts ─────────────────────────────────────────────────────────────────────────────────────────────
    def everyone_comes(self) -> None:
        for call in self.room.calls:
            if call.acknowledged_at is None:
                self.say(convene.acknowledge(self.room, by=call.person, at=self.at), by=call.person)
        if self.room.one_voice is None and self.room.leader:
            self.say(OneVoiceSkipped(why="다른 이야기예요"), by=self.room.leader)

    def estimates(self, by: str, level: int = 3, press: int = 30) -> None:
        said = assess.estimate(self.room, by=by, level=level, press_pct=press, why="사진이 있어요", at=self.at)
        self.say(said, by=by)

    def writes(self, by: str = "haneul", *, due_min: int | None = 60, **slots: str) -> None:
        self.say(
            speak.edit(
                self.room,
                by=by,
                slots=slots or WHOLE,
                next_update_at=None if due_min is None else self.at + timedelta(minutes=due_min),
                base_version=self.room.draft.version if self.room.draft else 0,
                zone=SEOUL,
                at=self.at,
            ),
            by=by,
        )

    def asks(self, by: str = "haneul") -> None:
        """Ask the chain for the draft."""
        shown = speak.digest(speak.draft_text(self.room, SEOUL))
        self.say(approvals.ask_for_text(self.room, by=by, roles=ROLES[by], digest=shown, at=self.at), by=by)

    def approves(self, by: str = "seojun", *, digest: str | None = None) -> None:
        shown = digest if digest is not None else speak.digest(speak.draft_text(self.room, SEOUL))
        self.say(
            speak.approve(self.room, by=by, roles=ROLES[by], digest=shown, outlets=OUTLETS, zone=SEOUL, at=self.at),
            by=by,
        )

    def sends(self, delivery: str) -> None:
        assert speak.may_send(self.room, delivery, self.at) is None
        self.say(speak.started(self.room, delivery=delivery))
        self.say(speak.sent(self.room, delivery=delivery, url=f"/newsroom/{delivery}"))
