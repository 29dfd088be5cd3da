"""What base.html needs on every page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from bongsu.store.queries import front
from bongsu.web import signin, tokens
from bongsu.web.access import TABLE, may_open
from bongsu.web.request import now, org_or_none, person_or_none

THEME_COOKIE = "bongsu_theme"
THEMES = ("dark", "light", "auto")
#: Screens with a place in the bar; the palette finds the others too.
IN_THE_BAR = frozenset({"watch", "rooms", "touchpoints", "formations", "charter", "settings", "rota"})


@dataclass(frozen=True, slots=True)
class MenuItem:
    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class RoomItem:
    id: int
    title: str
    level: int
    current: bool


def screens(request: HttpRequest) -> list[tuple[str, str]]:
    """(route name, words) of the screens this reader may open."""
    person, org = person_or_none(request), org_or_none(request)
    all_screens = (
        ("watch", gettext("망루")),
        ("rooms", gettext("상황실 목록")),
        ("clips", gettext("클립")),
        ("touchpoints", gettext("접점")),
        ("formations", gettext("팀 대형")),
        ("rota", gettext("당직표")),
        ("charter", gettext("위임장")),
        ("information", gettext("경영 정보")),
        ("settings", gettext("설정")),
        ("setup", gettext("첫 한 시간")),
        ("touchpoint_holes", gettext("접점의 구멍")),
        ("risks", gettext("위험 대장")),
        ("stakeholders", gettext("이해관계자 대장")),
        ("packet", gettext("비상 꾸러미")),
    )
    return [
        (name, words)
        for name, words in all_screens
        if name in TABLE and may_open(TABLE[name], signed_in=True, person=person, org=org)
    ]


def address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _is_here(path: str, href: str) -> bool:
    """A screen's sub-pages belong to it; a room has a place of its own in the bar."""
    return path == href or (href not in {"/", reverse("rooms")} and path.startswith(href))


def shell(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "dark")
    theme = theme if theme in THEMES else "dark"
    shown: dict[str, Any] = {
        "theme": theme,
        "next_theme": THEMES[(THEMES.index(theme) + 1) % len(THEMES)],
        "theme_sign": {"dark": "☾", "light": "☀", "auto": "◐"}[theme],
        "theme_words": {
            "dark": gettext("어두운 화면입니다. 밝게 바꾸기"),
            "light": gettext("밝은 화면입니다. 기기 설정을 따르기"),
            "auto": gettext("기기 설정을 따릅니다. 어둡게 바꾸기"),
        }[theme],
    }
    person, org = person_or_none(request), org_or_none(request)
    if person is None:
        shown["cast"] = signin.cast  # asked for by the sign-in page only
    if person is not None and org is not None:
        shown["menu"] = [
            MenuItem(words, href, _is_here(request.path, href))
            for name, words in screens(request)
            if name in IN_THE_BAR and (href := address(name))
        ]
        here = request.resolver_match.kwargs.get("room") if request.resolver_match else None
        shown["rooms"] = [RoomItem(r.id, r.title, r.level, str(here) == str(r.id)) for r in front.open_rooms(org.id)]
        shown["live_token"] = tokens.issue(org.id, person.id)
    return {"shell": shown, "person": person, "org": org, "now": now(request)}
