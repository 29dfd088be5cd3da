"""Killed anywhere between a post and the people it calls: the post counts once, one room opens, each is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.kit import sample
from tests.kit.clock import NINE
from tests.kit.databases import Databases, all_there_is
from tests.kit.killed import each_kill, leases_end
from tests.kit.phones import Phones
from tests.kit.wake import MemoryWake
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.ports import Item
from bongsu.core.values import CHANNELS
from bongsu.crisis.convene.reach import SCREEN
from bongsu.flows import convene
from bongsu.flows.assess import hand_findings
from bongsu.flows.clock import tick
from bongsu.flows.listen import Listener, take_in
from bongsu.flows.reach import call_next
from bongsu.flows.silence import watch_sources
from bongsu.sense.habit import Habit
from bongsu.sense.tone import Tones, TonesAhead
from bongsu.store import journal, setup
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations.models import Silence, Source
from bongsu.store.silences import DjangoSilences

#: Real time of the machine; numbers that a database gives away and does not take back, and what is spelled with them:
#: the journal is compared line by line beside.
PASSING = ("id", "room_id", "received_at", "BrandState.at", "body", "hash", "head", "state")
POSTS = [
    Item(id=f"p{n}", ts=NINE, source="board", text=f"한강식품 물에서 유리 조각이 나왔어요 {n}", author=f"a{n}")
    for n in range(12)
]


@pytest.fixture(scope="module")
def tones() -> TonesAhead:
    return TonesAhead(Tones.load())


@pytest.fixture
def phones(world: World, monkeypatch: pytest.MonkeyPatch) -> Phones:
    """서준 and 하늘 have a chat; 도윤 looks at the screen."""
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"seojun": ("chat://a",), "haneul": ("chat://b",)})
    monkeypatch.setattr(journal.secrets, "token_hex", lambda size: "00" * size)  # the same words have the same seal
    return Phones()


def reborn(world: World, phones: Phones) -> World:
    """By a process that knows only what is stored."""
    fresh = World(org=world.org, brand=world.brand, clock=world.clock, wake=MemoryWake())
    fresh.ports = replace(fresh.ports, callers=dict.fromkeys(CHANNELS, phones))
    return fresh


def told(world: World) -> list[tuple[datetime, str, e.Event]]:
    return [(line.at, line.by, line.event) for room in world.store.open_rooms(world.org) for line in world.lines(room)]


def chats(world: World) -> list[str]:
    """Whom a chat reached, by the journal."""
    return [one.person for _, _, one in told(world) if isinstance(one, e.CallSent) and one.channel != SCREEN]


def texts(phones: Phones) -> list[tuple[str, str]]:
    """Who was rung with what title; the link in the text is a new one each time."""
    return [(person, title) for person, title, _ in phones.said]


def test_wherever_it_is_killed_between_a_post_and_a_call_the_next_leaves_what_a_whole_one_would_have_left(
    world: World, databases: Databases, phones: Phones, tones: TonesAhead
) -> None:
    """A source is read, what it brought is analysed, findings come into a room, and its people are called."""

    def anew() -> None:
        world.clock.at = NINE
        phones.said.clear()

    def run() -> None:
        fresh = reborn(world, phones)
        take_in(fresh.ports, org=world.org, brand=None, items=POSTS, live=True)
        listener = Listener(fresh.ports, tones=tones)
        while listener.work(5):
            pass
        hand_findings(fresh.ports, org=world.org)
        while world.mentions.findings_waiting(world.org):  # a room takes one a second
            world.clock.forward(seconds=1)
            hand_findings(fresh.ports, org=world.org)
        while call_next(fresh.ports, org=world.org):
            pass

    twice = 0
    for number in each_kill(databases, run, anew=anew):
        if not number:
            lines, left, said = told(world), all_there_is(without=PASSING), texts(phones)
            assert len({one.key for _, _, one in lines if isinstance(one, e.FindingNoted)}) > 1
            assert [person for person, _ in said] == chats(world) == ["seojun", "haneul"]
            continue
        unrecorded = len(phones.said) - len(chats(world))
        leases_end()
        run()
        assert told(world) == lines, f"killed at commit {number}"
        now = all_there_is(without=PASSING)
        assert [table for table in left if now[table] != left[table]] == [], f"killed at commit {number}"
        (room,) = world.store.open_rooms(world.org)
        world.assert_journal_holds(room)
        assert list(dict.fromkeys(texts(phones))) == said, f"killed at commit {number}"
        assert len(phones.said) == len(said) + unrecorded, f"killed at commit {number}"
        twice += unrecorded
    # A chat has it before the line that says so: killed before its own state is kept, or before that line, it rings
    # again.
    assert twice == 2 * len(said)


def test_a_room_that_somebody_opens_from_a_finding_is_whole_or_is_not(
    world: World, databases: Databases, phones: Phones, tones: TonesAhead
) -> None:
    """Whoever was cut off does not come back: what is left has its leader, its calls and what it was opened for."""
    take_in(world.ports, org=world.org, brand=None, items=POSTS, live=True)
    Listener(world.ports, tones=tones).work()
    finding = world.mentions.findings_waiting(world.org)[0][1]
    world.mentions.findings_done([row for row, _ in world.mentions.findings_waiting(world.org)])

    def run() -> None:
        convene.open_room(
            reborn(world, phones).ports,
            org=world.org,
            brand=world.brand,
            by="haneul",
            title="유리",
            why="사진이 퍼져요",
            level=3,
            finding=finding,
            first=lambda _room, _at: e.NoteWritten("처음 본 사람은 매장 직원이에요"),
        )

    for number in each_kill(databases, run):
        tick(world.ports, org=world.org)
        lines = told(world)
        if not number:
            whole = lines
            kinds = {type(event) for _, _, event in lines}
            assert {e.RoomOpened, e.NoteWritten, e.FindingNoted, e.LeadTaken, e.CallPlaced} <= kinds
            continue
        assert lines in ([], whole), f"killed at commit {number}"
        for room in world.store.open_rooms(world.org):
            world.assert_journal_holds(room)


def test_a_silence_is_told_and_kept_once_wherever_it_is_killed(world: World, databases: Databases) -> None:
    """A source that posts every ten minutes has said nothing for eighty."""
    habit, begins = Habit(), datetime(2026, 3, 9, tzinfo=UTC)
    for minute in range(0, 15 * 24 * 60, 10):
        habit.learn_one(begins + timedelta(minutes=minute), ZoneInfo("Asia/Seoul"))
    assert habit.heard is not None
    world.clock.at = habit.heard + timedelta(minutes=80)
    world.ports = replace(world.ports, silences=DjangoSilences())
    source = setup.upsert_source(world.org, "intake", "햇살맘카페", settings={}, secret="whsec_eA==")
    looked_at = world.now - timedelta(minutes=2)
    Source.objects.filter(pk=source).update(habit=habit.plain(), heard_at=habit.heard, watched_at=looked_at)

    def run() -> None:
        watch_sources(world.ports, org=world.org)
        hand_findings(world.ports, org=world.org)

    for number in each_kill(databases, run):
        if not number:
            left = all_there_is(without=("id",))
            assert (FindingOut.objects.filter(done=True).count(), Silence.objects.count()) == (1, 1)
            continue
        run()
        assert all_there_is(without=("id",)) == left, f"killed at commit {number}"
