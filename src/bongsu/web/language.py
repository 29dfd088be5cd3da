"""Which language and zone a page is in."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest

LANGUAGE_COOKIE = "bongsu_lang"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def zone_of(name: str) -> ZoneInfo:
    """A person's zone; an unknown name reads as the site's own."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def language_asked(request: HttpRequest) -> str:
    """Before the reader is known: their cookie, else what the browser asks for, else Korean."""
    cookie = request.COOKIES.get(LANGUAGE_COOKIE)
    if cookie in LANGUAGES:
        return str(cookie)
    best, best_q = settings.LANGUAGE_CODE, 0.0
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        tag, _, rest = part.strip().partition(";q=")
        try:
            quality = float(rest) if rest else 1.0
        except ValueError:
            continue
        code = tag.split("-")[0].lower()
        if code in LANGUAGES and quality > best_q:
            best, best_q = code, quality
    return best
