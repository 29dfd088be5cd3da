"""Errors on their way out: a page for people, problem+json (RFC 9457) for programs, one stable code for both."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from bongsu.core import errors
from bongsu.crisis.files import MB
from bongsu.web.request import wants_problem
from bongsu.web.words import error_words

_STATUS: tuple[tuple[type[errors.BongsuError], int], ...] = (
    (errors.NoSuchRoom, 404),
    (errors.NoSuchThing, 404),
    (errors.NotTheLeader, 403),
    (errors.MayNotLead, 403),
    (errors.NotYours, 403),
    (errors.Observing, 403),
    (errors.OutsideMandate, 403),
    (errors.StaleText, 409),
    (errors.AlreadyDone, 409),
    (errors.AlreadyTaken, 409),
    (errors.AlreadyLeader, 409),
    (errors.NoOrder, 409),
    (errors.FlashOpen, 409),
    (errors.ChecklistOpen, 409),
    (errors.LeaderChanged, 409),
    (errors.LeaderPresent, 409),
    (errors.SameLevel, 409),
    (errors.RoomClosed, 409),
    (errors.Held, 409),
    (errors.Repeated, 409),
    (errors.LinkRevoked, 410),
    (errors.TooOften, 429),
    (errors.RuleError, 422),
    (errors.IntakeError, 400),
    (errors.SetupError, 400),
)


def status_of(error: errors.BongsuError) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def problem(status: int, code: str, detail: str, **more: object) -> HttpResponse:
    """An application/problem+json answer: type, title, status, code, detail and what else helps."""
    body = {
        "type": f"urn:bongsu:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json; charset=utf-8"
    )


def page(request: HttpRequest, status: int, *, title: str, detail: str, code: str) -> HttpResponse:
    """Stands alone: whatever failed, this page must not fail as well, so it asks the database nothing."""
    context = {"status": status, "title": title, "detail": detail, "code": code, "path": request.path}
    return HttpResponse(render_to_string("shell/problem.html", context), status=status)


def answer(request: HttpRequest, status: int, *, code: str, title: str, detail: str) -> HttpResponse:
    if wants_problem(request):
        return problem(status, code, detail)
    return page(request, status, title=title, detail=detail, code=code)


def of_error(request: HttpRequest, error: errors.BongsuError) -> HttpResponse:
    detail = error_words(error)
    return answer(request, status_of(error), code=error.code, title=gettext("지금은 할 수 없어요"), detail=detail)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request,
        400,
        code="bad_request",
        title=gettext("요청을 읽을 수 없어요"),
        detail=gettext("보낸 내용의 형식을 확인하고 다시 보내 주세요."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request,
        403,
        code="forbidden",
        title=gettext("볼 수 없는 화면이에요"),
        detail=gettext("이 화면은 역할에 따라 열립니다. 필요하다면 운영자에게 역할을 요청해 주세요."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(
        request,
        403,
        code="csrf",
        title=gettext("보내지 못했어요"),
        detail=gettext(
            "화면을 연 지 오래되어 확인할 수 없었습니다. 화면을 새로 고친 뒤 다시 보내 주세요. 쓴 글은 남아 있습니다."
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request,
        404,
        code="not_found",
        title=gettext("여기에는 아무것도 없어요"),
        detail=gettext("주소가 바뀌었거나, 볼 수 있는 조직의 것이 아닙니다."),
    )


def too_large(request: HttpRequest, *, most: int = 8 * MB) -> HttpResponse:
    """`most`: bytes that would have been taken."""
    return answer(
        request,
        413,
        code="too_large",
        title=gettext("너무 큽니다"),
        detail=gettext("한 번에 %(most)s MB까지 보낼 수 있습니다. 나누어 보내 주세요.") % {"most": most // MB},
    )


def failed(request: HttpRequest) -> HttpResponse:
    return answer(
        request,
        500,
        code="failed",
        title=gettext("저희 쪽에서 문제가 생겼어요"),
        detail=gettext("기록되었습니다. 다시 해 보시고, 또 생기면 운영자에게 이 화면을 보여 주세요."),
    )
