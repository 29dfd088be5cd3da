"""The emergency copy on a phone: kept by one press, read without a network, gone after signing out."""

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import PHONE, People

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def phone(people: People) -> Page:
    """A leader's, with a copy kept on it."""
    people.expected.append("ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION")  # that is the point
    page = people.open("leader", size=PHONE)
    page.goto("/packet/")
    page.locator("#offline [data-do=on]").click()
    expect(page.locator("#offline [data-say=on]")).to_be_visible()
    return page


def test_without_a_network_the_copy_is_read_with_its_numbers_its_texts_and_its_age(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.goto("/packet/offline/")
    expect(phone.locator("#age")).to_contain_text("오늘 내용")
    numbers = phone.locator("a[href^='tel:']")
    assert numbers.count() >= 17  # everybody of the sample organisation, and the rings
    expect(phone.get_by_role("heading", name="홀딩 입장문")).to_be_visible()
    assert phone.locator("section:has(> h2:text('홀딩 입장문')) dd").count() >= 5
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.goto("/")  # what is opened in a hurry leads there too
    phone.wait_for_url("**/packet/offline/")


def test_a_copy_of_days_ago_says_how_old_it_is(phone: Page) -> None:
    phone.evaluate(
        """async () => {
          const kept = await caches.open("bongsu-emergency");
          const page = await kept.match("/packet/offline/");
          const then = new Date(Date.now() - 9 * 864e5).toISOString();
          const old = (await page.text()).replace(/data-made="[^"]*"/, `data-made="${then}"`);
          await kept.put("/packet/offline/", new Response(old, { headers: page.headers }));
        }"""
    )
    phone.context.set_offline(True)
    phone.goto("/packet/offline/")
    expect(phone.locator("#age.old")).to_contain_text("9일 전 내용")


def test_signing_out_takes_the_copy_away(phone: Page) -> None:
    phone.goto("/accounts/logout/")
    phone.locator("main form button").first.click()
    phone.wait_for_url("**/accounts/login/**")
    assert phone.evaluate("caches.keys()") == []
    phone.context.set_offline(True)
    with pytest.raises(Error):
        phone.goto("/packet/offline/")
