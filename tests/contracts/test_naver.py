"""Naver's search: invented answers of the published shape, a budget shared by all of a key, and its faults."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bongsu.connectors.kit.guard import Allowed
from bongsu.connectors.naver import NaverSource, source as naver
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Polled
from tests.kit.server import Answer, Asked, serving

RECORDINGS = Path(naver.__file__).parent / "recordings"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SETTINGS = {"client_id": "id", "secret": "pw", "query": "한강식품", "kinds": "news"}


class Purse:
    def __init__(self) -> None:
        self.calls = 0

    def spend(self, purse: str, *, calls: int, per_day: int, at: datetime) -> bool:
        if self.calls + calls > per_day:
            return False
        self.calls += calls
        return True


def poll(home: str, cursor: Polled | None = None, *, budget: Purse | None = None, **settings: str) -> Polled:
    source = NaverSource(budget=budget or Purse(), home=home, allowed=Allowed(everything=True), timeout_s=1)
    return source.poll(SETTINGS | settings, cursor.cursor if cursor else {}, at=NOW)


def recorded(asked: Asked) -> Answer:
    kind = asked.path.split("?")[0].rpartition("/")[2]
    return Answer(body=(RECORDINGS / kind).read_bytes())


def growing(links: list[str]) -> Callable[[Asked], Answer]:
    """A search that finds these, oldest first in the list, newest first in the answer."""

    def answer(asked: Asked) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        start, display = int(query["start"]) - 1, int(query["display"])
        found = list(reversed(links))[start : start + display]
        return Answer(
            body=json.dumps({"items": [{"title": f"글 {x}", "link": f"https://x.example/{x}"} for x in found]})
        )

    return lambda asked: encoded(answer(asked))


def encoded(answer: Answer) -> Answer:
    return Answer(body=answer.body.encode() if isinstance(answer.body, str) else answer.body)


def test_what_was_there_before_is_shown_and_not_taken_in_and_all_is_dated_by_first_sight():
    with serving(recorded) as server:
        polled = poll(server.url, kinds="news blog cafearticle")
        again = poll(server.url, polled, kinds="news blog cafearticle")
    assert polled.items == again.items == ()
    older, newer, blog, cafe = polled.before
    assert newer.text == '한강식품 배도라지즙서 "유리 조각" 주장\n소비자 커뮤니티에 한강식품 제품 사진이 올라왔다.'
    assert newer.url == newer.id == "https://gana.example/economy/20261124-2"
    assert older.id == "https://n.news.naver.example/mnews/article/999/0000000001"
    assert blog.text == "한강식품 도시락 후기\n오늘은 한강식품 도시락. 가격 < 원가?"
    assert (blog.source, blog.author) == ("네이버 블로그", "가상의 하루")
    assert (cafe.source, cafe.author) == ("네이버 카페", None)
    assert {one.ts for one in polled.before} == {NOW}
    asked = server.asked[0]
    assert parse_qs(urlsplit(asked.path).query) == {
        "query": ["한강식품"],
        "display": ["100"],
        "start": ["1"],
        "sort": ["date"],
    }
    assert (asked.headers["x-naver-client-id"], asked.headers["x-naver-client-secret"]) == ("id", "pw")


def test_only_what_is_new_is_given_out_oldest_first():
    links = [f"old{n}" for n in range(150)]
    with serving(growing(links)) as server:
        first = poll(server.url)
        links += ["new1", "new2"]
        second = poll(server.url, first)
        third = poll(server.url, second)
    assert [one.text for one in second.items] == ["글 new1", "글 new2"]
    assert third.items == second.before == ()


def test_a_storm_is_read_to_the_third_page():
    links = ["old"]
    purse = Purse()
    with serving(growing(links)) as server:
        first = poll(server.url, budget=purse)
        links += [f"s{n}" for n in range(250)]
        second = poll(server.url, first, budget=purse)
        third = poll(server.url, second, budget=purse)
    assert len(second.items) == 250
    assert third.items == ()
    assert purse.calls == 1 + 3 + 1


def test_a_new_word_begins_with_what_was_there_before_and_the_others_go_on():
    links = ["a"]
    with serving(growing(links)) as server:
        first = poll(server.url)
        links += ["b"]
        second = poll(server.url, first, query="한강식품\n배도라지즙")
    assert len(second.items) == 1
    assert len(second.before) == 2


def test_when_the_day_is_used_up_nothing_is_asked_until_midnight_in_korea():
    purse = Purse()
    with serving(growing(["a"])) as server:
        cursor = poll(server.url, budget=purse, per_day="2")
        poll(server.url, cursor, budget=purse, per_day="2")
        with pytest.raises(SourceBusy, match="used up") as busy:
            poll(server.url, cursor, budget=purse, per_day="2")
    assert 0 < busy.value.after_s <= 86_460
    assert len(server.asked) == 2


@pytest.mark.parametrize("code", ["SE01", "SE02", "SE03", "SE04", "SE05", "SE06", "024"])
def test_a_fault_that_needs_a_person_is_told_by_its_code(code):
    body = json.dumps({"errorMessage": "…", "errorCode": code}).encode()
    with serving(Answer(400, body=body)) as server, pytest.raises(SourceError, match=f"{code}: ") as told:
        poll(server.url)
    assert not isinstance(told.value, SourceBusy)


@pytest.mark.parametrize(("status", "code"), [(500, "SE99"), (429, "010"), (429, ""), (503, "")])
def test_a_fault_that_passes_is_waited_for(status, code):
    body = json.dumps({"errorCode": code}).encode()
    with serving(Answer(status, body=body, headers={"Retry-After": "77"})) as server, pytest.raises(SourceBusy) as busy:
        poll(server.url)
    assert busy.value.after_s == 77


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"items": 5}', b"\xff", b"{" * 90_000])
def test_an_answer_that_is_not_navers_is_an_error(body):
    with serving(Answer(body=body)) as server, pytest.raises(SourceError, match="not Naver's"):
        poll(server.url)


def test_one_crooked_result_refuses_itself_only():
    body = (
        b'{"items": [{"title": 5}, {"title": "", "description": ""}, {"title": "good", "link": "https://x.example/1"}]}'
    )
    with serving(Answer(body=body)) as server:
        polled = poll(server.url)
    assert [one.text for one in polled.before] == ["good"]
    assert [one.code for one in polled.refused] == ["bad_item"]


def test_keys_are_never_sent_with_line_breaks_and_words_are_needed():
    with serving(growing(["a"])) as server:
        with pytest.raises(SourceError, match="024"):
            poll(server.url, secret="x\r\nHost: evil")
        with pytest.raises(SourceError, match="no words"):
            poll(server.url, query=" \n ")
        assert server.asked == []
