"""A Saturday night at 한강식품, from the first post to the closed room, on the real parts and in simulated time."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from standardwebhooks.webhooks import Webhook
from tests.kit.clock import FakeClock
from tests.kit.databases import Databases
from tests.kit.server import Answer, Asked, Server, serving
from tests.kit.wake import MemoryWake

from bongsu.boot import demo, wiring
from bongsu.boot.storm_source import StormSource
from bongsu.connectors.newsroom import NewsroomOutlet
from bongsu.connectors.webhook import WebhookOutlet
from bongsu.core import errors, events
from bongsu.core.line import Line
from bongsu.core.ports import Called, CallJob, Ports
from bongsu.core.values import CHANNELS, Person
from bongsu.crisis import fold
from bongsu.crisis.assess import dissent, estimates_shown
from bongsu.crisis.convene import quiet_until
from bongsu.crisis.learn import intervals
from bongsu.crisis.room import Room
from bongsu.crisis.speak import draft_text
from bongsu.flows import assess, closing, convene, decide, facts, listen, reach, speak
from bongsu.store.clock import OrgClock
from bongsu.store.mentions.models import Mention as MentionRow
from bongsu.store.newsroom import DjangoNewsroom
from bongsu.store.operations.models import NewsroomPost, Source
from bongsu.store.rooms import DjangoStore
from bongsu.store.verify import counted, verify
from bongsu.storm.script import STORMS, Label

#: The demo chooses the last Saturday before today; here, today is this Wednesday.
TODAY = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)
#: The morning after that weekend.
MONDAY = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
ZONE = "Asia/Seoul"
STEP_S = 30
CALM_STEP_S = 20 * 60
#: How long after their phone rang people answer; the others never do.
ANSWER_S = {"haneul": 20, "seojun": 45, "eunji": 90, "bora": 100, "gaeun": 120, "jihun": 150, "dohyun": 30, "jiwoo": 60}
SILENT = "yuna"


@dataclass
class Phones:
    """core.ports.Caller: rings, and remembers when."""

    clock: FakeClock
    rang: list[tuple[str, datetime]] = field(default_factory=list)

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        assert title
        assert job.name in body
        assert job.channel
        self.rang.append((job.person, self.clock.at))
        return Called()


@dataclass
class Night:
    """The whole story: `play` moves time, the rest acts and looks."""

    org: int
    start: datetime
    clock: FakeClock
    ports: Ports
    phones: Phones
    board: Server
    secret: str
    store: DjangoStore = field(default_factory=DjangoStore)
    source: StormSource = field(default_factory=StormSource)
    cursor: dict[str, str] = field(default_factory=dict)
    given: int = 0
    proven: list[dict[str, object]] = field(default_factory=list)  # what the board could verify when it was told
    checked: dict[int, int] = field(default_factory=dict)  # room → line up to which its fold was compared

    def __post_init__(self) -> None:
        self.listener = listen.Listener(self.ports)
        row = Source.objects.get(org_id=self.org, kind="storm")
        self.settings, self.brand = row.settings, row.brand_id

    @property
    def minute(self) -> float:
        """Simulated minutes since the story began."""
        return (self.clock.at - self.start).total_seconds() / 60

    @property
    def rooms(self) -> tuple[int, ...]:
        return self.store.open_rooms(self.org)

    def room(self, room: int = 1) -> Room:
        return self.store.peek(self.org, room)

    def lines(self, room: int = 1) -> tuple[Line, ...]:
        return self.store.lines(self.org, room, limit=1_000_000)

    def step(self, *, seconds: float = STEP_S) -> None:
        """A while, half a minute unless said otherwise, at whose end everything that runs by itself has its turn."""
        self.clock.forward(seconds=seconds)
        while True:
            polled = self.source.poll(self.settings, self.cursor, at=self.clock.at)
            if not polled.items:
                break
            self.cursor = dict(polled.cursor)
            receipt = listen.take_in(self.ports, org=self.org, brand=self.brand, items=polled.items, live=True)
            assert (receipt.accepted, receipt.refused) == (len(polled.items), ())
            self.given += receipt.accepted
        while self.listener.work():
            pass
        self.listener.tick()
        while assess.hand_findings(self.ports, org=self.org):
            self.clock.forward(seconds=1)  # a room takes one finding a second
        self._by_itself()

    def _by_itself(self) -> None:
        decide.watch_clock(self.ports, org=self.org)
        while reach.call_next(self.ports, org=self.org):
            pass
        for person, at in self.phones.rang:
            wait = ANSWER_S.get(person, 60)
            if person == SILENT or self.clock.at < at + timedelta(seconds=wait):
                continue
            for room in self.rooms:
                call = self.room(room).call_of(person)
                if call is not None and call.acknowledged_at is None:
                    convene.acknowledge(self.ports, org=self.org, room=room, by=person)
        while speak.deliver_next(self.ports, org=self.org):
            pass
        self.compare()

    def compare(self) -> None:
        """Every room is what its journal makes of it."""
        for room in self.store.open_rooms(self.org):
            state = self.room(room)
            if self.checked.get(room) != state.seq:
                assert fold.fold(self.lines(room), room=room, org=self.org) == state
                self.checked[room] = state.seq

    def play(self, *, minutes: float) -> None:
        until = self.clock.at + timedelta(minutes=minutes)
        while self.clock.at < until:
            self.step()

    def play_to_quiet(self, *, at_most_minutes: float) -> None:
        """Until the beacon may be lowered, in long steps: nobody acts meanwhile."""
        last = self.clock.at + timedelta(minutes=at_most_minutes)
        while (until := self.quiet_until()) > self.clock.at:
            assert self.clock.at < last, f"not quiet {at_most_minutes} minutes later: {until}"
            self.step(seconds=CALM_STEP_S)

    def quiet_until(self) -> datetime:
        room = self.room()
        return quiet_until(room, loud_at=convene.loud_at(self.ports, room=room, at=self.clock.at))

    def play_to_room(self, *, at_most_minutes: float) -> None:
        until = self.start + timedelta(minutes=at_most_minutes)
        while not self.rooms:
            assert self.clock.at < until, f"no room after {self.minute:.0f} minutes"
            self.step()

    def person(self, key: str) -> Person:
        return next(p for p in self.store.people(self.org) if p.key == key)


@pytest.fixture(scope="module")
def board() -> Iterator[Server]:
    """The partners' board. It is busy the first time it is asked."""
    asked = Counter[str]()

    def answer(request: Asked) -> Answer:
        asked[request.headers["webhook-id"]] += 1
        if asked[request.headers["webhook-id"]] == 1:
            return Answer(503, {"Retry-After": "20"})
        return Answer(200, {"Content-Type": "application/json"}, b'{"url": "https://board.example/42"}')

    with serving(answer) as server:
        yield server


