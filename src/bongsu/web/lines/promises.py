"""What was promised, and what became of it."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.core import events as e
from bongsu.web.lines.base import Names, Table, clock_time


def _what(key: str, names: Names) -> str:
    """A promise that is no longer in the state is named without its words."""
    said = names.what(key)
    return gettext("약속") if said == key else said


def _made(v: e.PromiseMade, n: Names) -> dict[str, object]:
    to = n.said(v.to) if v.to else gettext("모두에게")
    text = v.text or gettext("다음 안내")
    return {"text": text, "to": to, "owner": n.person(v.owner), "due": clock_time(v.due_at)}


LINES: Table = {
    "promise_made": (_("약속: %(text)s — %(to)s, %(due)s까지 (%(owner)s)"), _made),
    "promise_soon": (_("약속한 때가 다가옵니다: %(text)s"), lambda v, n: {"text": _what(v.promise, n)}),
    "promise_late": (_("약속한 때가 지났습니다: %(text)s"), lambda v, n: {"text": _what(v.promise, n)}),
    "promise_kept": (
        _("약속을 지켰습니다: %(text)s. %(note)s"),
        lambda v, n: {"text": _what(v.promise, n), "note": n.said(v.note)},
    ),
    "promise_handed_on": (
        _("약속을 %(owner)s 님에게 넘겼습니다: %(text)s (%(due)s까지). %(why)s"),
        lambda v, n: {
            "owner": n.person(v.owner),
            "text": _what(v.promise, n),
            "due": clock_time(v.due_at),
            "why": n.said(v.why),
        },
    ),
    "promise_broken": (
        _("약속을 지키지 못했습니다: %(text)s. %(why)s"),
        lambda v, n: {"text": _what(v.promise, n), "why": n.said(v.why)},
    ),
}
