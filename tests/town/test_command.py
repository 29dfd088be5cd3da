"""Stories of command on the real store: fifty touch-points, a leader lost, a CEO who swoops in, a killed process."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core import errors, events as e
from bongsu.core.ports import Called, CallJob
from bongsu.core.values import Person
from bongsu.flows import closing, command, convene, decide, flash, one_voice
from bongsu.flows.notices import notify_next
from bongsu.store import channels, links, setup
from bongsu.store.operations import models as m


class Phones:
    """Takes what is sent to people; may be told to break, or to be killed in the middle."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        self.broken = self.killed = False

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        if self.broken:
            raise errors.NotReached(person=job.name, reason="no answer in time")
        self.taken.append((job.person, title, body))
        if self.killed:
            raise KeyboardInterrupt
        return Called()


@pytest.fixture
def phones(world: World) -> Phones:
    """Everybody has a phone; fifty touch-points are spread over six people."""
    phones = Phones()
    world.ports = replace(world.ports, callers={"apprise": phones})
    for person in m.Person.objects.filter(org_id=world.org):
        channels.set_urls(person, ["json://phone.invalid"])
    owners = ["haneul", "doyun", "jiwoo", "yerin", "minseo", "seojun"]
    m.TouchPoint.objects.bulk_create(
        m.TouchPoint(
            org_id=world.org,
            key=f"p{n}",
            kind="shop",
            name=f"{n}호점",
            owner="" if n == 49 else owners[n % len(owners)],
            deputy="" if n == 49 else owners[(n + 1) % len(owners)],
        )
        for n in range(50)
    )
    return phones


@pytest.fixture
def room(world: World) -> int:
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각", why="사진", level=4
    )
    convene.acknowledge(world.ports, org=world.org, room=number, by="seojun")
    return number


def sends_all(world: World) -> None:
    while notify_next(world.ports, org=world.org):
        pass


def order(world: World, room: int, text: str = "확인하고 있습니다.") -> None:
    standing = world.room(room).one_voice
    seen = standing.digest if standing and standing.in_force else ""
    one_voice.order(world.ports, org=world.org, room=room, by="seojun", text=text, seen=seen)


def test_fifty_touch_points_acknowledge_the_order(world: World, phones: Phones, room: int) -> None:
    order(world, room)
    sends_all(world)
    assert {who for who, title, _ in phones.taken if "원보이스" in title} == {
        p.key for p in world.store.people(world.org)
    }
    page = signed_in(world, "haneul").get(f"/rooms/{room}/").content.decode()
    assert "접점 0/50 확인" in page
    assert page.count("확인했어요. 이 글로만 말할게요") == 2  # on top of the page, and in its card
    digest = world.room(room).one_voice.digest  # type: ignore[union-attr]
    for who in ("haneul", "doyun", "jiwoo"):
        answer = signed_in(world, who).post(f"/rooms/{room}/do/read_one_voice", {"digest": digest, "silent": "yes"})
        assert answer.status_code == 302
    world.clock.forward(minutes=5)
    decide.watch_clock(world.ports, org=world.org)  # deputies of the silent ones
    for who in ("haneul", "yerin", "minseo", "seojun"):
        try:
            one_voice.read(world.ports, org=world.org, room=room, by=who, digest=digest, silent=True)
        except errors.AlreadyDone:
            assert who == "haneul"
    state = world.room(room).one_voice
    assert state is not None
    assert (state.points_read, len(state.points), state.unread, state.loud) == (49, 50, (), ())
    page = signed_in(world, "seojun").get(f"/rooms/{room}/").content.decode()
    assert "접점 49/50 확인" in page
    assert "맡은 사람 없음" in page
    one_voice.told(world.ports, org=world.org, room=room, by="haneul", point="p49")
    assert world.room(room).one_voice.points_read == 50  # type: ignore[union-attr]
    before = len(phones.taken)
    world.clock.forward(hours=1)
    sends_all(world)
    assert len(phones.taken) == before  # who has confirmed is asked no more
    world.assert_journal_holds(room)


