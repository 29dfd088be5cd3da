"""One page for executives: on the screen, and as a PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from bongsu.store.queries.rooms import RoomView
from bongsu.web import pdf
from bongsu.web.lines import level_name
from bongsu.web.room.look import room_of
from bongsu.web.room.panels.brief import brief as lines_of, waiting
from bongsu.web.templatetags.bongsu import thousands
from bongsu.web.viewer import Viewer, viewer_of

SHOWN = 4
CLAIM, STATEMENT = 160, 220


@require_safe
def show(request: HttpRequest, room: int) -> HttpResponse:
    view = room_of(request, room)
    context: dict[str, Any] = {"view": view, "room": view.room, "pdf": pdf.available(), "assume": None, "rows": None}
    assumed = request.GET.get("assume", "")
    if assumed.isascii() and assumed.isdigit() and int(assumed) <= 100:
        context |= waiting(view, assume_pct=int(assumed))
    return render(request, "brief/page.html", context)


@require_safe
def as_pdf(request: HttpRequest, room: int) -> HttpResponse:
    """The page as a PDF; where none can be made, the page itself, which prints and says so."""
    view = room_of(request, room)
    try:
        made = pdf.write(pdf.HERE / "brief.typ", page_of(viewer_of(request), view))
    except pdf.NoPdf:
        return redirect("brief", room=room)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="bongsu-{room}-{view.at:%Y%m%d-%H%M}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def page_of(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """What brief.typ sets: plain words in the reader's language and zone."""
    room, at = view.room, timezone.localtime(view.at)
    clocks = [_("우리가 안 때 %(t)s") % {"t": f"{timezone.localtime(room.aware_at):%m-%d %H:%M}"}]
    if room.first_post_at:
        clocks.insert(0, _("첫 글 %(t)s") % {"t": f"{timezone.localtime(room.first_post_at):%m-%d %H:%M}"})
    told = waiting(view)
    return {
        "title": room.title,
        "lang": viewer.lang[:2],
        "level": room.level,
        "kicker": _("한 장 보고 · %(brand)s · %(t)s 현재") % {"brand": view.brand, "t": f"{at:%Y-%m-%d %H:%M %Z}"},
        "beacon": _("봉화 %(n)s %(word)s") % {"n": room.level, "word": level_name(room.level)},
        "clocks": " · ".join(clocks),
        "lines": [{"head": head, "words": words} for head, words in five_lines(viewer, view)],
        "waiting": {
            "head": _("기다리면"),
            "columns": [_("기다리는 시간"), _("더 올라올 글"), _("쓰는 사람"), _("놓치는 시한")],
            "rows": [
                [
                    _("%(n)s분") % {"n": r["x"].minutes},
                    f"{thousands(r['x'].mentions_low)}–{thousands(r['x'].mentions_high)}",
                    f"{thousands(r['x'].authors_low)}–{thousands(r['x'].authors_high)}",
                    ", ".join(d.what for d in r["missed"]) or "–",
                ]
                for r in told["rows"]
            ],
            "note": _("최근 1시간의 흐름에서 셈한 가운데 80% 범위예요. 뜻밖의 일은 들어 있지 않아요."),
        },
        "footer": _("봉수 · 상황실 %(n)s · 기록 %(seq)s줄까지") % {"n": room.id, "seq": room.seq},
    }


def five_lines(viewer: Viewer, view: RoomView) -> list[tuple[str, list[str]]]:
    """What happened; how bad; what our people think; what we said and did; what is needed by when."""
    b, room = lines_of(viewer, view), view.room
    return [
        (_("무슨 일인가"), _happened(b)),
        (_("얼마나 심하고 어디로 가는가"), _heading(b)),
        (_("우리 사람들의 생각"), _people(b)),
        (_("말한 것과 한 것"), _said(b)),
        (_("언제까지 무엇이 필요한가"), _needed(b, open_=room.is_open)),
    ]


def _happened(b: dict[str, Any]) -> list[str]:
    words = []
    if claim := b["claim"]:
        words.append(f"“{Truncator(claim.text).chars(CLAIM)}”")
        words.append(_("%(n)s건, 작성자 %(a)s명.") % {"n": thousands(claim.size), "a": thousands(claim.authors)})
    words.append(_("확인된 사실 %(n)s건, 미확인 %(unsure)s건.") % {"n": len(b["facts"]), "unsure": b["unsure"]})
    return [" ".join(words), *(f"✓ {f.text}" for f in b["facts"][:SHOWN])]


def _heading(b: dict[str, Any]) -> list[str]:
    pulse = b["pulse"]
    words = [
        _("지금 분당 %(n)s건, 최근 1시간 %(h)s건.") % {"n": f"{pulse.per_minute:.1f}", "h": thousands(pulse.last_hour)}
    ]
    if pulse.times:
        words.append(_("평소의 %(x)s배.") % {"x": f"{pulse.times:.1f}"})
    if x := b["ahead"]:
        words.append(
            _("이대로면 1시간 안에 %(a)s–%(b)s건 더.")
            % {"a": thousands(x.mentions_low), "b": thousands(x.mentions_high)}
        )
    return [" ".join(words)]


def _people(b: dict[str, Any]) -> list[str]:
    judged = b["judged"]
    if not (judged.shown and judged.spread):
        return [_("아직 볼 수 있는 판단이 없어요.")]
    d = judged.spread
    words = _("%(n)s명의 판단: 봉화 %(a)s–%(b)s, 3시간 안 언론 보도 %(p)s–%(q)s %%.") % {
        "n": d.count,
        "a": d.level_low,
        "b": d.level_high,
        "p": d.press_low,
        "q": d.press_high,
    }
    apart = [f"◆ {row.name}: “{row.why or '–'}”" for row in judged.rows if row.differs]
    return [words, *apart[:SHOWN]]


def _said(b: dict[str, Any]) -> list[str]:
    words = []
    if said := b["statement"]:
        n = len(b["sent"])
        told = ngettext("입장문을 아웃렛 %(n)s곳에 냈어요.", "입장문을 아웃렛 %(n)s곳에 냈어요.", n) % {"n": n}
        words.append(f"{told} {Truncator(said.text).chars(STATEMENT)}")
    else:
        words.append(_("아직 아무 말도 하지 않았어요."))
    if b["stance"]:
        words.append(_("태도: %(s)s.") % {"s": b["stance"]})
    words += [_("교정: %(t)s — %(state)s") % {"t": x["f"].text, "state": x["state"]} for x in b["faults"][:SHOWN]]
    words += [f"{x['question']} → {x['made']}" for x in b["made"][:SHOWN]]
    return words


def _needed(b: dict[str, Any], *, open_: bool) -> list[str]:
    words = [
        _("%(q)s — %(who)s, %(t)s까지. 안 정하면 ‘%(o)s’.")
        % {
            "q": x["question"],
            "who": x["owner"],
            "t": f"{timezone.localtime(x['d'].due_at):%H:%M}",
            "o": x["default"],
        }
        for x in b["waiting"][:SHOWN]
    ]
    return words or [_("지금 정하실 것은 없어요.") if open_ else _("닫힌 상황실이에요.")]