@pytest.fixture(scope="module")
def night(databases: Databases, board: Server) -> Iterator[Night]:
    """The night, played once; the tests below look at what it left."""
    databases.refresh()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "real_now", lambda: TODAY)
        org = demo.seed(wiring.ports(), OrgClock(), url=board.url)
    start = demo.story_start(TODAY)
    clock = FakeClock(start)
    phones = Phones(clock)
    ports = replace(
        wiring.ports(callers=dict.fromkeys(CHANNELS, phones)),
        clock=clock,
        wake=MemoryWake(),
        store=DjangoStore(clock),
        outlets={"newsroom": NewsroomOutlet(DjangoNewsroom(clock)), "webhook": WebhookOutlet(timeout_s=3)},
    )
    hook = demo.demo_notes.hook(org, "never used")
    night = Night(org, start, clock, ports, phones, board, demo.board_secret(hook))
    _the_story(night)
    yield night
    connections.close_all()


def _the_story(night: Night) -> None:
    here = {"org": night.org, "room": 1}
    ports = night.ports
    night.play_to_room(at_most_minutes=30)
    night.play(minutes=2)
    assert night.room().leader == "seojun"
    assert {"haneul", "seojun"} <= set(night.room().team)

    # Each judges alone. 하늘 sees nobody's view before she has sent her own.
    assess.send_estimate(ports, **here, by="seojun", level=3, press_pct=30, why="아직 한 곳의 이야기예요.")
    assert estimates_shown(night.room(), night.person("haneul")) is None
    assert [x.by for x in estimates_shown(night.room(), night.person("minseo")) or ()] == ["seojun"]
    assess.send_estimate(ports, **here, by="haneul", level=4, press_pct=70, why="사진이 또렷하고 아이 이야기예요.")
    assert [x.by for x in estimates_shown(night.room(), night.person("haneul")) or ()] == ["seojun", "haneul"]
    night.step()

    # Facts, from those who can know them.
    quality = "9월 12일 만든 배도라지즙 120ml의 생산 기록을 확인하고 있습니다."
    duty = "식품 이물은 신고 의무가 있는 사안입니다."
    facts.note_fact(ports, **here, by="eunji", text=quality, status="unconfirmed", source="")
    convene.join(ports, **here, by="jiwoo")
    facts.note_fact(ports, **here, by="jiwoo", text=duty, status="unconfirmed", source="")
    night.play(minutes=2)
    facts.settle_fact(
        ports, **here, fact=night.room().facts[0].id, by="eunji", status="confirmed", source="공장 당직실 통화"
    )
    facts.settle_fact(
        ports, **here, fact=night.room().facts[1].id, by="jiwoo", status="confirmed", source="법무팀 검토"
    )

    # One text: prepared words, read and released by the one who may.
    words = demo.sample("holding")["slots"]
    soon = night.clock.at + timedelta(hours=1)
    speak.edit_draft(ports, **here, by="haneul", slots=words, next_update_at=soon, base_version=0)
    read_before = night.room().draft
    assert read_before is not None
    with pytest.raises(errors.OutsideMandate):
        speak.approve(ports, **here, by="haneul", digest=read_before.digest)
    calmer = {**words, "contact": "궁금하신 점은 고객센터(080-000-0000, 예시)로 물어 주세요."}
    speak.edit_draft(ports, **here, by="haneul", slots=calmer, next_update_at=soon, base_version=1)
    with pytest.raises(errors.StaleText):
        speak.approve(ports, **here, by="seojun", digest=read_before.digest)
    night.step()
    shown = draft_text(night.room(), ZONE)
    draft = night.room().draft
    assert draft is not None
    assert calmer["contact"] in shown
    speak.approve(ports, **here, by="seojun", digest=draft.digest)
    with pytest.raises(errors.AlreadyDone):
        speak.approve(ports, **here, by="seojun", digest=draft.digest)
    night.play(minutes=2)
    # A signature holds for five minutes: whoever gets it looks at once.
    night.proven = [Webhook(night.secret).verify(asked.body, asked.headers) for asked in night.board.asked]

    # The storm grows; the numbers raise the beacon and call more people.
    assert night.room().level == 3
    until = night.start + timedelta(minutes=90)
    while night.room().level < 4 and night.clock.at < until:
        night.step()
    night.play(minutes=6)

    # Nobody puts a fire out before it has been quiet for as long as the level asks.
    calm = "새 글이 줄고 답변이 퍼졌어요."
    with pytest.raises(errors.NotQuietYet) as early:
        convene.lower_beacon(ports, **here, by="seojun", level=3, why=calm)
    assert early.value.about["until"] > night.clock.at  # type: ignore[operator]
    night.play_to_quiet(at_most_minutes=12 * 60)
    convene.lower_beacon(ports, **here, by="seojun", level=3, why=calm)

    # Standing down asks for what is left; what is not done is left out with a reason, and both are on record.
    summary = "제품을 받아 조사하고 있고, 약속한 시각에 다시 안내합니다."
    with pytest.raises(errors.ChecklistOpen) as left:
        convene.close_room(ports, **here, by="seojun", summary=summary)
    assert {"thanks", "review"} <= set(left.value.about["items"])  # type: ignore[call-overload]
    closing.thank(ports, **here, by="seojun", text="늦은 밤까지 고맙습니다.")
    closing.book_review(ports, **here, by="seojun", on=MONDAY, owner="haneul")
    convene.close_room(ports, **here, by="seojun", summary=summary, waiver="남은 것은 월요일 아침에 마저 합니다.")
    state = night.room()
    assert fold.fold(night.lines(), room=1, org=night.org) == state


