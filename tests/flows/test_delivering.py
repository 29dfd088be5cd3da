"""Each outlet gets a text at most once: two workers at once, a kill at the worst moment, a lease that ran out."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import errors, events as e
from bongsu.core.ports import DeliveryJob, Outlet, Posted
from bongsu.core.values import SLOTS
from bongsu.crisis.speak import digest, draft_text
from bongsu.flows import approvals, convene, decide, speak
from bongsu.store import rooms as stored_rooms


class Board:
    """An outlet that shows what it has: asked, it knows (as our newsroom does)."""

    def __init__(self) -> None:
        self.posts: list[str] = []
        self.asked: list[str] = []
        self.after: Callable[[], None] = lambda: None  # once it has the text
        self.before: Callable[[], None] = lambda: None
        self.answer: Callable[[str], Posted | None] | None = None  # in place of an honest find

    def post(self, job: DeliveryJob) -> Posted:
        self.before()
        self.posts.append(job.key)
        self.after()
        return Posted(f"https://example.com/{job.key}")

    def find(self, job: DeliveryJob) -> Posted | None:
        self.asked.append(job.key)
        if self.answer is not None:
            return self.answer(job.key)
        return Posted(f"https://example.com/{job.key}") if job.key in self.posts else None


class Killed(BaseException):
    """The process ends here."""


def die(*_: object) -> Any:
    raise Killed


def may_repeat(key: str) -> Posted | None:
    raise errors.MayRepeat


@pytest.fixture
def board(world: World) -> Board:
    fake = Board()
    outlets: dict[str, Outlet] = {"newsroom": fake, "webhook": fake}
    world.ports = replace(world.ports, outlets=outlets)
    return fake


@pytest.fixture
def leases_over(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on every lease given before has run out."""

    def later() -> None:
        monkeypatch.setattr(stored_rooms, "real_now", lambda: datetime.now(UTC) + timedelta(hours=1))

    return later


def approved(world: World, *, level: int = 3, by: str = "seojun") -> int:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=level
    )
    approves(world, room, drafts(world, room), by=by)
    return room


def drafts(world: World, room: int, words: str = "문장입니다.") -> str:
    state = world.room(room)
    speak.edit_draft(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        slots={slot: f"{slot} {words}" for slot in SLOTS},
        next_update_at=world.now + timedelta(hours=2),
        base_version=state.draft.version if state.draft else 0,
    )
    return digest(draft_text(world.room(room), "Asia/Seoul"))


def approves(world: World, room: int, shown: str, by: str = "seojun") -> None:
    speak.approve(world.ports, org=world.org, room=room, by=by, digest=shown)


def answers(world: World, room: int, shown: str, by: str = "seojun") -> None:
    """Say yes to the request that is asked."""
    request = world.room(room).approvals[0].id
    approvals.approve_step(world.ports, org=world.org, room=room, by=by, request=request, digest=shown)


def deliver(world: World) -> int:
    rounds = 0
    while speak.deliver_next(world.ports, org=world.org):
        rounds += 1
        assert rounds < 40
    return rounds


def states(world: World, room: int) -> list[str]:
    return [d.state for d in world.room(room).deliveries]


def started_after_sent(world: World, room: int) -> bool:
    sent: set[str] = set()
    for event in world.events(room):
        if isinstance(event, e.DeliverySent):
            sent.add(event.delivery)
        if isinstance(event, e.DeliveryStarted) and event.delivery in sent:
            return True
    return False


# ── several at once ────────────────────────────────────────────────────────────────────────────────────────────────
def test_four_workers_at_once_send_to_each_outlet_once(world: World, board: Board) -> None:
    room = approved(world)
    assert at_once(*[lambda: deliver(world)] * 4) == []
    assert len(board.posts) == len(set(board.posts)) == 2
    assert states(world, room) == ["sent", "sent"]
    world.assert_journal_holds(room)


def test_of_two_approvals_at_once_one_counts(world: World, board: Board) -> None:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=3
    )
    shown = drafts(world, room)
    failed = at_once(*[lambda: approves(world, room, shown)] * 2)
    assert [type(problem) for problem in failed] == [errors.AlreadyDone]
    assert len(world.room(room).statements) == 1
    assert len(world.room(room).deliveries) == 2


def test_approving_and_editing_at_once_never_releases_a_text_nobody_read(world: World, board: Board) -> None:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=3
    )
    shown = drafts(world, room)
    failed = at_once(lambda: approves(world, room, shown), lambda: drafts(world, room, "바뀐 문장입니다."))
    assert all(isinstance(problem, errors.StaleText) for problem in failed)
    assert [s.digest for s in world.room(room).statements] == ([] if failed else [shown])


def test_approve_and_withdraw_leave_one_story(world: World, board: Board) -> None:
    room = approved(world)

    def withdraw() -> None:
        speak.withdraw(world.ports, org=world.org, room=room, by="seojun", statement="s1", why="틀렸어요")

    assert at_once(withdraw, lambda: deliver(world)) == []
    deliver(world)
    state = world.room(room)
    assert set(states(world, room)) <= {"sent", "dropped"}
    assert len(board.posts) == states(world, room).count("sent")
    assert state.statement is None
    world.assert_journal_holds(room)


