"""The direct line."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Table


def answer_words(answer: str) -> str:
    known = {"ack": gettext("알겠습니다"), "question": gettext("질문"), "order": gettext("지시")}
    return known.get(answer, answer)


LINES: Table = {
    "flash_sent": (
        _("위원회 %(count)s명에게 직보했습니다: %(text)s"),
        lambda v, n: {"count": len(v.to), "text": n.said(v.text)},
    ),
    "flash_delivered": (_("%(person)s 님에게 직보가 닿았습니다."), lambda v, n: {"person": n.person(v.person)}),
    "flash_read": (_("%(person)s 님이 직보를 읽었습니다."), lambda v, n: {"person": n.person(v.person)}),
    "flash_answered": (
        _("%(person)s 님이 직보에 답했습니다 (%(answer)s). %(words)s"),
        lambda v, n: {"person": n.person(v.person), "answer": answer_words(v.answer), "words": n.said(v.words)},
    ),
    "flash_withdrawn": (_("직보를 거뒀습니다."), lambda v, n: {}),
}
