"""What every screen must be, whatever it shows: within its width, light, reachable for everybody."""

from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import DESK, PHONE, Shoot

MOST_BYTES = 150_000
FONT = "/vendor/pretendard/"  # the list of its pieces belongs to the font
#: Pages people stand in front of for hours.
MAIN = {"watch", "watch-in-crisis", "room", "voice", "brief", "review", "charter", "newsroom"}
GRAVE = {"serious", "critical"}
THEMES = ("dark", "light")
_WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .slice(0, 5)
    .map((e) => `${e.tagName.toLowerCase()}#${e.id}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`)
    .concat([`page ${document.documentElement.scrollWidth}`]);
}"""

_HIDDEN_PLACE = """() => {
  const box = document.querySelector(".subnav [aria-current]")?.getBoundingClientRect();
  return Boolean(box) && (box.left < 0 || box.right > innerWidth);
}"""


@dataclass
class Weight:
    """Bytes on the wire since it began to count, fonts apart; nothing comes from a cache."""

    session: CDPSession
    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> "Weight":
        weight = cls(page.context.new_cdp_session(page))
        weight.session.send("Network.enable")
        weight.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        weight.session.on("Network.responseReceived", weight._received)
        weight.session.on("Network.loadingFinished", weight._finished)
        return weight

    def _received(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]
        self.names[event["requestId"]] = event["response"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        key = event["requestId"]
        name = self.names.get(key, key)
        if self.kinds.get(key) != "Font" and FONT not in name:
            self.parts[name] = event["encodedDataLength"]

    @property
    def bytes(self) -> float:
        return sum(self.parts.values())

    def heaviest(self) -> list[tuple[float, str]]:
        return sorted(((n, name) for name, n in self.parts.items()), reverse=True)[:6]


def wider_than_the_screen(page: Page) -> list[str]:
    """Elements that make the page scroll sideways."""
    found: list[str] = page.evaluate(_WIDER)
    return found


def barriers(page: Page) -> list[str]:
    """Serious and critical findings of axe-core, one line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {node['target']} {node.get('failureSummary', '')[:300]}"
        for v in found
        if v["impact"] in GRAVE
        for node in v["nodes"][:4]
    ]


def check(page: Page, language: str, *, thoroughly: bool = True) -> list[str]:
    """Everything wrong with the page as it is shown now; its barriers only if `thoroughly`."""
    wrong = [f"wider: {what}" for what in wider_than_the_screen(page)]
    if page.evaluate(_HIDDEN_PLACE):
        wrong.append("the page one is on is out of sight in its row")
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") != language:
        wrong.append(f"lang {page.locator('html').get_attribute('lang')}")
    return wrong + (barriers(page) if thoroughly else [])


def look(page: Page, path: str, name: str, language: str, shoot: Shoot) -> list[str]:
    """Load once, look at a phone's and a desk's width, each in one theme. Returns everything that is wrong.

    Pages take turns in which theme a Korean phone has; a desk and English have the other one. Barriers are looked for
    in Korean at the phone's width, of `MAIN` at both and in both languages: what pages share is then seen in every way.
    English is wider than Korean where room is short: of other pages it is looked at on a phone only.
    """
    wrong = []
    if page.viewport_size != PHONE:
        page.set_viewport_size(PHONE)
    weight = Weight.of(page)
    page.goto(path)
    page.wait_for_load_state("load")
    expect(page.locator("#live[data-state=again]")).to_have_count(0)
    if weight.bytes > MOST_BYTES:
        wrong.append(f"{weight.bytes / 1000:.0f} kB: {weight.heaviest()}")
    sizes = (("phone", PHONE), ("desk", DESK)) if language == "ko" or name in MAIN else (("phone", PHONE),)
    for size_name, size in sizes:
        theme = THEMES[(crc32(name.encode()) + (size is DESK) + (language == "en")) % 2]
        page.set_viewport_size(size)
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        thoroughly = name in MAIN or (size is PHONE and language == "ko")
        found = check(page, language, thoroughly=thoroughly)
        for tab in page.locator(".tabs a:visible").all():
            tab.click()
            found += check(page, language, thoroughly=thoroughly)
            shoot(page, f"{name}-{language}-{size_name}-{theme}-{(tab.get_attribute('data-tab') or '')}")
        shoot(page, f"{name}-{language}-{size_name}-{theme}")
        wrong += [f"{size_name} {theme}: {what}" for what in dict.fromkeys(found)]
    return wrong
