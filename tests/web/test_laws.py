"""Statutory clocks in the settings: read by all, kept by the operator once every row is sound."""

from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.values import Person
from bongsu.store import setup

GOOD = """
statutory:
  - id: breach_24h
    name: 침해사고 신고
    asks: 해킹이 있었을 수 있어요
    duty: 인터넷진흥원에 신고
    source: 정보통신망법 제48조의3
    from: 2024-08-14T00:00:00+09:00
    hours: 24
    confirmed: true
"""


def _operator(world: World) -> Client:
    setup.upsert_people(world.org, [*world.store.people(world.org), Person("woojin", "남우진", ("operator",))])
    return signed_in(world, "woojin")


def test_an_operator_writes_the_law_and_everybody_reads_it(world: World) -> None:
    kept = _operator(world).post("/settings/laws/save/", {"text": GOOD})
    assert kept.status_code == 302
    assert [law.id for law in world.store.ground(world.org).laws] == ["breach_24h"]
    page = signed_in(world, "haneul").get("/settings/laws/").content.decode()
    assert "침해사고 신고" in page
    assert "법무 확인" in page
    assert "<textarea" not in page


def test_a_list_with_a_fault_is_not_kept_and_comes_back_as_typed(world: World) -> None:
    wrong = GOOD.replace("hours: 24", "hours: 0")
    refused = _operator(world).post("/settings/laws/save/", {"text": wrong})
    assert refused.status_code == 422
    assert "hours: 0" in refused.content.decode()
    assert world.store.ground(world.org).laws == ()


def test_only_an_operator_writes_the_law(world: World) -> None:
    assert signed_in(world, "haneul").post("/settings/laws/save/", {"text": GOOD}).status_code == 403
