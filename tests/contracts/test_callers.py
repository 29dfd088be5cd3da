"""Callers: one suite over every way to reach a person, against servers that take it, refuse, lie, hang and drop."""

import base64
import contextlib
import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, strategies as st

from bongsu.connectors.apprise_call import AppriseCaller
from bongsu.connectors.gateway import PRESETS, GatewayCaller
from bongsu.connectors.gateway.caller import filled
from bongsu.connectors.kit.guard import Allowed
from bongsu.connectors.webpush import WebPushCaller, new_key, public_key
from bongsu.core.errors import NotReached
from bongsu.core.ports import CallChannel, Called, Caller, CallJob, Device
from tests.kit.server import Answer, Asked, Server, serving

TITLE = "[봉수 3 주의] 유리 조각 “주장” \\ {to}"
BODY = "박하늘 님, 상황실로 와 주세요.\nhttps://bongsu.example/call/1:x:y/"
HUNG_S = 0.4


def job(channel: CallChannel) -> CallJob:
    return CallJob(
        org=1,
        room=2,
        call="c1",
        person="haneul",
        name="박하늘",
        locale="ko",
        attempt=1,
        channel=channel,
        room_title="유리 조각 주장",
        level=3,
        link="https://bongsu.example/call/1:x:y/",
        tag="call-1-2-c1",
    )


@dataclass(frozen=True)
class Kind:
    """One caller, how it is pointed at a server, and what that server should read."""

    name: str
    caller: Caller
    channel: Callable[[Server], CallChannel]
    reads: Callable[[Asked], str]


def _apprise(server: Server) -> CallChannel:
    return CallChannel(1, 1, "apprise", server.url.replace("http", "json") + "/TOKEN-7")


def _gateway(server: Server, **more: str) -> CallChannel:
    settings = {
        "url": f"{server.url}/send/{{key}}",
        "body": '{"message": {"to": "{to}", "from": "{from}", "text": "{title}\\n{text}"}}',
        "scheme": "hmac",
        "key": "KEY1",
        "secret": "TOKEN-S",
        "from": "02-123-4567",
        "allow_private": "true",
    }
    return CallChannel(1, 1, "sms", "+82 10-1234-5678", settings=settings | more)


PHONE = ec.generate_private_key(ec.SECP256R1())
AUTH = b"0123456789abcdef"
VAPID = new_key()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _device(url: str, id: str = "1") -> Device:
    point = PHONE.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": _b64(point), "auth": _b64(AUTH)}
    return Device(id, json.dumps({"endpoint": f"{url}/TOKEN-7", "keys": keys}))


def _push(server: Server) -> CallChannel:
    return CallChannel(1, 1, "push", devices=(_device(server.url),))


def _opened(asked: Asked) -> str:
    """What a browser would read (RFC 8291)."""
    plain = http_ece.decrypt(asked.body, private_key=PHONE, auth_secret=AUTH, version="aes128gcm")
    said = json.loads(plain)
    return str(said["title"]) + said["body"] + BODY  # the link is the room's: a device is signed in


def pusher() -> WebPushCaller:
    return WebPushCaller(
        key=lambda: VAPID, contact="mailto:a@example.com", allowed=Allowed(everything=True), within_s=HUNG_S
    )


KINDS = [
    Kind("gateway", GatewayCaller(within_s=HUNG_S), _gateway, lambda asked: json.loads(asked.body)["message"]["text"]),
    Kind("webpush", pusher(), _push, _opened),
    Kind(
        "apprise",
        AppriseCaller(within_s=HUNG_S),
        _apprise,
        lambda asked: json.loads(asked.body)["title"] + json.loads(asked.body)["message"],
    ),
]
each = pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)


def call(kind: Kind, server: Server) -> Called:
    return kind.caller.call(job(kind.channel(server)), title=TITLE, body=BODY)


@each
def test_what_is_sent_arrives_whole_and_once(kind: Kind) -> None:
    with serving(Answer()) as server:
        assert call(kind, server).gone == ()
    (asked,) = server.asked
    assert TITLE in kind.reads(asked)
    assert "https://bongsu.example/call/1:x:y/" in kind.reads(asked)


