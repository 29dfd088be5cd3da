"""The ladder of a role: widened calls, calls by hand, nobody left."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.core import events as e
from bongsu.web.josa import particle
from bongsu.web.lines.base import Names, Table
from bongsu.web.setup.words import category_words, role_words


def role_name(role: str, names: Names) -> str:
    """A role of the level table, a seat or a touch-point, in words."""
    return names.what(role) if ":" in role else role_words(role)


def _called(roles: str) -> str:
    """With the particle Korean wants after them; other languages have none."""
    return f"{roles}{particle(roles, '을')}"


def _pulled(event: e.PulledIn) -> str:
    """Why these were called: by the name of the rule, where the room's rules have names."""
    category = category_words(event.category)
    if not event.rule:
        return gettext("위험 ‘%(category)s’ 때문에") % {"category": category}
    return gettext("부름 규칙 ‘%(rule)s’에 따라, 위험 ‘%(category)s’ 때문에") % {
        "rule": event.rule,
        "category": category,
    }


LINES: Table = {
    "pulled_in": (
        _("%(why)s %(roles)s 더 불렀습니다."),
        lambda v, n: {"why": _pulled(v), "roles": _called("·".join(map(role_words, v.roles)))},
    ),
    "call_widened": (
        _("%(person)s 님 호출이 %(role)s 역할도 맡습니다."),
        lambda v, n: {"person": n.person(v.person), "role": role_name(v.role, n)},
    ),
    "call_rung": (
        _("%(person)s 님에게 직접 전화했습니다: %(outcome)s"),
        lambda v, n: {"person": n.person(v.person), "outcome": _("받음") if v.answered else _("안 받음")},
    ),
    "role_exhausted": (
        _("%(role)s: 더 부를 사람이 없습니다. %(tried)s"),
        lambda v, n: {
            "role": role_name(v.role, n),
            "tried": _("부른 사람: %(names)s.") % {"names": ", ".join(n.person(key) for key in v.tried)}
            if v.tried
            else _("이 역할을 맡은 사람이 없습니다."),
        },
    ),
    "role_waived": (
        _("%(role)s 없이 가기로 했습니다. %(why)s"),
        lambda v, n: {"role": role_name(v.role, n), "why": n.said(v.why)},
    ),
}
