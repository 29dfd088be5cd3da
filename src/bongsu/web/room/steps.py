"""Words of the next step: what to do, why, and where its button leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.crisis.next_step import Step
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.decide import question_words
from bongsu.web.room.names import task_words
from bongsu.web.room.words import need_words
from bongsu.web.setup.words import role_words

Words = str | Promise

#: act → (what to do, the button). `{…}` come from the step's parameters.
STEP_WORDS: Mapping[str, tuple[Words, Words]] = {
    "acknowledge_call": (lazy("상황실로 부르고 있어요. 응답해 주세요."), lazy("응답하고 들어가기")),
    "take_lead": (lazy("지휘할 사람이 없어요. 지휘를 맡아 주세요."), lazy("지휘 맡으러 가기")),
    "accept_lead": (lazy("지휘를 넘겨받아 주세요."), lazy("지휘 넘겨받기")),
    "order_one_voice": (
        lazy("원보이스 지침부터 보내 주세요. 모든 접점과 직원이 같은 말만 하게 됩니다."),
        lazy("지침 보고 보내기"),
    ),
    "read_one_voice": (lazy("원보이스 지침을 읽고 확인해 주세요."), lazy("지침 읽기")),
    "stand_in": (lazy("지휘자에게서 소식이 없어요. 부지휘로서 지휘를 이어받아 주세요."), lazy("지휘 이어받기")),
    "name_standby": (lazy("당신이 자리를 비우면 이어받을 부지휘를 정해 주세요."), lazy("부지휘 정하기")),
    "hand_on_task": (lazy("지휘하는 동안에는 할 일을 넘겨 주세요."), lazy("할 일 넘기러 가기")),
    "keep_promise": (lazy("약속한 때가 되었어요. 지켰다고 적거나 넘겨 주세요."), lazy("약속 보러 가기")),
    "answer_inquiry": (lazy("맡은 기자 문의의 마감이 다가와요. 승인된 글로 답해 주세요."), lazy("답하러 가기")),
    "take_inquiry": (lazy("기자가 답을 기다려요. 누가 답할지 정해 주세요."), lazy("문의 보러 가기")),
    "correct_answer": (
        lazy("기자에게 답한 내용이 바뀌었어요. 다시 알려 주세요."),
        lazy("문의 보러 가기"),
    ),
    "send_estimate": (lazy("지금 얼마나 심각한지, 당신의 판단을 적어 주세요."), lazy("판단 적기")),
    "settle_fact": (lazy("아직 확인되지 않은 사실을 확인해 주세요."), lazy("사실 확인하러 가기")),
    "verify_fact": (lazy("맡은 사실을 확인해 주세요."), lazy("사실 확인하러 가기")),
    "coordinate_rumour": (lazy("확인된 소문에 우리가 할 말을 정해 주세요."), lazy("답 정하러 가기")),
    "correct_rumour": (lazy("정한 답으로, 소문이 도는 곳에서 바로잡아 주세요."), lazy("바로잡으러 가기")),
    "settle_press": (lazy("지금까지 언론에 났는지 한 번만 눌러 주세요."), lazy("보도 여부 적기")),
    "read_report": (lazy("새 상황보고가 나왔어요. 1분이면 읽어요."), lazy("상황보고 읽기")),
    "note_fact": (lazy("확인된 사실을 하나 적어 주세요. 입장문에는 확인된 사실만 쓸 수 있어요."), lazy("사실 적기")),
    "write_draft": (lazy("첫 입장문 초안을 써 주세요."), lazy("초안 쓰러 가기")),
    "complete_draft": (lazy("입장문에서 빠진 칸을 채워 주세요."), lazy("빈칸 채우러 가기")),
    "approve_statement": (lazy("입장문을 읽고 승인해 주세요."), lazy("문안 보고 승인하기")),
    "answer_approval": (lazy("결재를 기다리고 있어요. 읽고 승인하거나 반대해 주세요."), lazy("결재하러 가기")),
    "fill_approval": (
        lazy("결재할 역할을 맡은 사람이 없어요. 맡을 사람을 정해 달라고 하거나, 요청을 거두고 다른 길을 정해 주세요."),
        lazy("결재 보러 가기"),
    ),
    "ask_approval": (lazy("초안이 다 됐어요. 혼자 낼 수 없으니 결재를 요청해 주세요."), lazy("결재 요청하러 가기")),
    "decide": (lazy("결정을 기다리고 있어요."), lazy("결정하러 가기")),
    "decide_default_soon": (lazy("곧 기본값으로 정해집니다. 그 전에 결정해 주세요."), lazy("결정하러 가기")),
    "give_judgement": (
        lazy("결정을 앞두고 현장의 판단을 기다려요. 한마디 남겨 주세요."),
        lazy("판단 남기러 가기"),
    ),
    "answer_consultation": (
        lazy("의견을 묻고 있어요. 시간이 지나면 대리에게 넘어갑니다."),
        lazy("의견 쓰러 가기"),
    ),
    "confirm_duty": (lazy("법정 시한에 해당하는지 확인해 주세요."), lazy("법정 시한 보기")),
    "finish_duty": (
        lazy("법정 시한이 다가와요. 마쳤으면 어디에 어떻게 했는지 적어 주세요."),
        lazy("법정 시한 보기"),
    ),
    "mend_fault": (lazy("맡은 교정이 어디까지 왔는지 적어 주세요."), lazy("교정 보기")),
    "finish_task": (lazy("맡은 일을 마무리해 주세요."), lazy("할 일 보기")),
    "settle_delivery": (
        lazy("나갔는지 확실하지 않은 글이 있어요. 아웃렛을 열어 확인해 주세요."),
        lazy("확인하러 가기"),
    ),
    "resume_outlets": (lazy("모든 아웃렛이 멈춰 있어요. 다시 열지 정해 주세요."), lazy("아웃렛 보러 가기")),
    "settle_role": (
        lazy("부를 사람이 더 없는 역할이 있어요. 대신할 사람을 정하거나, 없이 갈지 정해 주세요."),
        lazy("역할 정하러 가기"),
    ),
    "raise_beacon": (lazy("봉화를 올릴 때인지 봐 주세요."), lazy("봉화 보러 가기")),
    "watch_situation": (lazy("지금은 지켜보면 됩니다. 새 일이 생기면 여기서 알려 드릴게요."), lazy("상황 보기")),
    "brief_read": (lazy("한 장 보고를 읽어 주세요. 1분이면 됩니다."), lazy("한 장 보고 열기")),
    "reopen_room": (lazy("이 상황실은 닫혔어요. 다시 시작되면 다시 열 수 있어요."), lazy("다시 열기 보기")),
    "closed": (lazy("이 상황실은 닫혔어요. 돌아보기에서 무엇을 배웠는지 확인해 주세요."), lazy("돌아보기 열기")),
}

#: Done with one tap on the card itself.
ONE_TAP: Mapping[str, str] = {"acknowledge_call": "acknowledge", "accept_lead": "accept_lead", "stand_in": "stand_in"}

#: Steps done on another page than the room: (route, anchor there).
_ELSEWHERE: Mapping[str, tuple[str, str]] = {
    "write_draft": ("voice", "#editor"),
    "complete_draft": ("voice", "#editor"),
    "approve_statement": ("voice", "#approve"),
    "ask_approval": ("voice", "#approve"),
    "brief_read": ("brief", ""),
    "closed": ("review", ""),
}


#: Steps done on the page of decisions and deadlines, at their own anchor.
_ON_DECISIONS = frozenset(("give_judgement", "answer_consultation", "confirm_duty", "finish_duty", "mend_fault"))

#: Steps done in the press log.
_ON_PRESS = frozenset(("answer_inquiry", "take_inquiry", "correct_answer"))

#: Steps done on the page of the fact that they are about.
_ON_FACT = frozenset(("verify_fact", "coordinate_rumour", "correct_rumour"))


@dataclass(frozen=True, slots=True)
class StepCard:
    act: str
    do: str
    button: str
    href: str
    one_tap: str | None  # act to post instead of following `href`
    why: str
    why_href: str
    due_at: datetime | None


def card(step: Step, view: RoomView) -> StepCard:
    do, button = STEP_WORDS[step.act]
    about = dict(step.params)
    usual = "decisions" if step.act in _ON_DECISIONS else "press" if step.act in _ON_PRESS else "room"
    page, anchor = _ELSEWHERE.get(step.act, (usual, f"#{step.anchor}"))
    on_fact = step.act in _ON_FACT and "fact" in about
    said = str(do)
    if question := _subject(view, about):
        said = f"{said} — {question}"
    why, why_href = _why(step, view)
    return StepCard(
        act=step.act,
        do=said,
        button=str(button),
        href=(
            reverse("fact", kwargs={"room": view.room.id, "fact": about["fact"]})
            if on_fact
            else f"{reverse(page, kwargs={'room': view.room.id})}{anchor}"
        ),
        one_tap=ONE_TAP.get(step.act),
        why=why,
        why_href=why_href,
        due_at=step.due_at,
    )


def _subject(view: RoomView, about: Mapping[str, str]) -> str:
    """What the step is about, where it is one of several: the question, the task, the fact."""
    room = view.room
    if (key := about.get("decision")) and (decision := room.decision(key)):
        return question_words(decision.kind, decision.question)
    if (key := about.get("consultation")) and (consultation := room.consultation(key)):
        return consultation.question
    if (key := about.get("duty")) and (duty := room.duty(key)):
        law = room.ground.law(duty.law)
        return law.name if law else ""
    if (key := about.get("fault")) and (fault := room.fault(key)):
        return fault.text
    if (key := about.get("task")) and (task := room.task(key)):
        return task_words(view, task)
    if (key := about.get("promise")) and (promise := room.promise(key)):
        return promise.text
    if (key := about.get("inquiry")) and (inquiry := room.inquiry(key)):
        return inquiry.medium
    if (key := about.get("fact")) and (fact := room.fact(key)):
        return fact.text
    if role := about.get("role") if "tried" in about else None:
        return need_words(view, role)
    if (key := about.get("delivery")) and (delivery := room.delivery(key)):
        outlet = view.outlet(delivery.outlet)
        return outlet.name if outlet else delivery.outlet
    return ""


def _why(step: Step, view: RoomView) -> tuple[str, str]:
    """The reason in words, and where it can be read."""
    here = reverse("room", kwargs={"room": view.room.id})
    why, about = step.why, dict(step.why.params)
    match why.kind:
        case "deadline":
            return _("정해진 시각까지 해야 하는 일이에요."), f"{here}#bar"
        case "playbook":
            line = next((p.text for p in view.room.ground.playbook if p.id == why.ref), "")
            return _("대응 지침: %(text)s") % {"text": line}, f"{here}#rules"
        case "charter":
            return _charter_words(why.ref, about, view), f"{here}#rules"
        case "call" if why.ref == "exhausted":
            return _("%(count)s명을 불렀지만 아무도 답하지 않았어요.") % {"count": about["tried"]}, f"{here}#calls"
        case "call" if why.ref == "leader_gone":
            gone = _("%(name)s 님이 지휘하고 있었어요. 한 번 누르면 넘어오고 기록에 남아요.")
            return gone % {"name": view.name(about.get("leader"))}, f"{here}#lead"
        case "call":
            role = about.get("role", "")
            asked = _("%(role)s 역할로 필요해서 불렀어요.") if role else _("당신을 기다리고 있어요.")
            return asked % {"role": need_words(view, role)} if role else asked, f"{here}#call"
        case _:
            return _watch_words(why.ref, about), f"{here}#situation"


def _charter_words(ref: str, about: Mapping[str, str], view: RoomView) -> str:
    charter = view.room.charter
    mandate = next((m for m in charter.mandates if m.id == ref), None)
    if mandate is not None:
        said = next((p.text for p in charter.principles if p.id == mandate.principle), "")
        return _("위임에 따라 할 수 있어요. %(text)s") % {"text": said}
    if ref == "no_leader":
        return _("상황실에는 언제나 지휘자가 한 사람 있어야 해요.")
    if role := about.get("role"):
        return _("지금 단계는 %(role)s 역할이 지휘하게 되어 있어요.") % {"role": role_words(role)}
    return _("승인 절차에서 %(role)s 차례예요.") % {"role": role_words(ref)}


#: Looked up for everybody who reads, at almost every line: only the one that is said is put into words.
_WATCH_WORDS: Mapping[str, Words] = {
    "blind": lazy("서로의 판단을 보기 전에 각자 먼저 적어야 다른 생각이 살아남아요."),
    "unconfirmed": lazy("입장문에는 확인된 사실만 쓸 수 있어요."),
    "rumour_verified": lazy("확인은 끝났어요. 모두가 같은 말로 답하려면 한 사람이 정해야 해요."),
    "rumour_answered": lazy("답은 정해졌어요. 퍼진 곳에서 바로잡지 않으면 소문은 그대로 남아요."),
    "press_unknown": lazy("세 시간이 지났어요. 결과를 적어야 누구의 눈이 맞았는지 나중에 본인이 알 수 있어요."),
    "slot": lazy("정하는 사람은 현장을 보지 못해요. 보고 있는 사람의 한마디가 필요해요."),
    "no_facts": lazy("아직 적힌 사실이 하나도 없어요."),
    "no_word_yet": lazy("아직 아무 말도 하지 않았어요."),
    "paused": lazy("멈춰 있는 동안에는 어떤 글도 나가지 않아요."),
    "unsure": lazy("두 번 내보내지 않으려면 사람이 직접 봐야 해요."),
    "refused": lazy("아웃렛이 글을 거절했어요. 이유를 보고 정해 주세요."),
    "one_voice_first": lazy("말은 매장과 지점에서 먼저 새어 나가요. 지침이 그보다 먼저 닿아야 해요."),
    "one_voice_unread": lazy("확인하지 않은 접점은 회사를 대신해 다른 말을 할 수 있어요."),
    "offline": lazy("방송이나 현장 조사가 있었어요. 애매하면 높은 쪽이에요."),
    "told_stale": lazy("기자가 아는 것과 지금 우리가 아는 것이 달라요."),
    "leader_holds": lazy("일을 쥔 지휘자는 전체를 보지 못해요."),
    "no_standby": lazy("지휘자가 갑자기 사라져도 지휘는 끊기지 않아야 해요."),
    "estimates_higher": lazy("현장 판단의 가운데가 지금 봉화보다 높아요."),
}


def _watch_words(ref: str, about: Mapping[str, str]) -> str:
    if ref in _WATCH_WORDS:
        return str(_WATCH_WORDS[ref])
    if every := about.get("every_min"):
        return _("이 단계에서는 %(minutes)s분마다 상황을 다시 봐요.") % {"minutes": every}
    return _("지금 기한이 다가온 일은 없어요.")
