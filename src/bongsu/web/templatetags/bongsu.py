"""What templates may say: {% load bongsu %}.

{% flames 4 %}                  four of five flames and the word 경계 (also "small", "large")
{% level_name 4 %}              경계
{% moment dt %}                 <time> 22:40 in the reader's zone, whole date as title ("full", "date", "seconds")
{% countdown dt %}              24:04 남음 · 22:40까지, ticking; then 3분 지남 ({% countdown dt "bare" %}: only 24:04)
{% josa "유리조각" "이" %}        the word with its particle: 유리조각이    ({{ word|with_josa:"이" }})
{% asset "css/app.css" %}       address of a static file, versioned
{% keys %}                      the hidden fields of every POST form: CSRF token and idempotency key
{% act room "note" %}           address for a form of a room: /rooms/7/do/note
{% panel "room" "facts" view %} a live panel (bongsu.web.panels), rendered for this reader
{{ seconds|duration }}          3분 40초
{{ number|thousands }}          1,900
{{ "safety"|risk }}             안전
{{ "surge"|finding_kind }}      언급이 크게 늘었어요
{% rise finding.rise %}         how seldom, how long, how fast
{% weight finding %}            what made its beacon as high as it is, and what is said
{{ "refused: HTTP 503"|reason }}  HTTP 503
{{ "sms"|channel }}              문자
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from bongsu.core.values import LEVELS, Rise
from bongsu.web import assets, panels
from bongsu.web.josa import particle
from bongsu.web.lines.assess import FINDING_KINDS
from bongsu.web.lines.reach import channel_name
from bongsu.web.reasons import reason_words, source_words
from bongsu.web.setup.words import category_words
from bongsu.web.viewer import viewer_of
from bongsu.web.weight import Weighed, reasons, rise_words

register = template.Library()

_FLAME = (
    "M8 0c.9 4.5 5.5 6.8 5.5 13.2C13.5 18.5 11 22 7 22S.5 18.5.5 13.6c0-2.8 1.2-4.3 2.5-5.9.4 1.7 1.2 2.6 2.3 3"
    "C4.8 7.6 5.6 3.3 8 0Z"
)


def level_word(level: int) -> str:
    """The word of a level, 1–5, in the reader's language."""
    return (gettext("평시"), gettext("관심"), gettext("주의"), gettext("경계"), gettext("심각"))[level - 1]


@register.simple_tag
def level_name(level: int) -> str:
    return level_word(int(level))


@register.simple_tag
def flames(level: int, size: str = "") -> SafeString:
    """Flames always come with the word: colour alone says nothing to one reader in twelve."""
    level = int(level)
    drawn = format_html_join(
        "",
        '<svg viewBox="0 0 14 22" aria-hidden="true"{}><path d="{}"/></svg>',
        ((mark_safe("") if n <= level else mark_safe(' class="off"'), _FLAME) for n in LEVELS),
    )
    return format_html(
        '<span class="flames lv-{} {}" role="img" aria-label="{}">'
        '{}<span class="word" aria-hidden="true">{}</span></span>',
        level,
        size,
        gettext("봉화 %(level)d, %(word)s") % {"level": level, "word": level_word(level)},
        drawn,
        level_word(level),
    )


def long_time(at: datetime) -> str:
    """The whole date and time with its zone, for titles."""
    local = timezone.localtime(at)
    if get_language() == "ko":
        return f"{local:%Y}년 {local.month}월 {local.day}일 {local:%H:%M:%S} ({local:%Z})"
    return f"{local.day} {local:%b %Y %H:%M:%S} ({local:%Z})"


def short_time(at: datetime, form: str = "", today: datetime | None = None) -> str:
    local = timezone.localtime(at)
    if form == "seconds":
        return f"{local:%H:%M:%S}"
    date = f"{local.month}월 {local.day}일" if get_language() == "ko" else f"{local.day} {local:%b}"
    if form == "date":
        return f"{local:%Y}년 {date}" if get_language() == "ko" else f"{date} {local:%Y}"
    if form == "full" or (today is not None and timezone.localtime(today).date() != local.date()):
        return f"{date} {local:%H:%M}"
    return f"{local:%H:%M}"


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: datetime | None, form: str = "") -> SafeString:
    """A point in time. On another day than the organisation's today, the date is shown as well."""
    if at is None:
        return mark_safe('<span class="faint">–</span>')
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.astimezone(UTC).isoformat(),
        long_time(at),
        short_time(at, form, context.get("now")),
    )