@each
@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
def test_a_refusal_is_a_reason_without_any_secret(kind: Kind, status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(Answer(status)) as server, pytest.raises(NotReached) as failed:
        call(kind, server)
    assert failed.value.about["reason"]
    assert "TOKEN" not in str(failed.value) + caplog.text


@each
def test_a_server_that_drops_the_line_has_not_taken_it(kind: Kind) -> None:
    with serving(Answer(drop=True)) as server, pytest.raises(NotReached):
        call(kind, server)


@each
def test_nobody_listening_is_said_within_seconds(kind: Kind) -> None:
    with serving(Answer()) as server:
        pass
    begun = time.monotonic()
    with pytest.raises(NotReached):
        call(kind, server)
    assert time.monotonic() - begun < 5


@each
def test_a_server_that_hangs_holds_nobody_up(kind: Kind) -> None:
    over = threading.Event()
    with serving(Answer(before=over.wait)) as server:
        begun = time.monotonic()
        with pytest.raises(NotReached, match="no answer"):
            call(kind, server)
        took = time.monotonic() - begun
        over.set()
    assert took < 3


@each
def test_an_answer_without_end_is_read_no_further_than_needed(kind: Kind) -> None:
    stop = threading.Event()

    def drip() -> object:
        while not stop.wait(0.01):
            yield b"x" * 1000

    with serving(Answer(drip=drip)) as server:  # type: ignore[arg-type]
        begun = time.monotonic()
        with contextlib.suppress(NotReached):  # either is honest: it answered 200, and never finished saying so
            call(kind, server)
        took = time.monotonic() - begun
        stop.set()
    assert took < 5


# ── addresses ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_address_that_is_none_is_said_without_it() -> None:
    with pytest.raises(NotReached) as failed:
        AppriseCaller().call(job(CallChannel(1, 1, "apprise", "nosuch://TOKEN-8")), title=TITLE, body=BODY)
    assert "TOKEN" not in str(failed.value)


def test_without_an_address_nobody_is_reached() -> None:
    with pytest.raises(NotReached, match="no address"):
        AppriseCaller().call(job(CallChannel(1, 1, "apprise")), title=TITLE, body=BODY)


def test_a_bare_mail_address_needs_the_organisations_server() -> None:
    with pytest.raises(NotReached, match="BONGSU_SMTP"):
        AppriseCaller().call(job(CallChannel(1, 1, "mail", "haneul@example.com")), title=TITLE, body=BODY)


# ── gateways ───────────────────────────────────────────────────────────────────────────────────────────────────────
def send(server: Server, **more: str) -> None:
    GatewayCaller(within_s=5).call(job(_gateway(server, **more)), title=TITLE, body=BODY)


def test_a_signature_over_date_and_salt_is_one_the_service_can_check() -> None:
    with serving(Answer()) as server:
        send(server)
    (asked,) = server.asked
    assert asked.path == "/send/KEY1"
    scheme, _space, rest = asked.headers["authorization"].partition(" ")
    parts = dict(one.split("=", 1) for one in rest.split(", "))
    assert (scheme, parts["apiKey"]) == ("HMAC-SHA256", "KEY1")
    proof = hmac.new(b"TOKEN-S", (parts["date"] + parts["salt"]).encode(), hashlib.sha256).hexdigest()
    assert parts["signature"] == proof
    assert 12 <= len(parts["salt"]) <= 64
    assert json.loads(asked.body)["message"]["to"] == "01012345678"


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (b'{"header": {"isSuccessful": true}}', True),
        (b'{"header": {"isSuccessful": false, "resultCode": -1006}}', False),
        (b'{"header": []}', False),
        (b"[" * 5_000, False),
        (b"<html>ok</html>", False),
        (b"", False),
    ],
)
def test_a_service_that_answers_200_and_says_no_has_not_taken_it(answer: bytes, taken: bool) -> None:
    with serving(Answer(body=answer)) as server:
        if taken:
            send(server, success="header.isSuccessful=true")
        else:
            with pytest.raises(NotReached):
                send(server, success="header.isSuccessful=true")


