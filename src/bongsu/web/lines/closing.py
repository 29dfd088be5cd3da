"""What was done, and left out, before a room was stood down."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table, day_time
from bongsu.web.words import LEFT_WORDS

LINES: Table = {
    "stand_down_waived": (
        _("두고 닫습니다: %(items)s. %(why)s"),
        lambda v, n: {"items": ", ".join(str(LEFT_WORDS.get(i, i)) for i in v.items), "why": n.said(v.why)},
    ),
    "thanks_sent": (
        _("와 준 %(count)s명에게 고맙다고 전했습니다: %(text)s"),
        lambda v, n: {"count": len(v.to), "text": n.said(v.text)},
    ),
    "rest_noted": (
        _("오래 일한 %(people)s 님을 쉬게 했습니다. %(note)s"),
        lambda v, n: {"people": ", ".join(n.person(key) for key in v.people), "note": n.said(v.note)},
    ),
    "review_booked": (
        _("돌아보기를 %(on)s에 잡았습니다 (%(owner)s)."),
        lambda v, n: {"on": day_time(v.on), "owner": n.person(v.owner)},
    ),
}
