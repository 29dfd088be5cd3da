"""Who was called, who came, who leads."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table, level_name

LINES: Table = {
    "call_placed": (
        _("%(person)s 님을 호출했습니다. 봉화 %(level)s."),
        lambda v, n: {"person": n.person(v.person), "level": level_name(v.level)},
    ),
    "call_acknowledged": (_("%(person)s 님이 호출을 받았습니다."), lambda v, n: {"person": n.person(v.person)}),
    "lead_taken": (
        _("%(leader)s 님이 지휘를 맡았습니다. %(why)s"),
        lambda v, n: {"leader": n.person(v.leader), "why": n.said(v.why)},
    ),
    "lead_offered": (
        _("%(to)s 님에게 지휘를 넘기겠다고 했습니다. 남은 일 %(items)s건. %(note)s"),
        lambda v, n: {"to": n.person(v.to), "items": v.open_items, "note": n.said(v.note)},
    ),
}
