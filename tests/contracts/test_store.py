"""core.ports.Store, as every implementation must keep it."""

from datetime import timedelta

import pytest

from bongsu.core import errors, events as e
from bongsu.store import journal, setup, work
from bongsu.store.operations import models as m
from tests.kit.clock import NINE
from tests.kit.together import at_once
from tests.kit.world import World, make_world


def approved(world: World, room: int, *, deliveries: tuple[str, ...] = ("d1",), outlet: str = "newsroom") -> None:
    world.append(
        room,
        e.StatementApproved("s1", "dr1", 1, "ab", "걱정을 끼쳐 드려 죄송합니다.", NINE + timedelta(hours=1), "m1"),
        *(e.DeliveryPlanned(key, "s1", outlet, outlet) for key in deliveries),
        by="seojun",
    )


# ── rooms ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_room_is_opened_with_its_first_line(world: World) -> None:
    room = world.open_room(level=3)
    state = world.room(room)
    assert (state.id, state.org, state.level, state.seq, state.opened_by) == (room, world.org, 3, 1, "haneul")
    assert state.ground == world.store.ground(world.org)
    assert world.store.open_rooms(world.org) == (room,)
    assert world.store.open_rooms(world.org, world.brand + 1) == ()
    world.assert_journal_holds(room)


def test_an_open_room_of_the_brand_is_given_back(world: World) -> None:
    first = world.open_room()
    again = world.store.open_room(world.org, world.opened(level=4), by="seojun", at=NINE, unless_open=True)
    assert again == (first, False)
    assert world.room(first).level == 2
    with pytest.raises(errors.AlreadyDone):
        world.open_room()


def test_a_drill_runs_beside_a_crisis(world: World) -> None:
    assert world.open_room() != world.open_room(kind="drill")


def test_two_who_open_at_once_get_one_room(world: World) -> None:
    for _ in range(5):
        found: list[tuple[int, bool]] = []

        def open_it() -> None:
            opened = world.opened()
            found.append(world.store.open_room(world.org, opened, by="system", at=NINE, unless_open=True))  # noqa: B023

        assert at_once(*[open_it] * 4) == []
        assert len({room for room, _ in found}) == 1
        assert sorted(new for _, new in found) == [False, False, False, True]
        world.append(found[0][0], e.RoomClosed("끝"))


