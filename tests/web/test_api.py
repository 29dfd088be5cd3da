"""Mentions in by HTTP: what a stranger, a liar and a clumsy sender get."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from standardwebhooks.webhooks import Webhook
from tests.kit.world import World

from bongsu.store import setup
from bongsu.web import house

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="


@pytest.fixture
def intake(world: World) -> World:
    house.install(world.ports)
    setup.upsert_source(world.org, "intake", "받는 곳", secret=SECRET)
    return world


def post(body: Any, *, key: str = "m1", at: datetime | None = None, **headers: str) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    at = at or datetime.now(UTC)
    signed = {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(key, at, text),
    }
    return Client().post("/api/v1/mentions", text, content_type="application/json", headers=signed | headers)


def item(**changes: object) -> dict[str, object]:
    return {"id": "1", "ts": "2026-03-02T09:00:00+09:00", "source": "cafe", "text": "한강식품 즙에서 유리"} | changes


def test_a_delivery_that_comes_twice_is_counted_once(intake: World) -> None:
    assert post([item()]).json() == {"accepted": 1, "repeated": 0, "refused": []}
    assert post([item()]).json() == {"accepted": 0, "repeated": 1, "refused": []}


def test_one_bad_item_does_not_stop_the_others(intake: World) -> None:
    sent = [item(), item(id=7), "x", item(id="2", ts="soon"), item(id="3", ts="2026-03-02T09:00:00"), item(id="4")]
    answer = post(sent).json()
    assert answer["accepted"] == 3  # a time without a zone is Korean time
    assert [r["index"] for r in answer["refused"]] == [1, 2, 3]


def test_a_repeat_inside_one_body_and_hostile_text_are_survived(intake: World) -> None:
    hostile = "<script>alert(1)</script>\x00\u202e한강식품"
    answer = post([item(text=hostile), item(text=hostile), item(id="9", text=hostile)])
    assert answer.status_code == 200
    assert answer.json()["accepted"] == 2


@pytest.mark.parametrize("bad", ["v1,AAAA", "nonsense", "v1,%%%", "v1", "", "v1,é", "v2,x v1,y ,"])
def test_a_wrong_signature_is_refused(intake: World, bad: str) -> None:
    answer = post([item()], **{"webhook-signature": bad})
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")


def test_an_old_or_unreadable_time_is_refused(intake: World) -> None:
    assert post([item()], at=datetime.now(UTC) - timedelta(minutes=6)).status_code == 401
    for bad in ("x", "nan", "9" * 400):
        assert post([item()], **{"webhook-timestamp": bad}).status_code == 401


def test_too_many_and_unreadable_bodies_are_told_apart(intake: World) -> None:
    assert post([item()] * 5001).status_code == 413
    assert post("x" * (8 * 1024 * 1024 + 10)).status_code == 413
    for bad in ("{", "3", "null", '{"a": 1}', "[" * 100_000):
        answer = post(bad)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_json")
    assert post([]).json() == {"accepted": 0, "repeated": 0, "refused": []}


def test_the_description_is_public(intake: World) -> None:
    assert "/api/v1/mentions" in Client().get("/api/v1/openapi.json").json()["paths"]
