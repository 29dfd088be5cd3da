"""How somebody was tried to be reached, and their no."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Names, Table
from bongsu.web.reasons import reason_words


def channel_name(kind: str) -> str:
    """A kind of channel as people call it."""
    known = {
        "in_app": gettext("화면"),
        "push": gettext("웹 푸시"),
        "apprise": gettext("메신저"),
        "mail": gettext("메일"),
        "sms": gettext("문자"),
        "alimtalk": gettext("알림톡"),
        "voice": gettext("전화 음성"),
    }
    return known.get(kind, kind)


def _sent(event: Any, names: Names) -> dict[str, object]:
    notes = []
    if event.despite_hours:
        notes.append(gettext("받지 않는 시간이지만 단계가 높아 불렀습니다."))
    return {
        "person": names.person(event.person),
        "channel": channel_name(event.channel),
        "attempt": event.attempt,
        "notes": " ".join(notes),
    }


def _failed(event: Any, names: Names) -> dict[str, object]:
    if event.last:
        then = gettext("어느 연락 수단으로도 닿지 않았습니다.")
    else:
        then = gettext("다음 수단으로 바로 부릅니다.") if event.more else ""
    return {
        "person": names.person(event.person),
        "channel": channel_name(event.channel),
        "attempt": event.attempt,
        "reason": reason_words(event.reason),
        "then": then,
    }


LINES: Table = {
    "call_sent": (_("%(person)s 님에게 호출이 갔습니다: %(channel)s (%(attempt)s번째). %(notes)s"), _sent),
    "call_failed": (
        _("%(person)s 님 호출이 가지 않았습니다: %(channel)s (%(attempt)s번째). %(reason)s %(then)s"),
        _failed,
    ),
    "call_declined": (
        _("%(person)s 님이 지금은 못 온다고 했습니다. %(why)s"),
        lambda v, n: {"person": n.person(v.person), "why": n.said(v.why)},
    ),
}
