"""How an act's form is read: one reader for each kind of field.

Whether the act is allowed, its flow's own rule decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext

from bongsu.core.values import SLOTS


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
    typed: bool = True  # something was typed that must come back into the form when it is refused

    def values(self, posted: QueryDict) -> dict[str, Any]:
        """The flow's arguments. Raises Unreadable."""
        return {field.name: field.read(posted, field.name) for field in self.fields}


# ── reading fields ─────────────────────────────────────────────────────────────────────────────────────────────────
def text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "")


def number(posted: QueryDict, name: str) -> int:
    try:
        return int(posted.get(name, ""))
    except ValueError:
        raise Unreadable(name, gettext("하나를 골라 주세요.")) from None


def typed_number(posted: QueryDict, name: str) -> int:
    """As `number`, of a field that people write into."""
    try:
        return int(posted.get(name, ""))
    except ValueError:
        raise Unreadable(name, gettext("몇 분인지 숫자로 적어 주세요. 예: 30")) from None


def minutes(posted: QueryDict, name: str) -> int:
    minutes = typed_number(posted, name)
    if not 1 <= minutes <= 7 * 24 * 60:
        raise Unreadable(name, gettext("기한은 1분에서 7일 사이로 정해 주세요."))
    return minutes


def minutes_or(usual: int) -> Callable[[QueryDict, str], int]:
    """As `minutes`; left empty it is the usual."""
    return lambda posted, name: minutes(posted, name) if posted.get(name) else usual


def checked(posted: QueryDict, name: str) -> bool:
    """A box that is ticked or not."""
    return bool(posted.get(name))


def words(posted: QueryDict, name: str) -> tuple[str, ...]:
    """What blanks or line breaks divide; none: empty."""
    return tuple(posted.get(name, "").split())


def chosen(posted: QueryDict, name: str) -> str:
    if not posted.get(name):
        raise Unreadable(name, gettext("하나를 골라 주세요."))
    return posted.get(name, "")


def maybe(posted: QueryDict, name: str) -> str | None:
    return posted.get(name) or None


def ticked(posted: QueryDict, name: str) -> bool:
    """A box of a form: there or not."""
    return bool(posted.get(name))


def local_time(posted: QueryDict, name: str) -> datetime | None:
    """What `<input type="datetime-local">` sends: a time on the clock of whoever reads it, without a zone."""
    try:
        return datetime.fromisoformat(posted.get(name, ""))
    except ValueError:
        raise Unreadable(name, gettext("날짜와 시각을 골라 주세요.")) from None


def given(posted: QueryDict, name: str) -> str | None:
    """The field as it stands, empty too; None where the form has none."""
    return posted.get(name)


def lines(posted: QueryDict, name: str) -> tuple[str, ...]:
    found = tuple(line.strip() for line in posted.get(name, "").splitlines() if line.strip())
    if len(found) < 2:
        raise Unreadable(name, gettext("선택지를 한 줄에 하나씩, 두 개 이상 적어 주세요."))
    return found


def each_line(posted: QueryDict, name: str) -> tuple[str, ...]:
    """One for each line, empty ones too: the first belongs to the first option."""
    return tuple(line.strip() for line in posted.get(name, "").splitlines())


def reversals(posted: QueryDict, name: str) -> tuple[str, ...]:
    """`name`-1, `name`-2 …: whether each option can be undone."""
    found = tuple(posted.get(f"{name}-{number}", "") for number in range(1, 6))
    return found if any(found) else ()


def maybe_text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").strip()


def knew_min(posted: QueryDict, name: str) -> int:
    """Minutes since somebody knew; nothing said: they know it now."""
    return typed_number(posted, name) if posted.get(name, "").strip() else 0


def default(posted: QueryDict, name: str) -> int:
    """People count from 1; the rule from 0."""
    return number(posted, name) - 1


def yes(posted: QueryDict, name: str) -> bool:
    answer = chosen(posted, name)
    if answer not in ("yes", "no"):
        raise Unreadable(name, gettext("하나를 골라 주세요."))
    return answer == "yes"


def slots_of(posted: QueryDict) -> dict[str, str]:
    return {slot: posted.get(f"slot-{slot}", "") for slot in SLOTS}


def slots(posted: QueryDict, _name: str) -> dict[str, str]:
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


def fields(read: Callable[[QueryDict, str], Any], *names: str) -> tuple[Field, ...]:
    return tuple(Field(name, read) for name in names)
