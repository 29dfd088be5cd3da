"""A claim's own page: where it went, how fast, in which words, and the posts that stand for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bongsu.connectors import morphology
from bongsu.store.queries.claims import claim_whole
from bongsu.store.queries.rooms import Post
from bongsu.store.queries.spreading import ClaimNow, Place
from bongsu.web.request import now, organisation

_HIGH, _STEP, _WIDE = 60, 20, 16
#: A lane of the path: so wide, and never so short that it is not seen.
_LANE, _LEAST = 240, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """Ten minutes of a timeline, as a column of a picture 60 high."""

    at: datetime
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A place on the way of a claim: from when it was first said there, in a picture 240 wide, and how much of it."""

    place: Place
    url: str  # of the first post there, where it can be read
    after_s: float  # seconds after the first post of all
    x: int
    width: int
    percent: int  # of all posts


@require_safe
def claim(request: HttpRequest, key: str) -> HttpResponse:
    found = claim_whole(organisation(request).id, key, now(request), cut=morphology.words)
    if found is None:
        raise Http404
    most = max((count for _, count in found.bins), default=0)
    first = found.first[0] if found.first and found.first[0].key == found.now.first_mention else None
    return render(
        request,
        "watch/claim.html",
        {
            "found": found,
            "c": found.now,
            "bars": [_bar(i, at, count, most) for i, (at, count) in enumerate(found.bins)],
            "most": most,
            "total": sum(count for _, count in found.bins),
            "first_post": first,
            "lanes": [_lane(found.now, place, found.addresses.get(place.mention, "")) for place in found.now.path],
            "places": len(found.now.path),
            "first": _each_once(found.first if first is None else found.first[1:]),
            "last": _each_once(found.last),
        },
    )


def _each_once(posts: Iterable[Post]) -> list[tuple[Post, int]]:
    """Posts of the same words as one, in the place of the first, with how many they are."""
    counted: dict[str, list[Post]] = {}
    for post in posts:
        counted.setdefault(" ".join(post.text.split()), []).append(post)
    return [(same[0], len(same)) for same in counted.values()]


def _bar(place: int, at: datetime, count: int, most: int) -> Bar:
    height = -(-_HIGH * count // most) if most else 0
    return Bar(at, count, place * _STEP, _HIGH - height, _WIDE, height)


def _lane(claim: ClaimNow, place: Place, url: str) -> Lane:
    after_s = max((place.at - claim.first_at).total_seconds(), 0.0)
    whole_s = max((claim.last_at - claim.first_at).total_seconds(), 1.0)
    x = min(round(_LANE * after_s / whole_s), _LANE - _LEAST)
    return Lane(place, url, after_s, x, _LANE - x, round(100 * place.posts / max(1, claim.size)))
