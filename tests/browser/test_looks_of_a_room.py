"""Screens of a room, after people have acted in it, at 360 and 1440 px, in both languages and themes."""

import pytest

from tests.browser.conftest import PHONE, People, Shoot
from tests.browser.looks import look
from tests.browser.screens import LINKED, ROOM_SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", ROOM_SCREENS)
def test_a_screen_of_a_room_fits_weighs_little_and_shuts_nobody_out(
    people: People, room: int, acted: dict[str, str], shoot: Shoot, name: str, language: str
) -> None:
    path = ROOM_SCREENS[name].format(room=room, **acted)
    page = people.open("leader", size=PHONE, language="ko-KR" if language == "ko" else "en-GB", empty=True)
    assert look(page, path, name, language, shoot) == []


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", LINKED)
def test_what_a_link_opens_fits_weighs_little_and_shuts_nobody_out(
    people: People, acted: dict[str, str], shoot: Shoot, name: str, language: str
) -> None:
    """In the language that whom it is for read last."""
    if name == "decide-link":
        people.open("executive", language=language, empty=True).context.close()
    elif language == "en":
        pytest.skip("whom this link is for reads Korean")
    page = people.open(size=PHONE)
    assert look(page, acted[name], name, language, shoot) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_published_statement_is_plain_to_read(people: People, shoot: Shoot, language: str) -> None:
    page = people.open(size=PHONE, language="ko-KR" if language == "ko" else "en-GB")
    page.goto("/newsroom/")
    link = page.locator("article a").first
    path = (link.get_attribute("href") or "") if link.count() else "/newsroom/"
    assert look(page, path, "statement", language, shoot) == []
