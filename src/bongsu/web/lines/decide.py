"""What was asked, decided and given to do."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Table, clock_time

LINES: Table = {
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
}