# ── killed at the worst moment ─────────────────────────────────────────────────────────────────────────────────────
def test_killed_after_the_outlet_had_it_the_next_worker_looks_and_does_not_send(
    world: World, board: Board, leases_over: Callable[[], None]
) -> None:
    room = approved(world)
    board.after = die
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    assert states(world, room) == ["started", "planned"]
    board.after = lambda: None
    deliver(world)
    assert states(world, room) == ["started", "sent"]  # its lease still runs
    leases_over()
    deliver(world)
    assert states(world, room) == ["sent", "sent"]
    assert len(board.posts) == len(set(board.posts)) == 2
    assert not started_after_sent(world, room)
    world.assert_journal_holds(room)


def test_killed_before_the_outlet_had_it_the_next_worker_looks_and_sends(
    world: World, board: Board, leases_over: Callable[[], None]
) -> None:
    room = approved(world)
    board.before = die
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    board.before = lambda: None
    leases_over()
    deliver(world)
    assert states(world, room) == ["sent", "sent"]
    assert len(board.asked) == 1
    attempts = [x.attempt for x in world.events(room) if isinstance(x, e.DeliveryStarted) and x.delivery == "x1"]
    assert attempts == [1, 2]


def test_an_outlet_that_knows_a_repeat_by_its_key_gets_the_same_key_again(
    world: World, board: Board, leases_over: Callable[[], None]
) -> None:
    """A webhook cannot be asked; its receiver drops an id it has. So the same id goes again."""
    room = approved(world)
    board.after, board.answer = die, may_repeat
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    board.after = lambda: None
    leases_over()
    deliver(world)
    assert states(world, room) == ["sent", "sent"]
    assert board.posts[0] in board.posts[1:]
    assert len(set(board.posts)) == 2


@pytest.mark.parametrize("found", [True, False])
def test_killed_and_then_replaced_by_a_newer_text_a_person_looks_whether_the_older_is_out(
    world: World, board: Board, leases_over: Callable[[], None], found: bool
) -> None:
    """The receiver may have the older text, and it may not go again: nobody writes that it was never said."""
    room = approved(world)
    board.after, board.answer = die, may_repeat
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    board.after = lambda: None
    approves(world, room, drafts(world, room, "새 문장입니다."))
    leases_over()
    deliver(world)
    assert states(world, room) == ["unsure", "dropped", "sent", "sent"]
    assert len(board.posts) == 3
    speak.settle(world.ports, org=world.org, room=room, by="seojun", delivery="x1", found=found, url="")
    deliver(world)
    assert states(world, room)[0] == ("sent" if found else "dropped")
    assert len(board.posts) == 3
    world.assert_journal_holds(room)


