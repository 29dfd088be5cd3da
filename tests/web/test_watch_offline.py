"""What happened offline and is told on the Watch, in no room yet."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.together import at_once
from tests.kit.world import World, make_world

from bongsu.core import events as e
from bongsu.core.errors import NoSuchThing
from bongsu.core.values import Person
from bongsu.crisis.assess import offline as rules
from bongsu.flows import convene, offline, reports
from bongsu.store import offline_reports, setup
from bongsu.store.operations import models as m
from bongsu.web import house


@pytest.fixture(autouse=True)
def _house(world: World) -> None:
    house.install(world.ports)


def tell(client: Client, world: World, **changes: str):  # type: ignore[no-untyped-def]
    told = {"brand": str(world.brand), "kind": "call", "what": "상담실에 이물 문의가 몰려요 <b>", "min_ago": "40"}
    return client.post("/watch/offline/", told | changes)


def watch(client: Client) -> str:
    return client.get("/").content.decode()


def test_what_is_told_stands_among_the_findings_for_everybody(world: World) -> None:
    assert tell(signed_in(world, "haneul"), world, count="12", where="고객센터").status_code == 302
    page = watch(signed_in(world, "seojun"))
    for said in ("상담실에 이물 문의가 몰려요 &lt;b&gt;", "12명", "고객센터", "박하늘 님이 알림", "상황실 없이 끝내기"):
        assert said in page
    assert "상담실" not in str(m.OfflineReport.objects.values_list("what", "where").get())


def test_it_opens_a_room_and_is_its_first_entry_at_its_own_time(world: World) -> None:
    client = signed_in(world, "haneul")
    tell(client, world)
    (one,) = offline_reports.latest(world.org, world.now)
    answer = client.post("/watch/offline/room/", {"report": str(one.id)})
    room = m.Room.objects.get().pk
    assert answer.headers["Location"] == f"/rooms/{room}/#offline"
    said = world.events(room)
    assert [type(event) for event in said[:2]] == [e.RoomOpened, e.OfflineNoted]
    state = world.room(room)
    assert state.clock_start == world.now - timedelta(minutes=40) == state.offline[0].happened_at
    assert (state.level, state.leader is not None) == (2, True)
    assert "상황실에 있음" in watch(client)
    world.assert_journal_holds(room)


@pytest.mark.parametrize(("kind", "level"), [("raid", 5), ("broadcast", 5), ("letter", 2)])
def test_the_second_button_opens_the_room_at_the_level_of_its_kind(world: World, kind: str, level: int) -> None:
    assert tell(signed_in(world, "haneul"), world, kind=kind, open="1").status_code == 302
    assert world.room(m.Room.objects.get().pk).level == level


def test_where_a_room_is_open_it_comes_into_that_one_once(world: World) -> None:
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각", why="사진이 있어요.", level=3
    )
    tell(signed_in(world, "haneul"), world)
    (one,) = offline_reports.latest(world.org, world.now)
    assert "상황실에 넣기" in watch(signed_in(world, "seojun"))
    clients = [signed_in(world, who) for who in ("haneul", "seojun", "doyun")]
    at_once(*[lambda c=c: c.post("/watch/offline/room/", {"report": str(one.id)}) for c in clients])
    assert len(world.room(room).offline) == 1
    assert m.Room.objects.count() == 1
    assert offline_reports.get(world.org, one.id).room == room


def test_killed_between_room_and_list_it_comes_in_once_all_the_same(world: World) -> None:
    tell(signed_in(world, "haneul"), world)
    (one,) = offline_reports.latest(world.org, world.now)

    def bring() -> int:
        about = {"org": world.org, "brand": one.brand, "by": "haneul", "report": one.id, "told": one.told}
        return offline.bring_in(world.ports, **about, title="전화", level=2)

    room = bring()
    assert offline_reports.get(world.org, one.id).waits
    assert bring() == room
    assert len(world.room(room).offline) == 1


def test_a_form_sent_twice_tells_once(world: World) -> None:
    client = signed_in(world, "haneul")
    for _ in range(2):
        tell(client, world, once="k1")
    assert m.OfflineReport.objects.count() == 1


def test_ended_without_a_room_it_says_so_and_asks_no_more(world: World) -> None:
    client = signed_in(world, "haneul")
    tell(client, world)
    (one,) = offline_reports.latest(world.org, world.now)
    client.post("/watch/offline/settle/", {"report": str(one.id)})
    assert "상황실 없이 끝냄" in watch(client)
    world.clock.forward(hours=25)
    assert offline_reports.latest(world.org, world.now) == ()


def test_what_makes_no_sense_is_refused_and_stays_in_the_form(world: World) -> None:
    client = signed_in(world, "haneul")
    for wrong in ({"kind": "rumour"}, {"min_ago": "어제"}, {"min_ago": "999999"}, {"brand": "999"}, {"count": "많이"}):
        answer = tell(client, world, **wrong)
        assert answer.status_code == 422
        assert "상담실에 이물 문의가 몰려요 &lt;b&gt;" in answer.content.decode()
    assert tell(client, world, what=" ").status_code == 422
    assert m.OfflineReport.objects.count() == 0


def test_another_organisations_is_not_found_and_whoever_only_reads_tells_nothing(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    told = rules.Reported("call", world.now, "haneul", 0, "남의 일", "")
    theirs = offline_reports.keep(other.org, other.brand, told, by="haneul", at=world.now, once="x")
    client = signed_in(world, "haneul")
    assert client.post("/watch/offline/room/", {"report": str(theirs)}).status_code == 404
    assert "남의 일" not in watch(client)
    with pytest.raises(NoSuchThing):
        offline_reports.keep(world.org, other.brand, told, by="haneul", at=world.now, once="y")
    setup.upsert_people(world.org, [*world.store.people(world.org), Person("looker", "관찰자", ("observer",))])
    assert tell(signed_in(world, "looker"), world).status_code == 403


def test_the_situation_report_tells_what_happened_offline(world: World) -> None:
    client = signed_in(world, "haneul")
    tell(client, world, kind="raid", open="1")
    room = m.Room.objects.get().pk
    world.clock.forward(minutes=16)
    reports.report_situations(world.ports, org=world.org)
    page = client.get(f"/rooms/{room}/reports/1/").content.decode()
    assert "오프라인에서 있었던 일" in page
    assert "현장 조사·압수수색: 상담실에 이물 문의가 몰려요 &lt;b&gt;" in page
