"""A process goes on from the room it saw last, and never from one that others have left behind."""

from dataclasses import replace

import pytest

from bongsu.core import errors, events as e
from bongsu.crisis.room import Room
from bongsu.flows import decide
from bongsu.store import codec, known, verify
from bongsu.store.operations import models as m
from bongsu.store.rooms import DjangoStore
from tests.kit.clock import NINE
from tests.kit.processes import hands
from tests.kit.together import at_once
from tests.kit.world import World, make_world


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one whenever a stored state is read."""
    found: list[str] = []

    def counted(state: str, ground: str) -> Room:
        found.append(state)
        return codec.room_from(state, ground)

    monkeypatch.setattr(known, "room_from", counted)
    return found


def append(store: DjangoStore, world: World, room: int, *said: e.Event) -> None:
    with store.room(world.org, room) as tx:
        tx.append(*said, by="haneul", at=world.now)


def test_whoever_acts_again_and_again_reads_the_state_once(world: World, decoded: list[str]) -> None:
    room = world.open_room()
    for number in range(5):
        world.append(room, e.TaskGiven(f"t{number}", "확인", "haneul", NINE))
        assert len(world.room(room).tasks) == number + 1
    assert len(decoded) == 1
    world.assert_journal_holds(room)


def test_what_another_wrote_meanwhile_is_read_under_the_lock(world: World, decoded: list[str]) -> None:
    room, other = world.open_room(), DjangoStore(world.clock)
    assert world.room(room).level == 2
    append(other, world, room, e.BeaconRaised(2, 4, "퍼져요"), e.TaskGiven("t1", "확인", "haneul", NINE))
    with world.store.room(world.org, room) as tx:
        assert (tx.room.level, tx.room.seq, [t.id for t in tx.room.tasks]) == (4, 3, ["t1"])
        tx.append(e.TaskDone("t1"), by="haneul", at=world.now)
    assert other.peek(world.org, room) == world.room(room)
    assert len(decoded) == 4  # by the other: to act, to look; here: to look, to act on theirs
    world.assert_journal_holds(room)


def test_what_was_interrupted_is_not_gone_on_from(world: World) -> None:
    room = world.open_room()

    def interrupted() -> None:
        with world.store.room(world.org, room) as tx:
            tx.append(e.BeaconRaised(2, 5, "잘못 눌렀어요"), by="haneul", at=NINE)
            raise errors.ReasonMissing

    with pytest.raises(errors.ReasonMissing):
        interrupted()
    assert world.room(room).level == 2
    world.append(room, e.NoteWritten("이어서"))
    world.assert_journal_holds(room)


@pytest.mark.parametrize("behind", [0, 1])
def test_a_room_whose_journal_was_brought_back_is_read_anew(world: World, behind: int) -> None:
    """From a backup: the lines that this process saw last are not there, others stand in their place."""
    room = world.open_room()
    then = m.Room.objects.values("seq", "head", "state", "due_at").get(pk=room)
    world.append(room, e.BeaconRaised(2, 5, "잃어버린 줄"))
    assert world.room(room).level == 5
    for table in (m.JournalLine, m.PersonalValue):
        table.objects.filter(room_id=room, seq__gt=1).delete()
    m.Room.objects.filter(pk=room).update(level=2, **then)
    if behind:
        append(DjangoStore(world.clock), world, room, e.NoteWritten("다른 줄"), e.NoteWritten("또 다른 줄"))
    assert world.room(room).level == 2
    world.append(room, e.NoteWritten("이어서"))
    world.assert_journal_holds(room)
    assert list(verify.verify()) == []


def test_a_room_read_before_another_acted_is_not_acted_upon(world: World) -> None:
    """Of two who finish one task the second is told, also where they know the room as it was."""
    room, other = world.open_room(), DjangoStore(world.clock)
    world.append(room, e.TaskGiven("t1", "확인", "haneul", NINE))
    for store in (world.store, other):
        assert store.peek(world.org, room).tasks[0].done_at is None
    finish = {"org": world.org, "room": room, "by": "haneul", "task": "t1", "note": ""}
    decide.finish_task(replace(world.ports, store=other), **finish)
    with pytest.raises(errors.AlreadyDone):
        decide.finish_task(world.ports, **finish)


def test_a_known_room_is_none_of_another_organisation(world: World) -> None:
    room = world.open_room()
    world.room(room)
    theirs = make_world(slug="other", clock=world.clock)
    with pytest.raises(errors.NoSuchRoom):
        world.store.peek(theirs.org, room)


def test_two_processes_that_act_at_once_leave_one_chain(world: World) -> None:
    room = world.open_room()
    with hands(("note", world.org, room, 0, 12)) as (other,):
        for number in range(12):
            world.append(room, e.TaskGiven(f"t{number}", "확인", "haneul", NINE))
        other.end()
    assert len(world.room(room).tasks) == 12
    assert at_once(*[lambda: world.append(room, e.NoteWritten("동시에"))] * 4) == []
    world.assert_journal_holds(room)
    assert list(verify.verify()) == []


def test_only_so_many_rooms_are_kept(world: World, decoded: list[str]) -> None:
    kept = known.Known(most=2)
    for _ in range(4):
        seen = kept.read(world.org, world.open_room(kind="drill"))
        assert seen is not None
        kept.keep(seen)
        kept.read(world.org, 1)  # asked for again and again, it stays
    decoded.clear()
    for number, reads in ((1, 0), (4, 0), (2, 1), (3, 2)):
        kept.read(world.org, number)
        assert len(decoded) == reads
