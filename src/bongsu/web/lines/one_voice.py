"""The one-voice order goes out and is read."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table, why
from bongsu.web.reasons import reason_words

LINES: Table = {
    "one_voice_ordered": (
        _("원보이스 지침 %(version)s판을 접점 %(points)s곳, 직원 %(people)s명에게 보냈습니다: %(text)s"),
        lambda v, n: {"version": v.version, "points": len(v.points), "people": len(v.people), "text": v.text},
    ),
    "one_voice_read": (
        _("%(person)s 님이 원보이스 지침을 확인했습니다 (접점 %(points)s곳)."),
        lambda v, n: {"person": n.person(v.person), "points": len(v.points)},
    ),
    "one_voice_silent": (
        _("%(person)s 님이 개인 계정을 쉬겠다고 했습니다."),
        lambda v, n: {"person": n.person(v.person)},
    ),
    "one_voice_told": (_("접점 한 곳에 원보이스 지침을 말로 전했습니다 (%(point)s)."), lambda v, n: {"point": v.point}),
    "one_voice_deputies_asked": (
        _("답이 없는 접점 %(points)s곳의 대리자에게 원보이스 지침을 보냈습니다."),
        lambda v, n: {"points": len(v.points)},
    ),
    "one_voice_lifted": (_("원보이스 지침을 거뒀습니다."), lambda v, n: {}),
    "one_voice_skipped": (_("원보이스 지침을 지금은 보내지 않습니다. %(why)s"), why),
    "notice_failed": (
        _("%(person)s 님에게 알림이 가지 않았습니다: %(reason)s"),
        lambda v, n: {"person": n.person(v.person), "reason": reason_words(v.reason)},
    ),
}
