"""From the beacon to the newsroom, as a night's people do it in their browsers."""

import re
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People, Shoot
from tests.browser.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ATOM = "{http://www.w3.org/2005/Atom}"
SLOTS = ("empathy", "facts", "unknowns", "action", "commitment", "contact")


def open_sheet(page: Page, sheet: str) -> None:
    """Unfold a form that is folded."""
    if page.locator(f"details#{sheet}").get_attribute("open") is None:
        page.locator(f"details#{sheet} > summary").click()


def answer_the_call(page: Page) -> None:
    page.locator("#next form[action$='/do/acknowledge'] button").click()
    expect(page.locator("form[action$='/do/acknowledge']")).to_have_count(0)


def send_estimate(page: Page, level: int, why: str) -> None:
    open_sheet(page, "estimate-form")
    form = page.locator("#estimate-form")
    form.locator(f"input[name=level][value='{level}']").check()
    form.locator("input[name=press_pct]").fill("70")
    form.locator("textarea[name=why]").fill(why)
    form.locator("button.go").click()
    expect(page.locator("#panel-estimates")).to_contain_text(why)


def test_a_call_is_answered_and_a_word_reaches_newsroom_and_partners_once(
    demo: Demo, people: People, room: int, shoot: Shoot
) -> None:
    # 하늘 is called, answers, and judges before she sees anybody's judgement.
    haneul = people.open("practitioner")
    expect(haneul.locator("#next")).to_be_visible()
    haneul.locator(f"#next a.go[href='/rooms/{room}/']").click()
    answer_the_call(haneul)
    expect(haneul.locator("#calls")).to_contain_text("박하늘")
    send_estimate(haneul, 4, "맘카페 세 곳에 같은 사진이 올라왔어요")

    # 서준 comes in and leads.
    seojun = people.open("leader")
    seojun.goto(f"/rooms/{room}/")
    answer_the_call(seojun)
    expect(seojun.locator("#panel-estimates")).not_to_contain_text("맘카페 세 곳에")
    send_estimate(seojun, 3, "아직 한 제품 이야기예요")
    expect(seojun.locator("#panel-estimates")).to_contain_text("맘카페 세 곳에")
    if seojun.locator("details#take_lead").count():
        open_sheet(seojun, "take_lead")
        seojun.locator("#take_lead textarea").fill("당직 팀장이라 맡습니다")
        seojun.locator("#take_lead form button").click()
    expect(seojun.locator("#command")).to_contain_text("이서준")
    expect(haneul.locator("#bar")).to_contain_text("이서준")

    # A fact is written down, then confirmed with its ground.
    open_sheet(seojun, "note_fact")
    sheet = seojun.locator("#note_fact")
    sheet.locator("textarea[name=text]").fill("소비자 상담실에 같은 신고가 2건 들어왔습니다.")
    sheet.locator("input[name=status][value=confirmed]").check()
    sheet.locator("input[name=source]").fill("고객센터 접수 기록")
    sheet.locator("button").last.click()
    expect(haneul.locator("#facts")).to_contain_text("소비자 상담실에")
    shoot(seojun, "beacon-room")

    # Six slots with the prepared words, the next update, and the text as it will stand.
    seojun.goto(f"/rooms/{room}/voice/")
    for slot in SLOTS:
        seojun.locator(f"button[data-into='slot-{slot}']").first.click()
        expect(seojun.locator(f"#slot-{slot}")).not_to_have_value("")
    seojun.locator("#next-at").select_option(index=2)
    expect(seojun.locator("#preview .statement")).to_contain_text("다음 안내")
    seojun.locator("#draft button.go").click()
    seojun.locator("#approve-ask > summary").wait_for()
    shown = seojun.locator("#approve .statement").inner_text()
    shoot(seojun, "beacon-voice")
    seojun.locator("#approve-ask > summary").click()
    expect(seojun.locator("#approve-ask .consequence")).to_contain_text("되돌릴 수 없습니다")
    seojun.locator("#approve-ask button.danger").click()
    expect(seojun.locator("#deliveries .tag.ok")).to_have_count(2, timeout=20_000)

    # The world reads exactly what was approved, once.
    reader = people.open()
    reader.goto("/newsroom/")
    expect(reader.locator("article")).to_have_count(1)
    shoot(reader, "beacon-newsroom")
    reader.locator("article a").first.click()
    assert reader.locator(".statement").inner_text() == shown
    feed = ET.fromstring(demo.public("/newsroom/feed.atom"))
    assert len(feed.findall(f"{ATOM}entry")) == 1
    haneul.goto("/demo/board/")
    expect(haneul.locator("article")).to_have_count(1)
    assert haneul.locator("article .statement").inner_text() == shown

    # What happened is measured, and proven.
    haneul.goto(f"/rooms/{room}/review/")
    measured = haneul.locator("table.stacks tbody tr b").all_inner_texts()
    assert len([m for m in measured if re.search(r"\d", m)]) >= 4
    expect(haneul.locator("#journal .tag.ok")).to_be_visible()
    shoot(haneul, "beacon-review")
    proof = demo.command("verify")
    assert proof.returncode == 0, proof.stdout + proof.stderr
