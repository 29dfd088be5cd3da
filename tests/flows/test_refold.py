"""A newer version folds more out of the same lines: stored rooms are made anew, and nothing else is."""

import json

from tests.kit.world import World

from bongsu.flows import assess, convene
from bongsu.store import codec
from bongsu.store.operations import models as m
from bongsu.store.refold import refold
from bongsu.store.rooms import DjangoStore


def _room(world: World) -> int:
    room = convene.open_room(world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진")
    assess.write_note(world.ports, org=world.org, room=room, by="haneul", text="사진을 받았어요")
    return room


def test_a_room_stored_by_an_earlier_version_is_folded_anew_once(world: World) -> None:
    room = _room(world)
    before = world.room(room)
    row = m.Room.objects.get(pk=room)
    old = json.loads(row.state)
    del old["calls"]  # what the earlier version did not know yet
    m.Room.objects.filter(pk=room).update(state=json.dumps(old), shape="earlier")
    assert DjangoStore(world.clock).peek(world.org, room) != before  # whoever knows the room goes by its lines
    assert refold() == 1
    assert world.room(room) == before
    assert refold() == 0
    world.assert_journal_holds(room)


def test_a_journal_that_makes_no_room_is_left_for_verify_to_name(world: World) -> None:
    room = _room(world)
    m.JournalLine.objects.filter(room_id=room, seq=1).delete()
    m.Room.objects.filter(pk=room).update(shape="earlier")
    assert refold() == 0
    assert m.Room.objects.get(pk=room).shape == "earlier"


def test_what_is_stored_now_has_this_versions_shape(world: World) -> None:
    assert m.Room.objects.get(pk=_room(world)).shape == codec.shape()
