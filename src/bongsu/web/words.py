"""Words for people, for what `core` only has codes for: errors, and the lines of a journal.

Every error code and every event type stands here, in Korean; English is in locale/en. A test fails for one that is
missing. A line's words have no subject: a page writes who did it in front of them (`이서준 · 봉화를 …`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from bongsu.core import events as e
from bongsu.core.errors import BongsuError
from bongsu.core.values import SLOTS, SYSTEM
from bongsu.web.josa import particle
from bongsu.web.reasons import reason_words

_ = gettext_lazy

# ── errors ─────────────────────────────────────────────────────────────────────────────────────────────────────────
ERRORS: Mapping[str, Any] = {
    "bongsu": _("지금은 할 수 없습니다."),
    "rule": _("이 상황실에서는 지금 할 수 없는 일입니다."),
    "no_such_room": _("그런 상황실이 없습니다. 망루에서 다시 열어 주세요."),
    "repeated": _("이미 처리된 요청입니다. 두 번 하지 않았습니다."),
    "room_closed": _("닫힌 상황실입니다. 먼저 다시 열어 주세요."),
    "not_the_leader": _("지휘자만 할 수 있습니다. 지휘자에게 요청하거나, 이유를 적고 지휘를 맡아 주세요."),
    "already_leader": _("이미 지휘하고 있습니다."),
    "not_offered": _("지휘를 넘겨받으라는 요청이 없습니다. 이유를 적고 직접 맡을 수 있습니다."),
    "same_level": _("봉화는 이미 그 단계입니다."),
    "level_out_of_range": _("봉화는 1에서 5까지입니다."),
    "reason_missing": _("이유를 몇 마디 적어 주세요. 기록에 남습니다."),
    "no_such_thing": _("찾는 것이 없습니다. 거두어졌을 수 있으니 화면을 새로 고쳐 주세요."),
    "already_done": _("이미 끝난 일입니다."),
    "out_of_range": _("%(low)s에서 %(high)s 사이로 적어 주세요."),
    "deadline_past": _("마감은 지금보다 뒤여야 합니다."),
    "not_yours": _("다른 사람이 맡은 일입니다. 담당자나 대리자에게 요청해 주세요."),
    "slots_missing": _("입장문에 아직 빠진 것이 있습니다: %(slots)s"),
    "stale_text": _("읽으신 뒤에 글이 바뀌었습니다. 바뀐 글을 읽고 다시 해 주세요."),
    "outside_mandate": _("지금 단계에서 이 일은 위임받은 범위를 벗어납니다. %(need)s"),
    "held": _("모든 아웃렛이 멈춰 있습니다. 먼저 다시 열어 주세요."),
    "outlet": _("아웃렛이 글을 받지 않았습니다."),
    "try_later": _("아웃렛이 나중에 다시 보내라고 합니다."),
    "refused": _("아웃렛이 글을 거절했습니다. 사람이 확인해야 합니다."),
    "maybe_sent": _("글이 나갔는지 알 수 없습니다. 다시 보내지 말고 먼저 확인해 주세요."),
    "intake": _("언급을 받을 수 없습니다."),
    "source": _("소스를 읽지 못했습니다: %(reason)s"),
    "text_too_long": _("너무 깁니다. %(most)s자까지 쓸 수 있는데 지금 %(length)s자입니다."),
    "people_only": _("사람만 할 수 있는 일입니다."),
    "not_higher": _("올리기는 지금보다 높은 단계로만 됩니다. 낮추려면 이유를 적고 내려 주세요."),
    "not_lower": _("내리기는 지금보다 낮은 단계로만 됩니다."),
    "still_sending": _("아직 결과를 모르는 전송이 %(count)s건 있습니다. 먼저 확인하거나 거둔 뒤에 닫아 주세요."),
    "another_room_open": _("이 브랜드의 상황실이 이미 열려 있습니다. 그곳에서 이어 가거나 먼저 닫아 주세요."),
    "already_kept": _("다른 일꾼이 먼저 저장했습니다. 저절로 이어집니다."),
    "file_unusable": _("파일을 읽을 수 없습니다: %(reason)s"),
    "not_reached": _("어느 연락처로도 닿지 않았습니다. 전화 등 다른 방법으로 알려 주세요."),
    "private_address": _("내부망 주소로는 보낼 수 없습니다. 바깥에서 보이는 주소를 적어 주세요."),
    "setup": _("설정을 마치지 못했습니다: %(problem)s %(hint)s"),
}

SLOT_WORDS: Mapping[str, Any] = {
    "empathy": _("공감"),
    "facts": _("확인된 사실"),
    "unknowns": _("아직 모르는 것"),
    "action": _("조치와 다음 안내"),
    "commitment": _("책임과 약속"),
    "contact": _("안내 창구"),
}
#: What belongs into each slot, under its label.
SLOT_HINTS: Mapping[str, Any] = {
    "empathy": _("걱정하실 분들께 먼저 드리는 말이에요. 조건이나 변명은 달지 않아요."),
    "facts": _("언제 어디서 무엇을 확인했는지만 써요. 원인·책임·확인 안 된 숫자는 쓰지 않아요."),
    "unknowns": _("원인, 범위처럼 지금 알아보고 있는 것을 그대로 말해요."),
    "action": _("지금 하고 있는 일과 고객이 하실 일이에요. 다음 안내 시각은 따로 고르면 이 뒤에 저절로 붙어요."),
    "commitment": _("결과를 숨기지 않고 끝까지 어떻게 할지 약속해요."),
    "contact": _("어디로 물어보면 되는지, 전화와 주소를 적어요."),
}


def slot_name(slot: str) -> str:
    return str(SLOT_WORDS.get(slot, slot)) if slot in SLOTS else gettext("다음 안내 시각")


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def error_words(error: BongsuError) -> str:
    """What a person reads when a rule says no, in the active language."""
    about = dict(error.about)
    if error.code == "slots_missing":
        slots = about.get("slots")
        names = slots.split(", ") if isinstance(slots, str) else [str(s) for s in slots or ()]  # type: ignore[attr-defined]
        about["slots"] = ", ".join(slot_name(name) for name in names)
    if error.code == "outside_mandate" and not isinstance(about.get("need"), str):
        about["need"] = ""
    return (str(ERRORS.get(error.code, ERRORS["bongsu"])) % _Blank(about)).strip()


# ── lines of a journal ─────────────────────────────────────────────────────────────────────────────────────────────
def level_name(level: int) -> str:
    """Without flames: 1 평시 … 5 심각."""
    return (gettext("평시"), gettext("관심"), gettext("주의"), gettext("경계"), gettext("심각"))[level - 1]


def fact_status(status: str) -> str:
    known = {"confirmed": gettext("확인됨"), "unconfirmed": gettext("미확인"), "false": gettext("사실 아님")}
    return known.get(status, status)


def clock_time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else "–"


@dataclass(frozen=True, slots=True)
class Names:
    """How a line's keys become names: `person("haneul")`, `outlet("board")`, `said("sealed:…")`."""

    person: Callable[[str], str]
    outlet: Callable[[str], str] = str
    said: Callable[[str], str] = str  # unseals; "" stays ""
    what: Callable[[str], str] = str  # a decision's question, a task's text, a fact's text, by its id