def test_a_killed_process_loses_nobody(world: World, phones: Phones, room: int) -> None:
    order(world, room)
    phones.killed = True
    with pytest.raises(KeyboardInterrupt):
        notify_next(world.ports, org=world.org)
    phones.killed = False
    m.Notice.objects.exclude(lease_until=None).update(lease_until=None)  # as after a minute, or a new start
    sends_all(world)
    told = [who for who, title, _ in phones.taken if "원보이스" in title]
    assert set(told) == {p.key for p in world.store.people(world.org)}
    assert len(told) == len(set(told)) + 1  # at least once


def test_whom_no_channel_reached_is_a_line_and_is_tried_again(world: World, phones: Phones, room: int) -> None:
    phones.broken = True
    order(world, room)
    sends_all(world)
    failed = [x for x in world.events(room) if isinstance(x, e.NoticeFailed)]
    assert len(failed) == len(world.store.people(world.org))
    phones.broken = False
    world.clock.forward(minutes=10)
    sends_all(world)
    assert len({who for who, *_ in phones.taken}) == len(world.store.people(world.org))


def test_a_drill_reaches_nobody_outside(world: World, phones: Phones) -> None:
    drill = world.open_room(level=4, kind="drill")
    convene.take_lead(world.ports, org=world.org, room=drill, by="seojun", why="훈련")
    order(world, drill)
    flash.send(world.ports, org=world.org, room=drill, by="haneul", text="훈련입니다")
    sends_all(world)
    assert phones.taken == []
    assert "훈련입니다" in signed_in(world, "minseo").get("/").content.decode()


def test_an_address_shows_and_only_its_button_confirms(world: World, phones: Phones, room: int) -> None:
    order(world, room)
    sends_all(world)
    (body,) = [body for who, title, body in phones.taken if who == "jiwoo" and "원보이스" in title]
    path = "/order/" + body.split("/order/")[1].strip()
    forwarded = signed_in(world, "minseo")
    assert "대신 확인할 수 없어요" in forwarded.get(path).content.decode()
    assert forwarded.post(path, {"do": "read"}).status_code == 403
    scanner = Client()
    for _ in range(3):
        assert "확인했어요. 이 글로만 말할게요" in scanner.get(path).content.decode()
    assert "jiwoo" in world.room(room).one_voice.unread  # type: ignore[union-attr]
    digest = world.room(room).one_voice.digest  # type: ignore[union-attr]
    assert scanner.post(path, {"do": "read", "digest": digest}).status_code == 200
    assert "jiwoo" not in world.room(room).one_voice.unread  # type: ignore[union-attr]
    assert "이미 확인하셨어요." in scanner.post(path, {"do": "read", "digest": digest}).content.decode()
    order(world, room, "조사하고 있습니다.")
    assert "새 지침으로 바뀌었어요." in scanner.get(path).content.decode()
    assert scanner.post(path, {"do": "read", "digest": digest}).status_code == 409
    forged = links.order_token(world.org, room, "v1", "jiwoo")[:-3] + "abc"
    assert scanner.get(f"/order/{forged}/").status_code == 404


def test_a_leader_lost_in_the_middle(world: World, phones: Phones, room: int) -> None:
    command.name_standby(world.ports, org=world.org, room=room, by="seojun", to="doyun")
    decide.give_task(world.ports, org=world.org, room=room, by="seojun", text="전화", owner="haneul", minutes=60)
    world.clock.forward(minutes=9)
    decide.watch_clock(world.ports, org=world.org)
    with pytest.raises(errors.LeaderPresent):
        command.stand_in(world.ports, org=world.org, room=room, by="doyun")
    world.clock.forward(minutes=1)
    decide.watch_clock(world.ports, org=world.org)
    assert world.room(room).leader == "seojun"
    sends_all(world)
    assert {who for who, title, _ in phones.taken if "지휘자 소식 없음" in title} == {"doyun", "seojun"}
    command.stand_in(world.ports, org=world.org, room=room, by="doyun")
    assert world.room(room).leader == "doyun"
    with pytest.raises(errors.NotTheLeader):
        convene.lower_beacon(world.ports, org=world.org, room=room, by="seojun", level=2, why="돌아왔어요")
    world.assert_journal_holds(room)


