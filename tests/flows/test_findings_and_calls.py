"""Findings come into rooms, people are called until they answer, and two who act at once are told apart."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from tests.kit import sample
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import errors, events as e
from bongsu.core.ports import Kept
from bongsu.core.values import SYSTEM, Finding, FindingKind
from bongsu.crisis import convene as rules
from bongsu.flows import assess, convene, decide, reach
from bongsu.store import setup


def found(
    world: World, key: str, *, level: int = 3, brand: int | None = None, excerpt: str = "유리가 나왔어요"
) -> Finding:
    return Finding(
        key=key,
        kind=FindingKind.RISK,
        brand=brand or world.brand,
        at=world.now,
        level=level,
        surprise_centi=0,
        window_s=1800,
        count=9,
        expected_milli=1000,
        authors=4,
        evidence=("board:1",),
        first_post_at=world.now - timedelta(minutes=12),
        excerpt=excerpt,
        category="safety",
    )


def waits(world: World, *findings: Finding) -> None:
    """As analysis leaves them in the outbox."""
    for one in findings:
        world.mentions.keep([Kept(world.org, one.brand, (), (), {}, (), (one,), b"")])


def hand(world: World) -> int:
    return assess.hand_findings(world.ports, org=world.org)


def the_room(world: World, brand: int | None = None) -> int:
    (room,) = world.store.open_rooms(world.org, brand or world.brand)
    return room


# ── findings ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_finding_of_level_three_opens_a_room_with_a_leader_and_calls(world: World) -> None:
    waits(world, found(world, "a"))
    assert hand(world) == 1
    room = world.room(the_room(world))
    assert (room.title, room.level, room.leader, room.opened_by) == (
        "“유리가 나왔어요” — 한강식품",
        3,
        "seojun",
        SYSTEM,
    )
    assert [c.person for c in room.calls] == ["seojun", "haneul", "doyun"]
    assert [f.key for f in room.findings] == ["a"]
    assert room.first_post_at == world.now - timedelta(minutes=12)
    assert world.wake.published[-1] == (world.org, room.id, room.seq)
    world.assert_journal_holds(room.id)


def test_a_finding_of_level_two_stays_on_the_watch(world: World) -> None:
    waits(world, found(world, "a", level=2))
    assert hand(world) == 1
    assert world.store.open_rooms(world.org) == ()
    assert hand(world) == 0


def test_a_room_that_is_open_takes_every_finding_and_rises_with_the_higher(world: World) -> None:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=3
    )
    waits(world, found(world, "a", level=2), found(world, "b", level=4), found(world, "c", level=3))
    while hand(world) or world.mentions.findings_waiting(world.org):
        world.clock.forward(seconds=1)
    state = world.room(room)
    assert ([f.key for f in state.findings], state.level) == (["a", "b", "c"], 4)
    assert "jiwoo" in [c.person for c in state.calls]


def test_a_room_takes_one_finding_a_second_and_in_order(world: World) -> None:
    waits(world, *(found(world, key) for key in "abcd"))
    for number in range(1, 5):
        assert hand(world) == 1
        assert hand(world) == 0
        assert [f.key for f in world.room(the_room(world)).findings] == list("abcd"[:number])
        world.clock.forward(seconds=1)


def test_one_loud_brand_does_not_keep_another_from_its_room(world: World) -> None:
    other = setup.upsert_brand(world.org, "둘째", sample.WORDS)
    waits(world, *(found(world, f"a{n}") for n in range(120)), found(world, "b", brand=other))
    hand(world)
    assert world.store.open_rooms(world.org, other)


def test_a_finding_handed_over_again_after_a_kill_is_noted_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    waits(world, found(world, "a", level=4))
    monkeypatch.setattr(world.mentions, "findings_done", killed)
    with pytest.raises(KeyboardInterrupt):
        hand(world)
    monkeypatch.undo()
    before = world.room(the_room(world))
    assert hand(world) == 1
    assert world.room(the_room(world)) == before
    world.assert_journal_holds(before.id)


def test_handed_over_again_after_its_room_was_closed_it_opens_no_second_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(world, found(world, "a"))
    monkeypatch.setattr(world.mentions, "findings_done", killed)
    with pytest.raises(KeyboardInterrupt):
        hand(world)
    monkeypatch.undo()
    room = the_room(world)
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    assert hand(world) == 1
    assert world.store.open_rooms(world.org) == ()
    waits(world, found(world, "b"))  # what is new opens one
    assert hand(world) == 1
    assert the_room(world) != room


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_room_whose_opening_was_cut_short_gets_its_leader_from_the_clock(world: World) -> None:
    room = world.open_room(level=3, by=SYSTEM)
    assert world.room(room).leader is None
    assert decide.watch_clock(world.ports, org=world.org) > 0
    assert world.room(room).leader == "seojun"
    assert decide.watch_clock(world.ports, org=world.org) == 0


def test_two_hands_at_once_open_one_room_and_note_each_finding_once(world: World) -> None:
    waits(world, found(world, "a"))
    assert at_once(*[lambda: hand(world)] * 3) == []
    room = world.room(the_room(world))
    assert [f.key for f in room.findings] == ["a"]
    assert len([x for x in world.events(room.id) if isinstance(x, e.LeadTaken)]) == 1
    world.assert_journal_holds(room.id)


def test_a_drill_takes_no_real_finding(world: World) -> None:
    drill = world.open_room(level=3, kind="drill")
    waits(world, found(world, "a"))
    hand(world)
    assert world.room(drill).findings == ()
    assert len(world.store.open_rooms(world.org, world.brand)) == 2


def test_a_posts_own_text_makes_a_title_of_one_short_line(world: World) -> None:
    waits(world, found(world, "a", excerpt="유리\n\n" + "가" * 300))
    hand(world)
    title = world.room(the_room(world)).title
    assert title.startswith("“유리 가가")
    assert title.endswith("…” — 한강식품")
    assert len(title) < 40
    assert "\n" not in title


@pytest.mark.parametrize("excerpt", ["", " \n ", "\u202e\u2066", "\u3164\u200b"])
def test_a_post_without_visible_words_still_opens_a_room(world: World, excerpt: str) -> None:
    waits(world, found(world, "a", excerpt=excerpt))
    assert hand(world) == 1
    assert world.room(the_room(world)).title == "한강식품 위험 언급"


# ── opening by hand ────────────────────────────────────────────────────────────────────────────────────────────────
def opens(world: World, by: str, level: int, once: str | None = None) -> int:
    return convene.open_room(
        world.ports,
        org=world.org,
        brand=world.brand,
        by=by,
        title="유리",
        why=f"{by} 봤어요",
        level=level,
        once=once,
    )


def test_two_who_open_at_once_come_together_and_neither_view_is_lost(world: World) -> None:
    rooms: list[int] = []
    assert (
        at_once(
            lambda: rooms.append(opens(world, "haneul", 3)),
            lambda: rooms.append(opens(world, "jiwoo", 5)),
        )
        == []
    )
    assert len(set(rooms)) == 1
    room = world.room(rooms[0])
    assert room.level == 5
    assert len([x for x in world.events(rooms[0]) if isinstance(x, e.LeadTaken)]) == 1
    assert len([x for x in world.events(rooms[0]) if isinstance(x, e.NoteWritten)]) == 1
    world.assert_journal_holds(rooms[0])


def test_whoever_comes_before_the_room_is_assembled_is_heard_all_the_same(world: World) -> None:
    room = world.open_room(level=3, by="haneul")  # its opener was cut off here
    assert opens(world, "jiwoo", 4) == room
    assert (world.room(room).level, world.room(room).leader) == (4, "seojun")
    assert any(isinstance(x, e.NoteWritten) for x in world.events(room))


def test_a_form_sent_twice_opens_and_says_it_once(world: World) -> None:
    room = opens(world, "haneul", 3, once="k1")
    before = world.room(room)
    assert opens(world, "haneul", 3, once="k1") == room
    assert world.room(room) == before
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    assert world.room(opens(world, "haneul", 3, once="k1")).leader == "seojun"  # an old tab, but never leaderless


# ── closing, reopening, command ────────────────────────────────────────────────────────────────────────────────────
def test_a_closed_room_reopens_unless_the_brands_crisis_goes_on_elsewhere(world: World) -> None:
    room = opens(world, "haneul", 3)
    with pytest.raises(errors.NotTheLeader):
        convene.close_room(world.ports, org=world.org, room=room, by="haneul", summary="끝", waiver="오해였어요")
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    assert not reach.call_next(world.ports, org=world.org)
    convene.reopen_room(world.ports, org=world.org, room=room, by="haneul", why="다시")
    assert reach.call_next(world.ports, org=world.org)
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    second = opens(world, "haneul", 3)
    assert second != room
    with pytest.raises(errors.AnotherRoomOpen) as other:
        convene.reopen_room(world.ports, org=world.org, room=room, by="haneul", why="다시")
    assert other.value.about["room"] == second
    for one in (room, second):
        world.assert_journal_holds(one)


def test_a_handover_and_an_executive_who_takes_command(world: World) -> None:
    room = opens(world, "haneul", 3)
    convene.offer_lead(world.ports, org=world.org, room=room, by="seojun", to="haneul", note="교대")
    convene.accept_lead(world.ports, org=world.org, room=room, by="haneul")
    assert world.room(room).leader == "haneul"
    convene.take_lead(world.ports, org=world.org, room=room, by="minseo", why="직접 지휘합니다")
    assert world.room(room).leader == "minseo"
    with pytest.raises(errors.NotTheLeader):
        convene.lower_beacon(world.ports, org=world.org, room=room, by="haneul", level=2, why="조용")
    hows = [x.how for x in world.events(room) if isinstance(x, e.LeadTaken)]
    assert hows == ["assigned", "accepted", "taken"]
    world.assert_journal_holds(room)


def test_of_two_who_take_command_at_once_one_leads_and_both_are_on_record(world: World) -> None:
    room = opens(world, "haneul", 2)
    takes = [
        lambda who=who: convene.take_lead(world.ports, org=world.org, room=room, by=who, why="제가 할게요")
        for who in ("doyun", "minseo")  # each may take it from the other
    ]
    assert at_once(*takes) == []
    taken = [x for x in world.events(room) if isinstance(x, e.LeadTaken)]
    assert [x.previous for x in taken] == [None, taken[0].leader, taken[1].leader]
    assert {x.leader for x in taken[1:]} == {"doyun", "minseo"}
    assert world.room(room).leader == taken[2].leader
    world.assert_journal_holds(room)


def test_the_same_tap_twice_at_once_acts_once(world: World) -> None:
    room = opens(world, "haneul", 3)
    seq = world.room(room).seq
    raises = [
        lambda: convene.raise_beacon(
            world.ports, org=world.org, room=room, by="haneul", level=4, why="기사", once="tap-1"
        )
    ] * 3
    assert at_once(*raises) == []
    assert len([x for x in world.events(room)[seq:] if isinstance(x, e.BeaconRaised)]) == 1


# ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def ring(world: World) -> int:
    calls = 0
    while reach.call_next(world.ports, org=world.org):
        calls += 1
        assert calls < 50
    return calls


def test_a_lawyer_who_never_answers_is_stood_in_for(world: World) -> None:
    room = opens(world, "haneul", 4)
    for who in ("seojun", "doyun"):
        convene.acknowledge(world.ports, org=world.org, room=room, by=who)
    world.clock.forward(seconds=300)
    assert decide.watch_clock(world.ports, org=world.org) == 1
    call = world.room(room).calls[-1]
    assert (call.person, call.role, call.instead_of) == ("yerin", "legal", "jiwoo")
    assert decide.watch_clock(world.ports, org=world.org) == 0
    world.assert_journal_holds(room)


def test_times_in_a_journal_never_run_backwards(world: World) -> None:
    room = opens(world, "haneul", 4)
    for _ in range(3):
        world.clock.forward(minutes=3)
        ring(world)
        decide.watch_clock(world.ports, org=world.org)
    times: Sequence[datetime] = [line.at for line in world.lines(room)]
    assert list(times) == sorted(times)
    assert rules.leader_for(world.room(room), world.store.people(world.org)) == "seojun"
