"""A room opens and closes, beacons rise and fall."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table, level_name, levels, why

LINES: Table = {
    "room_opened": (
        _("상황실을 열었습니다. 봉화 %(level)s. %(why)s"),
        lambda v, n: {"level": level_name(v.level), "why": n.said(v.why)},
    ),
    "room_renamed": (_("이름을 ‘%(title)s’로 바꾸었습니다."), lambda v, n: {"title": v.title}),
    "room_closed": (_("상황실을 닫았습니다. %(summary)s"), lambda v, n: {"summary": n.said(v.summary)}),
    "room_reopened": (_("상황실을 다시 열었습니다. %(why)s"), why),
    "beacon_raised": (_("봉화를 %(from)s에서 %(to_ro)s 올렸습니다. %(why)s"), levels),
    "beacon_lowered": (_("봉화를 %(from)s에서 %(to_ro)s 내렸습니다. %(why)s"), levels),
    "note_written": (_("%(text)s"), lambda v, n: {"text": n.said(v.text)}),
}