def test_killed_and_then_paused_or_told_to_wait_it_is_still_not_known_whether_it_is_out(
    world: World, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, later = approved(world), 0

    def once_more() -> None:
        nonlocal later
        later += 1
        monkeypatch.setattr(stored_rooms, "real_now", lambda: datetime.now(UTC) + timedelta(hours=later))
        deliver(world)

    def busy() -> None:
        raise errors.TryLater(after_s=1)

    board.after, board.answer = die, may_repeat
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    board.after = lambda: None
    speak.pause(world.ports, org=world.org, room=room, by="haneul", why="숫자가 틀렸어요")
    once_more()
    assert states(world, room) == ["started", "planned"]
    speak.resume(world.ports, org=world.org, room=room, by="seojun", why="맞는 숫자예요")
    board.before = busy
    once_more()
    assert states(world, room) == ["started", "planned"]
    board.before = lambda: None
    world.clock.forward(minutes=5)
    once_more()
    assert states(world, room) == ["sent", "sent"]
    world.assert_journal_holds(room)


@pytest.mark.parametrize("found", [True, False])
def test_where_nobody_can_know_a_person_settles_it(
    world: World, board: Board, leases_over: Callable[[], None], found: bool
) -> None:
    room = approved(world)
    board.after = die
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    board.after = lambda: None

    def nobody_knows(key: str) -> Posted | None:
        raise errors.MaybeSent

    board.answer = nobody_knows
    leases_over()
    deliver(world)
    assert states(world, room) == ["unsure", "sent"]
    assert deliver(world) == 0
    with pytest.raises(errors.StillSending):
        convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    speak.settle(world.ports, org=world.org, room=room, by="seojun", delivery="x1", found=found, url="https://e.com/1")
    deliver(world)
    assert states(world, room) == ["sent", "sent"]
    assert board.posts.count(board.posts[0]) == (1 if found else 2)
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    world.assert_journal_holds(room)


def test_withdrawn_while_its_worker_lay_dead_it_does_not_leave(
    world: World, board: Board, leases_over: Callable[[], None]
) -> None:
    room = approved(world)
    board.before = die
    with pytest.raises(Killed):
        speak.deliver_next(world.ports, org=world.org)
    board.before = lambda: None
    speak.withdraw(world.ports, org=world.org, room=room, by="seojun", statement="s1", why="틀렸어요")
    leases_over()
    deliver(world)
    assert (states(world, room), board.posts) == (["dropped", "dropped"], [])


def test_a_worker_thought_dead_that_answers_after_all_is_believed(
    world: World, board: Board, leases_over: Callable[[], None]
) -> None:
    """Its lease ran out while it spoke; the next worker did not find the text, was told to wait, and then it came."""
    room = approved(world)
    spoke, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        if not spoke.is_set():
            spoke.set()
            assert go_on.wait(10)

    board.before = slow

    def second() -> None:
        assert spoke.wait(10)
        leases_over()
        board.answer = lambda _key: None
        board.before = busy
        speak.deliver_next(world.ports, org=world.org)
        go_on.set()

    def busy() -> None:
        raise errors.TryLater(after_s=60)

    assert at_once(lambda: speak.deliver_next(world.ports, org=world.org), second) == []
    assert states(world, room)[0] == "sent"
    board.before = lambda: None
    world.clock.forward(minutes=2)
    deliver(world)
    assert states(world, room) == ["sent", "sent"]
    assert len(board.posts) == len(set(board.posts)) == 2
    assert not started_after_sent(world, room)


# ── the rules change on the way ────────────────────────────────────────────────────────────────────────────────────
def test_a_beacon_raised_past_the_mandate_holds_what_has_not_left(world: World, board: Board) -> None:
    room = approved(world)
    convene.raise_beacon(world.ports, org=world.org, room=room, by="haneul", level=5, why="기사")
    deliver(world)
    assert [(d.state, d.reason) for d in world.room(room).deliveries] == [("dropped", "mandate_lapsed")] * 2
    assert board.posts == []


def test_a_promise_that_has_passed_does_not_leave(world: World, board: Board) -> None:
    room = approved(world)
    world.clock.forward(hours=2)
    deliver(world)
    assert {d.reason for d in world.room(room).deliveries} == {"stale"}


def test_pausing_in_one_room_holds_every_room(world: World, board: Board) -> None:
    room = approved(world)
    drill = world.open_room(level=3, kind="drill", by="haneul")
    speak.pause(world.ports, org=world.org, room=drill, by="haneul", why="멈춰요")
    assert deliver(world) == 0
    assert states(world, room) == ["planned", "planned"]


def test_an_outlet_that_asks_for_time_gets_the_text_when_it_said(world: World, board: Board) -> None:
    room = approved(world)

    def busy() -> None:
        raise errors.TryLater(after_s=90)

    board.before = busy
    deliver(world)
    board.before = lambda: None
    world.clock.forward(seconds=89)
    assert deliver(world) == 0
    world.clock.forward(seconds=1)
    assert deliver(world) == 2
    assert states(world, room) == ["sent", "sent"]


def test_an_outlet_without_a_connector_is_a_task_for_a_person(world: World) -> None:
    room = approved(world)
    deliver(world)
    assert [(d.state, d.reason) for d in world.room(room).deliveries] == [("refused", "no_connector")] * 2


def test_at_severe_the_deputy_of_the_chain_approves_after_its_minutes(world: World, board: Board) -> None:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=5
    )
    assert world.room(room).leader == "minseo"
    convene.take_lead(world.ports, org=world.org, room=room, by="seojun", why="대표님이 비행 중이에요")
    shown = drafts(world, room)
    world.clock.forward(minutes=20)
    with pytest.raises(errors.OutsideMandate):
        approves(world, room, shown)  # nobody was asked: no minutes have passed
    approvals.ask_for_text(world.ports, org=world.org, room=room, by="haneul", digest=shown)
    world.clock.forward(minutes=10)
    decide.watch_clock(world.ports, org=world.org)  # legal stayed silent, and has no deputy
    world.clock.forward(minutes=9, seconds=59)
    decide.watch_clock(world.ports, org=world.org)
    with pytest.raises(errors.OutsideMandate):
        approves(world, room, shown)
    with pytest.raises(errors.NotYours):
        answers(world, room, shown)
    world.clock.forward(seconds=1)
    decide.watch_clock(world.ports, org=world.org)
    assert [step.state for step in world.room(room).approvals[0].steps] == ["lapsed", "passed"]
    answers(world, room, shown)
    deliver(world)
    assert states(world, room) == ["sent", "sent"]
    assert world.room(room).statements[0].under == "leader"
    world.assert_journal_holds(room)


def test_a_first_word_that_left_in_time_is_never_called_late(world: World, board: Board) -> None:
    room = approved(world)
    deliver(world)
    world.clock.forward(minutes=61)
    decide.watch_clock(world.ports, org=world.org)
    assert not world.room(room).first_word_late
