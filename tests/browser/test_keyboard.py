"""Every main screen, driven by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People, Shoot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_TABS = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, and see that the focus shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            shown = page.evaluate(
                """() => {
                  const e = document.activeElement, box = e.closest("label") ?? e;
                  return [e, box].some((one) => getComputedStyle(one).outlineStyle !== "none");
                }"""
            )
            assert shown, f"{selector} has the focus and does not show it"
            return
    raise AssertionError(f"{selector} is not reached by {MOST_TABS} tabs")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def test_the_watch_is_left_by_the_palette_and_the_keys_are_listed(people: People, room: int) -> None:
    haneul = people.open("practitioner")
    haneul.keyboard.press("Tab")
    expect(haneul.locator(".skip")).to_be_focused()
    haneul.keyboard.press("Enter")
    expect(haneul.locator("#main")).to_be_focused()
    haneul.keyboard.press("?")
    expect(haneul.locator("#keys")).to_be_visible()
    haneul.keyboard.press("Escape")
    expect(haneul.locator("#keys")).to_be_hidden()
    press(haneul, "#main summary")
    expect(haneul.locator("#main details[open]")).not_to_have_count(0)
    haneul.keyboard.press("Control+k")
    expect(haneul.locator("#palette-words")).to_be_focused()
    haneul.keyboard.type("한담")
    found = haneul.locator(f"#palette-list a[href='/rooms/{room}/']")
    expect(found).to_be_visible()
    for _ in range(20):
        if haneul.locator(f"#palette-list [aria-selected=true] a[href='/rooms/{room}/']").count():
            break
        haneul.keyboard.press("ArrowDown")
    haneul.keyboard.press("Enter")
    haneul.wait_for_url(f"**/rooms/{room}/")
    haneul.keyboard.press("g")
    haneul.keyboard.press("r")
    haneul.wait_for_url("**/rooms/")
    haneul.keyboard.press("g")
    haneul.keyboard.press("w")
    haneul.wait_for_url(re.compile(r":\d+/$"))


def test_a_room_is_worked_in_by_keyboard(people: People, room: int) -> None:
    jiwoo = people.open("legal")
    jiwoo.goto(f"/rooms/{room}/")
    tab_to(jiwoo, "#estimate-form > summary")
    if jiwoo.locator("#estimate-form").get_attribute("open") is None:
        jiwoo.keyboard.press("Enter")
    write(jiwoo, "#estimate-form textarea", "법무가 보기에 신고 의무를 따질 일이에요")
    tab_to(jiwoo, "#estimate-form input[name=level]")
    jiwoo.keyboard.press("Space")
    for _ in range(3):
        jiwoo.keyboard.press("ArrowRight")
    tab_to(jiwoo, "#estimate-form input[type=range]")
    jiwoo.keyboard.press("ArrowRight")
    press(jiwoo, "#estimate-form button.go")
    expect(jiwoo.locator("#panel-estimates")).to_contain_text("신고 의무를 따질 일이에요")
    write(jiwoo, "#note-text", "식약처 신고 요건을 확인하고 있어요")
    jiwoo.keyboard.press("Control+Enter")
    expect(jiwoo.locator("#panel-journal")).to_contain_text("식약처 신고 요건을 확인하고 있어요")
    expect(jiwoo.locator("#note-text")).to_be_focused()
    jiwoo.locator("#main").focus()
    press(jiwoo, "a[href$='/brief/']")
    jiwoo.wait_for_url("**/brief/")
    press(jiwoo, f"main a[href='/rooms/{room}/']")
    jiwoo.wait_for_url(f"**/rooms/{room}/")
    press(jiwoo, "a[href$='/review/']")
    jiwoo.wait_for_url("**/review/")
    press(jiwoo, "details.basis > summary")
    expect(jiwoo.locator("details.basis[open]")).to_have_count(1)


def test_a_second_brand_goes_from_settings_to_newsroom_by_keyboard(people: People, room: int, shoot: Shoot) -> None:
    # 우진 adds a brand,
    woojin = people.open("operator")
    woojin.goto("/settings/brands/")
    write(woojin, "#edit input[name=name]", "한결")
    write(woojin, "#edit textarea[name=include]", "한결두유")
    press(woojin, "#edit button.go")
    expect(woojin.locator("main")).to_contain_text("한결두유")

    # 하늘 feels that something is off with it,
    haneul = people.open("practitioner")
    press(haneul, "#off > summary")
    write(haneul, "#open-title", "두유에서 신맛이 난다는 글")
    write(haneul, "#open-why", "고객센터에도 같은 전화가 두 통 왔어요")
    tab_to(haneul, "#off input[name=level]")
    haneul.keyboard.press("Space")
    while haneul.locator("#off input[name=level]:checked").get_attribute("value") != "3":
        haneul.keyboard.press("ArrowRight")
    press(haneul, "#off button.go")
    haneul.wait_for_url(re.compile(r"/rooms/\d+/$"))
    expect(haneul.locator("h1")).to_contain_text("두유에서 신맛이 난다는 글")

    # and 서준 speaks.
    seojun = people.open("leader")
    seojun.goto(f"{haneul.url}voice/")
    for slot in ("empathy", "facts", "unknowns", "action", "commitment", "contact"):
        press(seojun, f"button[data-into='slot-{slot}']")
        expect(seojun.locator(f"#slot-{slot}")).to_be_focused()
        expect(seojun.locator(f"#slot-{slot}")).not_to_have_value("")
    tab_to(seojun, "#next-at")
    seojun.keyboard.press("ArrowDown")
    press(seojun, "#draft button.go")
    seojun.locator("#approve-ask > summary").wait_for()
    press(seojun, "#approve-ask > summary")
    press(seojun, "#approve-ask button.danger")
    expect(seojun.locator("#deliveries .tag.ok")).to_have_count(2, timeout=20_000)
    seojun.goto("/newsroom/")
    press(seojun, "article a")
    expect(seojun.locator(".statement")).to_contain_text("다음 안내")
    shoot(seojun, "keyboard-statement")
