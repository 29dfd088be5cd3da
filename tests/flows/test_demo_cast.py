"""The demo's colleagues say each thing once, in the storm's own room, in its first minutes."""

from dataclasses import replace

from tests.kit.world import World

from bongsu.boot import demo, demo_cast, demo_silence
from bongsu.core.values import SYSTEM
from bongsu.flows.silence import watch_sources
from bongsu.store import codec, setup
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations.models import Org, Source
from bongsu.store.silences import DjangoSilences


def test_colleagues_say_each_thing_once(world: World) -> None:
    setup.upsert_people(world.org, demo.people_of(demo.sample("organisation")["people"]))
    room = world.open_room(level=3, by=SYSTEM)
    assert demo_cast.speak(world.ports) == 0
    world.clock.forward(seconds=60)
    assert demo_cast.speak(world.ports) == 1
    assert demo_cast.speak(world.ports) == 0
    world.clock.forward(seconds=90)
    assert demo_cast.speak(world.ports) == 3
    state = world.room(room)
    assert [x.by for x in state.estimates] == ["gaeun", "jihun"]
    assert [(f.owner, f.rumour) for f in state.facts] == [("eunji", False), ("eunji", True)]
    assert all("예시" in f.text for f in state.facts)
    assert demo_cast.speak(world.ports) == 0


def test_they_are_silent_in_a_room_of_people_and_in_an_old_one(world: World) -> None:
    setup.upsert_people(world.org, demo.people_of(demo.sample("organisation")["people"]))
    room = world.open_room(level=3, by="haneul")
    world.clock.forward(minutes=3)
    assert demo_cast.speak(world.ports) == 0
    assert world.room(room).estimates == ()


def test_the_quiet_place_of_the_demo_is_found_out_by_the_rule_and_only_that_one(world: World) -> None:
    world.ports = replace(world.ports, silences=DjangoSilences())
    about = demo.sample("silence")["silence"][0]
    Org.objects.filter(pk=world.org).update(synthetic=True)
    for _ in range(2):  # a start that was killed begins again
        demo_silence.seed(world.org, about, start=world.now, zone="Asia/Seoul", dice=demo.SEED)
    (source,) = Source.objects.filter(org_id=world.org)
    spoke = source.heard_at
    assert spoke is not None
    assert about["quiet_min"] <= (world.now - spoke).total_seconds() / 60 < about["quiet_min"] + about["every_min"][1]
    assert watch_sources(world.ports, org=world.org) == 1
    (told,) = FindingOut.objects.filter(org=world.org)
    assert codec.finding_from(told.body).level == 1
    assert "합성 예시" in source.name
    Source.objects.filter(pk=source.pk).update(heard_at=world.now)  # had it spoken a moment ago, nothing were said
    assert watch_sources(world.ports, org=world.org) == 0
