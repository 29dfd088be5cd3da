"""How the numbers of the screens are made: each formula as the code has it, in one place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.sense import forecast, surprise, warning, weigh


@require_safe
def formulas(request: HttpRequest) -> HttpResponse:
    exact = {
        "surprise": surprise.FORMULA_EXACT,
        "level": weigh.FORMULA_EXACT,
        "warning": warning.FORMULA_EXACT,
        "forecast": forecast.FORMULA_EXACT,
    }
    return render(request, "watch/formulas.html", {"exact": exact})