def test_a_room_of_another_organisation_is_not_there(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    room = world.open_room()
    with pytest.raises(errors.NoSuchRoom):
        other.room(room)
    with pytest.raises(errors.NoSuchRoom), other.store.room(other.org, room):
        pass
    with pytest.raises(errors.NoSuchThing):
        other.open_room(brand=world.brand)
    assert other.store.lines(other.org, room) == ()


def test_what_an_exception_interrupts_is_not_written(world: World) -> None:
    room = world.open_room()

    def interrupted() -> None:
        with world.store.room(world.org, room) as tx:
            tx.append(e.NoteWritten("적었다"), by="haneul", at=NINE)
            raise errors.NotTheLeader(leader="seojun")

    with pytest.raises(errors.NotTheLeader):
        interrupted()
    assert len(world.lines(room)) == 1
    assert m.PersonalValue.objects.filter(room_id=room).count() == 1


def test_several_appends_in_one_lock_follow_each_other(world: World) -> None:
    room = world.open_room()
    with world.store.room(world.org, room) as tx:
        first = tx.append(e.NoteWritten("하나"), e.NoteWritten("둘"), by="haneul", at=NINE)
        second = tx.append(e.BeaconRaised(2, 4, "퍼져요"), by="seojun", at=NINE)
        assert tx.append(by="seojun", at=NINE) == ()
        assert tx.room.level == 4
    assert [line.seq for line in first + second] == [2, 3, 4]
    world.assert_journal_holds(room)


def test_a_request_is_carried_out_once(world: World) -> None:
    room, other = world.open_room(), world.open_room(kind="drill")
    with world.store.room(world.org, room, once="tap-1") as tx:
        tx.append(e.NoteWritten("한 번"), by="haneul", at=NINE)
    for again in (room, other):
        with pytest.raises(errors.Repeated), world.store.room(world.org, again, once="tap-1") as tx:
            tx.append(e.NoteWritten("두 번"), by="haneul", at=NINE)
    assert len(world.lines(room)) == 2


def test_a_request_that_failed_may_come_again(world: World) -> None:
    room = world.open_room()
    with pytest.raises(errors.ReasonMissing), world.store.room(world.org, room, once="tap-1"):
        raise errors.ReasonMissing
    with world.store.room(world.org, room, once="tap-1") as tx:
        tx.append(e.NoteWritten("이번에는"), by="haneul", at=NINE)
    assert len(world.lines(room)) == 2


def test_a_double_tap_at_once_is_one_act(world: World) -> None:
    room = world.open_room()

    def tap() -> None:
        with world.store.room(world.org, room, once="tap-2") as tx:
            tx.append(e.NoteWritten("한 번"), by="haneul", at=NINE)

    assert [type(problem) for problem in at_once(tap, tap, tap)] == [errors.Repeated] * 2
    assert len(world.lines(room)) == 2


def test_a_second_open_room_of_a_brand_cannot_come_back(world: World) -> None:
    first = world.open_room()
    world.append(first, e.RoomClosed("정리"))
    world.open_room()
    with pytest.raises(errors.AlreadyDone):
        world.append(first, e.RoomReopened("다시"))
    assert not world.room(first).is_open


def test_rooms_are_found_when_their_deadline_comes(world: World) -> None:
    room = world.open_room()
    world.append(room, e.TaskGiven("t1", "사진 확인", "haneul", NINE + timedelta(minutes=10)))
    assert world.store.rooms_due(world.org, NINE + timedelta(minutes=9)) == ()
    assert world.store.rooms_due(world.org, NINE + timedelta(minutes=10)) == (room,)
    world.append(room, e.TaskDone("t1"))
    assert world.store.rooms_due(world.org, NINE + timedelta(days=9)) == ()


def test_text_no_database_can_hold_is_mended(world: World) -> None:
    room = world.open_room(title="제목\0\ud800 <script>\u202e")
    (line,) = world.append(room, e.NoteWritten("값\0\udfff"))
    assert world.room(room).title == "제목\ufffd\ufffd <script>\u202e"
    assert isinstance(line.event, e.NoteWritten)
    assert journal.unseal(room, [line.event.text]) == {line.event.text: "값\ufffd\ufffd"}
    world.assert_journal_holds(room)


# ── the organisation ───────────────────────────────────────────────────────────────────────────────────────────────
def test_people_and_outlets_are_those_set_up(world: World) -> None:
    people = {p.key: p for p in world.store.people(world.org)}
    assert list(people)[:4] == ["haneul", "seojun", "jiwoo", "minseo"]
    assert people["jiwoo"].deputy == "yerin"
    assert people["doyun"].deputy is None
    assert [o.key for o in world.store.outlets(world.org)] == ["newsroom", "partners"]
    setup.upsert_outlets(world.org, [setup.OutletSetup("partners", "webhook", "게시판", enabled=False)])
    assert [o.key for o in world.store.outlets(world.org)] == ["newsroom"]
    assert world.store.orgs() == (world.org,)


def test_a_rooms_ground_stays_when_the_table_is_edited(world: World) -> None:
    room = world.open_room(level=3)
    levels = m.Org.objects.get(pk=world.org).levels
    levels[2]["first_word_min"] = 5
    setup.set_documents(world.org, levels=levels)
    assert world.store.ground(world.org).row(3).first_word_min == 5
    assert world.store.level_table(world.org) == world.store.ground(world.org).table
    assert world.room(room).ground.row(3).first_word_min == 60


# ── deliveries ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_planned_delivery_is_claimed_by_one(world: World) -> None:
    room = world.open_room()
    approved(world, room, outlet="partners")
    jobs = []

    def claim() -> None:
        jobs.append(world.store.claim_delivery(org=world.org, at=NINE, lease_s=30))

    assert at_once(*[claim] * 4) == []
    (job,) = [job for job in jobs if job]
    assert (job.room, job.delivery, job.outlet, job.was_started) == (room, "d1", "partners", False)
    assert job.key == f"{world.org}-{room}-d1"
    assert job.settings["url"] == "http://127.0.0.1:9/hook"
    assert job.text == "걱정을 끼쳐 드려 죄송합니다."
    assert "유리 조각 주장" not in job.title  # the room's name is ours alone


def test_settings_of_an_outlet_are_encrypted_at_rest(world: World) -> None:
    kept = m.Outlet.objects.get(org_id=world.org, key="partners").settings
    assert kept
    assert "127.0.0.1" not in kept


def test_a_worker_that_died_before_starting_leaves_the_delivery_to_the_next(world: World) -> None:
    room = world.open_room()
    approved(world, room)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=-1)  # its lease is over at once
    job = world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)
    assert job is not None
    assert not job.was_started


def test_a_worker_that_died_after_starting_leaves_a_delivery_to_be_looked_for(world: World) -> None:
    room = world.open_room()
    approved(world, room)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)
    world.append(room, e.DeliveryStarted("d1", 1), by="system")
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30) is None
    m.Delivery.objects.filter(room_id=room).update(lease_until=NINE - timedelta(days=9999))
    job = world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)
    assert job is not None
    assert job.was_started


def test_whoever_starts_alone_takes_up_at_once_what_a_killed_worker_had_claimed(world: World) -> None:
    room = world.open_room()
    approved(world, room)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=3600)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=3600) is None
    work.release_claims()
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=3600)


def test_a_postponed_delivery_waits_for_its_minute(world: World) -> None:
    room = world.open_room()
    approved(world, room)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)
    later = NINE + timedelta(minutes=1)
    world.append(room, e.DeliveryStarted("d1", 1), e.DeliveryPostponed("d1", "503", later), by="system")
    assert world.store.claim_delivery(org=world.org, at=later - timedelta(seconds=1), lease_s=30) is None
    assert world.store.claim_delivery(org=world.org, at=later, lease_s=30)


