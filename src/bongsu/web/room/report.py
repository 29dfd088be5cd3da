"""The situation report in words: one structured report, told in the reader's language, as a page and as plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.core.errors import NoSuchRoom
from bongsu.core.events import SituationReported
from bongsu.crisis import assess, rounds
from bongsu.store.queries import reports as query, rooms as read
from bongsu.store.queries.front import PersonView
from bongsu.store.queries.reports import Made
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines import fact_status, level_name
from bongsu.web.lines.decide import option_words, question_words
from bongsu.web.lines.offline import KINDS
from bongsu.web.request import now, organisation, person
from bongsu.web.room import acts
from bongsu.web.room.estimates import as_person
from bongsu.web.templatetags.bongsu import duration, short_time

ARROWS = {-1: "↓", 0: "→", 1: "↑"}
CLAIM_MOST = 90
LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the report: what it is, and its lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report as it is read. `first` is what an executive reads: five lines, a minute at most."""

    number: int
    title: str
    level: int
    first: tuple[Part, ...]
    rest: tuple[Part, ...]
    remarks: tuple[tuple[str, str], ...]  # (who, what)

    def text(self) -> str:
        """Plain text, to be copied into a chat or a mail."""
        said = [f"{who}: {what}" for who, what in self.remarks]
        parts = [f"{part.label}: {' / '.join(part.lines)}" for part in (*self.first, *self.rest)]
        return "\n".join([self.title, *said, *parts])


def sheet(view: RoomView, made: Made, *, blind: bool) -> Sheet:
    """`made` in the active language and zone. `blind`: the reader has still to judge for themselves."""
    said = made.said
    word = _("변동 없음") if not said.changed else ""
    title = _("상황보고 %(n)d호 · %(title)s · %(time)s") % {
        "n": said.number,
        "title": view.room.title,
        "time": _time(said.round_at, view.at),
    }
    return Sheet(
        number=said.number,
        title=f"{title} — {word}" if word else title,
        level=said.level,
        first=(
            Part(_("무슨 일"), _what(made)),
            Part(_("얼마나"), _how_bad(said)),
            Part(_("현장 판단"), _judged(view, said, blind)),
            Part(_("말한 것"), _spoken(said, view.at)),
            Part(_("정할 것"), _asked(view, said)),
        ),
        rest=(
            Part(_("지난 보고 뒤 달라진 것"), _changed(said)),
            Part(_("시각"), _clocks(said, made.at, view.at)),
            Part(_("주장"), _claims(made)),
            Part(_("사실"), _facts(said)),
            Part(_("오프라인에서 있었던 일"), _offline(view, said)),
            Part(_("첫 글과 퍼진 곳"), _origin(made)),
            # Nothing of ours measures it yet, and a guess would be read as a measure.
            Part(_("감정"), (_("아직 모름"),)),
            Part(_("앞으로의 양 (현장의 예측)"), _forecast(said, blind)),
            Part(_("약속한 것"), _promises(view, said)),
            Part(_("다음 보고"), (_time(said.next_at, view.at) if said.next_at else _("정해지지 않음"),)),
        ),
        remarks=tuple((view.name(r.by), r.text if r.text is not None else _("(지워진 글)")) for r in made.remarks),
    )


def _time(at: datetime, today: datetime) -> str:
    return short_time(at, "", today)


def _what(made: Made) -> tuple[str, ...]:
    said = made.said
    if not said.claims:
        return (_("한데 모인 주장은 아직 없습니다."),)
    key, size, authors, status = said.claims[0]
    return (
        _("“%(text)s” %(n)s건, 작성자 %(a)s명 (%(status)s)")
        % {"text": _claim(made, key), "n": f"{size:,}", "a": f"{authors:,}", "status": _verified(status)},
    )


def _claim(made: Made, key: str) -> str:
    text = " ".join(made.claims.get(key, "").split())
    if not text:
        return _("(보관하지 않는 글)")
    return text if len(text) <= CLAIM_MOST else f"{text[: CLAIM_MOST - 1]}…"


def _verified(status: str) -> str:
    return fact_status(status) if status else _("확인 전")


