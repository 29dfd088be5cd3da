"""Tickets that a customer service's system posts, and files that somebody brings in on the settings page."""

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from standardwebhooks.webhooks import Webhook
from tests.contracts.test_sheets import HEAD, workbook
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import make_world

from bongsu.store import secrets
from bongsu.store.operations.models import Source
from bongsu.store.silences import DjangoSilences

FORM = {
    "kind": "tickets",
    "name": "고객센터",
    "list": "tickets",
    "id": "no",
    "subject": "title",
    "body": "text",
    "channel": "",
    "product": "product",
    "created_at": "at",
}
TICKET = {
    "no": 7,
    "title": "이물 신고",
    "text": "유리 조각",
    "product": "배도라지즙",
    "at": "2026-03-07T21:48:00+09:00",
}


def post(secret: str, sent: object, path: str = "tickets"):
    body, at = json.dumps(sent), datetime.now(UTC)
    headers = {
        "webhook-id": "d1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("d1", at, body),
    }
    return Client().post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def opened(world):
    world.ports = replace(world.ports, silences=DjangoSilences())
    client = make_operator(world)
    text = client.post("/settings/do/source/", FORM).content.decode()
    assert "/api/v1/tickets" in text
    row = Source.objects.get(org_id=world.org, kind="tickets")
    secret = secrets.open_(row.secret)
    assert secret in text  # this once
    assert secret not in client.get("/settings/sources/").content.decode()
    return row, secret


def test_tickets_come_in_by_their_paths_and_wrong_ones_are_named(world, opened):
    row, secret = opened
    answer = post(secret, {"tickets": [TICKET, TICKET | {"no": None}, "x", TICKET]})
    told = answer.json()
    assert (answer.status_code, told["accepted"], told["repeated"]) == (200, 1, 1)
    assert [(one["index"], one["code"]) for one in told["refused"]] == [(1, "bad_item"), (2, "bad_item")]
    assert "no: nothing there" in told["refused"][0]["message"]
    (batch,) = world.inbox.take()
    assert batch.mentions[0].text == "이물 신고\n유리 조각\n배도라지즙"
    row.refresh_from_db()
    assert row.heard_at == world.now


def test_a_delivery_without_tickets_is_refused_with_the_path_and_shows_on_the_page(world, opened):
    row, secret = opened
    answer = post(secret, {"items": []})
    assert (answer.status_code, answer.json()["code"]) == (400, "no_tickets")
    assert "tickets" in answer.json()["detail"]
    row.refresh_from_db()
    assert row.last_error == "nothing at tickets"


def test_an_intakes_secret_opens_no_tickets_and_the_other_way_round(world, opened):
    _row, secret = opened
    assert post(secret, {"mentions": []}, "mentions").status_code == 401
    assert post("whsec_" + "QUJD" * 8, {"tickets": []}).status_code == 401


def test_a_sample_shows_how_it_is_read_and_keeps_nothing(world):
    client = make_operator(world)
    text = client.post(
        "/settings/do/source/", FORM | {"test": "1", "sample": json.dumps({"tickets": [TICKET]})}
    ).content
    assert "이렇게 읽혀요. 번호 7" in text.decode()
    text = client.post("/settings/do/source/", FORM | {"test": "1", "sample": json.dumps({"tickets": [{}]})}).content
    assert "no: nothing there" in text.decode()
    assert not Source.objects.filter(org_id=world.org).exists()
    assert "점과 대괄호로" in client.post("/settings/do/source/", FORM | {"id": "a b"}).content.decode()


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_workbook_is_shown_first_and_kept_when_asked(world):
    client = make_operator(world)
    data = workbook(HEAD, [1, "2026-03-01 11:00", "맘카페", "유리 조각", "달팽이"], [2, "어제", "뉴스", "둘"])
    shown = client.post("/settings/do/upload/", {"file": SimpleUploadedFile("a.xlsx", data), "brand": world.brand})
    text = shown.content.decode()
    assert "넣을 수 있는 글 1건" in text
    assert "번호(id), 시각(ts), 출처(source), 내용(text), 작성자(author)" in text
    assert "3번째 줄: 시각을 알아볼 수 없어요: &#x27;어제&#x27;" in text
    assert world.inbox.take() == ()
    rows = html.unescape(re.search(r'name="rows" value="([^"]*)"', text)[1])
    for said in ("글 1건을 넣었어요", "이미 있던 글 1건"):
        done = client.post("/settings/do/upload/", {"rows": rows, "brand": world.brand, "keep": "1"}, follow=True)
        assert said in done.content.decode()
    (batch,) = world.inbox.take()
    assert (batch.brand, batch.mentions[0].text) == (world.brand, "유리 조각")


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "ko",
            (
                "깨졌거나 엑셀 파일이 아니에요",
                "첫 줄에 번호(id), 시각(ts), 출처(source), 내용(text) 열이 없어요",
                "4 MB까지",
                "gzip",
            ),
        ),
        ("en", ("damaged or no workbook", "does not name id, ts, source, text", "bongsu ingest", "gzip")),
    ],
)
def test_a_file_that_is_none_or_too_large_is_refused_in_the_readers_words(world, language, says):
    client = make_operator(world)
    client.get(f"/words/{language}")
    files = (b"PK\x03\x04nonsense", b"a,b\n1,2\n", b"x" * (4 * 1024 * 1024 + 1), b"\x1f\x8b\x08nonsense")
    for data, said in zip(files, says, strict=True):
        answer = client.post("/settings/do/upload/", {"file": SimpleUploadedFile("a.bin", data)})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert client.post("/settings/do/upload/", {}).status_code == 422


CSV = """번호,일시,채널,내용
1,2026-03-01 11:00,맘카페,유리 조각
2,어제,맘카페,둘
3,,맘카페,셋
"""
JSONL = b"""{"id": 1, "ts": "2026-03-01 11:00", "source": "blog", "text": "\xec\x9c\xa0\xeb\xa6\xac"}
{"id": 2, "source": "blog", "text": "x"}
{"id": 3, "ts": 5, "source": "blog", "text": "x"}
{nonsense
"""


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (CSV.encode("cp949"), {3: "시각을 알아볼 수 없어요", 4: "빈칸이에요: 시각(ts)"}),
        (CSV.encode("utf-8-sig"), {3: "시각을 알아볼 수 없어요", 4: "빈칸이에요: 시각(ts)"}),
        (JSONL, {2: "시각(ts) 칸이 없거나", 3: "시각(ts) 칸이 없거나", 4: "형식이 깨진 줄"}),
    ],
)
def test_csv_and_json_lines_are_shown_first_and_each_wrong_line_says_why(world, data, refused):
    text = make_operator(world).post("/settings/do/upload/", {"file": SimpleUploadedFile("a", data)}).content.decode()
    assert "넣을 수 있는 글 1건" in text
    for line, why in refused.items():
        assert f"{line}번째 줄: {why}" in text
    assert world.inbox.take() == ()


def test_only_an_operator_brings_files_in_and_only_for_brands_of_their_own(world):
    assert signed_in(world, "seojun").post("/settings/do/upload/", {"rows": "{}"}).status_code == 403
    other = make_world(slug="other", clock=world.clock)
    answer = make_operator(world).post("/settings/do/upload/", {"rows": "{}", "brand": other.brand, "keep": "1"})
    assert answer.status_code == 422
