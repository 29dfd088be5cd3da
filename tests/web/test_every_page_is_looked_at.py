"""Every page that a person can open is in a looks list, or stands in the short list of those that are no pages."""

import inspect

import pytest
from django.urls import resolve
from tests.browser.screens import LINKED, NOT_A_PAGE, ROOM_SCREENS, SCREENS

from bongsu.web.urls import ROUTES

PAGES = {route.name for route in ROUTES}


def reads(view: object) -> bool:
    """Whether a view answers GET: what Django's `require_http_methods` keeps beside it says so."""
    methods = inspect.getclosurevars(inspect.unwrap(view, stop=_names_methods)).nonlocals.get("request_method_list")  # type: ignore[arg-type]
    return methods is None or "GET" in methods


def _names_methods(view: object) -> bool:
    return inspect.isfunction(view) and "request_method_list" in inspect.getclosurevars(view).nonlocals


def looked_at() -> set[str]:
    paths = [path for name, (_role, path) in SCREENS.items() if name != "not-there"] + [
        path.format(room=1, fact="f1", finding=1, noted=1) for path in ROOM_SCREENS.values()
    ]
    return {str(resolve(path.partition("?")[0]).url_name) for path in paths} | set(LINKED.values())


def test_every_page_is_in_a_looks_list_or_is_no_page():
    missing = {route.name for route in ROUTES if reads(route.view)} - looked_at() - set(NOT_A_PAGE)
    assert missing == set(), "add it to tests/browser/screens.py"


def test_nothing_is_excused_that_is_gone_or_is_looked_at():
    assert set(NOT_A_PAGE) - PAGES == set()
    assert set(NOT_A_PAGE) & looked_at() == set()


@pytest.mark.parametrize(
    ("name", "answers"), [("do", False), ("charter", True), ("call", True), ("demo-board-hook", False)]
)
def test_what_answers_a_reader_is_told_from_what_only_acts(name, answers):
    assert reads(next(route.view for route in ROUTES if route.name == name)) is answers
