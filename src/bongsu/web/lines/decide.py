"""What was asked, decided and given to do."""

from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from bongsu.core.events import DecisionMade
from bongsu.web.lines.base import Table, clock_time
from bongsu.web.lines.reach import channel_name
from bongsu.web.setup.words import act_words

#: Options of "engage or prepare" are codes in the journal.
_STANCE = {
    "stance": _("개입할까요, 준비하며 지켜볼까요?"),
    "engage": _("개입"),
    "prepare": pgettext_lazy("stance", "준비"),
}


def question_words(kind: str, question: str) -> str:
    return str(_STANCE["stance"]) if kind == "stance" else question


def option_words(kind: str, option: str) -> str:
    return str(_STANCE.get(option, option)) if kind == "stance" else option


def _how(made: DecisionMade) -> str:
    """How it came about, and who was not heard."""
    said = []
    if made.how == "default":
        said.append(gettext("기한이 지나 기본값으로"))
    elif made.how == "consent":
        said.append(gettext("강한 반대가 없어서"))
    if made.via == "link":
        said.append(gettext("링크로"))
    if made.judgement == "empty":
        said.append(gettext("현장 판단은 비어 있었음"))
    elif made.judgement == "waived":
        said.append(gettext("현장 판단을 기다리지 않음"))
    if made.unheard:
        said.append(gettext("의견 %(n)s건은 듣지 못함") % {"n": len(made.unheard)})
    return f" ({', '.join(said)})" if said else ""


LINES: Table = {
    "decision_asked": (
        _("결정 요청: %(question)s (%(owner)s, %(due)s까지. 기본값 ‘%(default)s’)"),
        lambda v, n: {
            "question": question_words(v.kind, v.question),
            "owner": n.person(v.owner),
            "due": clock_time(v.due_at),
            "default": option_words(v.kind, v.options[v.default]),
        },
    ),
    "judgement_given": (
        _("현장 판단: %(question)s → %(option)s. %(why)s"),
        lambda v, n: {
            "question": n.what(v.decision),
            "option": n.what(f"{v.decision}/{v.option}"),
            "why": n.said(v.why),
        },
    ),
    "proposal_made": (
        _("강한 반대가 있나요? %(question)s → %(option)s. %(closes)s까지 없으면 그대로 정합니다."),
        lambda v, n: {
            "question": n.what(v.decision),
            "option": n.what(f"{v.decision}/{v.option}"),
            "closes": clock_time(v.closes_at),
        },
    ),
    "proposal_closed": (
        _("제안이 그대로 정해지지 않았습니다: %(question)s. 사람이 정해야 합니다(반대 %(n)s건)."),
        lambda v, n: {"question": n.what(v.decision), "n": v.objections},
    ),
    "decision_reopened": (
        _("다시 정합니다: %(question)s (%(due)s까지) — %(why)s"),
        lambda v, n: {"question": n.what(v.decision), "due": clock_time(v.due_at), "why": n.said(v.why)},
    ),
    "consultation_asked": (
        _("의견 요청: %(question)s (%(person)s, %(due)s까지)"),
        lambda v, n: {"question": v.question, "person": n.person(v.person), "due": clock_time(v.due_at)},
    ),
    "consultation_answered": (
        _("의견: %(question)s — %(answer)s"),
        lambda v, n: {"question": n.what(v.consultation), "answer": n.said(v.answer)},
    ),
    "consultation_lapsed": (
        _("의견 시한이 지나 %(person)s 님에게 넘어갔습니다: %(question)s (%(due)s까지)"),
        lambda v, n: {
            "person": n.person(v.person),
            "question": n.what(v.consultation),
            "due": clock_time(v.due_at),
        },
    ),
    "consultation_passed": (
        _("의견 없이 진행합니다: %(question)s. 침묵은 거부가 아닙니다."),
        lambda v, n: {"question": n.what(v.consultation)},
    ),
    "link_sent": (
        _("%(person)s 님에게 결정 링크를 보냈습니다(%(channel)s): %(question)s"),
        lambda v, n: {
            "person": n.person(v.person),
            "channel": channel_name(v.channel),
            "question": n.what(v.decision),
        },
    ),
    "link_failed": (
        _("%(person)s 님에게 결정 링크가 닿지 않았습니다. 직접 알려 주세요: %(question)s"),
        lambda v, n: {"person": n.person(v.person), "question": n.what(v.decision)},
    ),
    "deadline_near": (
        _("시한이 다가옵니다: %(what)s (%(due)s까지)"),
        lambda v, n: {
            "what": n.what(v.key) if v.key else gettext("첫 입장"),
            "due": clock_time(v.due_at),
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
            "how": _how(v),
            "why": n.said(v.why),
        },
    ),
    "task_given": (
        _("할 일: %(text)s (%(owner)s, %(due)s까지)"),
        lambda v, n: {
            "text": act_words(v.order) if v.order else v.text,
            "owner": n.person(v.owner),
            "due": clock_time(v.due_at),
        },
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
}