def _first(night: Night, kind: type[events.Event]) -> Line:
    return next(line for line in night.lines() if isinstance(line.event, kind))


def _last(night: Night, kind: type[events.Event]) -> Line:
    return next(line for line in reversed(night.lines()) if isinstance(line.event, kind))


@pytest.fixture(scope="module")
def first_post() -> datetime:
    """When the storm's first post appeared; everything before it was ordinary talk."""
    posts = STORMS[demo.STORY].posts(demo.story_start(TODAY), demo.SEED)
    return next(post.ts for post in posts if post.label is not Label.NOISE)


# ── listen ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_room_opens_within_two_minutes_of_the_first_post_and_not_before(night: Night, first_post: datetime) -> None:
    opened = _first(night, events.RoomOpened)
    assert timedelta() < opened.at - first_post <= timedelta(minutes=2, seconds=STEP_S)
    assert opened.by == "system"
    assert isinstance(opened.event, events.RoomOpened)
    assert opened.event.level == 3
    assert opened.event.first_post_at == first_post


def test_one_storm_is_one_room(night: Night) -> None:
    assert counted(night.org)[0] == 1


def test_every_post_is_kept_once(night: Night) -> None:
    kept = MentionRow.objects.filter(brand=night.brand, key__contains=f"storm-{demo.SEED}-")
    assert kept.exclude(key__contains="-before-").count() == night.given


# ── convene ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_is_on_duty_leads_from_the_first_second(night: Night) -> None:
    opened, led = _first(night, events.RoomOpened), _first(night, events.LeadTaken)
    assert isinstance(led.event, events.LeadTaken)
    assert (led.event.leader, led.event.how) == ("seojun", "assigned")
    assert led.at - opened.at <= timedelta(seconds=1)
    assert sum(isinstance(line.event, events.LeadTaken) for line in night.lines()) == 1