@pytest.mark.parametrize(
    "end",
    [
        e.DeliverySent("d1", "/newsroom/1/"),
        e.DeliveryRefused("d1", "400"),
        e.DeliveryUnsure("d1", "no answer"),
        e.DeliveryDropped("d1", "withdrawn"),
        e.DeliverySettled("d1", found=True, url="/x"),
    ],
    ids=lambda end: type(end).__name__,
)
def test_a_delivery_that_ended_is_not_work(world: World, end: e.Event) -> None:
    room = world.open_room()
    approved(world, room)
    world.append(room, e.DeliveryStarted("d1", 1), end, by="system")
    assert world.store.claim_delivery(org=world.org, at=NINE + timedelta(days=1), lease_s=30) is None
    world.assert_journal_holds(room)


def test_a_delivery_that_was_not_found_is_planned_again(world: World) -> None:
    room = world.open_room()
    approved(world, room)
    world.append(room, e.DeliveryStarted("d1", 1), e.DeliveryUnsure("d1", "?"), by="system")
    world.append(room, e.DeliverySettled("d1", found=False))
    job = world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)
    assert job is not None
    assert not job.was_started


def test_nothing_is_delivered_while_any_open_room_has_paused(world: World) -> None:
    room, drill = world.open_room(), world.open_room(kind="drill")
    approved(world, room)
    world.append(drill, e.OutletsPaused("연습"))
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30) is None
    world.append(drill, e.OutletsResumed("끝"))
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)


def test_an_outlet_that_was_switched_off_gets_nothing_until_it_is_on_again(world: World) -> None:
    room = world.open_room()
    approved(world, room, outlet="partners")
    m.Outlet.objects.filter(org_id=world.org, key="partners").update(enabled=False)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30) is None
    m.Outlet.objects.filter(org_id=world.org, key="partners").update(enabled=True)
    assert world.store.claim_delivery(org=world.org, at=NINE, lease_s=30)


def test_an_unknown_outlet_is_named(world: World) -> None:
    room = world.open_room()
    with pytest.raises(errors.NoSuchThing):
        approved(world, room, outlet="nowhere")
    assert world.room(room).deliveries == ()


# ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_call_repeats_until_it_is_acknowledged(world: World) -> None:
    room = world.open_room(level=3)
    setup.upsert_people(world.org, world.store.people(world.org), addresses={"seojun": ["ntfy://a", "", "ntfy://b"]})
    world.append(room, e.CallPlaced("c1", "seojun", "leader", 3), by="system")
    job = world.store.claim_call(org=world.org, at=NINE, lease_s=30)
    assert job is not None
    assert job.channel is not None
    assert (job.person, job.attempt, job.channel.kind, job.channel.step, job.channel.address, job.more) == (
        "seojun",
        1,
        "apprise",
        1,
        "ntfy://a",
        True,
    )
    assert "/call/" in job.link
    assert world.store.claim_call(org=world.org, at=NINE, lease_s=30) is None
    world.append(room, e.CallSent("c1", "seojun", "in_app", 1), by="system")
    assert world.store.claim_call(org=world.org, at=NINE + timedelta(seconds=119), lease_s=30) is None
    again = world.store.claim_call(org=world.org, at=NINE + timedelta(seconds=120), lease_s=30)
    assert again is not None
    assert again.attempt == 2
    world.append(room, e.CallFailed("c1", "seojun", "apprise", 2, "timeout"), by="system")
    world.append(room, e.CallAcknowledged("c1", "seojun"), by="seojun")
    assert world.store.claim_call(org=world.org, at=NINE + timedelta(days=1), lease_s=30) is None


def test_a_closed_room_calls_nobody(world: World) -> None:
    room = world.open_room(level=3)
    world.append(room, e.CallPlaced("c1", "jiwoo", "legal", 3), by="system")
    world.append(room, e.RoomClosed("오보"))
    assert world.store.claim_call(org=world.org, at=NINE + timedelta(days=1), lease_s=30) is None


# ── duties ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_duty_is_held_by_one_until_its_lease_ends(world: World) -> None:
    store = world.store
    assert store.lease("watch", holder="a", ttl_s=60)
    assert store.lease("watch", holder="a", ttl_s=60)
    assert not store.lease("watch", holder="b", ttl_s=60)
    store.release("watch", holder="b")
    assert not store.lease("watch", holder="b", ttl_s=60)
    assert store.lease("watch", holder="a", ttl_s=-1)
    assert store.lease("watch", holder="b", ttl_s=60)
    assert not store.lease("watch", holder="a", ttl_s=60)
    store.release("watch", holder="b")
    assert store.lease("watch", holder="a", ttl_s=60)


def test_two_who_reach_for_a_duty_at_once_do_not_both_hold_it(world: World) -> None:
    for duty in map(str, range(5)):
        held: list[str] = []

        def reach(who: str) -> None:
            if world.store.lease(duty, holder=who, ttl_s=60):  # noqa: B023
                held.append(who)  # noqa: B023

        assert at_once(lambda: reach("a"), lambda: reach("b"), lambda: reach("c")) == []
        assert len(held) == 1
