"""Sources we read ourselves, in the settings: connected, tried, changed; secrets go in and never come out."""

import json

import pytest
from tests.kit.reader import make_operator, signed_in
from tests.kit.server import Answer, serving

from bongsu.boot import wiring
from bongsu.store import secrets, setup
from bongsu.store.operations.models import Source
from bongsu.web import house
from bongsu.web.setup.source_forms import FORMS

TOKEN = "tok-3f9c0d"
MASTODON = {
    "kind": "mastodon",
    "name": "누리집",
    "url": "https://gasang.example/",
    "what": "tag",
    "tags": "#가, 나",
}
NAVER = {
    "kind": "naver",
    "name": "네이버",
    "query": "한강식품\n배도라지즙\n한강식품",
    "kinds": ["news", "cafearticle"],
    "client_id": "abc",
    "secret": "naver-pw",
    "every_min": "10",
}


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    monkeypatch.setattr(house, "ports", lambda: wiring.ports(callers={}))


def save(client, form, **more):
    return client.post("/settings/do/source/", form | more)


def test_a_mastodon_source_is_connected_and_its_token_sealed(world):
    client = make_operator(world)
    assert save(client, MASTODON, secret=TOKEN, stream="on").status_code == 302
    row = Source.objects.get(org_id=world.org, kind="mastodon")
    wanted = {"url": "https://gasang.example", "what": "tag", "tags": "가 나", "stream": "true"}
    assert row.settings == wanted
    assert TOKEN not in row.secret
    assert secrets.open_(row.secret) == TOKEN
    for page in ("/settings/sources/", f"/settings/sources/?source={row.pk}"):
        text = client.get(page).content.decode()
        assert "누리집" in text
        assert TOKEN not in text


def test_saved_again_without_a_secret_the_old_one_stays(world):
    client = make_operator(world)
    save(client, MASTODON, what="home", secret=TOKEN)
    assert save(client, MASTODON, what="home", secret="").status_code == 302
    assert secrets.open_(Source.objects.get(org_id=world.org, kind="mastodon").secret) == TOKEN


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(world):
    client = make_operator(world)
    answer = save(client, MASTODON, what="home")
    assert answer.status_code == 422
    assert "홈 타임라인과 리스트는 접근 토큰이 있어야" in answer.content.decode()
    assert "리스트의 주소나 번호를" in save(client, MASTODON, what="list", secret=TOKEN).content.decode()
    assert "해시태그를 하나 이상" in save(client, MASTODON, tags=" # ").content.decode()
    assert "다섯 개까지" in save(client, MASTODON, tags="a b c d e f").content.decode()
    assert 'value="ftp://x"' in save(client, MASTODON, url="ftp://x").content.decode()
    one_a_minute = {"query": "a\nb\nc\nd\ne", "kinds": ["news", "blog", "cafearticle"], "every_min": "1"}
    assert save(client, NAVER, **one_a_minute).status_code == 302  # 15 × 1,440 fits
    Source.objects.all().delete()
    assert "Client Secret을 적어" in save(client, NAVER, secret="").content.decode()
    assert "다섯 줄" in save(client, NAVER, query="\n".join("abcdef")).content.decode()
    assert not Source.objects.filter(org_id=world.org).exists()


def test_a_list_is_named_by_the_address_of_its_page_and_a_mailbox_tells_of_new_mail(world):
    client = make_operator(world)
    save(client, MASTODON, what="list", list="https://gasang.example/lists/4711", secret=TOKEN)
    assert Source.objects.get(org_id=world.org, kind="mastodon").settings["list"] == "4711"
    box = {"kind": "imap", "name": "알림", "host": "imap.example.com", "port": "993", "security": "ssl", "user": "a"}
    save(client, box, mailbox="INBOX", secret="pw", stream="on")
    row = Source.objects.get(org_id=world.org, kind="imap")
    assert (row.settings["stream"], row.settings["mark"]) == ("true", "")
    assert [job.kind for job in wiring.ports(callers={}).shelf.with_bell(kinds=("imap",))] == ["imap"]


def test_a_naver_source_is_connected(world):
    assert save(make_operator(world), NAVER).status_code == 302
    row = Source.objects.get(org_id=world.org, kind="naver")
    assert row.settings["query"] == "한강식품\n배도라지즙"
    assert row.settings["kinds"] == "news cafearticle"
    assert row.settings["every_s"] == 600
    assert secrets.open_(row.secret) == "naver-pw"


def test_trying_first_says_what_was_found_and_keeps_nothing(world):
    posts = [
        {"id": "1", "created_at": "2026-03-07T12:00:00Z", "content": "<p>유리 조각</p>", "account": {"acct": "nuri"}}
    ]
    client = make_operator(world)
    with serving(Answer(body=json.dumps(posts).encode())) as server:
        source = setup.upsert_source(
            world.org, "mastodon", "누리집", settings={"url": server.url, "what": "public", "allow_private": "true"}
        )
        text = client.post("/settings/do/source-test/", {"source": source}).content.decode()
    assert "시험 통과" in text
    assert "유리 조각" in text
    row = Source.objects.get(pk=source)
    assert (row.cursor, row.last_ok_at) == ({}, None)


def test_trying_says_why_not_and_what_to_do(world):
    client = make_operator(world)
    for answer, says in (
        (Answer(401), "설정 → 개발에서 새로 만들어 주세요"),
        (Answer(422), "회원에게만 보여 줍니다"),
        (Answer(429, headers={"Retry-After": "600"}), "약 10분 뒤에"),
    ):
        with serving(answer) as server:
            source = setup.upsert_source(
                world.org, "mastodon", "누리집", settings={"url": server.url, "what": "public", "allow_private": "true"}
            )
            text = client.post("/settings/do/source-test/", {"source": source}).content.decode()
        assert "시험 실패" in text
        assert says in text


def test_only_an_operator_may_connect_and_only_kinds_there_are(world):
    assert save(signed_in(world, "seojun"), MASTODON).status_code == 403
    assert save(make_operator(world), MASTODON, kind="storm").status_code == 404


def test_every_kind_of_the_form_has_a_connector(world):
    told_to_us = {"tickets"}  # nobody is asked: whoever keeps them sends them
    assert set(FORMS) - told_to_us <= set(wiring.ports(callers={}).sources)
