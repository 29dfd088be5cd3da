"""Mirrors get every line at least once and in order, whatever fails, and never hold a room up."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import errors, events as e
from bongsu.core.ports import MirrorJob
from bongsu.flows.mirror import mirror_next
from bongsu.store import mirrors
from bongsu.store.mirrors import DjangoMirrors
from bongsu.store.operations import models as m
from bongsu.web.reach.mirror_words import tell

NOON = datetime(2026, 3, 2, 3, tzinfo=UTC)


@dataclass
class Glass:
    """core.ports.Mirror: keeps what it was shown, and fails when told to."""

    seen: list[MirrorJob] = field(default_factory=list)
    fault: Exception | BaseException | None = None

    def post(self, job: MirrorJob) -> None:
        self.seen.append(job)
        if self.fault is not None:
            raise self.fault

    @property
    def numbers(self) -> list[int]:
        return [line.seq for job in self.seen for line in job.lines]


@pytest.fixture
def glass(world: World) -> Glass:
    glass = Glass()
    world.ports = replace(world.ports, mirrors={"slack": glass}, mirror_shelf=DjangoMirrors(), tell=tell)
    return glass


def add(world: World, **more: object) -> int:
    values = {
        "kind": "slack",
        "name": "위기 채널",
        "min_level": 3,
        "room_kinds": ["crisis"],
        "verbs": [],
        "personal": False,
        "locale": "ko",
    }
    settings = {"hook": "https://hooks.example/SECRET"} | more.pop("settings", {})  # type: ignore[operator]
    return mirrors.keep(world.org, None, settings=settings, at=NOON, **(values | more))


def show(world: World, now: datetime = NOON) -> int:
    shown = 0
    while mirror_next(world.ports, now=now):
        shown += 1
        assert shown < 50
    return shown


def notes(world: World, room: int, count: int, words: str = "메모") -> None:
    world.append(room, *(e.NoteWritten(f"{words} {n}") for n in range(count)))


def test_every_line_is_shown_once_and_in_order_with_a_link_to_it(world: World, glass: Glass) -> None:
    add(world)
    room = world.open_room(level=3)
    notes(world, room, 45)
    assert show(world) == 3
    assert glass.numbers == list(range(1, 47))
    assert glass.seen[0].lines[4].link.endswith(f"/rooms/{room}/#line-5")
    notes(world, room, 1)
    assert show(world) == 1
    assert glass.numbers[-1] == 47
    assert show(world) == 0


def test_personal_words_are_sent_only_if_the_operator_says_so(world: World, glass: Glass) -> None:
    add(world)
    add(world, name="속사정까지", personal=True)
    room = world.open_room(level=3)
    notes(world, room, 1, words="홍길동 기자")
    show(world)
    told = {("홍길동" in line.words) for job in glass.seen for line in job.lines if line.seq == 2}
    assert told == {True, False}
    assert "(글은 상황실에서)" in next(line.words for line in glass.seen[0].lines if line.seq == 2)


def test_rooms_below_its_level_are_not_shown_until_they_rise_and_then_to_their_end(world: World, glass: Glass) -> None:
    add(world)
    room = world.open_room(level=2)
    notes(world, room, 3)
    assert show(world) == 0
    world.append(room, e.BeaconRaised(2, 3, "커졌어요"))
    show(world)
    assert glass.numbers == [1, 2, 3, 4, 5]
    world.append(room, e.BeaconLowered(3, 1, "조용"), e.RoomClosed("끝"))
    show(world)
    assert glass.numbers[-2:] == [6, 7]


def test_a_mirror_begins_with_what_happens_from_now_on(world: World, glass: Glass) -> None:
    room = world.open_room(level=4)
    notes(world, room, 5)
    add(world)
    assert show(world) == 0
    notes(world, room, 1)
    show(world)
    assert glass.numbers == [7]


def test_drills_and_other_kinds_of_lines_are_shown_only_where_they_are_wanted(world: World, glass: Glass) -> None:
    add(world, verbs=["convene"])
    drill = world.open_room(level=4, kind="drill")
    room = world.open_room(level=4)
    notes(world, room, 3)
    world.append(room, e.CallPlaced("c1", "jiwoo", "legal", 4))
    show(world)
    assert [job.link for job in glass.seen if f"/rooms/{drill}/" in job.link] == []
    assert glass.numbers == [1, 5]
    assert m.MirrorCursor.objects.get(room_id=room).seq == 5


def test_a_dead_mirror_waits_longer_each_time_says_why_and_loses_nothing(world: World, glass: Glass) -> None:
    add(world)
    room = world.open_room(level=3)
    glass.fault = errors.Refused(reason="HTTP 404")
    now = NOON
    for wait in (5, 10, 20):
        assert show(world, now) == 1
        assert show(world, now + timedelta(seconds=wait - 1)) == 0
        now += timedelta(seconds=wait)
    row = m.Mirror.objects.get()
    assert (row.problem, row.failures) == ("HTTP 404", 3)
    glass.fault, glass.seen = None, []
    notes(world, room, 2)
    show(world, now)
    assert glass.numbers == [1, 2, 3]
    row.refresh_from_db()
    assert (row.problem, row.failures) == ("", 0)


def test_what_it_asks_us_to_wait_is_waited(world: World, glass: Glass) -> None:
    add(world)
    world.open_room(level=3)
    glass.fault = errors.TryLater(after_s=300, reason="HTTP 429")
    show(world)
    glass.fault = None
    assert show(world, NOON + timedelta(seconds=299)) == 0
    assert show(world, NOON + timedelta(seconds=300)) == 1


def test_killed_between_sending_and_recording_it_sends_the_same_under_the_same_key(world: World, glass: Glass) -> None:
    add(world)
    room = world.open_room(level=3)
    glass.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        mirror_next(world.ports, now=NOON)
    glass.fault = None
    notes(world, room, 3)  # what came meanwhile is the next message
    assert show(world) == 0  # still in the dead one's hand
    assert show(world, NOON + timedelta(seconds=61)) == 2
    first, again, after = glass.seen
    assert (first.key, first.lines) == (again.key, again.lines)
    assert [line.seq for line in after.lines] == [2, 3, 4]


def test_two_hands_show_each_line_once(world: World, glass: Glass) -> None:
    add(world)
    room = world.open_room(level=3)
    notes(world, room, 30)
    assert at_once(*[lambda: show(world)] * 3) == []
    show(world)
    assert sorted(glass.numbers) == list(range(1, 32))


def test_one_that_is_dead_keeps_no_other_waiting(world: World, glass: Glass) -> None:
    add(world)
    dead = Glass(fault=OSError("gone"))
    world.ports = replace(world.ports, mirrors={"slack": glass, "teams": dead})
    add(world, kind="teams", name="죽은 곳")
    world.open_room(level=3)
    show(world)
    assert glass.numbers == [1]


def test_a_digest_waits_until_its_time(world: World, glass: Glass) -> None:
    add(world, settings={"every_min": "5"})
    room = world.open_room(level=3)
    show(world)
    notes(world, room, 2)
    assert show(world, NOON + timedelta(minutes=4)) == 0
    assert show(world, NOON + timedelta(minutes=5)) == 1
    assert glass.numbers == [1, 2, 3]


def test_who_judged_is_told_and_what_they_judged_is_not(world: World, glass: Glass) -> None:
    add(world, personal=True)
    room = world.open_room(level=3)
    world.append(room, e.EstimateSent(level=5, press_pct=80, why="곧 기사"))
    show(world)
    words = glass.seen[-1].lines[-1].words
    assert "80" not in words
    assert "곧 기사" not in words
