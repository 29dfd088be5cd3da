"""Screens that need no room, at 360 and 1440 px, in both languages and themes."""

import pytest

from tests.browser.conftest import PHONE, People, Shoot
from tests.browser.looks import look

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: name → (role, path)
SCREENS = {
    "watch": ("practitioner", "/"),
    "rooms": ("practitioner", "/rooms/"),
    "settings": ("operator", "/settings/"),
    "brands": ("operator", "/settings/brands/"),
    "sources": ("operator", "/settings/sources/"),
    "outlets": ("operator", "/settings/outlets/"),
    "people": ("operator", "/settings/people/"),
    "levels": ("operator", "/settings/levels/"),
    "charter": ("operator", "/settings/charter/"),
    "holding": ("operator", "/settings/holding/"),
    "notifications": ("operator", "/settings/notifications/"),
    "touch-points": ("operator", "/touchpoints/"),
    "touch-point": ("operator", "/touchpoints/at/insta/"),
    "touch-point-new": ("operator", "/touchpoints/new/"),
    "holes": ("practitioner", "/touchpoints/holes/"),
    "risks": ("practitioner", "/touchpoints/risks/"),
    "risk": ("operator", "/touchpoints/risks/at/foreign-body/"),
    "stakeholders": ("practitioner", "/touchpoints/stakeholders/"),
    "stakeholder": ("operator", "/touchpoints/stakeholders/at/watch/"),
    "register-table": ("operator", "/touchpoints/tables/touchpoints/"),
    "first-hour": ("operator", "/settings/first-hour/"),
    "first-hour-people": ("operator", "/settings/first-hour/people/"),
    "newsroom": (None, "/newsroom/"),
    "sign-in": (None, "/accounts/login/"),
    "forgotten": (None, "/accounts/password/reset/"),
    "not-there": (None, "/newsroom/nothing-here/"),
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_fits_weighs_little_and_shuts_nobody_out(
    people: People, shoot: Shoot, name: str, language: str
) -> None:
    role, path = SCREENS[name]
    if name == "not-there":
        people.expected.append("404")
    page = people.open(role, size=PHONE, language="ko-KR" if language == "ko" else "en-GB")
    assert look(page, path, name, language, shoot) == []