def test_people_are_called_until_they_answer_and_a_silent_ones_deputy_too(night: Night) -> None:
    opened = _first(night, events.RoomOpened).at
    rang = Counter(person for person, _ in night.phones.rang)
    assert rang["haneul"] == 1  # answered before the second ring
    assert rang[SILENT] > 2
    room = night.room()
    deputy = next(call for call in room.calls if call.instead_of == SILENT)
    assert deputy.person == "dohyun"
    assert timedelta(minutes=5) <= deputy.placed_at - opened <= timedelta(minutes=6)
    assert deputy.acknowledged_at is not None


def test_a_higher_beacon_calls_those_whom_it_needs(night: Night) -> None:
    raised = _first(night, events.BeaconRaised)
    assert isinstance(raised.event, events.BeaconRaised)
    assert (raised.by, raised.event.level_from, raised.event.level_to) == ("system", 3, 4)
    calls = [(x.event.person, x.at) for x in night.lines() if isinstance(x.event, events.CallPlaced)]
    before, after = {p for p, at in calls if at < raised.at}, {p for p, at in calls if at >= raised.at}
    assert "sangmin" in before  # he answers for a touch-point that was hit: called already when the room opened
    assert {"naeun", "hyerin"} <= after - before
    assert not {"minseo", "junho", "woojin"} & (before | after)


def test_only_people_lower_a_beacon(night: Night) -> None:
    lowered = [line for line in night.lines() if isinstance(line.event, events.BeaconLowered)]
    assert [line.by for line in lowered] == ["seojun"]


# ── assess ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_two_views_apart_are_shown_as_apart(night: Night) -> None:
    said = dissent(night.room())
    assert said is not None
    assert (said.level_low, said.level_high, said.press_low, said.press_high) == (3, 4, 30, 70)
    assert said.apart == ("seojun",)


def test_facts_were_settled_by_those_who_know(night: Night) -> None:
    settled = [(x.by, x.event.status) for x in night.lines() if isinstance(x.event, events.FactSettled)]
    assert settled == [("eunji", "confirmed"), ("jiwoo", "confirmed")]


# ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_outlet_has_the_approved_text_once(night: Night) -> None:
    approved = _first(night, events.StatementApproved).event
    assert isinstance(approved, events.StatementApproved)
    posts = NewsroomPost.objects.filter(org_id=night.org)
    assert [post.text for post in posts] == [approved.text]
    taken = night.board.asked[1:]  # the first answer was 503: it was not taken
    assert [json.loads(asked.body)["data"]["text"] for asked in taken] == [approved.text]
    assert {d.state for d in night.room().deliveries} == {"sent"}


def test_the_busy_board_was_asked_again_with_the_same_id_and_the_same_words(night: Night) -> None:
    first, second = night.board.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    delivery = next(d for d in night.room().deliveries if d.outlet_kind == "webhook")
    assert (delivery.attempts, delivery.url) == (2, "https://board.example/42")


def test_the_board_can_prove_who_spoke(night: Night) -> None:
    assert [said["type"] for said in night.proven] == ["statement.published"] * 2
    assert all(asked.path.endswith("/board") for asked in night.board.asked)


def test_what_was_approved_is_what_was_read(night: Night) -> None:
    approved, edited = _first(night, events.StatementApproved), _last(night, events.DraftEdited)
    assert isinstance(approved.event, events.StatementApproved)
    assert isinstance(edited.event, events.DraftEdited)
    assert approved.event.digest == edited.event.digest
    assert approved.event.version == edited.event.version == 2
    assert (approved.by, approved.event.under) == ("seojun", "m_holding_lead")


# ── learn ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_review_measures_the_night(night: Night) -> None:
    measured = {interval.name: interval for interval in intervals(night.room(), night.lines())}
    took = {name: interval.seconds for name, interval in measured.items()}
    assert None not in took.values()
    assert took["first_post_to_finding"] is not None
    assert took["first_post_to_finding"] <= 2 * 60
    assert took["finding_to_room"] is not None
    assert took["finding_to_room"] <= STEP_S
    assert took["room_to_leader"] == 0
    assert measured["leader_to_everyone"].target_s == 300
    assert took["statement_to_delivery"] is not None
    assert took["statement_to_delivery"] <= 2 * STEP_S
    whole = measured["first_post_to_first_word"]
    assert whole.seconds is not None
    assert whole.target_s is not None
    assert whole.seconds <= whole.target_s


def test_the_journal_is_intact(night: Night) -> None:
    assert list(verify()) == []
    assert counted(night.org)[1] == len(night.lines()) == night.room().seq
