"""Mirrors: one suite over every target, against servers that take it, refuse, ask to wait, lie, hang and drop."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bongsu.connectors.mail.mirror import MailMirror, digest
from bongsu.connectors.matrix import MatrixMirror
from bongsu.connectors.slack import SlackMirror
from bongsu.connectors.teams import TeamsMirror
from bongsu.core.errors import MaybeSent, OutletError, Refused, TryLater
from bongsu.core.ports import Mirror, MirrorJob, MirrorLine
from tests.kit.server import Answer, Asked, serving

HOSTILE = '<!channel> @room <script>alert(1)</script> [여기](https://evil.example) *굵게* `코드` & "따옴표" <https://evil|눌러>'


def job(**settings: str) -> MirrorJob:
    return MirrorJob(
        settings={"allow_private": "true"} | settings,
        key="bongsu-1-7-3-4",
        head="[봉화 경계] 유리 조각 <b>주장</b>",
        link="https://bongsu.example/rooms/7/",
        open_words="상황실 열기",
        lines=(
            MirrorLine(3, "22:40", "박하늘", HOSTILE, "https://bongsu.example/rooms/7/#line-3"),
            MirrorLine(4, "22:41", "", "징후가 있습니다.", "https://bongsu.example/rooms/7/#line-4"),
        ),
    )


@dataclass(frozen=True)
class Kind:
    name: str
    mirror: Mirror
    settings: Callable[[str], dict[str, str]]
    good: Answer


KINDS = [
    Kind("slack-hook", SlackMirror(within_s=0.4), lambda url: {"hook": f"{url}/SECRET"}, Answer(body=b"ok")),
    Kind(
        "slack-bot",
        SlackMirror(within_s=0.4),
        lambda url: {"token": "xoxb-SECRET", "channel": "C1", "api": url},
        Answer(body=b'{"ok": true}'),
    ),
    Kind("teams", TeamsMirror(within_s=0.4), lambda url: {"hook": f"{url}/SECRET"}, Answer(202)),
    Kind(
        "matrix",
        MatrixMirror(within_s=0.4),
        lambda url: {"homeserver": url, "room": "!abc:localhost", "token": "SECRET"},
        Answer(body=b'{"event_id": "$1"}'),
    ),
]
each = pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)


def fails(kind: Kind, answer: Answer) -> OutletError:
    with serving(answer) as server, pytest.raises(OutletError) as failed:
        kind.mirror.post(job(**kind.settings(server.url)))
    assert "SECRET" not in str(failed.value)
    assert failed.value.about.get("reason")
    return failed.value


@each
def test_a_message_arrives_with_links_back(kind: Kind) -> None:
    with serving(kind.good) as server:
        kind.mirror.post(job(**kind.settings(server.url)))
    (asked,) = server.asked
    assert "#line-3" in asked.body.decode()
    assert "https://bongsu.example/rooms/7/" in asked.body.decode()


@each
def test_the_other_side_says_when_to_come_back(kind: Kind) -> None:
    failed = fails(kind, Answer(429, {"Retry-After": "7"}))
    assert isinstance(failed, TryLater)
    assert failed.after_s == 7


@each
@pytest.mark.parametrize(
    ("status", "error"), [(400, Refused), (403, Refused), (404, Refused), (302, Refused), (500, MaybeSent)]
)
def test_a_no_is_a_reason(kind: Kind, status: int, error: type[OutletError]) -> None:
    assert isinstance(fails(kind, Answer(status)), error)


@each
def test_a_line_that_breaks_or_hangs_is_said_soon(kind: Kind) -> None:
    assert isinstance(fails(kind, Answer(drop=True)), MaybeSent)
    over = threading.Event()
    begun = time.monotonic()
    assert isinstance(fails(kind, Answer(before=lambda: over.wait(2))), MaybeSent)
    over.set()
    assert time.monotonic() - begun < 8


@each
def test_the_private_network_needs_leave(kind: Kind) -> None:
    with serving(kind.good) as server, pytest.raises(Refused, match="private network"):
        kind.mirror.post(job(**kind.settings(server.url), allow_private=""))
    assert server.asked == []


# ── each target's own tricks ───────────────────────────────────────────────────────────────────────────────────────
def shown(kind: Kind) -> Asked:
    with serving(kind.good) as server:
        kind.mirror.post(job(**kind.settings(server.url)))
    return server.asked[0]


def test_slack_answers_200_and_says_no_inside() -> None:
    for body in (b'{"ok": false, "error": "channel_not_found"}', b"[]", b"<html>", b"[" * 9000):
        assert isinstance(fails(KINDS[1], Answer(body=body)), Refused)


def test_in_slack_only_our_own_links_are_links() -> None:
    body = json.loads(shown(KINDS[0]).body)
    text = "".join(block["text"]["text"] for block in body["blocks"])
    for part in text.split("<")[1:]:
        assert part.startswith("https://bongsu.example/")
    assert all(block["text"]["verbatim"] is True for block in body["blocks"])
    assert "&lt;!channel&gt;" in text


def test_in_teams_words_stand_in_runs_that_read_no_markdown() -> None:
    card = json.loads(shown(KINDS[2]).body)["attachments"][0]["content"]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    runs = [run for block in card["body"] for run in block["inlines"]]
    assert HOSTILE in [run["text"] for run in runs]
    urls = [run["selectAction"]["url"] for run in runs if "selectAction" in run] + [a["url"] for a in card["actions"]]
    assert all(url.startswith("https://bongsu.example/") for url in urls)


def test_in_matrix_words_are_escaped_and_ring_nobody_and_a_repeat_is_one_event() -> None:
    first, again = shown(KINDS[3]), shown(KINDS[3])
    assert (first.method, first.path) == (
        "PUT",
        "/_matrix/client/v3/rooms/%21abc%3Alocalhost/send/m.room.message/bongsu-1-7-3-4",
    )
    assert first.path == again.path
    body = json.loads(first.body)
    assert "<script" not in body["formatted_body"]
    assert body["m.mentions"] == {}


def test_matrix_says_in_its_own_way_when_to_come_back() -> None:
    failed = fails(KINDS[3], Answer(429, body=b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}'))
    assert isinstance(failed, TryLater)
    assert failed.after_s == 2.5


def test_a_mail_is_plain_text_to_whole_addresses_with_one_id_for_a_repeat() -> None:
    message = digest(job(to="팀 <team@example.com>, boss@example.com"), sender="bongsu@example.com")
    assert message["Message-ID"] == "<bongsu-1-7-3-4@bongsu.invalid>"
    assert message.get_content_type() == "text/plain"
    assert HOSTILE in message.get_content()
    for bad in ("", "nobody", "a@example.com\r\nBcc: x@evil.example"):
        with pytest.raises(ValueError):
            digest(job(to=bad), sender="bongsu@example.com")


def test_without_a_mail_server_it_says_so() -> None:
    with pytest.raises(Refused, match="BONGSU_SMTP"):
        MailMirror().post(job(to="a@example.com"))
