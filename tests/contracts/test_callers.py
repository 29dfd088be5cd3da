"""Callers: one suite over every way to reach a person, against servers that take it, refuse, lie, hang and drop."""

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.kit.server import Answer, Asked, Server, serving

from bongsu.connectors.apprise_call import AppriseCaller
from bongsu.core.errors import NotReached
from bongsu.core.ports import CallChannel, Called, Caller, CallJob

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


KINDS = [
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
