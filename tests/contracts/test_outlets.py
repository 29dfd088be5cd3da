"""Outlets: what left, what may have left, and what did not."""

import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bongsu.connectors.newsroom import NewsroomOutlet
from bongsu.connectors.webhook import WebhookOutlet
from bongsu.core.errors import MaybeSent, MayRepeat, Refused, TryLater
from bongsu.core.ports import DeliveryJob, Posted
from tests.kit.server import Answer, serving

SECRET = "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="
NINE = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
TEXT = "걱정을 끼쳐 드려 죄송합니다.\n<b>확인 중</b>입니다."


def job(url: str = "http://127.0.0.1:9/", **settings: str) -> DeliveryJob:
    given = {"url": url, "secret": SECRET, "organisation": "한강식품", "allow_private": "true"} | settings
    return DeliveryJob(
        org=1,
        room=2,
        delivery="v1",
        outlet="partners",
        outlet_kind="webhook",
        settings=given,
        statement="s1",
        title="한강식품 입장문",
        text=TEXT,
        approved_at=NINE,
        next_update_at=None,
        key="1-2-v1",
        was_started=False,
    )


def post(work: DeliveryJob, timeout_s: float = 2) -> Posted:
    return WebhookOutlet(timeout_s=timeout_s).post(work)


# ── webhook ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_receiver_can_prove_who_sent_it_and_reads_the_text_whole():
    with serving(Answer(204)) as server:
        assert post(job(server.url + "/hook")) == Posted("")  # the hook's address may be a secret
    (asked,) = server.asked
    body = Webhook(SECRET).verify(asked.body, asked.headers)
    assert body == {
        "type": "statement.published",
        "timestamp": "2026-11-24T00:00:00+00:00",
        "data": {
            "id": "s1",
            "title": "한강식품 입장문",
            "text": TEXT,
            "organisation": "한강식품",
            "next_update_at": None,
        },
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(asked.body.replace(b"s1", b"s2"), asked.headers)


def test_every_attempt_has_the_same_id_and_the_same_bytes():
    with serving(Answer(503)) as server:
        for _ in range(2):
            with pytest.raises(TryLater):
                post(job(server.url))
    first, second = server.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "1-2-v1"
    assert first.body == second.body


def test_nothing_can_be_looked_up_and_the_same_id_may_go_again():
    with pytest.raises(MayRepeat):
        WebhookOutlet().find(job())


def test_the_receiver_may_say_where_the_text_stands():
    with serving(Answer(body=json.dumps({"url": "https://board.example/글/7"}).encode())) as server:
        assert post(job(server.url)).url == "https://board.example/글/7"


@pytest.mark.parametrize(
    "answer",
    [b"", b"ok", b"[1]", b'{"url": 7}', b'{"url": "javascript:alert(1)"}', b'{"url": "http://[x"}', b"[" * 60_000,
     b'{"url": "https://a.example/\\n"}', b'{"url": "https://' + b"a" * 700 + b'"}', b"\xff\xfe", b" " * 100_000],
)  # fmt: skip
def test_a_senseless_answer_is_still_an_acceptance(answer):
    with serving(Answer(body=answer)) as server:
        assert post(job(server.url)).url == ""


def test_an_acceptance_whose_body_never_ends_is_an_acceptance():
    def drip():
        while True:
            time.sleep(0.02)
            yield b" "

    with serving(Answer(200, drip=drip)) as server:
        assert post(job(server.url), timeout_s=0.2).url == ""


@pytest.mark.parametrize(("status", "header", "after_s"), [(429, "77", 77), (503, "", 30), (429, "soon", 30)])
def test_a_busy_receiver_is_asked_again_when_it_says(status, header, after_s):
    with serving(Answer(status, headers={"Retry-After": header})) as server, pytest.raises(TryLater) as later:
        post(job(server.url))
    assert later.value.after_s == after_s


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 422])
def test_a_receiver_that_says_no_needs_a_person(status):
    with serving(Answer(status)) as server, pytest.raises(Refused, match=str(status)):
        post(job(server.url))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status):
    with serving(Answer()) as elsewhere, serving(Answer(status, headers={"Location": elsewhere.url})) as server:
        with pytest.raises(Refused, match="moved"):
            post(job(server.url))
        assert elsewhere.asked == []


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_receiver_that_breaks_may_have_taken_it(status):
    with serving(Answer(status)) as server, pytest.raises(MaybeSent):
        post(job(server.url))


def test_no_answer_in_time_means_perhaps():
    over = threading.Event()
    with serving(Answer(before=over.wait)) as server:
        with pytest.raises(MaybeSent):
            post(job(server.url), timeout_s=0.3)
        over.set()
    assert len(server.asked) == 1


def test_a_connection_dropped_after_the_text_left_means_perhaps():
    with serving(Answer(drop=True)) as server, pytest.raises(MaybeSent):
        post(job(server.url))
    assert len(server.asked) == 1  # and it was not sent again behind our back


def test_nobody_listening_means_later():
    with serving(Answer()) as server:
        url = server.url
    with pytest.raises(TryLater):
        post(job(url))


def test_a_name_that_does_not_resolve_means_later():
    with pytest.raises(TryLater):
        post(job("http://no-such-host.invalid/"))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!", "whsec_가나다"])
def test_a_damaged_secret_needs_a_person_and_nothing_leaves(secret):
    with serving(Answer()) as server:
        with pytest.raises(Refused, match="secret"):
            post(job(server.url, secret=secret))
        assert server.asked == []


@pytest.mark.parametrize("url", ["", "ftp://a.example", "http://", "http://a.example:port/", "hook"])
def test_what_is_no_address_needs_a_person(url):
    with pytest.raises(Refused):
        post(job(url))


def test_a_private_address_needs_leave():
    with serving(Answer()) as server:
        with pytest.raises(Refused, match="private"):
            post(job(server.url, allow_private=""))
        assert server.asked == []


# ── newsroom ───────────────────────────────────────────────────────────────────────────────────────────────────────
class Wall:
    """A newsroom in memory."""

    def __init__(self) -> None:
        self.posts: dict[str, str] = {}

    def publish(self, work: DeliveryJob) -> str:
        return self.posts.setdefault(work.key, f"/newsroom/{len(self.posts) + 1}/")

    def find(self, key: str) -> str | None:
        return self.posts.get(key)


def test_the_newsroom_holds_one_post_a_key_and_finds_it():
    outlet = NewsroomOutlet(Wall(), site="https://news.example/")
    assert outlet.find(job()) is None
    first = outlet.post(job())
    assert outlet.post(job()) == first == outlet.find(job()) == Posted("https://news.example/newsroom/1/")
    assert outlet.post(replace(job(), key="1-2-v2")) != first
