"""What every table of lines is made of: names, times and levels in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from bongsu.core.values import SYSTEM
from bongsu.web.josa import particle


def level_name(level: int) -> str:
    """Without flames: 1 평시 … 5 심각."""
    return (gettext("평시"), gettext("관심"), gettext("주의"), gettext("경계"), gettext("심각"))[level - 1]


def fact_status(status: str) -> str:
    known = {"confirmed": gettext("확인됨"), "unconfirmed": gettext("미확인"), "false": gettext("사실 아님")}
    return known.get(status, status)


def clock_time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else "–"


def day_time(at: datetime) -> str:
    local = timezone.localtime(at)
    return gettext("%(month)d월 %(day)d일 %(time)s") % {
        "month": local.month,
        "day": local.day,
        "time": f"{local:%H:%M}",
    }


@dataclass(frozen=True, slots=True)
class Names:
    """How a line's keys become names: `person("haneul")`, `outlet("board")`, `said("sealed:…")`."""

    person: Callable[[str], str]
    outlet: Callable[[str], str] = str
    said: Callable[[str], str] = str  # unseals; "" stays ""
    mandate: Callable[[str], str] = str
    what: Callable[[str], str] = str  # a decision's question, a task's text, a fact's text, by its id


def actor(by: str, names: Names) -> str:
    return gettext("자동") if by == SYSTEM else names.person(by)


#: The values of a line's words, from its event and the names in use.
Params = Callable[[Any, Names], Mapping[str, object]]
Table = Mapping[str, tuple[Any, Params]]


def levels(event: Any, names: Names) -> Mapping[str, object]:
    to = level_name(event.level_to)
    return {
        "from": level_name(event.level_from),
        "to": to,
        "to_ro": f"{to}{particle(to, '로')}",
        "why": names.said(event.why),
    }


def why(event: Any, names: Names) -> Mapping[str, object]:
    return {"why": names.said(event.why)}
