"""Situation reports on a real store: numbers from the mentions, one line a round, and kept by number."""

from datetime import timedelta

import pytest
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.ports import ClaimRow, Kept
from bongsu.core.values import Mention
from bongsu.flows import convene, reports
from bongsu.store.mentions.models import Mention as MentionRow
from bongsu.store.queries import reports as query
from bongsu.store.verify import verify


@pytest.fixture
def room(world: World) -> int:
    told(world)
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진이 퍼져요", level=4
    )


def told(world: World) -> None:
    """Twenty posts in the hour to come, one claim among them."""
    posts = tuple(
        Mention(
            id=f"{n}",
            ts=world.now + timedelta(minutes=n),
            source="맘카페" if n % 4 else "게시판",
            text=f"유리 조각 {n}",
            author=f"a{n}",
        )
        for n in range(20)
    )
    claim = ClaimRow(
        key="c1",
        brand=world.brand,
        text="배도라지즙에서 유리가 나왔대요",
        first_at=world.now,
        last_at=world.now + timedelta(minutes=25),
        size=12,
        authors=9,
        first_mention="게시판:0",
        evidence=("게시판:0",),
        category="safety",
        copies=3,
        memory=b"",
    )
    minutes = {p.ts.replace(second=0): 1 for p in posts}
    world.mentions.keep([Kept(world.org, world.brand, posts, (), minutes, (claim,), (), b"")])


def looks(world: World) -> int:
    return reports.report_situations(world.ports, org=world.org)


def said(world: World, room: int) -> list[e.SituationReported]:
    return [x for x in world.events(room) if isinstance(x, e.SituationReported)]


def test_a_report_carries_the_numbers_of_the_mentions(world: World, room: int) -> None:
    world.clock.forward(minutes=30)
    assert looks(world) == 1
    (first,) = said(world, room)
    assert (first.hour, first.usual_milli) == (20, None)
    assert [(key, size, authors) for key, size, authors, _ in first.claims] == [("c1", 12, 9)]
    assert first.origin == "게시판:0"
    assert first.spread == (("맘카페", 15), ("게시판", 5))
    world.assert_journal_holds(room)
    assert list(verify(world.org)) == []


def test_one_round_is_one_report_for_two_machines_and_after_a_restart(world: World, room: int) -> None:
    world.clock.forward(minutes=31)
    assert at_once(*[lambda: looks(world)] * 3) == []
    assert looks(world) == 0
    assert [x.number for x in said(world, room)] == [1]
    world.clock.forward(hours=5)
    assert looks(world) == 1
    assert [x.number for x in said(world, room)] == [1, 2]


def test_a_report_is_found_by_its_number_with_what_people_added(world: World, room: int) -> None:
    reports.remark(world.ports, org=world.org, room=room, by="haneul", report=1, text="영상이 곧 나와요.")
    world.clock.forward(minutes=30)
    looks(world)
    reports.remark(world.ports, org=world.org, room=room, by="seojun", report=1, text="그래서 법무를 불러요.")
    world.clock.forward(minutes=30)
    looks(world)
    made = query.made(world.org, room, 1)
    assert made is not None
    assert [(r.by, r.text) for r in made.remarks] == [
        ("haneul", "영상이 곧 나와요."),
        ("seojun", "그래서 법무를 불러요."),
    ]
    assert made.claims == {"c1": "배도라지즙에서 유리가 나왔대요"}
    assert made.origin is not None
    assert [x.number for x in query.listed(world.org, room)] == [2, 1]
    assert query.made(world.org, room, 3) is None
    assert query.made(world.org + 1, room, 1) is None


def test_numbers_stay_though_the_posts_are_kept_no_longer(world: World, room: int) -> None:
    world.clock.forward(minutes=30)
    looks(world)
    MentionRow.objects.all().delete()
    made = query.made(world.org, room, 1)
    assert made is not None
    assert (made.origin, made.said.hour) == (None, 20)
