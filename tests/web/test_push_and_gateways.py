"""A browser registers for web push, the site as an app, and the operator's gateways."""

import json
from dataclasses import replace

import pytest
from django.test import Client
from tests.kit.reader import make_operator, signed_in
from tests.kit.server import Answer, serving
from tests.kit.world import World, make_world

from bongsu.connectors.gateway import GatewayCaller
from bongsu.store import channels, gateways
from bongsu.store.house_keys import house_key
from bongsu.store.operations import models as m
from bongsu.web import house
from bongsu.web.reach.push import vapid_key

PUSH = "/settings/notifications/push/"
KEYS = {"p256dh": "BPw", "auth": "c2Vj"}
GOOD = {"endpoint": "https://push.example/abc", "keys": KEYS}
FORM = {
    "kind": "sms",
    "name": "문자",
    "url": "https://sms.example/send",
    "body": '{"to": "{to}", "text": "{text}"}',
    "content": "json",
    "scheme": "hmac",
    "key": "KEY1",
    "secret": "SECRET-1",
    "sender": "02-123-4567",
}


def test_a_browser_registers_and_rings_first(world: World) -> None:
    me = signed_in(world, "haneul")
    channels.add(world.org, "haneul", "mail", address="a@example.com")
    agent = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"}
    for _ in range(2):  # the same browser again is the same device
        assert me.post(PUSH, json.dumps(GOOD), content_type="application/json", headers=agent).status_code == 201
    (device,) = m.PushDevice.objects.all()
    assert "push.example" not in device.subscription
    assert [(c.place, c.kind) for c in m.Channel.objects.all()] == [(1, "push"), (2, "mail")]
    assert "Chrome · Android" in me.get("/settings/notifications/").content.decode()


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        json.dumps({"endpoint": "javascript:alert(1)", "keys": KEYS}),
        json.dumps({"endpoint": "http://10.0.0.1/x", "keys": KEYS}),
        json.dumps({"endpoint": "https://[", "keys": KEYS}),
        json.dumps({"endpoint": "https://x.example/" + "a" * 2000, "keys": KEYS}),
        json.dumps({"endpoint": "https://x.example/"}),
    ],
)
def test_what_is_no_subscription_is_refused(world: World, told: str) -> None:
    answer = signed_in(world, "haneul").post(PUSH, told, content_type="application/json")
    assert answer.status_code == 422
    assert not m.PushDevice.objects.exists()


def test_the_installations_key_is_made_once_and_sealed(world: World) -> None:
    assert vapid_key() == vapid_key()
    assert "PRIVATE KEY" not in m.HouseKey.objects.get(name="vapid").value
    assert house_key("vapid", lambda: "another") == vapid_key()


def test_the_worker_and_the_manifest_are_anybodys_and_keep_nothing_private() -> None:
    worker = Client().get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"
    manifest = Client().get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        assert Client().get(icon["src"]).content.startswith(b"\x89PNG")
    assert Client().get("/icon-7.png").status_code == 404


def test_a_page_may_start_its_own_worker_and_read_its_manifest(world: World) -> None:
    policy = signed_in(world, "haneul").get("/settings/notifications/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


# ── gateways ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_gateways_secret_is_sealed_never_shown_and_stays_when_left_empty(world: World) -> None:
    client = make_operator(world)
    assert client.post("/settings/gateways/save/", FORM).status_code == 302
    (one,) = gateways.gateways(world.org)
    assert "SECRET-1" not in m.Gateway.objects.get().settings
    page = client.get("/settings/gateways/", {"gateway": one.id}).content.decode()
    assert "SECRET-1" not in page
    client.post("/settings/gateways/save/", {**FORM, "gateway": one.id, "secret": "", "name": "새 이름"})
    assert gateways.for_trial(world.org, one.id, "010").settings["secret"] == "SECRET-1"
    assert gateways.gateways(world.org)[0].name == "새 이름"


@pytest.mark.parametrize(
    "wrong", [{"url": "ftp://x"}, {"body": '{"to": {to}'}, {"headers": "no colon"}, {"scheme": "header"}]
)
def test_a_template_that_cannot_be_sent_is_refused(world: World, wrong: dict[str, str]) -> None:
    assert make_operator(world).post("/settings/gateways/save/", FORM | wrong).status_code == 422
    assert not m.Gateway.objects.exists()


def test_the_test_button_really_sends_and_says_what_came_of_it(world: World) -> None:
    client = make_operator(world)
    world.ports = replace(world.ports, callers={"sms": GatewayCaller()})
    house.install(world.ports)
    with serving(Answer()) as server:
        client.post("/settings/gateways/save/", FORM | {"url": f"{server.url}/sms", "private": "on"})
        one = m.Gateway.objects.get()
        test = f"/settings/gateways/{one.pk}/test/"
        assert "보냈어요" in client.post(test, {"number": "010-1234-5678"}).content.decode()
        assert json.loads(server.asked[0].body)["to"] == "01012345678"
        server.answer = lambda _: Answer(401)
        assert "HTTP 401" in client.post(test, {"number": "010-1234-5678"}).content.decode()
    one.refresh_from_db()
    assert (one.proven_at, one.problem) == (None, "HTTP 401")


def test_gateways_are_an_operators_and_ones_own(world: World) -> None:
    assert signed_in(world, "seojun").post("/settings/gateways/save/", FORM).status_code == 403
    other = make_world(slug="other", clock=world.clock)
    theirs = gateways.keep(other.org, None, kind="sms", name="남의 것", settings={"url": "https://x.example"})
    client = make_operator(world)
    client.post(f"/settings/gateways/{theirs}/switch/", {"on": "0"})
    client.post(f"/settings/gateways/{theirs}/test/", {"number": "010-1234-5678"})
    kept = m.Gateway.objects.get(pk=theirs)
    assert (kept.enabled, kept.problem) == (True, "")
    me = signed_in(world, "haneul")
    assert me.post("/settings/notifications/do/add/", {"way": f"sms-{theirs}"}).status_code == 422


def test_a_channel_through_a_gateway_takes_the_persons_number_and_is_skipped_without_one(world: World) -> None:
    mine = gateways.keep(world.org, None, kind="sms", name="문자", settings={"url": "https://x.example"})
    me = signed_in(world, "haneul")
    me.post("/settings/notifications/do/add/", {"way": f"sms-{mine}"})
    assert "비어 있음" in me.get("/settings/notifications/").content.decode()
    me.post("/settings/notifications/do/about/", {"phone": "010-1234-5678"})
    assert "비어 있음" not in me.get("/settings/notifications/").content.decode()
    gateways.switch(world.org, mine, enabled=False)
    assert "비어 있음" in me.get("/settings/notifications/").content.decode()
