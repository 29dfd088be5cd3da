"""Items are taken in hand and let go."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.core import events as e
from bongsu.web.lines.base import Names, Table

WHATS = {
    "finding": _("잡힌 징후"),
    "fact": _("사실 확인"),
    "promise": _("약속"),
    "decision": _("정할 것"),
    "inquiry": _("기자 문의"),
}


def _said(v: e.ItemTaken | e.ItemReleased, n: Names) -> dict[str, object]:
    what, item = str(WHATS.get(v.what, v.what)), n.what(v.item)
    # One that is no longer in the state is named by its kind alone.
    return {"what": what if item == v.item else gettext("%(what)s ‘%(item)s’") % {"what": what, "item": item}}


LINES: Table = {
    "item_taken": (_("보기로 했습니다: %(what)s"), _said),
    "item_released": (_("내려놓았습니다: %(what)s"), _said),
}
