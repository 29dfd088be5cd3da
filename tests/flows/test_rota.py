"""The rota on a real database: who `people()` says is on duty, and what it costs to ask."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from tests.kit.databases import Databases, all_there_is
from tests.kit.killed import each_kill
from tests.kit.world import World, make_world

from bongsu.core.errors import AlreadyDone, BongsuError, CannotStandIn, NoSuchThing, NotYours, OutOfRange
from bongsu.crisis.rota import Leave, Pattern, Rota, Shift, Swap
from bongsu.flows import convene
from bongsu.store import rota, setup
from bongsu.store.operations.models import RotaSwap

ROLE = "practitioner"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
DAY = Pattern("", "haneul", ROLE, EVERY_DAY, 9 * 60, 18 * 60, date(2026, 1, 1))
NIGHT = Pattern("", "doyun", ROLE, EVERY_DAY, 18 * 60, 9 * 60, date(2026, 1, 1))


def on(world: World) -> set[str]:
    return {p.key for p in world.store.people(world.org) if p.on_duty}


def test_without_a_rota_people_are_on_duty_as_was_set_by_hand(world: World) -> None:
    assert on(world) == {"haneul", "seojun", "jiwoo", "minseo", "doyun"}
    setup.set_duty(world.org, "haneul", on_duty=False)
    assert "haneul" not in on(world)


def test_a_rota_for_a_role_says_who_of_it_is_on_and_nothing_of_others(world: World) -> None:
    rota.add_patterns(world.org, [DAY, NIGHT])
    assert on(world) == {"haneul", "seojun", "jiwoo", "minseo"}  # nine in the morning
    world.clock.forward(hours=9)
    assert on(world) == {"doyun", "seojun", "jiwoo", "minseo"}


def test_at_night_the_one_on_duty_is_called_and_leads(world: World) -> None:
    rota.add_patterns(world.org, [DAY, NIGHT])
    world.clock.forward(hours=13)
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="doyun", title="유리 조각", why="사진이 퍼져요", level=2
    )
    state = world.room(room)
    assert state.leader == "doyun"
    assert [call.person for call in state.calls] == ["doyun"]


def test_leave_means_off_duty_without_any_rota(world: World) -> None:
    rota.add_leave(world.org, Leave("jiwoo", world.now, world.now + timedelta(hours=1)))
    assert "jiwoo" not in on(world)
    world.clock.forward(hours=1)
    assert "jiwoo" in on(world)


def test_a_change_is_seen_at_once_by_those_who_asked_before(world: World) -> None:
    rota.add_patterns(world.org, [DAY])
    assert "doyun" not in on(world)
    rota.add_shifts(world.org, [Shift("doyun", ROLE, world.now, world.now + timedelta(hours=2))])
    assert "doyun" in on(world)
    row = rota.rota_of(world.org, world.now, world.now + timedelta(hours=1)).shifts[0]
    rota.remove_shift(world.org, int(row.key))
    assert "doyun" not in on(world)


def test_asking_who_is_on_duty_costs_two_queries_however_large_the_rota(world: World) -> None:
    rota.add_patterns(world.org, [DAY, NIGHT])
    many = [
        Shift("doyun", ROLE, world.now + timedelta(hours=n), world.now + timedelta(hours=n + 1)) for n in range(5_000)
    ]
    rota.add_shifts(world.org, many, origin="calendar")
    on(world)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(10):
            on(world)
            world.clock.forward(minutes=1)
    assert len(asked) == 20


def test_more_than_a_rota_can_be_is_refused_and_changes_nothing(world: World) -> None:
    with pytest.raises(OutOfRange):
        rota.add_patterns(world.org, [DAY] * (rota.MOST_PATTERNS + 1))
    assert rota.rota_of(world.org, world.now, world.now + timedelta(days=1)).patterns == ()


def test_another_organisations_rota_is_neither_read_nor_changed(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    rota.add_patterns(other.org, [NIGHT])
    (theirs,) = rota.rota_of(other.org, world.now, world.now + timedelta(days=1)).patterns
    with pytest.raises(NoSuchThing):
        rota.remove_pattern(world.org, int(theirs.key))
    assert "doyun" in on(world)
    assert "haneul" not in on(other)


# ── swaps ──────────────────────────────────────────────────────────────────────────────────────────────────────────
NOON = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
SWAP = Swap("", ROLE, "haneul", "doyun", NOON, NOON + timedelta(hours=2))


def asked(world: World) -> int:
    rota.add_patterns(world.org, [DAY, NIGHT])
    return rota.ask_swap(world.org, SWAP, people=world.store.people(world.org), at=world.now)


def test_a_swap_holds_once_the_other_has_said_yes_and_both_are_on_record(world: World) -> None:
    key = asked(world)
    rota.answer_swap(world.org, key, by="doyun", yes=True, people=world.store.people(world.org), at=world.now)
    world.clock.at = NOON
    assert "doyun" in on(world)
    assert "haneul" not in on(world)
    row = RotaSwap.objects.get(pk=key)
    assert (row.person, row.to, row.state, row.answered_at is not None) == ("haneul", "doyun", "accepted", True)


def test_asking_twice_answering_twice_and_answering_for_another_are_refused(world: World) -> None:
    key, people = asked(world), world.store.people(world.org)
    with pytest.raises(AlreadyDone):
        rota.ask_swap(world.org, SWAP, people=people, at=world.now)
    with pytest.raises(NotYours):
        rota.answer_swap(world.org, key, by="haneul", yes=True, people=people, at=world.now)
    rota.answer_swap(world.org, key, by="doyun", yes=False, people=people, at=world.now)
    with pytest.raises(AlreadyDone):
        rota.answer_swap(world.org, key, by="doyun", yes=True, people=people, at=world.now)


def test_a_withdrawn_request_cannot_be_accepted(world: World) -> None:
    key = asked(world)
    with pytest.raises(NotYours):
        rota.withdraw_swap(world.org, key, by="doyun", at=world.now)
    rota.withdraw_swap(world.org, key, by="haneul", at=world.now)
    with pytest.raises(AlreadyDone):
        rota.answer_swap(world.org, key, by="doyun", yes=True, people=world.store.people(world.org), at=world.now)


def test_whoever_went_on_leave_since_cannot_accept(world: World) -> None:
    key = asked(world)
    rota.add_leave(world.org, Leave("doyun", NOON, NOON + timedelta(minutes=1)))
    with pytest.raises(CannotStandIn):
        rota.answer_swap(world.org, key, by="doyun", yes=True, people=world.store.people(world.org), at=world.now)


def test_yes_and_withdrawn_at_one_instant_one_of_them_holds(world: World) -> None:
    key, people = asked(world), world.store.people(world.org)
    outcome: list[str] = []

    def do(act: str) -> None:
        try:
            if act == "yes":
                rota.answer_swap(world.org, key, by="doyun", yes=True, people=people, at=world.now)
            else:
                rota.withdraw_swap(world.org, key, by="haneul", at=world.now)
            outcome.append(act)
        except BongsuError as problem:
            outcome.append(problem.code)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=do, args=(act,)) for act in ("yes", "withdraw")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcome)[0] == "already_done"
    assert RotaSwap.objects.get(pk=key).state == ("accepted" if "yes" in outcome else "withdrawn")


@pytest.mark.parametrize(
    "change",
    [
        lambda world: rota.add_patterns(world.org, [DAY, NIGHT]),
        lambda world: rota.replace_pattern(world.org, int(kept(world).patterns[0].key), NIGHT),
        lambda world: rota.remove_pattern(world.org, int(kept(world).patterns[0].key)),
        lambda world: rota.add_shifts(world.org, shifts(world, "doyun"), origin="calendar"),  # in place of the old ones
        lambda world: rota.remove_calendar(world.org, "calendar"),
        lambda world: rota.add_leave(world.org, Leave("jiwoo", world.now, world.now + timedelta(hours=1))),
        lambda world: rota.answer_swap(
            world.org,
            RotaSwap.objects.get().pk,
            by="doyun",
            yes=True,
            people=world.store.people(world.org),
            at=world.now,
        ),
    ],
    ids=("patterns", "pattern", "pattern-gone", "calendar", "calendar-gone", "leave", "swap"),
)
def test_a_change_that_is_killed_is_made_whole_or_not_at_all(
    world: World, databases: Databases, change: Callable[[World], object]
) -> None:
    """An imported calendar, too: its old shifts are never gone without the new ones."""
    rota.add_patterns(world.org, [DAY])
    rota.add_shifts(world.org, shifts(world, "haneul"), origin="calendar")
    swap = Swap("", ROLE, "haneul", "doyun", world.now + timedelta(hours=1), world.now + timedelta(hours=2))
    rota.ask_swap(world.org, swap, people=world.store.people(world.org), at=world.now)
    before = all_there_is(without=("id", "rota_stamp"))
    for number in each_kill(databases, lambda: change(world)):
        now = all_there_is(without=("id", "rota_stamp"))
        if not number:
            after = now
            assert after != before
        else:
            assert now == (before if number == 1 else after)


def kept(world: World) -> Rota:
    return rota.rota_of(world.org, world.now, world.now + timedelta(days=1))


def shifts(world: World, person: str) -> list[Shift]:
    hour = timedelta(hours=1)
    return [Shift(person, ROLE, world.now + n * hour, world.now + (n + 1) * hour) for n in range(3)]
