"""What reporters asked and were told; corrections that we claim."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.core import events as e
from bongsu.web.lines.base import Names, Table, clock_time, day_time

KINDS = {"correct": _("정정보도"), "reply": _("반론보도")}
STATES = {
    "": _("청구 전"),
    "asked": _("청구함"),
    "printed": _("실림"),
    "refused": _("거절됨"),
    "dropped": _("청구하지 않음"),
}


def _what(key: str, names: Names) -> str:
    """One that is no longer in the state is named without its medium."""
    said = names.what(key)
    return gettext("기자 문의") if said == key else said


def _noted(v: e.InquiryNoted, n: Names) -> dict[str, object]:
    return {"medium": v.medium, "reporter": n.said(v.reporter), "due": clock_time(v.due_at), "q": n.said(v.question)}


def _answered(v: e.InquiryAnswered, n: Names) -> dict[str, object]:
    told = [gettext("나간 입장문")] if v.statement else []
    told += [n.what(key) for key in v.facts]
    told += [n.said(v.words)] if v.words else []
    return {"medium": _what(v.inquiry, n), "told": " / ".join(told)}


LINES: Table = {
    "inquiry_noted": (_("기자 문의: %(medium)s %(reporter)s — %(q)s (%(due)s까지)"), _noted),
    "inquiry_taken": (
        _("기자 문의를 맡았습니다: %(medium)s"),
        lambda v, n: {"medium": _what(v.inquiry, n)},
    ),
    "inquiry_released": (_("기자 문의를 내려놓았습니다: %(medium)s"), lambda v, n: {"medium": _what(v.inquiry, n)}),
    "inquiry_answered": (_("기자에게 답했습니다: %(medium)s — %(told)s"), _answered),
    "inquiry_followed": (
        _("기자가 다시 물었습니다: %(medium)s — %(q)s (%(due)s까지)"),
        lambda v, n: {"medium": _what(v.inquiry, n), "q": n.said(v.question), "due": clock_time(v.due_at)},
    ),
    "inquiry_closed": (
        _("기자 문의를 마쳤습니다: %(medium)s. %(note)s"),
        lambda v, n: {"medium": _what(v.inquiry, n), "note": n.said(v.note)},
    ),
    "inquiry_late": (_("기자의 마감이 지났습니다: %(medium)s"), lambda v, n: {"medium": _what(v.inquiry, n)}),
    "correction_claimed": (
        _("%(kind)s 청구할 것: %(medium)s — %(wrong)s (%(due)s까지)"),
        lambda v, n: {
            "kind": str(KINDS.get(v.kind, v.kind)),
            "medium": v.medium,
            "wrong": n.said(v.wrong),
            "due": day_time(v.due_at),
        },
    ),
    "correction_moved": (
        _("정정·반론: %(medium)s → %(state)s. %(note)s"),
        lambda v, n: {
            "medium": _what(v.correction, n),
            "state": str(STATES.get(v.state, v.state)),
            "note": n.said(v.note),
        },
    ),
}
