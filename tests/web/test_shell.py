"""The shell: who may open what, whose words are there, what colours can be read."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from tests.kit.world import World, make_world

import bongsu
from bongsu.core.errors import BongsuError
from bongsu.core.events import EVENTS
from bongsu.store import setup
from bongsu.web import assets, house, lines, signin, urls, words
from bongsu.web.access import TABLE, Access


@pytest.fixture
def reader(world: World) -> Client:
    house.install(world.ports)
    client = Client()
    link = signin.entry_link(world.org, setup.person_id(world.org, "seojun"))
    assert client.get(link[link.index("/enter/") :]).status_code == 302
    return client


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}"


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert set(_names(urls.urlpatterns)) == set(TABLE)


def test_a_stranger_is_asked_to_sign_in_everywhere_but_at_public_doors(world: World) -> None:
    house.install(world.ports)
    for route in urls.ROUTES:
        if route.access in (Access.MEMBER, Access.OPERATOR) and "<" not in route.path:
            answer = Client().get(f"/{route.path}")
            assert answer.status_code == 302, route.name
            assert answer["Location"].startswith("/accounts/login/"), route.name


def test_another_organisations_room_is_not_there(world: World, reader: Client) -> None:
    other = make_world(slug="other", clock=world.clock)
    room = other.open_room()
    mine = world.open_room()
    assert reader.get(f"/rooms/{mine}/").status_code == 200
    for route in urls.ROUTES:
        if "<int:room>" in route.path:
            path = re.sub(r"<int:\w+>", "1", route.path.replace("<int:room>", str(room)))
            path = re.sub(r"<slug:act>", "note", path)
            ask = reader.post if route.name == "do" else reader.get
            assert ask(f"/{path}", {"text": "x"}).status_code in (404, 405), route.name


def test_a_demo_link_opens_no_real_organisation(world: World) -> None:
    org = setup.create_org("real", "실제", at=world.now, synthetic=False)
    person = setup.upsert_people(org, world.store.people(world.org)[:1])
    del person
    link = signin.entry_link(org, setup.person_id(org, world.store.people(world.org)[0].key))
    assert Client().get(link[link.index("/enter/") :]).status_code == 404


def test_pages_forbid_inline_script_and_style(reader: Client) -> None:
    answer = reader.get("/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    text = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*(src=|type=\"application/json\"))|\son[a-z]+=", text)
    assert len(answer.content) < 150_000


def test_next_leads_nowhere_else(reader: Client) -> None:
    for bad in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert reader.get("/theme/light", {"next": bad})["Location"] == "/"


def test_a_program_gets_a_problem_a_person_a_page(world: World, reader: Client) -> None:
    answer = reader.get("/nope", headers={"accept": "application/problem+json"})
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"
    assert "여기에는 아무것도 없어요" in reader.get("/nope").content.decode()


def test_health_is_told_to_anybody(world: World) -> None:
    assert Client().get("/healthz").json()["status"] == "ok"


def test_every_event_has_words() -> None:
    assert set(lines.LINES) == set(EVENTS)


def _errors(kind: type[BongsuError]) -> Iterator[type[BongsuError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _errors(child)


def test_every_error_has_words() -> None:
    for module in pkgutil.walk_packages(bongsu.__path__, "bongsu."):
        apart = ("bongsu.boot.asgi", "bongsu.store.", "bongsu.connectors.morphology.worker")  # the last: an extra's
        if not module.name.startswith(apart) and "migrations" not in module.name:
            importlib.import_module(module.name)
    ours = {kind.code for kind in _errors(BongsuError) if kind.__module__.startswith("bongsu.")}
    assert ours - set(words.ERRORS) == set()


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _themes() -> dict[str, dict[str, str]]:
    css = (Path(assets.FOLDER) / "css" / "app.css").read_text(encoding="utf-8")
    found = {}
    for name, start in (("dark", ':root, [data-theme="dark"] {'), ("light", '\n[data-theme="light"] {')):
        block = css[css.index(start) :].split("}", 1)[0]
        found[name] = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))
    return found


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("text", ["ink", "soft", "faint", "act", "ok", "warn", "bad", "t1", "t2", "t3", "t4", "t5"])
@pytest.mark.parametrize("ground", ["bg", "pane", "pane2"])
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1."""
    colours = _themes()[theme]
    light, dark = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_sign_in_pages_stand_in_the_sites_own_look(reader: Client) -> None:
    for path in ("login", "password/reset", "2fa", "2fa/webauthn/add", "2fa/totp/activate", "password/set", "logout"):
        client = Client() if path in ("login", "password/reset") else reader
        answer = client.get(f"/accounts/{path}/")
        assert answer.status_code in (200, 302), path
        if answer.status_code == 200:
            text = answer.content.decode()
            assert "css/app.css" in text, path
            assert not re.search(r"\sstyle=\"|\son[a-z]+=\"", text), path


@pytest.mark.parametrize("page", ["", "webauthn/", "webauthn/add/", "totp/activate/", "recovery-codes/generate/"])
def test_second_factors_can_be_kept_by_whoever_has_signed_in(reader: Client, page: str) -> None:
    answer = reader.get(f"/accounts/2fa/{page}", follow=True)
    assert answer.status_code in (200, 404)  # 404: there is nothing to generate codes for yet