def time_left(at: datetime, now: datetime, words: Mapping[str, str]) -> tuple[str, bool]:
    """Time left as text, and whether it has passed: ("08:42 남음", False), ("3분 지남", True).

    `words` has {t}, {h} and {m} to fill, as static/js/clock.js does when it ticks.
    """
    seconds = int((at - now).total_seconds())
    if seconds < 0:
        hours, minutes = divmod(-(seconds // 60), 60)  # begun minutes count: nobody reads "0 minutes late"
        return words["hours" if hours else "minutes"].format(h=hours, m=minutes), True
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    text = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
    return words["left"].format(t=text), False


@register.simple_tag(takes_context=True)
def countdown(context: dict[str, Any], at: datetime | None, form: str = "") -> SafeString:
    """Ticks by static/js/clock.js with the organisation's clock; says the absolute time too.

    Needs `now` in the context (the shell's context processor and panels set it).
    """
    if at is None:
        return mark_safe('<span class="faint">–</span>')
    now = context.get("now") or datetime.now(UTC)
    words = {
        "left": "{t}" if form == "bare" else gettext("{t} 남음"),
        "minutes": gettext("{m}분 지남"),
        "hours": gettext("{h}시간 {m}분 지남"),
    }
    text, late = time_left(at, now, words)
    ticking = format_html(
        '<span class="countdown{}" data-due="{}" data-left="{}" data-minutes="{}" data-hours="{}" role="timer"'
        ' aria-live="off">{}</span>',
        " late" if late else "",
        at.astimezone(UTC).isoformat(),
        *words.values(),
        text,
    )
    if form == "bare":
        return ticking
    return format_html(
        '<span class="nowrap">{} <small>· {}</small></span>',
        ticking,
        format_html(gettext("{}까지"), moment(context, at)),
    )


@register.simple_tag
def seen_by(view: Any, item: str) -> SafeString:
    """How many people saw an item of a room; opened, who. Nobody yet: nothing."""
    count = view.seen.get(item, 0)
    if not count:
        return mark_safe("")
    where = reverse("seen", kwargs={"room": view.room.id, "item": item})
    return format_html(' · <a class="plain" href="{}">{}</a>', where, gettext("본 사람 %(n)s") % {"n": count})


@register.simple_tag
def josa(word: object, form: str) -> str:
    return f"{word}{particle(str(word), form)}"


@register.filter
def channel(kind: str) -> str:
    """A kind of channel as people call it."""
    return channel_name(kind)


@register.filter
def with_josa(word: object, form: str) -> str:
    return f"{word}{particle(str(word), form)}"


@register.filter
def duration(seconds: float | None) -> str:
    """A length of time in words. Unit of the argument: seconds."""
    if seconds is None:
        return "–"
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return (
            gettext("%(h)d시간 %(m)d분") % {"h": hours, "m": minutes}
            if minutes
            else gettext("%(h)d시간") % {"h": hours}
        )
    if minutes:
        return gettext("%(m)d분 %(s)d초") % {"m": minutes, "s": rest} if rest else gettext("%(m)d분") % {"m": minutes}
    return gettext("%(s)d초") % {"s": rest}


JUST_NOW_S = 60


@register.filter
def ago(at: datetime | None) -> str:
    """How long ago by the wall clock, in its largest unit: for what machines did, whatever a demo's clock says."""
    if at is None:
        return "–"
    passed = int((timezone.now() - at).total_seconds())
    if passed < JUST_NOW_S:
        return gettext("방금")
    if passed < 3600:
        return gettext("%(m)d분 전") % {"m": passed // 60}
    if passed < 48 * 3600:
        return gettext("%(h)d시간 전") % {"h": passed // 3600}
    return gettext("%(d)d일 전") % {"d": passed // 86400}


@register.filter
def thousands(number: float | None) -> str:
    return "–" if number is None else f"{number:,}"


@register.filter
def risk(category: str) -> str:
    """A kind of risk words in the reader's language."""
    return category_words(category)


@register.filter
def finding_kind(kind: str) -> str:
    """What a finding says where nothing is quoted."""
    return str(FINDING_KINDS.get(kind, kind))


@register.inclusion_tag("weight.html")
def weight(finding: Weighed) -> dict[str, Any]:
    return {"r": reasons(finding)}


@register.simple_tag
def rise(found: Rise) -> str:
    return rise_words(found)


@register.filter
def source_reason(stored: str) -> str:
    """Why a source was not read and what to do about it, in the reader's language."""
    return source_words(stored)


@register.filter
def reason(stored: str) -> str:
    """Why something did not go out or was not read, in the reader's language."""
    return reason_words(stored)


@register.simple_tag
def asset(name: str) -> str:
    return assets.url(name)


@register.simple_tag(takes_context=True)
def keys(context: dict[str, Any]) -> SafeString:
    """The two hidden fields every form that POSTs needs: against forgery, and against doing it twice.

    A panel is rendered for many readers at once and leaves both empty; the page that shows it, or forms.js, fills in.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return panels.EMPTY_KEYS
    return panels.keys(get_token(request), uuid.uuid4().hex)


@register.simple_tag
def once() -> SafeString:
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


@register.simple_tag
def act(room: int, name: str) -> str:
    return reverse("do", kwargs={"room": room, "act": name})


@register.simple_tag(takes_context=True)
def panel(context: dict[str, Any], topic: str, name: str, view: Any) -> SafeString:
    request: HttpRequest = context["request"]
    html = panels.whole(topic, name, viewer_of(request), view)
    return panels.fill_keys(html, lambda: get_token(request))
