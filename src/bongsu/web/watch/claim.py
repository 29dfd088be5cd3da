"""A claim's own page: where it went, how fast, in which words, and the posts that stand for it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.connectors import morphology
from bongsu.store.queries.claims import claim_whole
from bongsu.web.request import now, organisation

_HIGH, _STEP, _WIDE = 60, 20, 16


@dataclass(frozen=True, slots=True)
class Bar:
    """Ten minutes of a timeline, as a column of a picture 60 high."""

    at: datetime
    count: int
    x: int
    y: int
    width: int
    height: int


@require_safe
def claim(request: HttpRequest, key: str) -> HttpResponse:
    found = claim_whole(organisation(request).id, key, now(request), cut=morphology.words)
    if found is None:
        raise Http404
    most = max((count for _, count in found.bins), default=0)
    bars = [_bar(i, at, count, most) for i, (at, count) in enumerate(found.bins)]
    total = sum(count for _, count in found.bins)
    return render(
        request, "watch/claim.html", {"found": found, "c": found.now, "bars": bars, "most": most, "total": total}
    )


def _bar(place: int, at: datetime, count: int, most: int) -> Bar:
    height = -(-_HIGH * count // most) if most else 0
    return Bar(at, count, place * _STEP, _HIGH - height, _WIDE, height)
