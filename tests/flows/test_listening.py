"""Mentions come in as they please and are judged one by one; analysis finds what they have in common."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.kit.clock import NINE
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core.ports import Item, Ports, Receipt, Refusal
from bongsu.core.values import WatchWords
from bongsu.flows import assess
from bongsu.flows.listen import Listener, take_in
from bongsu.store import setup
from bongsu.store.operations.models import Brand


def item(number: int = 1, text: str = "한강식품 물에서 유리가 나왔어요", **changes: object) -> Item:
    return replace(Item(id=f"p{number}", ts=NINE, source="board", text=text, author=f"a{number}"), **changes)  # type: ignore[arg-type]


def takes(world: World, *items: Item, live: bool = True, brand: int | None = None) -> Receipt:
    return take_in(world.ports, org=world.org, brand=brand, items=items, live=live)


def waiting(world: World) -> list[tuple[str, datetime, tuple[str, ...]]]:
    return [(m.text, m.ts, m.flags) for batch in world.inbox.take() for m in batch.mentions]


# ── one by one ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"text": "가" * 20_001}, "text_too_long"),
        ({"text": " \u202e\x00 "}, "text_missing"),
        ({"id": " "}, "id_missing"),
        ({"id": "x" * 121}, "id_too_long"),
        ({"id": "a\x00b"}, "id_too_long"),
        ({"source": ""}, "source_missing"),
        ({"source": "x" * 61}, "source_missing"),
        ({"ts": NINE.replace(tzinfo=None)}, "ts_missing"),
        ({"ts": datetime(1, 1, 1, tzinfo=UTC)}, "ts_out_of_range"),
        ({"ts": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))}, "ts_out_of_range"),
        ({"ts": datetime.max.replace(tzinfo=UTC)}, "ts_out_of_range"),
        ({"ts": datetime.max.replace(tzinfo=timezone(-timedelta(hours=9)))}, "ts_out_of_range"),
    ],
)
def test_one_bad_item_is_refused_by_its_place_and_the_others_are_kept(
    world: World, bad: dict[str, object], code: str
) -> None:
    for start, live in ((0, False), (10, True)):
        if live and code == "ts_out_of_range":
            continue  # a live source's impossible time becomes the time it was seen
        receipt = takes(world, item(start), item(start + 1, **bad), item(start + 2), live=live)
        assert (receipt.accepted, [(r.index, r.code) for r in receipt.refused]) == (2, [(1, code)])


def test_the_longest_text_is_kept_whole(world: World) -> None:
    assert takes(world, item(text="가" * 20_000), item(2, id="x" * 120)).accepted == 2
    assert len(waiting(world)[0][0]) == 20_000


def test_signs_that_hide_or_turn_text_are_taken_out_and_it_is_said_so(world: World) -> None:
    takes(world, item(1, "유리\x00가\u202e 나왔어요"), item(2, "그대로\r\n둡니다"), item(3, "짝 없는 \ud800 반쪽"))
    assert [(text, flags) for text, _, flags in waiting(world)] == [
        ("유리가 나왔어요", ("cleaned",)),
        ("그대로\n둡니다", ()),
        ("짝 없는  반쪽", ("cleaned",)),
    ]


@pytest.mark.parametrize(
    ("off", "live", "counted", "flags"),
    [
        (timedelta(minutes=10), True, timedelta(minutes=10), ()),
        (timedelta(minutes=10, seconds=1), True, timedelta(0), ("future",)),
        (timedelta(days=-30), True, timedelta(days=-30), ()),
        (timedelta(days=-31), True, timedelta(0), ("stale",)),
        (timedelta(days=-31), False, timedelta(days=-31), ()),
        (timedelta(days=-20 * 365), False, timedelta(days=-20 * 365), ()),
    ],
)
def test_a_time_that_cannot_be_counts_as_seen_on_a_live_source(
    world: World, off: timedelta, live: bool, counted: timedelta, flags: tuple[str, ...]
) -> None:
    takes(world, item(ts=NINE + off), live=live)
    assert [(ts, f) for _, ts, f in waiting(world)] == [(NINE + counted, flags)]


@pytest.mark.parametrize("ts", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_a_live_time_beyond_all_calendars_counts_as_seen(world: World, ts: datetime) -> None:
    assert takes(world, item(ts=ts)).accepted == 1
    assert [t for _, t, _ in waiting(world)] == [NINE]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://e.com/\n", "https://e.com/" + "x" * 600, " data:x"])
def test_an_address_no_browser_should_open_is_left_out(world: World, url: str) -> None:
    takes(world, item(url=url if "\n" not in url else "https://e.com/\nx"))
    ((batch,),) = [world.inbox.take()]
    assert batch.mentions[0].url is None


def test_a_repeat_vanishes_within_a_batch_and_after_it(world: World) -> None:
    assert takes(world, item(1), item(1), item(2)) == Receipt(accepted=2, repeated=1)
    assert takes(world, item(1), item(3)) == Receipt(accepted=1, repeated=1)
    assert takes(world, item(1, source="other")) == Receipt(accepted=1, repeated=0)


def test_refusals_of_the_reader_keep_the_numbering_of_what_was_sent(world: World) -> None:
    receipt = take_in(
        world.ports,
        org=world.org,
        brand=None,
        items=(item(1), item(2, text="")),
        live=True,
        first_refused=(Refusal(0, "json", "x"), Refusal(2, "json", "y")),
    )
    assert [(r.index, r.code) for r in receipt.refused] == [(0, "json"), (2, "json"), (3, "text_missing")]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(
        st.builds(
            Item,
            id=st.text(max_size=130),
            ts=st.datetimes(timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=-12)))),
            source=st.text(max_size=70),
            text=st.text(st.characters(), max_size=40).map(lambda words: "한강식품 유리 " + words),
            author=st.none() | st.text(st.characters(), max_size=10),
            url=st.none() | st.text(max_size=20).map(lambda rest: "https://" + rest),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_whatever_is_sent_is_answered_and_what_was_taken_can_be_analysed(
    world: World, items: list[Item], live: bool
) -> None:
    receipt = takes(world, *items, live=live)
    assert receipt.accepted + receipt.repeated + len(receipt.refused) == len(items)
    assert Listener(world.ports).work() == receipt.accepted


# ── analysis ───────────────────────────────────────────────────────────────────────────────────────────────────────
def spread(world: World, count: int, *, start: int = 0, text: str = "한강식품 물에서 유리 조각이 나왔어요") -> None:
    takes(world, *(item(n, f"{text} {n}", ts=world.now) for n in range(start, start + count)))


def test_three_people_who_say_glass_bring_a_finding_and_a_room(world: World) -> None:
    listener = Listener(world.ports)
    spread(world, 2)
    assert listener.work() == 2
    assert world.mentions.findings_waiting(world.org) == ()
    spread(world, 1, start=2)
    assert listener.work() == 1
    ((_, finding),) = world.mentions.findings_waiting(world.org)
    assert (finding.kind, finding.level, finding.authors, finding.category) == ("risk", 3, 3, "safety")
    assess.hand_findings(world.ports, org=world.org)
    (room,) = world.store.open_rooms(world.org)
    assert world.room(room).findings[0].evidence == ("board:p0", "board:p1", "board:p2")


def test_another_process_goes_on_where_this_one_was_killed(world: World) -> None:
    for number in range(3):
        spread(world, 1, start=number)
        Listener(world.ports).work()
    assert len(world.mentions.findings_waiting(world.org)) == 1


def test_a_kill_before_the_end_repeats_the_batch_and_counts_it_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Listener(world.ports)
    spread(world, 3)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(world.mentions, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            listener.work()
    assert listener.work() == 3
    assert listener.work() == 0
    assert len(world.mentions.findings_waiting(world.org)) == 1
    assert sum(world.mentions.minutes(world.brand, NINE, NINE + timedelta(minutes=1)).values()) == 3


def test_two_analysers_at_once_count_each_mention_once(world: World) -> None:
    spread(world, 40)
    listeners = [Listener(world.ports), Listener(world.ports)]
    failed = at_once(*[one.work for one in listeners])
    assert all(type(problem).__name__ == "AlreadyKept" for problem in failed)
    for one in listeners:
        while one.work():
            pass
    assert sum(world.mentions.minutes(world.brand, NINE, NINE + timedelta(minutes=1)).values()) == 40


def test_two_brands_hear_only_what_is_theirs(world: World) -> None:
    other = setup.upsert_brand(world.org, "둘째상회", WatchWords(include=("둘째상회",), risk={"safety": ("유리",)}))
    spread(world, 3)
    spread(world, 4, start=10, text="둘째상회 컵에서 유리 조각")
    Listener(world.ports).work()
    found = {finding.brand: finding.authors for _, finding in world.mentions.findings_waiting(world.org)}
    assert set(found) == {world.brand, other}
    minutes = [sum(world.mentions.minutes(b, NINE, NINE + timedelta(minutes=1)).values()) for b in (world.brand, other)]
    assert minutes == [3, 4]


def test_a_source_of_one_brand_is_not_heard_by_another(world: World) -> None:
    other = setup.upsert_brand(world.org, "둘째상회", WatchWords())
    takes(world, *(item(n) for n in range(3)), brand=world.brand)
    Listener(world.ports).work()
    assert world.mentions.minutes(other, NINE, NINE + timedelta(minutes=1)) == {}


def test_words_edited_in_between_count_from_the_next_mention(world: World) -> None:
    listener = Listener(world.ports)
    takes(world, item(1, "새이름 물에서 유리"))
    listener.work()
    setup.upsert_brand(world.org, "한강식품", WatchWords(include=("새이름",), risk={"safety": ("유리",)}))
    takes(world, *(item(n, f"새이름 물에서 유리 {n}") for n in range(2, 5)))
    listener.work()
    assert [f.authors for _, f in world.mentions.findings_waiting(world.org)] == [3]


def test_a_brand_that_is_gone_is_forgotten(world: World) -> None:
    other = setup.upsert_brand(world.org, "둘째상회", WatchWords())
    listener = Listener(world.ports)
    listener.tick()
    assert listener._watches.keys() == {world.brand, other}
    Brand.objects.filter(pk=other).delete()
    listener.tick()
    assert listener._watches.keys() == {world.brand}


def test_without_a_brand_mentions_wait_for_nobody(world: World) -> None:
    empty = setup.create_org("empty", "빈 회사", at=NINE)
    assert take_in(world.ports, org=empty, brand=None, items=(item(),), live=True).accepted == 1
    listener = Listener(world.ports)
    assert listener.work() == 1
    assert listener.work() == 0
    assert listener.tick() == 0


def test_a_quiet_minute_brings_nothing(world: World) -> None:
    listener = Listener(world.ports)
    spread(world, 2)
    listener.work()
    world.clock.forward(minutes=3)
    assert listener.tick() == 0
    ports: Ports = world.ports
    assert ports.inbox.take() == ()
