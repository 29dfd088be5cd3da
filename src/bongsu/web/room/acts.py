"""What people may do in a room from a form: one table, act → flow, fields, and where the reader is led afterwards.

A flow's own rule decides whether the act is allowed; this table only reads the form.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as lazy

from bongsu.core.values import SLOTS
from bongsu.flows import assess, convene, decide, speak

#: Whoever holds no other role reads, and answers their own call.
READS_ONLY = frozenset({"observer"})
OPEN_TO_READERS = frozenset({"acknowledge"})


class Unreadable(Exception):
    """The form lacks a field or holds something that is none of its values. `field` says which."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    read: Callable[[QueryDict, str], Any]


@dataclass(frozen=True, slots=True)
class Act:
    flow: Callable[..., object]
    anchor: str  # where on the page the reader is led
    said: str | Promise  # what the page says when it is done
    fields: tuple[Field, ...] = ()
    page: str = "room"  # route

    def values(self, posted: QueryDict) -> dict[str, Any]:
        """The flow's arguments. Raises Unreadable."""
        return {field.name: field.read(posted, field.name) for field in self.fields}


# ── reading fields ─────────────────────────────────────────────────────────────────────────────────────────────────
def _text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "")


def _number(posted: QueryDict, name: str) -> int:
    try:
        return int(posted.get(name, ""))
    except ValueError:
        raise Unreadable(name, gettext("하나를 골라 주세요.")) from None


def _minutes(posted: QueryDict, name: str) -> int:
    minutes = _number(posted, name)
    if not 1 <= minutes <= 7 * 24 * 60:
        raise Unreadable(name, gettext("기한은 1분에서 7일 사이로 정해 주세요."))
    return minutes


def _chosen(posted: QueryDict, name: str) -> str:
    if not posted.get(name):
        raise Unreadable(name, gettext("하나를 골라 주세요."))
    return posted.get(name, "")


def _maybe(posted: QueryDict, name: str) -> str | None:
    return posted.get(name) or None


def _lines(posted: QueryDict, name: str) -> tuple[str, ...]:
    found = tuple(line.strip() for line in posted.get(name, "").splitlines() if line.strip())
    if len(found) < 2:
        raise Unreadable(name, gettext("선택지를 한 줄에 하나씩, 두 개 이상 적어 주세요."))
    return found


def _default(posted: QueryDict, name: str) -> int:
    """People count from 1; the rule from 0."""
    return _number(posted, name) - 1


def _yes(posted: QueryDict, name: str) -> bool:
    answer = _chosen(posted, name)
    if answer not in ("yes", "no"):
        raise Unreadable(name, gettext("하나를 골라 주세요."))
    return answer == "yes"


def slots_of(posted: QueryDict) -> dict[str, str]:
    return {slot: posted.get(f"slot-{slot}", "") for slot in SLOTS}


def _slots(posted: QueryDict, _name: str) -> dict[str, str]:
    return slots_of(posted)


def time_of(posted: QueryDict, name: str) -> datetime | None:
    """An ISO 8601 time with a zone, as the picker sends it; empty: none."""
    plain = posted.get(name, "")
    if not plain:
        return None
    try:
        at = datetime.fromisoformat(plain)
    except ValueError:
        raise Unreadable(name, gettext("다음 안내 시각을 다시 골라 주세요.")) from None
    if at.tzinfo is None:
        raise Unreadable(name, gettext("다음 안내 시각을 다시 골라 주세요."))
    return at


def _f(read: Callable[[QueryDict, str], Any], *names: str) -> tuple[Field, ...]:
    return tuple(Field(name, read) for name in names)


