"""Screens that need no room, at 360 and 1440 px, in both languages and themes."""

import pytest

from tests.browser.conftest import PHONE, People, Shoot
from tests.browser.looks import look
from tests.browser.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def draft(people: People) -> None:
    """A charter is being rewritten."""
    page = people.open("operator")
    page.goto("/charter/")
    begin = page.locator("form[action='/charter/do/begin/'] button")
    if begin.count():
        begin.click()
        page.wait_for_url("**/charter/draft/**")
    page.context.close()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_fits_weighs_little_and_shuts_nobody_out(
    people: People, shoot: Shoot, request: pytest.FixtureRequest, name: str, language: str
) -> None:
    role, path = SCREENS[name]
    if name == "not-there":
        people.expected.append("404")
    if name == "charter-draft":
        request.getfixturevalue("draft")
    page = people.open(role, size=PHONE, language="ko-KR" if language == "ko" else "en-GB", empty=True)
    assert look(page, path, name, language, shoot) == []
