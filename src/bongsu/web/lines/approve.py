"""What was asked of a chain, what its steps said, and money that was given."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.josa import particle
from bongsu.web.lines.base import Names, Table, clock_time
from bongsu.web.setup.words import act_words, role_words


def _asked(v: Any, n: Names) -> Mapping[str, object]:
    what = n.said(v.what) if v.what else gettext("초안 %(version)s판") % {"version": v.version}
    return {"act": act_words(v.act), "what": what, "role": role_words(v.chain[0].role), "at": clock_time(v.due_at)}


def _step(v: Any, n: Names) -> Mapping[str, object]:
    return {"role": role_words(v.role), "at": clock_time(getattr(v, "due_at", None))}


def _objected(v: Any, n: Names) -> Mapping[str, object]:
    after = gettext("여기서 끝났습니다.") if v.ends else gettext("의견으로 남기고 이어 갑니다.")
    return {"role": role_words(v.role), "why": n.said(v.why), "after": after}


def _lapsed(v: Any, n: Names) -> Mapping[str, object]:
    after = gettext("결재를 받지 못했습니다.") if v.ends else gettext("답 없음으로 남기고 이어 갑니다.")
    return {"role": role_words(v.role), "after": after}


def _unheld(v: Any, n: Names) -> Mapping[str, object]:
    if v.due_at is None:
        after = gettext("이 결재 없이는 내보낼 수 없습니다. 지휘자가 정해야 합니다.")
    else:
        after = gettext("기다리지 않고 다음 차례로 넘어갑니다.")
    return {"role": role_words(v.role), "after": after}


def _voided(v: Any, n: Names) -> Mapping[str, object]:
    why = {
        "text": gettext("글이 바뀌었습니다."),
        "level": gettext("단계가 바뀌어 결재선이 달라졌습니다."),
        "released": gettext("위임받은 사람이 먼저 내보냈습니다."),
    }
    return {"why": why.get(v.reason, v.reason)}


def _granted(v: Any, n: Names) -> Mapping[str, object]:
    under = n.mandate(v.mandate) if v.mandate else gettext("%(role)s 결재") % {"role": role_words(v.under)}
    return {"won": number_format(v.amount_krw, force_grouping=True), "to": n.said(v.to), "under": under}


LINES: Table = {
    "approval_asked": (_("결재를 요청했습니다: %(act)s, %(what)s. %(role)s 차례, %(at)s까지."), _asked),
    "approval_given": (_("%(role)s 자격으로 승인했습니다."), _step),
    "approval_objected": (_("%(role)s 자격으로 반대했습니다: %(why)s %(after)s"), _objected),
    "approval_passed": (_("답이 없어 대리 %(role)s에게 넘어갔습니다. %(at)s까지."), _step),
    "approval_lapsed": (_("%(role)s의 답이 없었습니다. %(after)s"), _lapsed),
    "approval_unheld": (_("%(role)s 역할을 맡은 사람이 없습니다. %(after)s"), _unheld),
    "approval_withdrawn": (_("결재 요청을 거두었습니다. %(why)s"), lambda v, n: {"why": n.said(v.why)}),
    "approval_voided": (_("결재 요청이 무효가 되었습니다. %(why)s"), _voided),
    "mandate_revoked": (
        _("%(mandate_eul)s 거두어들였습니다 (%(by)s). %(why)s"),
        lambda v, n: {
            "mandate_eul": f"{(named := n.mandate(v.mandate))}{particle(named, '을')}",
            "by": n.person(v.revoked_by),
            "why": n.said(v.why),
        },
    ),
    "compensation_granted": (_("%(to)s에게 %(won)s원을 보상하기로 했습니다 (근거 %(under)s)."), _granted),
}
