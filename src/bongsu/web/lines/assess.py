"""What was found, judged and established."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Table, clock_time, fact_status, level_name

#: What kind of finding it is, where nothing is quoted.
FINDING_KINDS = {
    "surge": _("언급이 크게 늘었어요"),
    "claim": _("같은 주장이 퍼지고 있어요"),
    "risk": _("위험한 말이 여러 사람에게서 나와요"),
    "tone": _("불만 섞인 글이 평소보다 많아요"),
    "press": _("사람들의 불만을 언론이 다뤘어요"),
    "silence": _("늘 들리던 곳이 조용해요"),
}

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
    "press_settled": (
        "%(said)s",
        lambda v, n: {
            "said": (
                gettext("언론 보도가 나왔습니다 (%(time)s). %(link)s") % {"time": clock_time(v.when), "link": v.link}
                if v.reported
                else gettext("%(time)s까지 언론 보도가 없다고 확인했습니다.") % {"time": clock_time(v.when)}
            )
        },
    ),
    "fact_assigned": (
        _("%(owner)s 님이 %(time)s까지 확인합니다: %(text)s"),
        lambda v, n: {"owner": n.person(v.owner), "time": clock_time(v.due_at), "text": n.what(v.fact)},
    ),
    "fact_overdue": (
        _("확인 기한이 지났습니다: %(text)s%(to)s"),
        lambda v, n: {
            "text": n.what(v.fact),
            "to": gettext(" 이제 %(who)s 님이 확인합니다.") % {"who": n.person(v.owner)} if v.owner else "",
        },
    ),
    "rumour_coordinated": (
        _("소문에 답할 말을 정했습니다 (%(text)s): %(answer)s"),
        lambda v, n: {"text": n.what(v.fact), "answer": n.said(v.answer)},
    ),
    "rumour_corrected": (
        _("소문을 바로잡았습니다 (%(text)s): %(where)s %(link)s"),
        lambda v, n: {"text": n.what(v.fact), "where": v.where, "link": v.link},
    ),
    "situation_reported": (
        _("상황보고 %(n)s호를 썼습니다: %(level)s %(arrow)s%(same)s"),
        lambda v, n: {
            "n": v.number,
            "level": level_name(v.level),
            "arrow": {-1: "↓", 1: "↑"}.get(v.trend, "→"),
            "same": "" if v.changed else gettext(", 변동 없음"),
        },
    ),
    "report_remarked": (
        _("상황보고 %(n)s호에 덧붙였습니다: %(text)s"),
        lambda v, n: {"n": v.report, "text": n.said(v.text)},
    ),
}
