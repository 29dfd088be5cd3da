"""Real Chromium against a real demo. A console error, a page error or a breach of the content policy fails the test."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, WebError, sync_playwright

from tests.browser import demo as demos
from tests.browser.demo import Demo

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
#: What needs no room comes first: the demo's storm takes its time to become one.
ORDER = (
    "test_looks",
    "test_beacon_to_newsroom",
    "test_looks_of_a_room",
    "test_live",
    "test_keyboard",
    "test_without_javascript",
    "test_offline_copy",
    "test_links",
)
ROOM_WITHIN_S = 150
OPERATOR, PASSWORD = "woojin", "밤에도-켜진-봉화-31"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
TELL_BREACHES = """
document.addEventListener("securitypolicyviolation",
  (e) => console.error(`CSP ${e.effectiveDirective} ${e.blockedURI}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order of a night."""
    here = Path(__file__).parent
    mine = [item for item in items if item.path.is_relative_to(here)]
    places = [n for n, item in enumerate(items) if item.path.is_relative_to(here)]
    mine.sort(key=lambda item: ORDER.index(item.path.stem) if item.path.stem in ORDER else len(ORDER))
    for place, item in zip(places, mine, strict=True):
        items[place] = item


@pytest.fixture(scope="package")
def chromium() -> str:
    """Path of the browser; missing is said, and with CI=true fails."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing; with CI=true the browser tests may not be skipped.")
        pytest.skip("Chromium is missing. Debian, Ubuntu: sudo apt install chromium")
    return found


@pytest.fixture(scope="package")
def demo(chromium: str) -> Iterator[Demo]:
    with demos.running() as running:
        yield running


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    # Ended with the module: while it runs, Django takes this thread for an asynchronous one.
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium, args=ARGS)
    yield running
    running.close()


class People:
    """Opens pages for people, each in a browser of their own, and listens for what goes wrong in them."""

    def __init__(self, browser: Browser, demo: Demo, passwords: dict[str, str]) -> None:
        self._browser, self._demo, self._passwords = browser, demo, passwords
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []
        self.expected: list[str] = []  # patterns of complaints that belong to the test

    def open(
        self,
        role: str | None = None,
        *,
        size: dict[str, int] = DESK,
        script: bool = True,
        language: str = "ko-KR",
        empty: bool = False,
    ) -> Page:
        """A page of `role`, signed in by the demo's link and at the Watch; None: a stranger's, empty.

        empty   signed in, and nothing shown yet
        """
        context = self._browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=self._demo.url,
            locale=language,
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        context.add_init_script(TELL_BREACHES)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        self._contexts.append(context)
        page = context.new_page()
        # A person keeps the language they chose last, in whichever browser.
        words = f"/words/{language[:2]}"
        if role is None:
            return page
        known = self._passwords.get("cookies")
        if role == "operator" and known and empty:
            context.add_cookies(json.loads(known))
        elif role == "operator":
            self._sign_in_operator(page)
            self._passwords["cookies"] = json.dumps(context.cookies())
        link = None if role == "operator" else self._demo.links[role]
        if not empty:
            page.goto(f"{link}?next={words}" if link else words)
            return page
        for step in filter(None, (link, words)):
            assert context.request.get(step, max_redirects=0).status == 302, step
        return page

    def _sign_in_operator(self, page: Page) -> None:
        """The demo prints no link for the operator: the first time by invitation, then with the password."""
        if "operator" not in self._passwords:
            page.goto(self._demo.command("invite", OPERATOR).stdout.strip())
            for field in page.locator("input[type=password]").all():
                field.fill(PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_load_state()
            self._passwords["operator"] = PASSWORD
        page.goto("/accounts/login/")
        if page.locator("input[name=login]").count():  # setting a password does not sign in
            page.locator("input[name=login]").fill(f"{OPERATOR}@hangang.example")
            page.locator("input[name=password]").fill(self._passwords["operator"])
            page.locator("main form button").first.click()
            page.wait_for_url(self._demo.url + "/")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._complaints.append(str(error.error))

    def complaints(self) -> list[str]:
        return [c for c in self._complaints if not any(re.search(pattern, c) for pattern in self.expected)]

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture(scope="package")
def passwords() -> dict[str, str]:
    """How the operator signs in: the password they set, then the cookies that came of it."""
    return {}


@pytest.fixture
def people(request: pytest.FixtureRequest, browser: Browser, demo: Demo, passwords: dict[str, str]) -> Iterator[People]:
    # These tests are one night at one demo: two workers would play it twice, side by side.
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@browser")
    found = People(browser, demo, passwords)
    yield found
    found.leave()
    assert found.complaints() == []


@pytest.fixture(scope="package")
def opened_rooms() -> dict[str, int]:
    return {}


@pytest.fixture
def room(people: People, demo: Demo, opened_rooms: dict[str, int]) -> int:
    """The room that the storm opened by itself."""
    if "storm" not in opened_rooms:
        page = people.open("practitioner")
        link = page.locator("#next a.go[href^='/rooms/']")  # the Watch says so by itself
        link.wait_for(timeout=ROOM_WITHIN_S * 1000)
        opened_rooms["storm"] = int((link.get_attribute("href") or "").strip("/").split("/")[1])
        page.context.close()
    return opened_rooms["storm"]


@pytest.fixture(scope="package")
def done_once() -> dict[str, str]:
    return {}


@pytest.fixture
def acted(room: int, demo: Demo, done_once: dict[str, str]) -> dict[str, str]:
    """People have acted in the room, once a night: where links lead, and keys of things in it (`acted.act`)."""
    if done_once:
        return done_once
    command = [sys.executable, "-m", "tests.browser.acted", str(room)]
    done = subprocess.run(command, env=demo.env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    done_once.update(json.loads(done.stdout))
    return done_once


Shoot = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def shoot() -> Shoot:
    """Keeps a picture where BONGSU_SHOTS names a folder."""
    folder = os.environ.get("BONGSU_SHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return take
