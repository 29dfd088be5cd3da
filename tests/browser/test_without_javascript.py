"""A browser that runs no script can still come in, judge, write down and read."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, People, Shoot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_room_works_without_scripts(people: People, room: int, shoot: Shoot) -> None:
    haneul = people.open("practitioner", script=False)
    expect(haneul.locator("#next")).to_be_visible()
    haneul.goto(f"/rooms/{room}/")
    if haneul.locator("#next form[action$='/do/acknowledge']").count():
        haneul.locator("#next form[action$='/do/acknowledge'] button").click()
    haneul.locator("#note-text").fill("스크립트 없이 적은 메모")
    haneul.locator(".composer button").click()
    expect(haneul.locator("main [role=status]").first).to_contain_text("기록했습니다")
    expect(haneul.locator("#panel-journal")).to_contain_text("스크립트 없이 적은 메모")
    if haneul.locator("#estimate-form").get_attribute("open") is None:
        haneul.locator("#estimate-form > summary").click()
    haneul.locator("#estimate-form input[value='3']").check()
    haneul.locator("#estimate-form textarea").fill("사진이 여러 곳에 퍼지고 있어요")
    haneul.locator("#estimate-form button.go").click()
    expect(haneul.locator("#panel-estimates")).to_contain_text("사진이 여러 곳에 퍼지고 있어요")
    shoot(haneul, "without-javascript")
    haneul.goto(f"/rooms/{room}/review/")
    expect(haneul.locator("h1")).to_be_visible()


def test_a_stranger_reads_the_newsroom_without_scripts(people: People) -> None:
    reader = people.open(script=False)
    reader.goto("/newsroom/")
    expect(reader.locator("h1")).to_be_visible()
    if reader.locator("article a").count():
        reader.locator("article a").first.click()
        expect(reader.locator(".statement")).not_to_be_empty()
    reader.goto("/accounts/login/")
    expect(reader.locator("input[name=password]")).to_be_visible()


def test_on_a_phone_the_map_shows_what_is_missing_until_a_tap_shows_the_rest(people: People, shoot: Shoot) -> None:
    haneul = people.open("practitioner", size=PHONE, script=False)
    haneul.goto("/touchpoints/map/")
    lane = haneul.locator(".lane:has(.chains dl > :not(.hole))").first
    rest = lane.locator(".chains dl > :not(.hole)")
    assert not any(cell.is_visible() for cell in rest.all())
    assert all(hole.is_visible() for hole in haneul.locator(".chains .hole").all())
    shoot(haneul, "map-folded")
    lane.locator(".fold-line").click()
    assert all(cell.is_visible() for cell in rest.all())
    haneul.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    assert all(cell.is_visible() for cell in haneul.locator(".chains dl > div").all())
    assert not any(line.is_visible() for line in haneul.locator(".lane .fold-line").all())
