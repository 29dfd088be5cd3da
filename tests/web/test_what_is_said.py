"""The page of a finding: what its posts say, who says it, and what made its beacon as high as it is."""

from datetime import datetime

import pytest
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.ports import Item
from bongsu.core.values import Finding, FindingKind, Piece
from bongsu.crisis import assess as rules
from bongsu.flows import convene, listen

TEXTS = (
    "한강식품 공장 직원인데 다들 알고도 덮었어요",
    "RT @맘스: 한강식품 먹고 응급실 갔대요",
    "출처: 맘스홀릭 한강식품 알고도 숨겼다",
    "한강식품 오늘 <b>샀어요</b>",
)


@pytest.fixture
def shown(world: World) -> str:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="제보", why="글이 있어요.", level=3
    )
    items = [Item(id=str(n), ts=world.now, source="카페", text=text, author=f"u{n}") for n, text in enumerate(TEXTS)]
    listen.take_in(world.ports, org=world.org, brand=world.brand, items=items, live=True)
    listen.Listener(world.ports).work()
    found = finding(world.brand, world.now)
    world.append(room, *rules.weigh(world.room(room), finding=found, at=world.now), by="system")
    seq = world.room(room).findings[0].seq
    return signed_in(world, "haneul").get(f"/rooms/{room}/findings/{seq}/").content.decode()


def finding(brand: int, at: datetime) -> Finding:
    return Finding(
        key="surge:1:a",
        kind=FindingKind.SURGE,
        brand=brand,
        at=at,
        level=3,
        surprise_centi=950,
        window_s=300,
        count=40,
        expected_milli=2100,
        authors=30,
        evidence=tuple(f"카페:{n}" for n in range(len(TEXTS))),
        excerpt=TEXTS[0],
        weight=(Piece("unhappy", 71, 2), Piece("harm", 1, 1), Piece("of_tomorrow", 7, 0)),
        troubled=28,
        usual_pct=6,
        says="affected",
        cluster="preventable",
        cluster_posts=9,
    )


def test_the_page_says_what_made_the_beacon_as_high_as_it_is(shown: str) -> None:
    assert "평소보다 뚜렷이 많아요: 71% (평소 6%)" in shown
    assert "<b>+2</b>" in shown
    assert "of_tomorrow 7" in shown  # a piece of a later version is told, not lost
    assert "경계까지예요" in shown


def test_each_post_says_what_it_is_with_the_word_that_tells(shown: str) -> None:
    assert "피해를 입은 사람 (‘<bdi>응급실</bdi>’)" in shown
    assert "퍼 나름" in shown
    assert "직원이라고 함" in shown
    assert "<b>샀어요</b>" not in shown


def test_the_kind_of_crisis_is_a_hint_with_its_words(shown: str) -> None:
    assert "<b>예방 가능형</b> 위기 (9건)" in shown
    assert "‘<bdi>알고도</bdi>’" in shown
    assert "변명하지 말고" in shown
