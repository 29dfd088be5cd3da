"""One's own record of forecasts. It has no address for anybody else's: whose it is, the sign-in alone says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.store.queries import record as query
from bongsu.store.queries.record import Row
from bongsu.web.lines import level_name
from bongsu.web.request import organisation, person


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    found = query.record(organisation(request).id, person(request).id)
    response = render(
        request,
        "me/record.html",
        {"t": found.short, "waiting": found.waiting, "rows": [(row, said(row), came(row)) for row in found.rows]},
    )
    response["Cache-Control"] = "no-store"
    return response


def said(row: Row) -> str:
    """What was forecast, in words."""
    match row.what:
        case "press":
            return _("3시간 안 언론 보도 %(n)d %%") % {"n": row.low}
        case "level":
            return _("봉화 %(n)d %(word)s") % {"n": row.low, "word": level_name(row.low)}
        case _:
            guess = f"{row.low:,}" if row.low == row.high else f"{row.low:,}–{row.high:,}"
            return _("%(h)s시간 뒤 시간당 %(n)s건") % {"h": row.what[1:], "n": guess}


def came(row: Row) -> str:
    """What came, in words."""
    if row.scored_at is None:
        return _("아직 모름")
    if row.outcome is None:
        return _("채점하지 않음 — 이미 알려진 뒤의 예측")
    match row.what:
        case "press":
            return _("보도됨") if row.outcome else _("보도 안 됨")
        case "level":
            return _("봉화 %(n)d %(word)s") % {"n": row.outcome, "word": level_name(row.outcome)}
        case _:
            return _("%(n)s건") % {"n": f"{row.outcome:,}"}
