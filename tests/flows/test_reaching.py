"""A person is tried through their channels in their own order until they answer, whatever fails on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from tests.kit import sample
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import errors, events as e
from bongsu.core.ports import Called, CallJob
from bongsu.core.values import CHANNELS
from bongsu.crisis.convene import screen_only
from bongsu.crisis.room import Call
from bongsu.flows import convene, decide, reach
from bongsu.store import channels, setup
from bongsu.store.operations import models as m


@dataclass
class Phones:
    """core.ports.Caller: rings, remembers, and fails where it is told to."""

    rang: list[tuple[str, str, int]] = field(default_factory=list)  # person, address, attempt
    said: list[str] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)  # by address
    during: Callable[[CallJob], object] = id

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        assert job.channel is not None
        assert job.link in body
        self.during(job)
        self.rang.append((job.person, job.channel.address, job.attempt))
        self.said.append(body)
        if job.channel.address in self.faults:
            raise self.faults[job.channel.address]
        return Called()


@pytest.fixture
def phones(world: World) -> Phones:
    """Seojun has a chat, a mail address and another chat; nobody else has a channel."""
    phones = Phones()
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, phones))
    setup.upsert_people(world.org, sample.PEOPLE, addresses={"seojun": ("chat://a", "mailto://b", "chat://c")})
    return phones


def opens(world: World, level: int = 3) -> int:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=level
    )
    for call in world.room(room).calls:
        if call.person != "seojun" and call.acknowledged_at is None:
            convene.acknowledge(world.ports, org=world.org, room=room, by=call.person)
    return room


def ring(world: World) -> int:
    calls = 0
    while reach.call_next(world.ports, org=world.org):
        calls += 1
        assert calls < 50
    return calls


def the_call(world: World, room: int) -> Call:
    return next(c for c in world.room(room).calls if c.person == "seojun")


def tries(world: World, room: int) -> list[e.CallSent | e.CallFailed]:
    return [x for x in world.events(room) if isinstance(x, e.CallSent | e.CallFailed)]


def test_channels_are_tried_in_order_each_after_a_minute_and_then_from_the_first(world: World, phones: Phones) -> None:
    room = opens(world)
    expected = []
    for address, wait_s in (("chat://a", 60), ("mailto://b", 60), ("chat://c", 120), ("chat://a", 60)):
        ring(world)
        expected.append(("seojun", address, len(expected) + 1))
        assert phones.rang == expected
        world.clock.forward(seconds=wait_s - 1)
        assert ring(world) == 0
        world.clock.forward(seconds=1)
    assert [(x.channel, x.step) for x in tries(world, room)][:3] == [("apprise", 1), ("mail", 2), ("apprise", 3)]
    assert [(t.step, t.channel, t.problem) for t in the_call(world, room).tries] == [
        (1, "apprise", ""),
        (2, "mail", ""),
        (3, "apprise", ""),
    ]
    world.assert_journal_holds(room)


def test_a_channel_that_fails_is_a_line_and_the_next_starts_at_once(world: World, phones: Phones) -> None:
    phones.faults["chat://a"] = errors.NotReached(reason="the service did not take it")
    room = opens(world)
    assert ring(world) == 2
    failed, sent = tries(world, room)
    assert isinstance(failed, e.CallFailed)
    assert (failed.channel, failed.step, failed.reason, failed.more, failed.last) == (
        "apprise",
        1,
        "the service did not take it",
        True,
        False,
    )
    assert (type(sent), sent.channel, sent.step) == (e.CallSent, "mail", 2)
    assert not screen_only(the_call(world, room))
    assert m.Channel.objects.get(place=1).problem == "the service did not take it"


def test_when_every_channel_is_dead_the_state_says_so_until_one_works_again(world: World, phones: Phones) -> None:
    phones.faults = {a: errors.NotReached(reason="HTTP 503") for a in ("chat://a", "mailto://b", "chat://c")}
    room = opens(world)
    assert ring(world) == 3
    since = world.now
    assert [(x.last, x.more) for x in tries(world, room) if isinstance(x, e.CallFailed)] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert the_call(world, room).unreachable_at == since
    world.clock.forward(seconds=120)
    del phones.faults["mailto://b"]
    ring(world)
    assert the_call(world, room).unreachable_at is None
    world.assert_journal_holds(room)


def test_a_last_channel_that_fails_after_another_took_the_call_is_not_the_last(world: World, phones: Phones) -> None:
    phones.faults["chat://c"] = errors.NotReached(reason="HTTP 503")
    room = opens(world)
    for _ in range(3):
        ring(world)
        world.clock.forward(seconds=60)
    end = tries(world, room)[-1]
    assert isinstance(end, e.CallFailed)
    assert (end.step, end.last) == (3, False)
    assert the_call(world, room).unreachable_at is None


def test_somebody_without_a_channel_is_called_on_the_screen_and_counts_as_screen_only(world: World) -> None:
    room = world.open_room(level=3)
    world.append(room, e.CallPlaced("c1", "jiwoo", "legal", 3), by="system")
    ring(world)
    assert [(x.channel, x.step) for x in tries(world, room)] == [("in_app", 0)]
    assert screen_only(world.room(room).calls[0])


def test_the_ladder_does_not_wait_out_the_step_of_somebody_who_has_no_channel(world: World, phones: Phones) -> None:
    channels.set_urls(m.Person.objects.get(org_id=world.org, key="yerin"), ("chat://y",))
    room = world.open_room(level=3)
    world.append(room, e.CallPlaced("c1", "jiwoo", "legal", 3), by="system")
    ring(world)
    world.clock.forward(seconds=61)
    decide.watch_clock(world.ports, org=world.org)
    assert [call.person for call in world.room(room).calls if "legal" in call.roles] == ["jiwoo", "yerin"]
    world.assert_journal_holds(room)


@pytest.mark.parametrize(("level", "rings"), [(2, False), (3, True)])
def test_a_crisis_overrides_quiet_hours_and_says_so(world: World, phones: Phones, level: int, rings: bool) -> None:
    channels.set_quiet(world.org, "seojun", {"from": "22:00", "to": "22:00"})  # never, please
    room = world.open_room(level=level)
    world.append(room, e.CallPlaced("c1", "seojun", "team_lead", level), by="system")
    ring(world)
    assert bool(phones.rang) is rings
    (sent,) = tries(world, room)
    assert isinstance(sent, e.CallSent)
    assert sent.despite_hours is rings
    assert sent.channel == ("apprise" if rings else "in_app")
    if rings:
        assert "받지 않는 시간이지만" in phones.said[0]


def test_disabled_and_empty_channels_are_skipped(world: World, phones: Phones) -> None:
    first = m.Channel.objects.get(place=1)
    channels.switch(world.org, "seojun", first.pk, enabled=False)
    m.Channel.objects.filter(place=2).update(address="")
    room = opens(world)
    ring(world)
    assert phones.rang == [("seojun", "chat://c", 1)]
    assert tries(world, room)[0].more is False


def test_killed_between_sending_and_recording_it_sends_again(world: World, phones: Phones) -> None:
    room = opens(world)

    def killed(_: CallJob) -> None:
        phones.rang.append(("killed", "", 0))
        raise KeyboardInterrupt

    phones.during = killed
    with pytest.raises(KeyboardInterrupt):
        reach.call_next(world.ports, org=world.org)
    assert tries(world, room) == []
    phones.during = id
    assert ring(world) == 0  # still in the dead one's hand
    m.Call.objects.update(lease_until=None)  # as take_over does, or the lease's end
    assert ring(world) == 1
    assert phones.rang[-1] == ("seojun", "chat://a", 1)


def test_two_callers_at_once_ring_each_channel_once(world: World, phones: Phones) -> None:
    opens(world)
    assert at_once(*[lambda: ring(world)] * 3) == []
    assert phones.rang == [("seojun", "chat://a", 1)]


def test_an_answer_while_the_phone_rings_ends_it(world: World, phones: Phones) -> None:
    room = opens(world)
    phones.during = lambda job: convene.acknowledge(world.ports, org=world.org, room=room, by=job.person)
    ring(world)
    world.clock.forward(minutes=30)
    assert ring(world) == 0
    assert tries(world, room) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (errors.Refused(reason="번호 없음"), "번호 없음"),
        (errors.MaybeSent(), "The request left"),
        (ConnectionResetError("끊김"), "ConnectionResetError: 끊김"),
        (ValueError("bad\x00address"), "badaddress"),
    ],
)
def test_whatever_a_caller_raises_is_a_line_with_its_reason(
    world: World, phones: Phones, fault: Exception, words: str
) -> None:
    phones.faults["chat://a"] = fault
    room = opens(world)
    ring(world)
    failed = tries(world, room)[0]
    assert isinstance(failed, e.CallFailed)
    assert words in failed.reason


def test_a_kind_that_nothing_here_can_call_is_a_failure_that_says_so(world: World, phones: Phones) -> None:
    world.ports = replace(world.ports, callers={"mail": phones})
    room = opens(world)
    ring(world)
    failed, sent = tries(world, room)
    assert isinstance(failed, e.CallFailed)
    assert (failed.reason, sent.channel) == ("no_connector", "mail")


# ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_cannot_come_is_called_no_more_and_may_still_come(world: World, phones: Phones) -> None:
    room = opens(world)
    call = the_call(world, room).id
    say = lambda coming: reach.answer(  # noqa: E731
        world.ports, org=world.org, room=room, call=call, person="seojun", coming=coming
    )
    say(False)
    assert the_call(world, room).declined_at == world.now
    world.clock.forward(minutes=30)
    assert ring(world) == 0
    with pytest.raises(errors.AlreadyDone):
        say(False)
    say(True)
    assert the_call(world, room).acknowledged_at == world.now
    with pytest.raises(errors.AlreadyDone):
        say(True)
    world.assert_journal_holds(room)


def test_two_taps_at_once_answer_once(world: World, phones: Phones) -> None:
    room = opens(world)
    call = the_call(world, room).id
    tap = lambda: reach.answer(  # noqa: E731
        world.ports, org=world.org, room=room, call=call, person="seojun", coming=True
    )
    assert [type(x) for x in at_once(tap, tap, tap)] == [errors.AlreadyDone] * 2
    answers = [x for x in world.events(room) if isinstance(x, e.CallAcknowledged) and x.call == call]
    assert len(answers) == 1


# ── what people set ────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_order_can_be_changed_and_only_ones_own(world: World, phones: Phones) -> None:
    ids = dict(m.Channel.objects.values_list("place", "id"))
    channels.move(world.org, "seojun", ids[3], up=True)
    assert dict(m.Channel.objects.values_list("id", "place")) == {ids[1]: 1, ids[3]: 2, ids[2]: 3}
    channels.move(world.org, "seojun", ids[1], up=True)
    assert m.Channel.objects.get(pk=ids[1]).place == 1
    for change in (
        lambda: channels.move(world.org, "haneul", ids[1], up=False),
        lambda: channels.switch(world.org, "haneul", ids[1], enabled=False),
        lambda: channels.remove(world.org, "haneul", ids[1]),
        lambda: channels.set_hours(world.org, "haneul", ids[1], {}),
    ):
        with pytest.raises(errors.NoSuchThing):
            change()
    channels.remove(world.org, "seojun", ids[1])
    assert list(m.Channel.objects.order_by("place").values_list("id", "place")) == [(ids[3], 1), (ids[2], 2)]


def test_a_browser_rings_for_whom_it_belongs_to_now(world: World) -> None:
    subscription = {"endpoint": "https://push.example/1", "keys": {"p256dh": "k", "auth": "a"}}
    channels.add_device(world.org, "seojun", subscription, label="Chrome", at=world.now)
    channels.add_device(world.org, "haneul", subscription, label="Chrome", at=world.now)
    (device,) = m.PushDevice.objects.all()
    assert device.channel.person.key == "haneul"
    assert "push.example" not in device.subscription
    with pytest.raises(errors.NoSuchThing):
        channels.remove_device(world.org, "seojun", device.pk)
