"""What was found, judged and established."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Table, fact_status, level_name

LINES: Table = {
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
}
