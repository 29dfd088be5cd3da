"""The review's page and the journal's export."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_safe

from bongsu.core.errors import NoSuchRoom
from bongsu.crisis.assess import estimates_shown
from bongsu.crisis.learn import Interval, intervals
from bongsu.crisis.room import Room
from bongsu.store.queries import review as query
from bongsu.store.queries.rooms import RoomView, room_view
from bongsu.web.charter.words import under_words
from bongsu.web.request import now, organisation, person
from bongsu.web.review.draw import Dot, bar, timeline
from bongsu.web.room.estimates import as_person
from bongsu.web.room.lines import LineRow, line_rows
from bongsu.web.room.slots import state_words

MILESTONES: Mapping[str, Any] = {
    "first_post": lazy("첫 글"),
    "finding": lazy("징후 포착"),
    "room": lazy("상황실 열림"),
    "leader": lazy("지휘자 정해짐"),
    "everyone": lazy("모두 응답"),
    "statement": lazy("입장문 승인"),
    "delivery": lazy("첫 전송"),
    "first_word": lazy("첫 입장까지 전체"),
}
LANE_WORDS: Mapping[str, Any] = {
    "listen": lazy("듣고 판단"),
    "convene": lazy("모임"),
    "decide": lazy("결정"),
    "speak": lazy("말함"),
}
PAGE_LINES = 100


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    interval: Interval
    width: int  # of its bar, per cent in steps of 5
    late: bool
    slowest: bool


def measured(found: tuple[Interval, ...]) -> list[Measured]:
    """Intervals in words, with a bar each; the slowest step is marked."""
    longest: int = max([i.seconds or 0 for i in found], default=0)
    steps: list[int] = [i.seconds or 0 for i in found[:-1]]
    most = max(steps, default=0)
    slowest = steps.index(most) if most else -1
    rows = []
    for number, one in enumerate(found):
        start, _to, end = one.name.partition("_to_")
        words = (
            str(MILESTONES[end])
            if number == len(found) - 1
            else f"{MILESTONES.get(start, start)} → {MILESTONES.get(end, end)}"
        )
        late = one.target_s is not None and one.seconds is not None and one.seconds > one.target_s
        rows.append(Measured(words, one, bar(one, longest), late, number == slowest))
    return rows


def _view(request: HttpRequest, room: int) -> tuple[RoomView, query.Journal]:
    org = organisation(request)
    try:
        return room_view(org.id, room, now(request)), query.whole(org.id, room)
    except NoSuchRoom as problem:
        raise Http404 from problem


def _is_blind(room: Room, request: HttpRequest) -> bool:
    """Whether this reader may not see others' estimates yet: one's own comes first, in the review as well."""
    return room.is_open and estimates_shown(room, as_person(person(request))) is None


@require_safe
def review(request: HttpRequest, room: int) -> HttpResponseBase:
    view, kept = _view(request, room)
    view = replace(view, lines=kept.lines, words={**view.words, **kept.words})
    state = view.room
    blind = _is_blind(state, request)
    rows = [row for row in line_rows(view, kept.lines) if not (blind and row.type == "estimate_sent")]
    outlets = {o.key: o.name for o in view.outlets}
    names = {key: card.name for key, card in view.people.items()}
    statements = [
        (
            statement,
            names.get(statement.approved_by, statement.approved_by),
            under_words(state.ground.charter, statement.under),
            [
                (outlets.get(d.outlet, d.outlet), d, *state_words(d, held=False))
                for d in state.deliveries
                if d.statement == statement.id
            ],
        )
        for statement in state.statements
    ]
    drawn = timeline(kept.lines, first_post=state.first_post_at, due=state.first_word_due)
    by_seq = {row.seq: row for row in rows}
    start = 0 if "all" in request.GET else _start(request, len(rows))
    here = rows if "all" in request.GET else rows[start : start + PAGE_LINES]
    return render(
        request,
        "review/page.html",
        {
            "view": view,
            "room": state,
            "leader": names.get(state.leader or "", ""),
            "rows": here,
            "before": start - PAGE_LINES if start else None,
            "after": start + len(here) if start + len(here) < len(rows) else None,
            "page_lines": PAGE_LINES,
            "more": 0 if start + len(here) < len(rows) else kept.total - len(kept.lines),
            "measured": measured(intervals(state, kept.lines)),
            "timeline": drawn,
            "lane_words": [(lane, LANE_WORDS[lane.name]) for lane in drawn.lanes],
            "dots": [
                (dot, by_seq[dot.seq], _page_of(rows, dot.seq))
                for dot in drawn.dots
                if _loud(dot) and dot.seq in by_seq
            ],
            "quiet": " ".join(f"M{dot.x} {dot.y}h0" for dot in drawn.dots if not _loud(dot) and dot.seq in by_seq),
            "lines": len(rows),
            "estimates": []
            if blind
            else [(e, names.get(e.by, e.by), view.words.get(e.why, "")) for e in state.estimates],
            "blind": blind,
            "statements": statements,
            "journal": kept,
        },
    )


def _loud(dot: Dot) -> bool:
    """Drawn by itself, with a link to its line; all others are one path."""
    return dot.strong or dot.late


def _start(request: HttpRequest, count: int) -> int:
    """The first row of the page asked for, a whole number of pages from the beginning."""
    asked = request.GET.get("from", "")
    row = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    return min(row, max(count - 1, 0)) // PAGE_LINES * PAGE_LINES


def _page_of(rows: Sequence[LineRow], seq: int) -> int:
    return bisect_left(rows, seq, key=lambda row: row.seq) // PAGE_LINES * PAGE_LINES


@require_safe
def journal(request: HttpRequest, room: int) -> HttpResponseBase:
    """The whole journal as JSON, sealed as it is stored: canonical bodies with their hashes."""
    view, _kept = _view(request, room)
    if _is_blind(view.room, request):
        raise PermissionDenied(_("현장 판단을 먼저 보내면 내려받을 수 있어요."))
    response = HttpResponse(
        query.export(organisation(request).id, room), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="bongsu-room-{room}.json"'
    response["Cache-Control"] = "no-store"
    return response
