"""Small pages of the shell."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_safe

from bongsu.store.queries import front, health
from bongsu.web import signin, tokens
from bongsu.web.information import pages as information_pages
from bongsu.web.information.words import KIND_WORDS
from bongsu.web.language import LANGUAGE_COOKIE, LANGUAGES
from bongsu.web.request import organisation, person, person_or_none
from bongsu.web.shell.context import THEME_COOKIE, THEMES, address, screens

_YEAR_S = 365 * 24 * 3600


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(signin.safe_next(request))
    response.set_cookie(cookie, value, max_age=_YEAR_S, samesite="Lax", httponly=True, secure=settings.HTTPS)
    return response


@require_safe
def words(request: HttpRequest, lang: str) -> HttpResponse:
    """Switch the language, here and for the person."""
    if lang not in LANGUAGES:
        raise Http404
    reader = person_or_none(request)
    if reader is not None:
        front.set_locale(reader.org, reader.id, lang)
    return _remember(request, LANGUAGE_COOKIE, lang)


@require_safe
def theme(request: HttpRequest, name: str) -> HttpResponse:
    if name not in THEMES:
        raise Http404
    return _remember(request, THEME_COOKIE, name)


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The demo's sign-in link."""
    signin.enter(request, token)
    return HttpResponseRedirect(signin.safe_next(request))


def live_elsewhere(request: HttpRequest) -> HttpResponse:
    """/live is answered beside Django (bongsu.web.live.stream); this only gives its address a name."""
    raise Http404


@require_GET
def live_token(request: HttpRequest) -> JsonResponse:
    """A new token for a page that has been open longer than its token lasts."""
    return JsonResponse({"token": tokens.issue(organisation(request).id, person(request).id)})


@require_GET
def search(request: HttpRequest) -> JsonResponse:
    """What the palette shows: screens, rooms, people, outlets, touch-points of the reader's organisation."""
    wanted = request.GET.get("q", "").strip()
    found: list[dict[str, Any]] = [
        {"kind": gettext("화면"), "name": said, "href": href}
        for name, said in screens(request)
        if wanted.lower() in said.lower() and (href := address(name))
    ]
    kinds = {
        "room": gettext("상황실"),
        "person": gettext("사람"),
        "outlet": gettext("아웃렛"),
        "touchpoint": gettext("접점"),
    }
    pages = {"person": "settings_people", "outlet": "settings_outlets"}
    for item in front.search(organisation(request).id, wanted):
        if item.kind == "room":
            where: str | None = reverse("room", kwargs={"room": int(item.id)})
        elif item.kind == "touchpoint":
            where = reverse("touchpoint", kwargs={"key": item.id})
        else:
            page = address(pages[item.kind])
            where = f"{page}#{item.kind}-{item.id}" if page else None
        found.append({"kind": kinds[item.kind], "name": item.name, "about": item.about, "href": where})
    if wanted:
        found += [
            {
                "kind": str(KIND_WORDS[item.kind]),
                "name": item.title,
                "about": "",
                "href": reverse("information_item", kwargs={"number": item.id}),
            }
            for item in information_pages.mine(request)
            if wanted.casefold() in item.title.casefold()
        ]
    return JsonResponse({"found": found[:20]})


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process serves and reads both databases, whatever the workers do."""
    state = health.look()
    return JsonResponse(state, status=200 if state["status"] == "ok" else 503)