def test_a_secret_in_a_header_is_sent_and_never_said() -> None:
    with serving(Answer(403)) as server, pytest.raises(NotReached) as failed:
        send(server, scheme="header", header="X-Secret-Key")
    assert server.asked[0].headers["x-secret-key"] == "TOKEN-S"
    assert "TOKEN" not in str(failed.value)


def test_a_gateway_into_the_private_network_needs_leave() -> None:
    with serving(Answer()) as server, pytest.raises(NotReached, match="private network"):
        send(server, allow_private="")
    assert server.asked == []


def test_a_redirect_is_not_followed() -> None:
    with (
        serving(Answer()) as other,
        serving(Answer(302, {"Location": other.url})) as server,
        pytest.raises(NotReached, match="HTTP 302"),
    ):
        send(server)
    assert other.asked == []


@pytest.mark.parametrize("content", ["json", "form"])
@given(words=st.text(max_size=60))
def test_no_title_breaks_out_of_its_place(content: str, words: str) -> None:
    body = '{"a": "{title}", "b": 1}' if content == "json" else "a={title}&b=1"
    settings = {"url": "https://x.example/{title}", "body": body, "content": content, "headers": "X-Title: {title}"}
    request = filled(settings, to="010-1234-5678", words={"title": words, "text": "", "link": ""})
    if content == "json":
        assert json.loads(request.content) == {"a": words, "b": 1}
    else:
        assert parse_qs(request.content.decode(), keep_blank_values=True) == {"a": [words], "b": ["1"]}
    assert all(c.isascii() and c.isprintable() for c in request.headers["X-Title"])
    assert "/" not in request.url.removeprefix("https://x.example/")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_makes_a_whole_request(preset: str) -> None:
    settings = {**PRESETS[preset], "key": "K", "from": "02-123-4567"}
    request = filled(settings, to="010-1234-5678", words={"title": TITLE, "text": BODY, "link": "https://b.example/"})
    assert "01012345678" in request.content.decode()
    assert request.url.startswith("https://")


# ── web push ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_push_says_who_sends_and_that_it_is_urgent() -> None:
    with serving(Answer(201)) as server:
        pusher().call(job(_push(server)), title=TITLE, body=BODY)
    (asked,) = server.asked
    assert asked.headers["content-type"] == "application/octet-stream"
    assert (asked.headers["urgency"], asked.headers["ttl"]) == ("high", "3600")
    assert f"k={public_key(VAPID)}" in asked.headers["authorization"]
    assert len(asked.headers["topic"]) == 32


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_named_and_the_others_ring(status: int) -> None:
    with serving(Answer(status)) as gone, serving(Answer(201)) as there:
        channel = CallChannel(1, 1, "push", devices=(_device(gone.url, "7"), _device(there.url, "8")))
        assert pusher().call(job(channel), title=TITLE, body=BODY) == Called(gone=("7",))
        with pytest.raises(NotReached) as failed:
            pusher().call(job(_push(gone)), title=TITLE, body=BODY)
    assert failed.value.gone == ("1",)


def test_a_damaged_subscription_is_gone() -> None:
    bad = (Device("1", "{}"), Device("2", "not json"), Device("3", '{"endpoint": "x", "keys": {"p256dh": "A"}}'))
    with pytest.raises(NotReached) as failed:
        pusher().call(job(CallChannel(1, 1, "push", devices=bad)), title=TITLE, body=BODY)
    assert failed.value.gone == ("1", "2", "3")


def test_a_browsers_endpoint_leads_into_no_private_network() -> None:
    caller = WebPushCaller(key=lambda: VAPID, contact="mailto:a@example.com")
    with serving(Answer(201)) as server, pytest.raises(NotReached, match="private network"):
        caller.call(job(_push(server)), title=TITLE, body=BODY)
    assert server.asked == []


def test_a_long_call_still_fits_into_a_push() -> None:
    with serving(Answer(201)) as server:
        pusher().call(job(_push(server)), title="유" * 500, body="리" * 5_000)
    assert len(server.asked[0].body) <= 4096
