"""How the numbers of the screens are made: each formula as the code has it, in one place, with the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bongsu.sense import forecast, surprise, warning, weigh
from bongsu.web.watch import chance

FORMULAS: Mapping[str, str] = {
    "surprise": surprise.FORMULA_EXACT,
    "chance": chance.FORMULA_EXACT,
    "level": weigh.FORMULA_EXACT,
    "warning": warning.FORMULA_EXACT,
    "forecast": forecast.FORMULA_EXACT,
}
#: What stands between the symbols.
WORDS: Mapping[str, Any] = {
    "at_least": _("최소"),
    "level": _("단계"),
    "mean": _("평균"),
    "no_press": _("언론에 안 나옴"),
    "otherwise": _("그 밖에는"),
    "own": _("제 말로 쓴 사람"),
    "past_errors": _("지난 예측이 빗나간 만큼"),
    "points": _("점수"),
    "score": _("값"),
    "unhappy": _("불만·위험이 평소보다 많음"),
    "variance": _("분산"),
    "voices": _("불만·위험을 말한 사람"),
}


@require_safe
def formulas(request: HttpRequest) -> HttpResponse:
    exact = {name: formula.format_map(WORDS) for name, formula in FORMULAS.items()}
    return render(request, "watch/formulas.html", {"exact": exact})
