"""Questions to executives: who and by when, never the words."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table, day_time

LINES: Table = {
    "executive_asked": (
        _("%(person)s 님에게 물었습니다. 답은 %(due)s까지 (경영진 질문 %(n)s)"),
        lambda v, n: {"person": n.person(v.person), "due": day_time(v.due_at), "n": v.question},
    ),
    "executive_passed": (
        _("답이 없어 대리자 %(person)s 님에게 넘어갔습니다. %(due)s까지 (경영진 질문 %(n)s)"),
        lambda v, n: {"person": n.person(v.person), "due": day_time(v.due_at), "n": v.question},
    ),
    "executive_late": (
        _("%(person)s 님의 답이 시한을 넘겼습니다 (경영진 질문 %(n)s)"),
        lambda v, n: {"person": n.person(v.person), "n": v.question},
    ),
    "executive_answered": (
        _("%(person)s 님이 답했습니다 (경영진 질문 %(n)s)"),
        lambda v, n: {"person": n.person(v.person), "n": v.question},
    ),
}
