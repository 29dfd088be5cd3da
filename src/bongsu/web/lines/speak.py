"""What was written, approved and sent."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.josa import particle
from bongsu.web.lines.base import Table, clock_time, why
from bongsu.web.reasons import reason_words

LINES: Table = {
    "draft_edited": (_("초안을 고쳤습니다 (%(version)s판)."), lambda v, n: {"version": v.version}),
    "statement_approved": (
        _("입장문을 승인했습니다 (초안 %(version)s판, 근거 %(under)s)."),
        lambda v, n: {"version": v.version, "under": gettext("지휘자") if v.under == "leader" else n.mandate(v.under)},
    ),
    "statement_withdrawn": (_("입장문을 거두었습니다. %(why)s"), why),
    "outlets_paused": (_("모든 아웃렛을 멈추었습니다. %(why)s"), why),
    "outlets_resumed": (_("아웃렛을 다시 열었습니다. %(why)s"), why),
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
