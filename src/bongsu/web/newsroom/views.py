"""List, statement, Atom feed (RFC 4287)."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.timezone import override
from django.views.decorators.http import require_safe

from bongsu.store.queries import newsroom as query
from bongsu.store.queries.front import OrgView
from bongsu.web.language import zone_of

#: Short: a correction must be read soon. Proxies may serve the old page while they fetch the new one, or we are down.
CACHE = "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400"


def _room(slug: str | None) -> OrgView:
    org = query.newsroom(slug)
    if org is None:
        raise Http404
    return org


def _answer(request: HttpRequest, template: str, org: OrgView, kind: str, **more: Any) -> HttpResponse:
    base = f"/newsroom/o/{org.slug}/"
    with override(zone_of(org.zone)):
        text = render_to_string(template, {"org": org, "base": base, "site": settings.URL, **more})
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    known = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponseNotModified() if tag in known else HttpResponse(text, content_type=kind)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE
    patch_vary_headers(response, ("Accept-Language",))
    return response


@require_safe
def index(request: HttpRequest, org: str | None = None) -> HttpResponse:
    room = _room(org)
    return _answer(request, "newsroom/list.html", room, "text/html; charset=utf-8", posts=query.posts(room.id))


@require_safe
def statement(request: HttpRequest, slug: str, org: str | None = None) -> HttpResponse:
    room = _room(org)
    post = query.post(room.id, slug)
    if post is None:
        raise Http404
    return _answer(request, "newsroom/statement.html", room, "text/html; charset=utf-8", post=post)


@require_safe
def feed(request: HttpRequest, org: str | None = None) -> HttpResponse:
    room = _room(org)
    posts = query.posts(room.id)
    updated = max((post.updated_at for post in posts), default=None)
    return _answer(
        request,
        "newsroom/feed.xml",
        room,
        "application/atom+xml; charset=utf-8",
        posts=posts,
        updated=updated,
        authority=urlsplit(settings.URL).hostname,
    )
