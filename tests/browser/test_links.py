"""What leaves the house as a link acts by one press on its page, in a real browser, and says what came of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, People

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("name", "button", "said"),
    [
        ("call-link", "지금 갑니다", "온다고 전했어요"),
        ("order-link", "확인했어요. 이 글로만 말할게요", "확인하셨고 개인 계정도 쉬기로 하셨어요"),
        ("decide-link", "멈춘다", "‘멈춘다’로 정했어요"),
    ],
)
def test_one_press_acts_and_the_page_says_so(
    people: People, acted: dict[str, str], name: str, button: str, said: str
) -> None:
    if name == "decide-link":
        people.open("executive").context.close()  # reads Korean
    page = people.open(size=PHONE)
    page.goto(acted[name])
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main")).to_contain_text(said)
    people.expected.append("410")  # a link that is spent says so
    page.goto(acted[name])
    expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)


def test_a_shop_reports_from_a_phone_and_gets_a_receipt(people: People, acted: dict[str, str]) -> None:
    page = people.open(size=PHONE)
    page.goto(acted["report-link"])
    page.get_by_label("무슨 일인가요?").fill(
        "(합성 예시) 한강식품 배도라지즙 상자가 찢어져 있었다고 손님이 말씀하세요."
    )
    page.get_by_role("button", name="보내기").click()
    expect(page.locator("main")).to_contain_text("제보를 받았어요")
