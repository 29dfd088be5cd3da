"""The history of what is kept in peacetime, in words (`setup/edits.html`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from bongsu.core.values import SYSTEM
from bongsu.store import edits
from bongsu.store.edits import By
from bongsu.store.queries import settings as query
from bongsu.web.charter.choices import STEP_ACTS
from bongsu.web.charter.words import SECTION_WORDS, field_words
from bongsu.web.registry.words import KIND_WORDS, STAKEHOLDER_KIND_WORDS, STANCE_WORDS
from bongsu.web.request import now, person
from bongsu.web.setup.words import COLUMN_WORDS, act_words, category_words, role_words
from bongsu.web.words import SLOT_WORDS

_FIELDS: Mapping[str, str | Promise] = {
    **COLUMN_WORDS,
    **SLOT_WORDS,
    "slots": lazy("준비한 문안"),
    "channel_wait_s": lazy("다음 수단까지 기다리는 시간(초)"),
    "override_level": lazy("받지 않는 시간에도 부르는 단계"),
    "pulls": lazy("부름 규칙"),
    "category": lazy("위험 갈래"),
    "from_level": lazy("이 단계부터"),
    "quiet_periods": lazy("내리기 전에 조용해야 하는 보고 횟수"),
    "stance_min": lazy("개입·준비를 정할 시간"),
    "stance_default": lazy("안 정하면"),
    "confirmed": lazy("법무 확인"),
    "hours": lazy("시간"),
    "months": lazy("달"),
    "from": lazy("시작"),
    "until": lazy("끝"),
    "source": lazy("근거"),
    "duty": lazy("해야 할 일"),
    "text": lazy("설명"),
    "version": lazy("판 이름"),
}
_PEOPLE = frozenset({"owner", "deputy", "key_holder", "granted_by"})
_ROLES = frozenset({"roles", "call_roles", "lead_role", "role"})
_CATEGORIES = frozenset({"categories", "category", "triggers"})
_TIMES = frozenset({"from", "until", "revoked_at"})


@dataclass(frozen=True, slots=True)
class ChangeRow:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditRow:
    by: str
    what: str
    at: datetime
    changes: tuple[ChangeRow, ...]


def mine(request: HttpRequest) -> By:
    """Whose edit this request is."""
    return By(person(request).key, now(request))


def document_edits(org: int, name: str) -> list[EditRow]:
    """Of one of the organisation's documents (store.setup.DOCUMENTS), the newest first."""
    return entry_edits(org, name, "")


def entry_edits(org: int, register: str, key: str, *, after: int = 0) -> list[EditRow]:
    """Of one touch-point, risk, stakeholder or draft of the charter from a number on, the newest first."""
    return _rows(org, edits.of_entry(org, register, key, after=after))


def register_edits(org: int, register: str) -> list[EditRow]:
    """Of a whole register: a table brought in is one of them."""
    return _rows(org, edits.of_register(org, register))


def removal(org: int, register: str, row: int) -> list[EditRow]:
    """Of an entry that is no more; empty where nothing tells who deleted it."""
    one = edits.removal(org, register, row)
    return _rows(org, [one]) if one else []


def _rows(org: int, found: Iterable[edits.Edited]) -> list[EditRow]:
    names = {p.key: p.name for p in query.people(org)} | {SYSTEM: _("명령줄")}

    def name(key: str) -> str:
        return names.get(key, key)

    return [
        EditRow(
            name(one.by),
            _what(one),
            one.at,
            tuple(_change(c, name) for c in one.changes if not _same_time(c)),
        )
        for one in found
    ]


def _change(c: edits.Change, name: Callable[[str], str]) -> ChangeRow:
    return ChangeRow(_field(c.field), _value(c.field, c.before, name), _value(c.field, c.after, name))


def _same_time(c: edits.Change) -> bool:
    """A form writes a time in the organisation's zone where a file had it in another: nothing changed."""
    return c.field.rpartition(".")[2] in _TIMES and _time(c.before) == _time(c.after)


def _time(value: str) -> str:
    """To the minute, in the reader's zone. What is no time stands as it is."""
    try:
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return value


def _what(one: edits.Edited) -> str:
    match one.what:
        case "added":
            return _("새로 적음")
        case "removed":
            return _("하나를 지움")
        case "brought_in":
            lines = sum(one.counts.values())
            return ngettext(
                "표로 올림: %(lines)d줄 (새로 %(added)d, 고침 %(changed)d, 그대로 %(same)d)",
                "표로 올림: %(lines)d줄 (새로 %(added)d, 고침 %(changed)d, 그대로 %(same)d)",
                lines,
            ) % {"lines": lines, **one.counts}
        case _:
            return _("고침")


def _field(path: str) -> str:
    """“3 · 지휘” for levels.3.lead_role: what names the row stays as it is."""
    first, *rest = path.split(".")
    if first in SECTION_WORDS:
        return " · ".join((str(SECTION_WORDS[first]), *field_words(rest)))
    return " · ".join(str(_FIELDS.get(part, part)) for part in (first, *rest))


def _value(path: str, value: str, name: Callable[[str], str]) -> str:
    last = path.rpartition(".")[2]
    # Whoever stands in for a step of an approval is a role; the deputy of a touch-point is a person.
    if last in _ROLES or (last == "deputy" and path.startswith("approvals.")):
        return _each(value, role_words)
    if last in _PEOPLE:
        return name(value)
    if last in _TIMES:
        return _time(value)
    if last == "act":
        return str(STEP_ACTS.get(value) or act_words(value))
    if last in _CATEGORIES:
        return _each(value, category_words)
    if last == "kind":
        return str(KIND_WORDS.get(value) or STAKEHOLDER_KIND_WORDS.get(value) or value)
    if last == "stance":
        return str(STANCE_WORDS.get(value, value))
    if value in ("True", "False"):
        return _("예") if value == "True" else _("아니오")
    return value


def _each(value: str, words: Callable[[str], str]) -> str:
    return ", ".join(words(part) for part in value.split(", ") if part)
