"""What happened offline, with its own time beside that of the line."""

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from bongsu.core import events as e
from bongsu.web.lines.base import Names, Table, day_time

KINDS = {
    "call": _("전화"),
    "visit": _("방문"),
    "raid": _("현장 조사·압수수색"),
    "broadcast": _("방송"),
    "letter": _("편지·공문"),
}


def _noted(v: e.OfflineNoted, n: Names) -> dict[str, object]:
    how_many = ngettext("%(n)s명", "%(n)s명", v.people) % {"n": v.people} if v.people else ""
    beside = [x for x in (n.said(v.where), how_many, gettext("받은 사람 %(p)s") % {"p": n.person(v.taken_by)}) if x]
    return {
        "kind": str(KINDS.get(v.kind, v.kind)),
        "at": day_time(v.happened_at),
        "what": n.said(v.what),
        "beside": ", ".join(beside),
    }


LINES: Table = {"offline_noted": (_("%(kind)s (%(at)s에 있었던 일): %(what)s — %(beside)s"), _noted)}
