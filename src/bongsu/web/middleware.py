"""Around every request: who reads, in which language and zone, whether they may, and what a browser must refuse."""

import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext

from bongsu.core.errors import BongsuError
from bongsu.store.queries import front
from bongsu.web import problems
from bongsu.web.access import TABLE, Access, may_open
from bongsu.web.bodies import cut_at
from bongsu.web.language import LANGUAGES, language_asked, zone_of
from bongsu.web.request import wants_problem

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
_NO_READER = {Access.PUBLIC, Access.SIGNATURE, Access.DEMO}

#: Worth packing on the way. Files people send are packed by their own format and keep their length.
PACKED = ("text/", "application/json", "application/problem+json", "application/xml", "application/rss+xml")

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("bongsu.web")


class Packed(GZipMiddleware):
    """Pages go over the wire compressed; padding of random length keeps their size from telling what is in them.

    Live streams do not pass here: they are served beside the framework.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)


class Errors:
    """Outermost: headers on every answer, and Bongsu's own errors in the asker's form."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_asked(request)), timezone.override(ZoneInfo(settings.TIME_ZONE)):
            most = cut_at(request)
            response = self.get_response(request) if most is None else problems.too_large(request, most=most)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "rule", None) not in _NO_READER:
            # A crisis room must not stay behind in a shared computer's cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, BongsuError):
            return problems.of_error(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return problems.too_large(request)
        return None


class Reader:
    """Looks the reader up and asks the access table. A route that is not in the table opens for nobody."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        rule = TABLE.get(name)
        request.rule = rule  # type: ignore[attr-defined]
        if rule is None:
            log.error("route %r is not in the access table", name)
            return problems.forbidden(request)
        if rule in _NO_READER:
            return None
        signed_in = request.user.is_authenticated
        found = front.reader_of_user(request.user.pk) if request.user.is_authenticated else None
        person, org = found or (None, None)
        request.person, request.org = person, org  # type: ignore[attr-defined]
        if person is not None:
            translation.activate(person.locale if person.locale in LANGUAGES else settings.LANGUAGE_CODE)
            timezone.activate(zone_of(person.zone))
        if may_open(rule, signed_in=signed_in, person=person, org=org):
            return None
        if not signed_in:
            return self.ask_to_sign_in(request)
        return problems.forbidden(request)

    @staticmethod
    def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
        if wants_problem(request):
            return problems.problem(401, "signed_out", gettext("로그인이 끝났습니다. 다시 로그인해 주세요."))
        after = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': after})}")