def _how_bad(said: SituationReported) -> tuple[str, ...]:
    level = _("봉화 %(n)d %(word)s %(arrow)s") % {
        "n": said.level,
        "word": level_name(said.level),
        "arrow": ARROWS[said.trend],
    }
    volume = _("최근 1시간 %(n)s건") % {"n": f"{said.hour:,}"}
    if said.usual_milli:
        volume = _("%(volume)s (평소 %(u)s건의 %(x)s배)") % {
            "volume": volume,
            "u": f"{said.usual_milli / 1000:,.0f}",
            "x": f"{said.hour * 1000 / said.usual_milli:,.1f}",
        }
    doubling = _("%(m)s분마다 두 배") % {"m": said.doubling_min} if said.doubling_min is not None else _("늘지 않는 중")
    return (level, volume, doubling)


def _judged(view: RoomView, said: SituationReported, blind: bool) -> tuple[str, ...]:
    if not said.judged:
        return (_("아직 아무도 판단을 보내지 않았습니다."),)
    count, low, mid, high, press_low, press_mid, press_high = said.judged
    if blind:
        return (_("%(n)d명이 판단을 보냈습니다. 내 판단을 먼저 보내면 보입니다.") % {"n": count},)
    lines = [
        _("%(n)d명: 봉화 %(a)s (가운데 %(m)d), 3시간 안 언론 보도 %(p)s %% (가운데 %(q)d)")
        % {"n": count, "a": _range(low, high), "m": mid, "p": _range(press_low, press_high), "q": press_mid}
    ]
    if said.apart:
        names = ", ".join(view.name(key) for key in said.apart)
        lines.append(_("다르게 보는 사람: %(names)s") % {"names": names})
    return tuple(lines)


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _forecast(said: SituationReported, blind: bool) -> tuple[str, ...]:
    if blind and said.volumes:
        return (_("내 판단을 먼저 보내면 보입니다."),)
    return tuple(
        _("%(h)d시간 뒤 시간당 %(r)s건 (가운데 %(m)s)") % {"h": hours, "r": _range(low, high), "m": f"{mid:,}"}
        for hours, low, mid, high in said.volumes
    ) or (_("적은 사람이 없습니다."),)


def _spoken(said: SituationReported, today: datetime) -> tuple[str, ...]:
    if not said.statements:
        return (_("서 있는 입장문이 없습니다."),)
    lines = [_("입장문 %(n)d건, 아웃렛 %(o)d곳") % {"n": len(said.statements), "o": said.outlets}]
    if said.first_word_at:
        lines.append(_("첫 입장 %(time)s") % {"time": _time(said.first_word_at, today)})
    return tuple(lines)


def _asked(view: RoomView, said: SituationReported) -> tuple[str, ...]:
    lines = []
    for key in said.decisions:
        decision = view.room.decision(key)
        if decision is None:
            continue
        lines.append(
            _("%(q)s [%(options)s] %(who)s 님이 %(time)s까지")
            % {
                "q": question_words(decision.kind, decision.question),
                "options": " / ".join(option_words(decision.kind, option) for option in decision.options),
                "who": view.name(decision.owner),
                "time": _time(decision.due_at, view.at),
            }
        )
    return tuple(lines) or (_("지금 정할 것은 없습니다."),)


def change_words(codes: Sequence[str]) -> tuple[str, ...]:
    known: Mapping[str, str] = {
        "first": _("첫 보고"),
        "level": _("봉화"),
        "volume": _("언급량"),
        "claims": _("주장"),
        "facts": _("사실"),
        "offline": _("오프라인"),
        "judgement": _("현장 판단"),
        "decisions": _("결정할 것"),
        "messages": _("낸 말"),
        "promises": _("약속"),
    }
    return tuple(known.get(code, code) for code in codes)


def _changed(said: SituationReported) -> tuple[str, ...]:
    return (", ".join(change_words(said.changed)),) if said.changed else (_("변동 없음"),)


def _clocks(said: SituationReported, at: datetime, today: datetime) -> tuple[str, ...]:
    lines = []
    if said.first_post_at:
        lines.append(_since(_("첫 글"), said.first_post_at, at, today))
    lines.append(_since(_("우리가 안 때"), said.aware_at, at, today))
    if said.first_word_at:
        lines.append(_since(_("첫 입장"), said.first_word_at, at, today))
    else:
        lines.append(_("첫 입장: 아직 없음"))
    return tuple(lines)


def _since(what: str, since: datetime, at: datetime, today: datetime) -> str:
    return _("%(what)s: %(time)s (%(ago)s 지남)") % {
        "what": what,
        "time": _time(since, today),
        "ago": duration((at - since).total_seconds()),
    }


