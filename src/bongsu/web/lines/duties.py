"""Statutory clocks and faults."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table, clock_time

FAULT_STATES = {"cause": _("원인 조사"), "stopped": _("멈춤"), "fixed": _("고침"), "verified": _("확인")}

LINES: Table = {
    "duty_started": (
        _("법정 시한을 셉니다: %(duty)s (%(due)s까지) — %(why)s"),
        lambda v, n: {"duty": n.what(v.duty), "due": clock_time(v.due_at), "why": n.said(v.why)},
    ),
    "duty_confirmed": (
        _("법정 시한에 해당한다고 확인했습니다: %(duty)s. %(note)s"),
        lambda v, n: {"duty": n.what(v.duty), "note": n.said(v.note)},
    ),
    "duty_done": (
        _("법정 의무를 마쳤습니다: %(duty)s — %(note)s"),
        lambda v, n: {"duty": n.what(v.duty), "note": n.said(v.note)},
    ),
    "duty_dropped": (
        _("법정 시한 해당 없음: %(duty)s — %(why)s"),
        lambda v, n: {"duty": n.what(v.duty), "why": n.said(v.why)},
    ),
    "duty_overdue": (
        _("법정 시한이 지났습니다: %(duty)s (%(due)s)"),
        lambda v, n: {"duty": n.what(v.duty), "due": clock_time(v.due_at)},
    ),
    "fault_noted": (
        _("고칠 것: %(text)s (%(owner)s, %(due)s까지)"),
        lambda v, n: {"text": v.text, "owner": n.person(v.owner), "due": clock_time(v.due_at)},
    ),
    "fault_moved": (
        _("교정: %(text)s → %(state)s. %(note)s"),
        lambda v, n: {
            "text": n.what(v.fault),
            "state": str(FAULT_STATES.get(v.state, v.state)),
            "note": n.said(v.note),
        },
    ),
    "fault_overdue": (_("교정 기한이 지났습니다: %(text)s"), lambda v, n: {"text": n.what(v.fault)}),
}
