"""Who stands ready, what passes on, who only comments."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Table, clock_time

LINES: Table = {
    "standby_named": (
        _("부지휘: %(person)s"),
        lambda v, n: {"person": n.person(v.person) if v.person else gettext("없음")},
    ),
    "leader_here": (_("자리에 있다고 남겼습니다."), lambda v, n: {}),
    "leader_quiet": (
        _("지휘자 %(leader)s 님에게서 %(since)s부터 소식이 없습니다. %(standby)s"),
        lambda v, n: {
            "leader": n.person(v.leader),
            "since": clock_time(v.since),
            "standby": gettext("부지휘 %(name)s 님이 바로 이어받을 수 있습니다.") % {"name": n.person(v.standby)}
            if v.standby
            else gettext("누구든 이유를 적고 지휘를 맡아 주세요."),
        },
    ),
    "comment_made": (_("의견만 남겼습니다: %(text)s"), lambda v, n: {"text": n.said(v.text)}),
    "task_handed_on": (
        _("할 일을 %(owner)s 님에게 넘겼습니다: %(text)s"),
        lambda v, n: {"owner": n.person(v.owner), "text": n.what(v.task)},
    ),
}
