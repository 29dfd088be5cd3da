"""Several processes on one journal and one inbox, and processes that die in the middle of it."""

import time
from collections import Counter

from bongsu.core import events as e
from bongsu.store import codec, verify
from bongsu.store.mentions import models as mm
from bongsu.store.operations import models as m
from tests.kit.processes import hands
from tests.kit.world import World

WRITERS, NOTES = 4, 20
BATCH = 7  # tests.kit.hands.BATCH; importing it would bring a second Django up


def test_four_writers_leave_no_gap_and_a_follower_misses_nothing(world: World) -> None:
    room = world.open_room()
    each = NOTES + NOTES // 2  # every second append has two lines
    last = 1 + WRITERS * each
    writers = [("note", world.org, room, n, NOTES) for n in range(WRITERS)]
    with hands(("follow", world.org, room, last), *writers) as (follower, *others):
        told = [[int(line) for line in other.end()] for other in others]
        assert list(map(int, follower.end())) == list(range(1, last + 1))
    assert sorted(seq for said in told for seq in said) == list(range(2, last + 1))
    assert all(said == sorted(said) for said in told)
    world.assert_journal_holds(room)
    assert list(verify.verify()) == []


def test_processes_that_open_at_once_get_one_room(world: World) -> None:
    for _ in range(2):
        with hands(*[("open", world.org, world.brand)] * 4) as openers:
            said = [hand.end()[0].split() for hand in openers]
        assert len({room for room, _ in said}) == 1
        assert sorted(new for _, new in said) == ["new", "there", "there", "there"]
        room = int(said[0][0])
        assert len(world.lines(room)) == 1
        world.append(room, e.RoomClosed("끝"))
    assert m.Room.objects.count() == 2


def test_no_acknowledged_line_is_lost_when_its_writer_is_killed(world: World) -> None:
    room = world.open_room()
    for heard in (1, 2, 5, 9, 14):
        with hands(("note", world.org, room, 0, 100_000), ("note", world.org, room, 1, 100_000)) as writers:
            first = writers[0].hear(heard)
            time.sleep(0.001 * heard)
            said = list(map(int, first + [line for hand in writers for line in hand.kill()]))
        kept = [line.seq for line in world.lines(room)]
        assert set(said) <= set(kept)
        assert kept == list(range(1, len(kept) + 1))
        assert list(verify.verify()) == []
        world.assert_journal_holds(room)
        world.append(room, e.NoteWritten("다음 사람이 이어 써요"))
    assert len(kept) > 30


def test_no_acknowledged_mention_is_lost_or_doubled_when_taker_and_keeper_are_killed(world: World) -> None:
    acknowledged: set[str] = set()
    for round_, heard in enumerate((1, 2, 4, 8)):
        with hands(("put", world.org, world.brand, round_), ("keep", world.org, world.brand)) as (taker, keeper):
            first = taker.hear(heard)
            keeper.hear(heard // 2)
            time.sleep(0.001 * heard)
            batches = [tuple(map(int, line.split())) for line in first + taker.kill()]
            keeper.kill()
        acknowledged |= {f"kill:{round_}-{n}" for start, last in batches for n in range(start, last + 1)}
    waiting = [x for row in mm.InboxBatch.objects.all() for x in codec.mentions_from(bytes(row.body))]
    found = Counter(mm.Mention.objects.values_list("key", flat=True))
    minutes = sum(mm.MinuteCount.objects.values_list("count", flat=True))
    assert minutes == found.total()
    found.update(f"{x.source}:{x.id}" for x in waiting)
    assert acknowledged <= set(found)
    assert set(found.values()) == {1}
    assert mm.SeenKey.objects.count() == len(found)
    assert len(acknowledged) >= 15 * BATCH
