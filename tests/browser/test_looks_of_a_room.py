"""Screens of a room, after people have acted in it, at 360 and 1440 px, in both languages and themes."""

import pytest

from tests.browser.conftest import PHONE, People, Shoot
from tests.browser.looks import look

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCREENS = {
    "room": "/rooms/{room}/",
    "voice": "/rooms/{room}/voice/",
    "brief": "/rooms/{room}/brief/",
    "review": "/rooms/{room}/review/",
    "watch-in-crisis": "/",
    "rooms-in-crisis": "/rooms/",
    "board": "/demo/board/",
    "phone": "/demo/phone/haneul/",
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_a_room_fits_weighs_little_and_shuts_nobody_out(
    people: People, room: int, shoot: Shoot, name: str, language: str
) -> None:
    path = SCREENS[name].format(room=room)
    page = people.open("leader", size=PHONE, language="ko-KR" if language == "ko" else "en-GB")
    assert look(page, path, name, language, shoot) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_published_statement_is_plain_to_read(people: People, shoot: Shoot, language: str) -> None:
    page = people.open(size=PHONE, language="ko-KR" if language == "ko" else "en-GB")
    page.goto("/newsroom/")
    link = page.locator("article a").first
    path = (link.get_attribute("href") or "") if link.count() else "/newsroom/"
    assert look(page, path, "statement", language, shoot) == []
