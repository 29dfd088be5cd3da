"""What the Watch reads of all brands at once: each as if it stood alone, and no question more for more of them."""

from contextlib import ExitStack
from datetime import timedelta

from django.db import connections
from django.test.utils import CaptureQueriesContext

from bongsu.core.values import Mention, WatchWords
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones
from bongsu.store import setup
from bongsu.store.mentions.models import MinuteCount
from bongsu.store.queries.rhythm import BIN, WEEKS, floor, rhythms
from bongsu.store.queries.spreading import claims
from bongsu.store.queries.watch import BrandNow, brands_now, counted, findings
from tests.kit.world import World

SAID = "{} 만두 최악이에요. 유리조각이 나왔습니다, 아이가 먹을 뻔했어요"


def brand(world: World, name: str, *, posts: int) -> int:
    """A brand with a claim that many people told in the last half hour."""
    number = setup.upsert_brand(world.org, name, WatchWords(include=(name,), risk={"foreign_object": ("유리조각",)}))
    (ref,) = [one for one in world.mentions.brands(world.org) if one.id == number]
    told = [
        Mention(f"{name}{n}", world.now - timedelta(minutes=n + 1), "동네게시판", SAID.format(name), f"u{n}", None)
        for n in reversed(range(posts))
    ]
    watch = BrandWatch(ref, world.store.ground(world.org).table, tones=Tones.load())
    world.mentions.keep([watch.learn(told, world.now)])
    return number


def read(world: World) -> tuple[dict[int, BrandNow], int]:
    """Brands by id, and how many statements that took."""
    with ExitStack() as stack:
        asked = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        found = {one.id: one for one in brands_now(world.org, world.now)}
    return found, sum(len(one) for one in asked)


def test_thirty_brands_ask_no_more_than_two(world: World) -> None:
    brand(world, "강변국수", posts=6)
    _, few = read(world)
    for n in range(30):
        brand(world, f"나루{n}호", posts=4)
    found, many = read(world)
    assert len(found) == 32
    assert all(one.claims and one.findings and one.tone.posts for one in found.values() if one.name != "한강식품")
    assert many == few <= 16


def test_each_is_told_its_own_and_nothing_of_others(world: World) -> None:
    loud, quiet = brand(world, "강변국수", posts=20), brand(world, "나루분식", posts=3)
    found, _ = read(world)
    assert {one: (found[one].last_hour, found[one].tone.posts) for one in found} == {
        world.brand: (0, 0),
        loud: (20, 20),
        quiet: (3, 3),
    }
    assert [claim.size for claim in found[loud].claims] == [20]
    for number in found:
        assert found[number].claims == claims(world.org, number, world.now)
        assert found[number].findings == findings(world.org, number, world.now)
        assert found[number].last_hour == counted(world.org, number, world.now - timedelta(hours=1), world.now)
    assert {f.finding.brand for f in found[loud].findings} == {loud}
    assert found[world.brand].findings == ()


def test_minutes_are_added_up_in_the_bin_they_lie_in(world: World) -> None:
    start = floor(world.now)
    at = {start: 3, start + timedelta(minutes=9): 4, start - timedelta(minutes=1): 5}
    MinuteCount.objects.bulk_create(
        MinuteCount(org=world.org, brand=world.brand, minute=minute - timedelta(weeks=week), count=count)
        for week in (0, 1, WEEKS)
        for minute, count in at.items()
    )
    bins = rhythms(world.org, [world.brand], start + timedelta(minutes=9))[world.brand].bins
    assert [(one.start, one.count) for one in bins[-2:]] == [(start - BIN, 5), (start, 7)]
    assert (bins[-1].usual, bins[-1].weeks) == (12 / 5, 2)
    assert sum(one.count for one in bins) == 12
