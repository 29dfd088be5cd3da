"""The lookout names a kind of work whenever a hand would find some. It may name one too many, never one too few."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bongsu.core import events as e
from bongsu.store.clock import real_now
from bongsu.store.mentions import models as heard
from bongsu.store.operations import models as m
from bongsu.store.sources import DjangoShelf
from tests.kit.clock import NINE
from tests.kit.world import World

ROUNDS = 60


@pytest.fixture
def busy(world: World) -> World:
    """A room with a delivery, a call, a decision by link and a flash; a source; a question to an executive."""
    room = world.open_room(level=3)
    world.append(
        room,
        e.StatementApproved("s1", "dr1", 1, "ab", "걱정을 끼쳐 드려 죄송합니다.", NINE + timedelta(hours=1), "m1"),
        e.DeliveryPlanned("d1", "s1", "newsroom", "newsroom"),
        e.CallPlaced("c1", "seojun", "leader", 3),
    )
    person = m.Person.objects.get(org_id=world.org, key="minseo")
    at = {"org_id": world.org, "room_id": room, "person": person}
    m.DecisionLink.objects.create(**at, seq=2, key="q1", until=NINE + timedelta(hours=1))
    m.Notice.objects.create(**at, kind="thanks", ref="1", next_at=NINE)
    mark = m.WatchMark.objects.create(
        org_id=world.org, finding=1, person="seojun", kind="hand", at=NINE, instead_of="minseo"
    )
    m.StepInNotice.objects.create(org_id=world.org, mark=mark, since=NINE, next_at=NINE)
    m.Source.objects.create(org_id=world.org, kind="rss", name="뉴스", settings={})
    return world


def test_nothing_waits_in_a_fresh_house(world: World) -> None:
    assert world.store.waiting() == frozenset()


def test_what_a_hand_finds_the_lookout_names(busy: World) -> None:
    dice = random.Random(7)
    shelf = DjangoShelf()
    times = [None, *(NINE + timedelta(seconds=s) for s in (-60, -1, 0, 1, 60))]
    real = [None, *(real_now() + timedelta(seconds=s) for s in (-3600, 3600))]
    hands: dict[str, Callable[[], object]] = {
        "speak": lambda: busy.store.claim_delivery(org=busy.org, at=busy.now, lease_s=30),
        "call": lambda: busy.store.claim_call(org=busy.org, at=busy.now, lease_s=30),
        "link": lambda: busy.store.claim_link(org=busy.org, at=busy.now, lease_s=30),
        "notice": lambda: busy.store.claim_notice(org=busy.org, at=busy.now, lease_s=30),
        "step_in": lambda: busy.store.claim_step_in(org=busy.org, at=busy.now, lease_s=30),
        "poll": lambda: shelf.claim_source(real_now(), 30, kinds=("rss",)),
    }
    found: set[str] = set()
    for _ in range(ROUNDS):
        _shuffle(dice, times, real)
        waits = busy.store.waiting()
        for kind, hand in hands.items():
            if hand() is not None:
                found.add(kind)
                assert {"link": "call", "step_in": "notice"}.get(kind, kind) in waits
    assert found == hands.keys()  # each was there to be found at least once


def _shuffle(dice: random.Random, times: list[Any], real: list[Any]) -> None:
    flags = (True, True, False)
    m.Room.objects.update(paused=dice.random() < 0.2)
    m.Outlet.objects.update(enabled=dice.choice(flags))
    m.Delivery.objects.update(
        state=dice.choice(("planned", "started", "sent")), not_before=dice.choice(times), lease_until=dice.choice(real)
    )
    m.Call.objects.update(open=dice.choice(flags), next_at=dice.choice(times) or NINE, lease_until=dice.choice(real))
    m.DecisionLink.objects.update(
        open=dice.choice(flags),
        until=dice.choice(times) or NINE,
        ended_at=dice.choice((None, NINE)),
        lease_until=dice.choice(real),
    )
    m.StepInNotice.objects.update(next_at=dice.choice(times), lease_until=dice.choice(real))
    m.Notice.objects.update(open=dice.choice(flags), next_at=dice.choice(times), lease_until=dice.choice(real))
    m.Source.objects.update(enabled=dice.choice(flags), next_poll_at=dice.choice(real), lease_until=dice.choice(real))


def test_what_came_in_and_what_was_found_is_named_until_it_is_done(world: World) -> None:
    heard.InboxBatch.objects.create(org=world.org, received_at=NINE, count=1, body=b"")
    heard.FindingOut.objects.create(org=world.org, brand=world.brand, key="f1", at=NINE, level=2, kind="surge", body="")
    assert world.store.waiting() == {"listen", "findings"}
    world.mentions.findings_done(list(heard.FindingOut.objects.values_list("id", flat=True)))
    heard.InboxBatch.objects.all().delete()
    assert world.store.waiting() == frozenset()


def test_a_question_and_a_mirror_are_named(world: World) -> None:
    m.ExecutiveQuestion.objects.create(
        org_id=world.org,
        person="minseo",
        by="haneul",
        first="minseo",
        text="리콜하나요?",
        minutes=30,
        asked_at=NINE,
        due_at=NINE + timedelta(minutes=30),
    )
    m.Mirror.objects.create(org_id=world.org, kind="slack", name="방", settings="", added_at=NINE)
    assert world.store.waiting() == {"notice", "mirror"}
    m.ExecutiveQuestion.objects.update(answered_at=NINE)
    m.Mirror.objects.update(next_at=real_now() + timedelta(minutes=1))
    assert world.store.waiting() == frozenset()