def _claims(made: Made) -> tuple[str, ...]:
    return tuple(
        _("%(k)d. “%(text)s” %(n)s건, 작성자 %(a)s명 (%(status)s)")
        % {"k": k, "text": _claim(made, key), "n": f"{size:,}", "a": f"{authors:,}", "status": _verified(status)}
        for k, (key, size, authors, status) in enumerate(made.said.claims, start=1)
    ) or (_("없음"),)


def _facts(said: SituationReported) -> tuple[str, ...]:
    confirmed, unconfirmed, false = said.facts
    return (_("확인됨 %(c)d, 미확인 %(u)d, 사실 아님 %(f)d") % {"c": confirmed, "u": unconfirmed, "f": false},)


def _offline(view: RoomView, said: SituationReported) -> tuple[str, ...]:
    known = {one.id: one for one in view.room.offline if one.id in said.offline}
    return tuple(
        _("%(time)s %(kind)s: %(what)s")
        % {
            "time": _time(one.happened_at, view.at),
            "kind": KINDS.get(one.kind, one.kind),
            "what": view.said(one.what) or _("(지워진 글)"),
        }
        for one in sorted(known.values(), key=lambda one: one.happened_at)
    ) or (_("없음"),)


def _origin(made: Made) -> tuple[str, ...]:
    lines = []
    if made.origin is not None:
        where = f"{made.origin.source} {_time(made.origin.ts, made.at)}"
        lines.append(_("첫 글: %(where)s") % {"where": where})
    total = sum(count for _source, count in made.said.spread)
    if total:
        shares = ", ".join(f"{source} {round(100 * count / total)} %" for source, count in made.said.spread)
        lines.append(_("퍼진 곳: %(shares)s") % {"shares": shares})
    return tuple(lines) or (_("아직 모름"),)


def _promises(view: RoomView, said: SituationReported) -> tuple[str, ...]:
    texts = {p.id: p.text for p in view.room.promises if p.text}
    return tuple(
        _("%(what)s %(time)s까지%(late)s")
        % {
            "what": texts.get(key) or _("다음 안내"),
            "time": _time(due, view.at),
            "late": _(" — 지남") if due <= said.round_at else "",
        }
        for key, due in said.promises
    ) or (_("없음"),)


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def is_blind(view: RoomView, reader: PersonView | None) -> bool:
    """Whether this reader's own view is still wanted before they see what others judged."""
    if not view.room.is_open:
        return False
    return reader is None or assess.estimates_shown(view.room, as_person(reader)) is None


def _view(request: HttpRequest, room: int) -> RoomView:
    try:
        return read.room_view(organisation(request).id, room, now(request))
    except NoSuchRoom:
        raise Http404 from None


@require_safe
def reports(request: HttpRequest, room: int) -> HttpResponse:
    view = _view(request, room)
    rows = [
        (x, ARROWS[x.trend], ", ".join(change_words(x.changed)) or _("변동 없음"))
        for x in query.listed(organisation(request).id, room)
    ]
    return render(request, "room/reports.html", {"view": view, "room": view.room, "rows": rows, **_next(view)})


def _next(view: RoomView) -> dict[str, Any]:
    row = view.room.ground.row(view.room.level)
    return {"report_at": rounds.report_due(view.room, view.at), "cadence": row}


@require_safe
def report(request: HttpRequest, room: int, number: int) -> HttpResponse:
    """One report, to be read, printed and copied; `?lang=en` tells it in the other language."""
    view = _view(request, room)
    found = query.made(organisation(request).id, room, number)
    if found is None:
        raise Http404
    reader = person(request)
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else translation.get_language() or "ko"
    last = view.room.report.number if view.room.report else 0
    with translation.override(language):
        told = sheet(view, found, blind=is_blind(view, reader))
        return render(
            request,
            "room/report.html",
            {
                "view": view,
                "room": view.room,
                "sheet": told,
                "text": told.text(),
                "made_at": found.at,
                "zone": timezone.get_current_timezone_name(),
                "language": language,
                "other": "en" if language == "ko" else "ko",
                "before": number - 1 if number > 1 else None,
                "after": number + 1 if number < last else None,
                "may_remark": view.room.is_open
                and number == last
                and acts.may_act(reader.roles, "", observing=reader.key in view.room.observers),
                **_next(view),
            },
        )
