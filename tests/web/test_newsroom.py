"""What the public reads, and what the demo's own receivers take."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from standardwebhooks.webhooks import Webhook
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.events import DeliveryPlanned, DeliverySent, DeliveryStarted, StatementApproved, StatementWithdrawn
from bongsu.core.ports import DeliveryJob
from bongsu.store import demo
from bongsu.store.newsroom import DjangoNewsroom
from bongsu.store.operations.models import DemoReceived, Org
from bongsu.web import house
from bongsu.web.demo.views import board_secret

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> 걱정을 끼쳐 드려 죄송합니다."


@pytest.fixture
def published(world: World) -> World:
    """One statement in the newsroom, as a worker leaves it there."""
    house.install(world.ports)
    room = world.open_room(level=3)
    world.append(
        room,
        StatementApproved("s1", "v1", 1, "0" * 64, HOSTILE, None, "m1"),
        DeliveryPlanned("x1", "s1", "newsroom", "newsroom"),
        DeliveryStarted("x1", 1),
        by="seojun",
    )
    job = DeliveryJob(
        org=world.org,
        room=room,
        delivery="x1",
        outlet="newsroom",
        outlet_kind="newsroom",
        settings={},
        statement="s1",
        title="입장문 <b>",
        text=HOSTILE,
        approved_at=world.now,
        next_update_at=None,
        key=f"{world.org}-{room}-x1",
        was_started=False,
    )
    newsroom = DjangoNewsroom(world.clock)
    assert newsroom.publish(job) == newsroom.publish(job)  # asked twice, published once
    world.append(room, DeliverySent("x1", newsroom.publish(job)), by="system")
    return world


def slug(world: World) -> str:
    return Org.objects.get(pk=world.org).slug


def test_the_public_reads_a_statement_without_cookies_and_nothing_in_it_is_executed(published: World) -> None:
    listed = Client().get("/newsroom/")
    assert listed.status_code == 200
    assert not listed.cookies
    assert "<script>alert" not in listed.content.decode()
    assert "&lt;script&gt;" in listed.content.decode()
    parts = listed.content.decode().split('href="')
    [link] = [part.split('"')[0] for part in parts if f"/o/{slug(published)}/2" in part]
    page = Client().get(link)
    assert page.status_code == 200
    assert "걱정을 끼쳐 드려 죄송합니다." in page.content.decode()


def test_the_feed_is_atom_with_one_entry_of_its_own_id(published: World) -> None:
    answer = Client().get("/newsroom/feed.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 1
    assert entries[0].findtext(f"{ATOM}id", "").endswith(f"/newsroom/o/{slug(published)}/2026-03-02-1/")
    assert datetime.fromisoformat(entries[0].findtext(f"{ATOM}updated", "")).tzinfo is not None


def test_a_demos_feed_says_that_it_is_synthetic(published: World) -> None:
    for synthetic in (True, False):
        Org.objects.filter(pk=published.org).update(synthetic=synthetic)
        feed = ElementTree.fromstring(Client().get("/newsroom/feed.atom").content)
        assert (feed.find(f"{ATOM}subtitle") is not None) is synthetic


def test_a_reader_who_has_the_page_is_told_so(published: World) -> None:
    first = Client().get("/newsroom/")
    again = Client().get("/newsroom/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_withdrawn_statement_says_so_at_once_and_keeps_its_address(published: World) -> None:
    before = Client().get("/newsroom/feed.atom").content
    published.append(1, StatementWithdrawn("s1", "사실과 달랐습니다."), by="seojun")
    assert "철회" in Client().get("/newsroom/").content.decode()
    assert Client().get("/newsroom/feed.atom").content != before


def test_there_is_no_newsroom_of_nobody(world: World) -> None:
    assert Client().get("/newsroom/o/nobody/").status_code == 404
    assert Client().get("/newsroom/no-such-post/").status_code == 404


# ── the demo's receivers ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def hook(world: World) -> str:
    house.install(world.ports)
    Org.objects.filter(pk=world.org).update(synthetic=True)
    return demo.hook(world.org, "a-secret-path")


def deliver(hook: str, *, key: str = "1-1-x1", secret: str | None = None) -> int:
    body = json.dumps({"type": "statement.published", "data": {"title": "입장문", "text": HOSTILE}})
    at = datetime.now(UTC)
    signature = Webhook(secret or board_secret(hook)).sign(key, at, body)
    headers = {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
    return Client().post(f"/demo/{hook}/board", body, content_type="application/json", headers=headers).status_code


def test_the_board_takes_a_signed_statement_once(hook: str) -> None:
    assert [deliver(hook), deliver(hook), deliver(hook, key="1-1-x2")] == [200, 200, 200]
    assert DemoReceived.objects.filter(kind="board").count() == 2


def test_the_board_refuses_a_strangers_signature(hook: str) -> None:
    assert deliver(hook, secret="whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=") == 401
    assert not DemoReceived.objects.exists()


def test_a_wrong_path_and_a_real_organisation_have_no_receivers(world: World, hook: str) -> None:
    assert deliver("another-path", secret=board_secret(hook)) == 404
    Org.objects.filter(pk=world.org).update(synthetic=False)
    assert deliver(hook) == 404


def test_a_phone_shows_what_was_sent_to_it_and_whose_it_is(world: World, hook: str) -> None:
    told = {"title": "봉화 3", "message": "상황실로 와 주세요."}
    answer = Client().post(f"/demo/{hook}/phone/haneul", json.dumps(told), content_type="application/json")
    assert answer.status_code == 200
    assert DemoReceived.objects.get(kind="phone").to == "haneul"
    shown = signed_in(world, "haneul").get("/demo/phone/haneul/").content.decode()
    assert "박하늘 님의 예시 전화기" in shown


# ── trying the demo ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_newcomer_to_a_demo_chooses_whom_to_be_and_is_in(hook: str) -> None:
    page = Client().get("/accounts/login/").content.decode()
    links = [part.split('"')[0] for part in page.split('href="') if "/enter/" in part.split('"')[0]]
    assert len(links) >= 3
    client = Client()
    assert client.get(links[0].split("8765", 1)[1]).status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_is_offered_on_the_door_of_a_real_organisation(world: World) -> None:
    house.install(world.ports)
    Org.objects.filter(pk=world.org).update(synthetic=False)
    assert "/enter/" not in Client().get("/accounts/login/").content.decode()