# ── the table ──────────────────────────────────────────────────────────────────────────────────────────────────────
ACTS: Mapping[str, Act] = {
    # assess
    "note": Act(assess.write_note, "journal", lazy("기록했습니다."), _f(_text, "text")),
    "estimate": Act(
        assess.send_estimate,
        "estimate",
        lazy("판단을 보냈습니다. 이제 모두의 판단이 보입니다."),
        (*_f(_number, "level", "press_pct"), *_f(_text, "why")),
    ),
    "note_fact": Act(
        assess.note_fact, "facts", lazy("사실을 적었습니다."), (*_f(_text, "text", "source"), *_f(_chosen, "status"))
    ),
    "settle_fact": Act(
        assess.settle_fact,
        "facts",
        lazy("사실의 상태를 바꿨습니다."),
        (*_f(_chosen, "fact", "status"), *_f(_text, "source")),
    ),
    # convene
    "acknowledge": Act(convene.acknowledge, "calls", lazy("응답했습니다. 상황실에 들어오셨습니다.")),
    "take_lead": Act(convene.take_lead, "command", lazy("지휘를 맡았습니다."), _f(_text, "why")),
    "offer_lead": Act(
        convene.offer_lead,
        "command",
        lazy("지휘를 넘기겠다고 알렸습니다. 받을 때까지는 지금 지휘자가 지휘합니다."),
        (*_f(_chosen, "to"), *_f(_text, "note")),
    ),
    "accept_lead": Act(convene.accept_lead, "command", lazy("지휘를 넘겨받았습니다.")),
    "raise_beacon": Act(
        convene.raise_beacon, "command", lazy("봉화를 올렸습니다."), (*_f(_number, "level"), *_f(_text, "why"))
    ),
    "lower_beacon": Act(
        convene.lower_beacon, "command", lazy("봉화를 내렸습니다."), (*_f(_number, "level"), *_f(_text, "why"))
    ),
    "rename": Act(convene.rename, "command", lazy("이름을 바꿨습니다."), _f(_text, "title")),
    "close": Act(convene.close_room, "command", lazy("상황실을 닫았습니다."), _f(_text, "summary")),
    "reopen": Act(convene.reopen_room, "command", lazy("상황실을 다시 열었습니다."), _f(_text, "why")),
    # decide
    "ask": Act(
        decide.ask,
        "decisions",
        lazy("결정을 요청했습니다."),
        (
            *_f(_text, "question"),
            *_f(_lines, "options"),
            *_f(_default, "default"),
            *_f(_chosen, "owner"),
            *_f(_maybe, "deputy"),
            *_f(_minutes, "minutes"),
        ),
    ),
    "decide": Act(
        decide.decide,
        "decisions",
        lazy("결정을 기록했습니다."),
        (*_f(_chosen, "decision"), *_f(_number, "option"), *_f(_text, "why")),
    ),
    "object": Act(
        decide.object_to, "decisions", lazy("반대 의견을 기록했습니다."), (*_f(_chosen, "decision"), *_f(_text, "why"))
    ),
    "give_task": Act(
        decide.give_task,
        "tasks",
        lazy("할 일을 맡겼습니다."),
        (*_f(_text, "text"), *_f(_chosen, "owner"), *_f(_minutes, "minutes")),
    ),
    "finish_task": Act(
        decide.finish_task, "tasks", lazy("끝낸 일로 기록했습니다."), (*_f(_chosen, "task"), *_f(_text, "note"))
    ),
    # speak
    "edit": Act(
        speak.edit_draft,
        "editor",
        lazy("초안을 저장했습니다."),
        (*_f(_slots, "slots"), *_f(time_of, "next_update_at"), *_f(_number, "base_version")),
        page="voice",
    ),
    "approve": Act(
        speak.approve,
        "deliveries",
        lazy("승인했습니다. 아웃렛마다 한 번씩 나갑니다."),
        _f(_chosen, "digest"),
        page="voice",
    ),
    "withdraw": Act(
        speak.withdraw,
        "statements",
        lazy("입장문을 거두었습니다."),
        (*_f(_chosen, "statement"), *_f(_text, "why")),
        page="voice",
    ),
    "pause": Act(speak.pause, "outlets", lazy("모든 아웃렛을 멈췄습니다."), _f(_text, "why")),
    "resume": Act(speak.resume, "outlets", lazy("아웃렛을 다시 열었습니다."), _f(_text, "why")),
    "settle": Act(
        speak.settle,
        "outlets",
        lazy("확인한 결과를 기록했습니다."),
        (*_f(_chosen, "delivery"), *_f(_yes, "found"), *_f(_text, "url")),
    ),
}


def may_act(roles: Sequence[str], act: str) -> bool:
    """Whether somebody with these roles acts in rooms at all. The act's own rule asks further."""
    return act in OPEN_TO_READERS or bool(set(roles) - READS_ONLY)