def actor(by: str, names: Names) -> str:
    return gettext("자동") if by == SYSTEM else names.person(by)


Params = Callable[[Any, Names], Mapping[str, object]]


def _levels(event: Any, names: Names) -> Mapping[str, object]:
    to = level_name(event.level_to)
    return {
        "from": level_name(event.level_from),
        "to": to,
        "to_ro": f"{to}{particle(to, '로')}",
        "why": names.said(event.why),
    }


def _why(event: Any, names: Names) -> Mapping[str, object]:
    return {"why": names.said(event.why)}


LINES: Mapping[str, tuple[Any, Params]] = {
    "room_opened": (
        _("상황실을 열었습니다. 봉화 %(level)s. %(why)s"),
        lambda v, n: {"level": level_name(v.level), "why": n.said(v.why)},
    ),
    "room_renamed": (_("이름을 ‘%(title)s’로 바꾸었습니다."), lambda v, n: {"title": v.title}),
    "room_closed": (_("상황실을 닫았습니다. %(summary)s"), lambda v, n: {"summary": n.said(v.summary)}),
    "room_reopened": (_("상황실을 다시 열었습니다. %(why)s"), _why),
    "beacon_raised": (_("봉화를 %(from)s에서 %(to_ro)s 올렸습니다. %(why)s"), _levels),
    "beacon_lowered": (_("봉화를 %(from)s에서 %(to_ro)s 내렸습니다. %(why)s"), _levels),
    "note_written": (_("%(text)s"), lambda v, n: {"text": n.said(v.text)}),
    "finding_noted": (
        _("징후: %(minutes)s분 동안 %(count)s건%(usual)s. %(excerpt)s"),
        lambda v, n: {
            "minutes": v.window_s // 60,
            "count": f"{v.count:,}",
            # Only a surge is measured against the usual; a claim or a risk word counts from its first voices.
            "usual": gettext(", 평소 %(n)s건") % {"n": f"{v.expected_milli / 1000:,.1f}"} if v.expected_milli else "",
            "excerpt": f"“{text}”" if (text := n.said(v.excerpt)) else "",
        },
    ),
    "estimate_sent": (
        _("판단을 보냈습니다: %(level)s, 3시간 안 언론 보도 %(press)s %%. %(why)s"),
        lambda v, n: {"level": level_name(v.level), "press": v.press_pct, "why": n.said(v.why)},
    ),
    "fact_noted": (
        _("사실 기록 (%(status)s): %(text)s"),
        lambda v, n: {"status": fact_status(v.status), "text": v.text},
    ),
    "fact_settled": (
        _("사실을 %(status)s으로 정리했습니다: %(text)s"),
        lambda v, n: {"status": fact_status(v.status), "text": n.what(v.fact)},
    ),
    "call_placed": (
        _("%(person)s 님을 호출했습니다. 봉화 %(level)s."),
        lambda v, n: {"person": n.person(v.person), "level": level_name(v.level)},
    ),
    "call_sent": (
        _("%(person)s 님에게 호출이 갔습니다 (%(attempt)s번째)."),
        lambda v, n: {"person": n.person(v.person), "attempt": v.attempt},
    ),
    "call_failed": (
        _("%(person)s 님 호출이 가지 않았습니다 (%(attempt)s번째): %(reason)s"),
        lambda v, n: {"person": n.person(v.person), "attempt": v.attempt, "reason": reason_words(v.reason)},
    ),
    "call_acknowledged": (_("%(person)s 님이 호출을 받았습니다."), lambda v, n: {"person": n.person(v.person)}),
    "lead_taken": (
        _("%(leader)s 님이 지휘를 맡았습니다. %(why)s"),
        lambda v, n: {"leader": n.person(v.leader), "why": n.said(v.why)},
    ),
    "lead_offered": (
        _("%(to)s 님에게 지휘를 넘기겠다고 했습니다. 남은 일 %(items)s건. %(note)s"),
        lambda v, n: {"to": n.person(v.to), "items": v.open_items, "note": n.said(v.note)},
    ),
    "decision_asked": (
        _("결정 요청: %(question)s (%(owner)s, %(due)s까지. 기본값 ‘%(default)s’)"),
        lambda v, n: {
            "question": v.question,
            "owner": n.person(v.owner),
            "due": clock_time(v.due_at),
            "default": v.options[v.default],
        },
    ),
    "objection_raised": (
        _("강하게 반대했습니다: %(question)s — %(why)s"),
        lambda v, n: {"question": n.what(v.decision), "why": n.said(v.why)},
    ),
    "decision_escalated": (
        _("결정 시각이 지나 %(owner)s 님에게 넘어갔습니다: %(question)s (%(due)s까지)"),
        lambda v, n: {"owner": n.person(v.owner), "question": n.what(v.decision), "due": clock_time(v.due_at)},
    ),
    "decision_made": (
        _("결정: %(question)s → %(option)s%(how)s. %(why)s"),
        lambda v, n: {
            "question": n.what(v.decision),
            "option": n.what(f"{v.decision}/{v.option}"),
            "how": gettext(" (기한이 지나 기본값으로)") if v.how == "default" else "",
            "why": n.said(v.why),
        },
    ),
    "task_given": (
        _("할 일: %(text)s (%(owner)s, %(due)s까지)"),
        lambda v, n: {"text": v.text, "owner": n.person(v.owner), "due": clock_time(v.due_at)},
    ),
    "task_done": (
        _("할 일을 마쳤습니다: %(text)s. %(note)s"),
        lambda v, n: {"text": n.what(v.task), "note": n.said(v.note)},
    ),
    "task_overdue": (_("할 일의 기한이 지났습니다: %(text)s"), lambda v, n: {"text": n.what(v.task)}),
    "first_word_overdue": (
        _("첫 입장을 내야 할 시각(%(due)s)이 지났습니다."),
        lambda v, n: {"due": clock_time(v.due_at)},
    ),
    "draft_edited": (_("초안을 고쳤습니다 (%(version)s판)."), lambda v, n: {"version": v.version}),
    "statement_approved": (
        _("입장문을 승인했습니다 (초안 %(version)s판, 근거 %(under)s)."),
        lambda v, n: {"version": v.version, "under": gettext("지휘자") if v.under == "leader" else v.under},
    ),
    "statement_withdrawn": (_("입장문을 거두었습니다. %(why)s"), _why),
    "outlets_paused": (_("모든 아웃렛을 멈추었습니다. %(why)s"), _why),
    "outlets_resumed": (_("아웃렛을 다시 열었습니다. %(why)s"), _why),
    "delivery_planned": (_("%(outlet)s에 낼 준비를 했습니다."), lambda v, n: {"outlet": n.outlet(v.outlet)}),
    "delivery_started": (
        _("%(outlet)s에 보내기 시작했습니다 (%(attempt)s번째)."),
        lambda v, n: {"outlet": n.what(v.delivery), "attempt": v.attempt},
    ),
    "delivery_sent": (_("%(outlet)s에 나갔습니다. %(url)s"), lambda v, n: {"outlet": n.what(v.delivery), "url": v.url}),
    "delivery_postponed": (
        _("%(outlet)s 전송을 %(at)s으로 미루었습니다: %(reason)s"),
        lambda v, n: {"outlet": n.what(v.delivery), "at": clock_time(v.not_before), "reason": reason_words(v.reason)},
    ),
    "delivery_refused": (
        _("%(outlet)s에서 거절했습니다: %(reason)s"),
        lambda v, n: {"outlet": n.what(v.delivery), "reason": reason_words(v.reason)},
    ),
    "delivery_unsure": (
        _("%(outlet)s에 나갔는지 알 수 없습니다. 직접 확인해 주세요: %(reason)s"),
        lambda v, n: {"outlet": n.what(v.delivery), "reason": reason_words(v.reason)},
    ),
    "delivery_settled": (
        _("%(outlet_eul)s 직접 확인했습니다: %(found)s"),
        lambda v, n: {
            "outlet": (outlet := n.what(v.delivery)),
            "outlet_eul": f"{outlet}{particle(outlet, '을')}",
            "found": gettext("올라가 있음") if v.found else gettext("올라가 있지 않음"),
        },
    ),
    "delivery_dropped": (
        _("%(outlet)s에는 내지 않습니다: %(reason)s"),
        lambda v, n: {"outlet": n.what(v.delivery), "reason": reason_words(v.reason)},
    ),
}


def line_words(event: e.Event, names: Names) -> str:
    """A journal line in the active language and zone, plain text, without its subject.

    `names.what` is asked for decisions ("d1"), options ("d1/0"), tasks, facts and deliveries (the outlet's name) by id.
    """
    words, params = LINES[event.type_]
    return (str(words) % dict(params(event, names))).strip()
