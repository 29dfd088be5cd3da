"""The site as an app: manifest, icons and the service worker, and a browser that registers for web push."""

from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.connectors.webpush import new_key
from bongsu.store import channels
from bongsu.store.house_keys import house_key
from bongsu.web import assets, problems
from bongsu.web.request import now, organisation, person

ENDPOINT_MOST, KEY_MOST = 1_000, 200
_DAY = "public, max-age=86400"


class Keys(msgspec.Struct):
    p256dh: str
    auth: str


class Subscription(msgspec.Struct):
    """As a browser's PushSubscription says it."""

    endpoint: str
    keys: Keys


def vapid_key() -> str:
    return house_key("vapid", new_key)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that its scope is the whole site; asked for anew each time: a mended one comes through."""
    text = (assets.FOLDER / "js" / "sw.js").read_bytes()
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    about: dict[str, Any] = {
        "name": _("봉수"),
        "short_name": _("봉수"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#10151c",
        "theme_color": "#10151c",
        "icons": [
            {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for size in (192, 512)
        ],
        "share_target": {
            "action": "/clip/share/",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "picture", "accept": ["image/png", "image/jpeg", "image/gif", "image/webp"]}],
            },
        },
    }
    return JsonResponse(about, content_type="application/manifest+json", headers={"Cache-Control": _DAY})


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    if size not in (192, 512):
        return HttpResponse(status=404)
    picture = (assets.FOLDER / "img" / f"icon-{size}.png").read_bytes()
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": _DAY})


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Keep this browser among the reader's devices."""
    try:
        told = msgspec.json.decode(request.body, type=Subscription)
        parts = urlsplit(told.endpoint)
    except (msgspec.DecodeError, ValueError):
        return problems.problem(422, "bad_subscription", _("이 브라우저가 알려 준 것을 읽을 수 없어요."))
    secure = parts.scheme == "https" or (not settings.HTTPS and parts.hostname in ("127.0.0.1", "localhost"))
    sized = len(told.endpoint) <= ENDPOINT_MOST and max(len(told.keys.p256dh), len(told.keys.auth)) <= KEY_MOST
    if not (secure and parts.hostname and sized):
        return problems.problem(422, "bad_subscription", _("이 브라우저가 알려 준 것을 읽을 수 없어요."))
    label = browser(request.headers.get("user-agent", ""))
    plain = {"endpoint": told.endpoint, "keys": {"p256dh": told.keys.p256dh, "auth": told.keys.auth}}
    channels.add_device(organisation(request).id, person(request).key, plain, label=label, at=now(request))
    return JsonResponse({"kept": True}, status=201)


def browser(agent: str) -> str:
    """What a person calls their browser.

    >>> browser("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36")
    'Chrome · Android'
    """
    names = (("Edg", "Edge"), ("SamsungBrowser", "Samsung"), ("Whale", "Whale"), ("Firefox", "Firefox"))
    name = next((said for sign, said in (*names, ("Chrome", "Chrome"), ("Safari", "Safari")) if sign in agent), "")
    where = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")
    return " · ".join(filter(None, (name, next((one for one in where if one in agent), ""))))
