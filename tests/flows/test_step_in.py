"""Whoever was stepped in for on the Watch is told through their channels: at least once, and waking nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.kit import sample
from tests.kit.phones import Phones
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.values import CHANNELS, Finding, FindingKind
from bongsu.flows.step_in import tell_next
from bongsu.store import codec, on_watch, setup, work
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations import models as m

SENT = "박하늘 님에게 알렸어요"


@pytest.fixture
def phones(world: World) -> Phones:
    """하늘 has one channel; nobody else has any."""
    phones = Phones()
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, phones))
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"haneul": ("chat://a",)})
    return phones


@pytest.fixture
def row(world: World) -> int:
    """A finding that 하늘 had from nine on and 지우 took at a quarter past."""
    found = Finding(
        key="risk:1",
        brand=world.brand,
        kind=FindingKind.RISK,
        level=2,
        surprise_centi=0,
        window_s=600,
        count=4,
        expected_milli=0,
        authors=3,
        evidence=("f:1",),
        at=world.now - timedelta(minutes=2),
        excerpt="유리가 나왔어요",
    )
    about = {"org": world.org, "brand": world.brand, "key": found.key, "kind": str(found.kind), "level": 2}
    made = FindingOut.objects.create(**about, at=found.at, body=codec.finding_to(found), done=True)
    on_watch.take(world.org, made.pk, person="haneul", at=world.now)
    world.clock.forward(minutes=15)
    return int(made.pk)


def step_in(world: World, row: int) -> None:
    on_watch.take(world.org, row, person="jiwoo", at=world.now)


def run(world: World) -> None:
    while tell_next(world.ports, org=world.org):
        pass


def watch(world: World, who: str) -> str:
    return signed_in(world, who).get("/").content.decode()


def test_whoever_was_stepped_in_for_is_told_once_who_has_it_now(world: World, phones: Phones, row: int) -> None:
    step_in(world, row)
    assert "notice" in world.store.waiting()
    assert "박하늘 님에게 알리는 중이에요" in watch(world, "jiwoo")
    before = on_watch.version(world.org)
    run(world)
    world.clock.forward(minutes=30)
    run(world)
    ((person, title, body),) = phones.said
    assert person == "haneul"
    assert "정지우 님이 이어받았어요" in title
    assert "09:00부터 보시던 징후를 이제 정지우 님이 봐요." in body
    assert "유리" not in title + body  # nobody's words leave through a chat
    assert SENT in watch(world, "jiwoo")
    assert SENT in watch(world, "minseo")
    assert on_watch.version(world.org) > before  # screens hear of it
    assert "notice" not in world.store.waiting()


def test_killed_between_sending_and_recording_they_are_told_again(world: World, phones: Phones, row: int) -> None:
    step_in(world, row)
    assert world.store.claim_step_in(org=world.org, at=world.now, lease_s=60) is not None
    assert world.store.claim_step_in(org=world.org, at=world.now, lease_s=60) is None  # in somebody's hand
    work.release_claims()  # a new start
    run(world)
    assert len(phones.said) == 1


def test_what_fails_is_tried_again_and_in_the_end_somebody_is_asked_to_tell_them(
    world: World, phones: Phones, row: int
) -> None:
    step_in(world, row)
    phones.fails = 1
    run(world)
    assert phones.said == []
    world.clock.forward(minutes=2)
    run(world)
    assert len(phones.said) == 1
    world.clock.forward(minutes=15)
    on_watch.take(world.org, row, person="haneul", at=world.now)
    world.clock.forward(minutes=15)
    step_in(world, row)
    phones.fails = 99
    for _ in range(8):
        run(world)
        world.clock.forward(minutes=2)
    assert phones.fails == 99 - 5
    assert "박하늘 님에게 알림이 가지 않았어요. 직접 말해 주세요" in watch(world, "jiwoo")


def test_nobody_is_woken_for_it(world: World, phones: Phones, row: int) -> None:
    m.Person.objects.filter(org_id=world.org, key="haneul").update(quiet={"from": "09:00", "to": "10:00"})
    step_in(world, row)
    run(world)
    assert phones.said == []
    assert "박하늘 님 화면에만 떠요" in watch(world, "jiwoo")


def test_it_is_told_in_the_language_of_whoever_had_it(world: World, phones: Phones, row: int) -> None:
    m.Person.objects.filter(org_id=world.org, key="haneul").update(locale="en")
    step_in(world, row)
    run(world)
    ((_, title, body),) = phones.said
    assert title.startswith("[Bongsu] 정지우 took over: finding on ")
    assert "the finding you had since 09:00" in body