def test_a_chief_executive_swoops_in(world: World, phones: Phones, room: int) -> None:
    with pytest.raises(errors.NotTheLeader):
        convene.close_room(world.ports, org=world.org, room=room, by="minseo", summary="그만하세요", waiver="그만")
    command.comment_only(world.ports, org=world.org, room=room, by="minseo", text="너무 요란합니다")
    flash.send(world.ports, org=world.org, room=room, by="haneul", text="기자가 공장 앞에 와 있어요")
    sends_all(world)
    (sent,) = world.room(room).flashes
    assert [(r.person, r.what) for r in sent.delivered] == [("minseo", "apprise")]
    top = signed_in(world, "minseo").get("/").content.decode()
    assert "기자가 공장 앞에 와 있어요" in top
    flash.answer(
        world.ports, org=world.org, room=room, by="minseo", flash=sent.id, answer="order", words="제가 맡겠습니다"
    )
    sends_all(world)
    assert [body for who, title, body in phones.taken if who == "haneul" and "직보에 답" in title]
    assert "기자가 공장 앞에 와 있어요" not in signed_in(world, "minseo").get("/").content.decode()
    convene.take_lead(world.ports, org=world.org, room=room, by="minseo", why="제가 지휘합니다", seen="seojun")
    assert world.room(room).leader == "minseo"
    world.assert_journal_holds(room)


def test_a_room_is_stood_down_and_its_review_stands_on_the_watch(world: World, phones: Phones, room: int) -> None:
    order(world, room)
    one_voice.lift(world.ports, org=world.org, room=room, by="seojun")
    closing.thank(world.ports, org=world.org, room=room, by="seojun", text="고맙습니다")
    on = world.now + timedelta(days=3)
    closing.book_review(world.ports, org=world.org, room=room, by="seojun", on=on, owner="haneul")
    page = signed_in(world, "seojun").get(f"/rooms/{room}/stand-down/").content.decode()
    assert "남음" in page
    refused = signed_in(world, "seojun").post(f"/rooms/{room}/do/close", {"summary": "끝", "waiver": ""})
    assert refused.status_code == 409
    assert "입장문이 나가 있어요" in refused.content.decode()
    closed = {"summary": "끝", "waiver": "오해로 밝혀졌어요"}
    assert signed_in(world, "seojun").post(f"/rooms/{room}/do/close", closed).status_code == 302
    assert not world.room(room).is_open
    sends_all(world)
    assert [who for who, title, _ in phones.taken if "고맙습니다" in title] == ["haneul"]
    assert f"/rooms/{room}/review/" in signed_in(world, "minseo").get("/").content.decode()
    assert "돌아보기 모임" in signed_in(world, "minseo").get(f"/rooms/{room}/review/").content.decode()
    world.assert_journal_holds(room)


def test_a_flash_from_the_watch_opens_a_room_where_there_is_none(world: World, phones: Phones) -> None:
    sent = {"brand": world.brand, "text": "매장에 방송국이 왔어요", "once": "k1"}
    answer = signed_in(world, "haneul").post("/watch/flash/", sent)
    assert answer.status_code == 302
    (room,) = world.store.open_rooms(world.org)
    assert [f.by for f in world.room(room).flashes] == ["haneul"]
    assert signed_in(world, "haneul").post("/watch/flash/", sent | {"once": "k2"}).status_code == 422
    setup.upsert_people(world.org, [Person(key="sora", name="윤소라", roles=("observer",))])
    assert signed_in(world, "sora").post("/watch/flash/", sent | {"once": "k3"}).status_code == 403
