"""/packet/: one's own packet and passphrase, and what operators see of the others'."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import World

from bongsu.crisis.readiness import readiness
from bongsu.flows.packet import send_packet
from bongsu.store import packets, setup
from bongsu.store.operations import models as m
from bongsu.store.queries.settings import prepared


@pytest.fixture
def leader(world: World) -> Client:
    world.ports = replace(world.ports, packets=packets.DjangoPackets(), pack=lambda job: b"%PDF " + job.person.encode())
    return signed_in(world, "seojun")


def shown_phrase(client: Client) -> str:
    page = client.post("/packet/phrase/", {"kind": "digits"}).content.decode()
    found = re.search(r"<strong>([\d ]{24})</strong>", page)
    assert found, "the passphrase is on the page that made it"
    return found[1]


def test_a_passphrase_is_shown_once_and_asks_for_a_packet_at_once(world: World, leader: Client) -> None:
    phrase = shown_phrase(leader)
    assert packets.phrase_of(world.org, "seojun") == phrase
    assert phrase not in leader.get("/packet/").content.decode()
    assert send_packet(world.ports, org=world.org)
    answer = leader.get("/packet/mine.pdf")
    assert (answer.content, answer["Cache-Control"]) == (b"%PDF seojun", "no-store")
    assert "내려받음" in leader.get("/packet/").content.decode()
    assert shown_phrase(leader) != phrase
    assert m.Packet.objects.order_by("-number")[0].cause == "phrase"


def test_everybody_has_their_own_packet_only(world: World, leader: Client) -> None:
    shown_phrase(leader)
    send_packet(world.ports, org=world.org)
    for other in ("minseo", "jiwoo"):
        assert signed_in(world, other).get("/packet/mine.pdf").status_code == 302
    assert "나에게는 꾸러미가 나오지 않아요" in signed_in(world, "jiwoo").get("/packet/").content.decode()
    assert signed_in(world, "jiwoo").post("/packet/phrase/").status_code == 403
    assert signed_in(world, "jiwoo").get("/packet/offline/").status_code == 403
    assert Client().get("/packet/mine.pdf").status_code == 302


def test_operators_see_how_everybody_stands_and_nobodys_passphrase(world: World, leader: Client) -> None:
    phrase = shown_phrase(leader)
    assert "모두의 꾸러미" not in leader.get("/packet/").content.decode()
    assert leader.post("/packet/settings/").status_code == 403
    operator = make_operator(world)
    page = operator.get("/packet/").content.decode()
    assert "모두의 꾸러미" in page
    assert "이서준" in page
    assert phrase not in page
    assert m.PacketPhrase.objects.get().phrase not in page
    operator.post("/packet/settings/", {"role": ["legal", "made-up"], "alternate-where": "<b>카톡방</b>"})
    assert m.Org.objects.get(pk=world.org).packet["roles"] == ["legal"]
    assert "&lt;b&gt;카톡방&lt;/b&gt;" in signed_in(world, "jiwoo").get("/packet/offline/").content.decode()


def test_the_copy_has_numbers_to_tap_and_no_script_inline(world: World, leader: Client) -> None:
    setup.upsert_people(world.org, world.store.people(world.org), phones={"haneul": "010-2345-6789"})
    answer = leader.get("/packet/offline/")
    page = answer.content.decode()
    assert 'href="tel:01023456789"' in page
    for said in ("부르는 순서", "홀딩 입장문", "금지선", "비판 글을 내려 달라고 하지 않습니다"):
        assert said in page
    assert "<style" not in page
    assert re.findall(r"<script[^>]*>", page) == [
        f'<script type="module" src="{answer["X-Offline-Needs"].split()[1]}">'
    ]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_readiness_names_who_has_no_phrase_and_whose_packet_is_old(world: World, leader: Client) -> None:
    def holes() -> dict[str, tuple[str, int]]:
        found = readiness(prepared(world.org, world.now)).missing
        return {c.code: (c.about, c.count) for c in found if c.code.startswith("packet")}

    assert holes()["packet_phrase"][0] == "박하늘"
    for person in ("haneul", "seojun", "minseo", "doyun"):
        packets.new_phrase(world.org, person, kind="digits", at=world.now)
    assert holes() == {}
    world.clock.at += timedelta(days=8)
    assert holes() == {"packet_fresh": ("박하늘", 8)}
    assert "비상 꾸러미 8일째 갱신 안 됨" in leader.get("/settings/").content.decode()
