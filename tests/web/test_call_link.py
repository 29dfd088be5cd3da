"""The link in a call: opening it answers nothing, whoever opens it; a button does."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import signing
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.flows import convene
from bongsu.store import call_links
from bongsu.store.operations import models as m
from bongsu.web import house


@pytest.fixture
def room(world: World) -> int:
    house.install(world.ports)
    room = world.open_room(level=4, title="유리 조각 <script>alert(1)</script>")
    world.append(room, e.CallPlaced("c1", "seojun", "leader", 4), by="system")
    return room


@pytest.fixture
def path(room: int) -> str:
    address = call_links.address(m.Call.objects.get(key="c1").pk)
    return address[address.index("/call/") :]


def answers(world: World, room: int) -> list[str]:
    return [x.type_ for x in world.events(room) if isinstance(x, e.CallAcknowledged | e.CallDeclined)]


def test_a_mail_scanner_that_opens_everything_answers_nothing(world: World, room: int, path: str) -> None:
    before = world.room(room)
    scanner = Client(headers={"user-agent": "Mozilla/5.0 (compatible; SafeLinks)"})
    seen, ahead = set(), [path]
    while ahead:
        href = ahead.pop()
        if href in seen or len(seen) > 40:
            continue
        seen.add(href)
        scanner.head(href)
        scanner.options(href)
        answer = scanner.get(href, headers={"sec-purpose": "prefetch", "purpose": "prefetch"})
        for found in re.findall(r'(?:href|src|action|formaction)="([^"]+)"', answer.content.decode(errors="replace")):
            if found.startswith("/") and not found.startswith("/static/"):
                ahead.append(unescape(found))
    assert len(seen) > 3
    assert path in seen
    assert world.room(room) == before
    assert answers(world, room) == []


def test_the_page_shows_who_is_called_for_what_and_says_that_opening_does_nothing(path: str) -> None:
    answer = Client().get(path)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "이서준" in text
    assert "유리 조각 &lt;script&gt;" in text
    assert "지금 갑니다" in text
    assert "못 가요" in text
    why = text.index('name="why"')
    assert "coming" not in text[text.rindex("<form", 0, why) : text.index("</form>", why)], "Enter there says no"
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "same-origin")


@pytest.mark.parametrize(
    ("said", "event", "words"),
    [("coming", "call_acknowledged", "상황실로 들어가기"), ("cannot", "call_declined", "다른 분을 찾아요")],
)
def test_a_button_answers_and_says_what_happens_next(
    world: World, room: int, path: str, said: str, event: str, words: str
) -> None:
    text = Client().post(path, {"answer": said}).content.decode()
    assert words in text
    assert answers(world, room) == [event]
    assert world.lines(room)[-1].by == "seojun"
    world.assert_journal_holds(room)


def test_a_browser_without_the_pages_token_cannot_answer(world: World, room: int, path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path, {"answer": "coming"}).status_code == 403
    assert answers(world, room) == []


def test_a_browsers_own_button_passes_the_check_of_its_origin(world: World, room: int, path: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(path)
    assert page["Referrer-Policy"] != "no-referrer"  # the browser would say that it comes from nowhere: Origin: null
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token
    form = {"answer": "coming", "csrfmiddlewaretoken": token[1]}
    assert browser.post(path, form, headers={"origin": "null"}).status_code == 403
    assert browser.post(path, form, headers={"origin": "http://testserver"}).status_code == 200
    assert answers(world, room) == ["call_acknowledged"]


def test_a_link_used_again_is_refused_with_the_way_in(world: World, room: int, path: str) -> None:
    Client().post(path, {"answer": "coming"})
    again = Client().post(path, {"answer": "cannot"})
    assert again.status_code == 409
    assert f"/rooms/{room}/" in again.content.decode()
    assert answers(world, room) == ["call_acknowledged"]


def test_who_could_not_come_may_still_come(world: World, room: int, path: str) -> None:
    Client().post(path, {"answer": "cannot"})
    assert "사정이 바뀌면" in Client().get(path).content.decode()
    Client().post(path, {"answer": "coming"})
    assert answers(world, room) == ["call_declined", "call_acknowledged"]


def test_who_cannot_come_may_say_why_and_the_room_reads_it_with_the_next_one_called(world: World) -> None:
    house.install(world.ports)
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=4
    )
    call = world.room(room).call_of("jiwoo")
    assert call is not None
    address = call_links.address(m.Call.objects.get(room_id=room, key=call.id).pk)
    path = address[address.index("/call/") :]
    assert Client().post(path, {"answer": "cannot", "why": "가" * 1_001}).status_code == 422
    assert world.room(room).call_of("yerin") is None
    Client().post(path, {"answer": "cannot", "why": "아이가 <b>입원</b>"})
    assert world.room(room).call_of("yerin") is not None, "no tick was needed"
    reader = signed_in(world, "haneul")
    for page in (f"/rooms/{room}/", f"/rooms/{room}/ring/"):
        assert "아이가 &lt;b&gt;입원&lt;/b&gt;" in reader.get(page).content.decode()
    world.assert_journal_holds(room)


def test_a_forwarded_link_is_refused_to_whoever_is_somebody_else(world: World, room: int, path: str) -> None:
    other = signed_in(world, "haneul")
    answer = other.post(path, {"answer": "coming"})
    assert answer.status_code == 403
    assert "다른 분에게 간 호출" in answer.content.decode()
    assert answers(world, room) == []


def test_a_link_signs_nobody_in(room: int, path: str) -> None:
    client = Client()
    client.post(path, {"answer": "coming"})
    assert client.get(f"/rooms/{room}/").status_code == 302


@pytest.mark.parametrize("broken", ["1", "1:x:y", "é", "0:" * 9, "1:1tRqDf:" + "A" * 43])
def test_a_forged_link_is_refused_with_a_way_forward(broken: str, room: int) -> None:
    answer = Client().get(f"/call/{broken}/")
    assert answer.status_code == 410
    assert "로그인하고 보기" in answer.content.decode()


def test_a_link_ends_after_a_day(world: World, room: int, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = signing.time.time
    late = call_links.MAX_AGE + timedelta(seconds=2)
    monkeypatch.setattr(signing.time, "time", lambda: real() + late.total_seconds())
    answer = Client().post(path, {"answer": "coming"})
    assert answer.status_code == 410
    assert answers(world, room) == []


def test_a_closed_room_needs_nobody(world: World, room: int, path: str) -> None:
    world.append(room, e.LeadTaken("seojun", None, "assigned"), by="system")
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="끝", waiver="오해였어요")
    answer = Client().post(path, {"answer": "coming"})
    assert answer.status_code == 410
    assert "오지 않아도 돼요" in answer.content.decode()


def test_a_link_cannot_be_pointed_at_another_call(world: World, room: int, path: str) -> None:
    world.append(room, e.CallPlaced("c2", "minseo", "executive", 4), by="system")
    number = path.split("/")[2].split(":")[0]
    other = path.replace(f"/{number}:", f"/{int(number) + 1}:")
    assert Client().get(other).status_code == 410
