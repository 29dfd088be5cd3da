"""core.ports.Inbox and Mentions, as every implementation must keep them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bongsu.core import errors
from bongsu.core.ports import ClaimRow, CursorAt, InboxBatch, Kept
from bongsu.core.values import Finding, FindingKind, Mention
from bongsu.store.mentions import models as m
from tests.kit.clock import NINE
from tests.kit.together import at_once
from tests.kit.world import World, make_world


def posts(*ids: object, source: str = "community", at: datetime = NINE) -> tuple[Mention, ...]:
    return tuple(
        Mention(id=str(i), ts=at, source=source, text=f"유리 조각이 나왔어요 {i}", author="u1", seen_at=at) for i in ids
    )


def kept(world: World, mentions: Sequence[Mention], **changes: object) -> Kept:
    facts: dict[str, object] = {
        "org": world.org,
        "brand": world.brand,
        "mentions": tuple(mentions),
        "unmatched": (),
        "minutes": {NINE: len(mentions)},
        "claims": (),
        "findings": (),
        "state": b"s1",
    }
    return Kept(**(facts | changes))  # type: ignore[arg-type]


def finding(world: World, key: str = "f1", **changes: object) -> Finding:
    found = Finding(
        key=key,
        kind=FindingKind.SURGE,
        brand=world.brand,
        at=NINE,
        level=3,
        surprise_centi=812,
        window_s=600,
        count=40,
        expected_milli=2500,
        authors=31,
        evidence=("community:1", "community:2"),
        first_post_at=NINE - timedelta(minutes=8),
        excerpt="유리 조각이 나왔어요",
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def taken(world: World, limit: int = 1000) -> list[InboxBatch]:
    return list(world.inbox.take(limit=limit))


# ── the inbox ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_put_is_taken_in_order_and_whole(world: World) -> None:
    sent = (
        Mention(
            "1", NINE, "news", "첫 글 <b>굵게</b>\u202e", author=None, url="https://example.com/1", flags=("future",)
        ),
        *posts(2, 3),
    )
    assert world.inbox.put(world.org, world.brand, sent).accepted == 3
    (batch,) = taken(world)
    assert (batch.org, batch.brand, batch.mentions) == (world.org, world.brand, sent)
    assert taken(world) == [batch]  # it stays until it is kept


def test_repeats_vanish_and_are_counted(world: World) -> None:
    first = world.inbox.put(world.org, None, posts(1, 2, 2, 3))
    again = world.inbox.put(world.org, None, posts(3, 4))
    assert (first.accepted, first.repeated) == (3, 1)
    assert (again.accepted, again.repeated) == (1, 1)
    assert [x.id for b in taken(world) for x in b.mentions] == ["1", "2", "3", "4"]


def test_a_repeat_is_known_long_after_it_was_kept(world: World) -> None:
    world.inbox.put(world.org, world.brand, posts(1))
    (batch,) = taken(world)
    world.mentions.keep([kept(world, batch.mentions)], taken=batch.ids)
    assert world.inbox.put(world.org, world.brand, posts(1)).repeated == 1
    assert taken(world) == []


def test_the_same_id_of_another_source_or_organisation_is_another_mention(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    world.inbox.put(world.org, None, posts(1))
    assert world.inbox.put(world.org, None, posts(1, source="news")).accepted == 1
    assert other.inbox.put(other.org, None, posts(1)).accepted == 1
    assert {b.org for b in taken(world)} == {world.org, other.org}


def test_an_empty_delivery_leaves_nothing(world: World) -> None:
    assert world.inbox.put(world.org, None, ()).accepted == 0
    assert m.InboxBatch.objects.count() == 0


def test_the_same_posts_put_by_four_at_once_arrive_once(world: World) -> None:
    sent = posts(*range(200))
    accepted: list[int] = []
    assert at_once(*[lambda: accepted.append(world.inbox.put(world.org, None, sent).accepted)] * 4) == []
    assert sum(accepted) == 200
    assert sorted(int(x.id) for b in taken(world) for x in b.mentions) == list(range(200))


def test_a_take_is_bounded_but_never_empty_handed(world: World) -> None:
    for start in (0, 40, 80):
        world.inbox.put(world.org, None, posts(*range(start, start + 40)))
    assert sum(len(b.mentions) for b in taken(world, limit=10)) == 40
    assert sum(len(b.mentions) for b in taken(world, limit=100)) == 80


def test_five_thousand_in_one_delivery(world: World) -> None:
    assert world.inbox.put(world.org, None, posts(*range(5000))).accepted == 5000
    assert world.inbox.put(world.org, None, posts(*range(2500, 7500))).accepted == 2500


# ── what analysis leaves ───────────────────────────────────────────────────────────────────────────────────────────
def test_keeping_forgets_the_inbox_and_remembers_the_rest(world: World) -> None:
    world.inbox.put(world.org, world.brand, posts(1, 2, 3))
    (batch,) = taken(world)
    one = kept(world, batch.mentions[:2], unmatched=batch.mentions[2:], findings=(finding(world),))
    world.mentions.keep([one], taken=batch.ids)
    assert taken(world) == []
    rows = list(m.Mention.objects.order_by("id").values_list("key", "matched", "ts", "author"))
    assert rows == [
        ("community:1", True, NINE, "u1"),
        ("community:2", True, NINE, "u1"),
        ("community:3", False, NINE, "u1"),
    ]
    assert world.mentions.state(world.brand) == (b"s1", ())
    assert [f for _, f in world.mentions.findings_waiting(world.org)] == [finding(world)]


@pytest.mark.parametrize("after", [timedelta(0), timedelta(microseconds=5), timedelta(milliseconds=120)])
def test_a_kept_time_is_spelled_and_read_as_the_models_do(world: World, after: timedelta) -> None:
    at = NINE + after
    world.mentions.keep([kept(world, posts(1, 2, at=at.astimezone(ZoneInfo("Asia/Seoul"))))])
    # SQLite compares times as text: found by a time as the models spell it.
    assert m.Mention.objects.filter(ts=at, seen_at=at).count() == 2
    assert {row.ts for row in m.Mention.objects.all()} == {at}


def test_minutes_add_up_and_end_before_until(world: World) -> None:
    later = NINE + timedelta(minutes=1)
    world.mentions.keep([kept(world, (), minutes={NINE: 2, later: 5})])
    world.mentions.keep([kept(world, (), minutes={later: 1})])
    assert world.mentions.minutes(world.brand, NINE, later + timedelta(seconds=1)) == {NINE: 2, later: 6}
    assert world.mentions.minutes(world.brand, NINE, later) == {NINE: 2}


def test_a_batch_that_was_kept_already_changes_nothing(world: World) -> None:
    world.inbox.put(world.org, world.brand, posts(1, 2))
    (batch,) = taken(world)
    world.mentions.keep([kept(world, batch.mentions)], taken=batch.ids)
    with pytest.raises(errors.AlreadyKept):
        world.mentions.keep([kept(world, batch.mentions, state=b"s2")], taken=batch.ids)
    assert m.Mention.objects.count() == 2
    assert world.mentions.minutes(world.brand, NINE, NINE + timedelta(minutes=1)) == {NINE: 2}
    assert world.mentions.state(world.brand)[0] == b"s1"


def test_two_workers_with_the_same_batch_keep_it_once(world: World) -> None:
    for round_ in range(5):
        world.inbox.put(world.org, world.brand, posts(round_))
        (batch,) = taken(world)
        one = kept(world, batch.mentions)
        problems = at_once(*[lambda one=one, batch=batch: world.mentions.keep([one], taken=batch.ids)] * 3)
        assert [type(p) for p in problems] == [errors.AlreadyKept] * 2
    assert m.Mention.objects.count() == 5


def test_a_batch_that_cannot_be_stored_stays_in_the_inbox(world: World) -> None:
    world.inbox.put(world.org, world.brand, posts(1))
    (batch,) = taken(world)
    with pytest.raises(ValueError, match="zone"):
        world.mentions.keep(
            [kept(world, batch.mentions, findings=(finding(world, at=datetime(2026, 3, 2)),))],  # noqa: DTZ001
            taken=batch.ids,
        )
    assert taken(world) == [batch]
    assert m.Mention.objects.count() == 0


def test_a_finding_is_handed_over_once_by_its_key(world: World) -> None:
    world.mentions.keep([kept(world, (), findings=(finding(world), finding(world, "f2", level=4)))])
    world.mentions.keep([kept(world, (), findings=(finding(world, count=99),))])
    waiting = world.mentions.findings_waiting(world.org)
    assert [f.key for _, f in waiting] == ["f1", "f2"]
    world.mentions.findings_done([waiting[0][0]])
    assert [f.key for _, f in world.mentions.findings_waiting(world.org)] == ["f2"]
    world.mentions.keep([kept(world, (), findings=(finding(world),))])
    assert [f.key for _, f in world.mentions.findings_waiting(world.org)] == ["f2"]
    assert world.mentions.findings_waiting(world.org + 1) == ()


def test_a_claim_is_replaced_whole_and_found_again(world: World) -> None:
    claim = ClaimRow(
        key="c1",
        brand=world.brand,
        text="유리 조각",
        first_at=NINE,
        last_at=NINE,
        size=3,
        authors=2,
        first_mention="community:1",
        evidence=("community:1", "community:2"),
        category=None,
        copies=1,
        memory=b"\x00\xff",
    )
    grown = replace(claim, size=9, authors=7, last_at=NINE + timedelta(minutes=2), category="safety", memory=b"m2")
    world.mentions.keep([kept(world, (), claims=(claim,))])
    assert world.mentions.state(world.brand)[1] == (claim,)
    world.mentions.keep([kept(world, (), claims=(grown,), state=b"s2")])
    assert world.mentions.state(world.brand) == (b"s2", (grown,))


def test_text_no_database_can_hold_does_not_stop_a_batch(world: World) -> None:
    bad = Mention(
        "1\0", NINE, "s" * 90, "널\0 <script>alert(1)</script>", author="\0" * 200, url="https://x/" + "y" * 900
    )
    world.mentions.keep([kept(world, (bad,))])
    row = m.Mention.objects.get()
    assert row.text == "널\ufffd <script>alert(1)</script>"
    assert (len(row.author), row.url) == (120, "")


def test_a_cursor_is_saved_with_what_it_brought(world: World) -> None:
    world.mentions.keep([], cursor=CursorAt(7, {"etag": "a"}))
    world.mentions.keep([], cursor=CursorAt(7, {"etag": "b"}))
    assert world.mentions.cursor(7) == {"etag": "b"}
    assert world.mentions.cursor(8) == {}


def test_brands_are_those_of_the_organisation(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    assert [b.id for b in world.mentions.brands(world.org)] == [world.brand]
    assert {b.org for b in world.mentions.brands()} == {world.org, other.org}
    (brand,) = world.mentions.brands(world.org)
    assert brand.words.risk["safety"] == ("유리", "이물")
