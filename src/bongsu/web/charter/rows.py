"""The rows of the editor: each section of a charter as plain form fields, read back into what the YAML holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from bongsu.core.values import ACTS, LEVELS, PER
from bongsu.crisis.text import plain_text
from bongsu.web.charter.choices import STEP_ACTS
from bongsu.web.setup.words import LEVEL_WORDS, act_words, role_words
from bongsu.web.won import read_won

MOST_STEPS = 5
SECTIONS = ("principles", "red_lines", "mandates", "approvals", "playbook")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choices:
    """What lists a form offers: of this organisation and this draft."""

    roles: Sequence[str]
    principles: Sequence[str]
    people: Sequence[tuple[str, str]]
    zone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as a template draws it."""

    name: str
    label: str | Promise
    kind: str  # "text" | "area" | "select" | "time" | "check" | "number"
    value: str
    options: Sequence[tuple[str, str]] = ()
    optional: bool = False
    hint: str | Promise = ""


def name_of(row: Row, n: int) -> str:
    """What a form calls a row: by its id, which stays its own when others come and go; without one, by its place."""
    return str(row.get("id") or n)


def fields(section: str, row: Row, choices: Choices) -> tuple[Shown, ...]:
    """A row's fields. An empty row is a new one."""
    return _FIELDS[section](row, choices)


def read(section: str, posted: QueryDict, choices: Choices) -> dict[str, Any]:
    """What was typed, as the YAML would hold it. Nothing is judged here: `crisis.charter.check` does that."""
    return _READ[section](posted, choices)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _roles(choices: Choices, *, empty: bool = False) -> list[tuple[str, str]]:
    first = [("", "–")] if empty else []
    return first + [(role, role_words(role)) for role in choices.roles]


def _levels() -> list[tuple[str, str]]:
    return [(str(n), f"{n} {LEVEL_WORDS[n]}") for n in LEVELS]


def _acts(row: Row) -> list[tuple[str, str]]:
    """Ours, and the organisation's own that stands in the row (a file may bring one)."""
    own = _text(row.get("act"))
    return [(act, act_words(act)) for act in dict.fromkeys((*ACTS, *([own] if own else [])))]


def _time(value: object, zone: str) -> str:
    """A stored time for a datetime-local field, in the organisation's zone."""
    if not value:
        return ""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _when(posted: QueryDict, name: str, zone: str) -> str | None:
    plain = posted.get(name, "").strip()
    if not plain:
        return None
    try:
        return datetime.fromisoformat(plain).replace(tzinfo=ZoneInfo(zone)).isoformat()
    except ValueError:
        return plain  # the check says what is wrong with it


def _sum(posted: QueryDict, name: str) -> int | str | None:
    plain = posted.get(name, "").strip()
    if not plain:
        return None
    found = read_won(plain)
    return plain if found is None else found  # the check says what is wrong with it


def _number(posted: QueryDict, name: str) -> int | str | None:
    plain = posted.get(name, "").replace(",", "").strip()
    if not plain:
        return None
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else plain


def _words(posted: QueryDict, name: str) -> list[str]:
    return [word for part in posted.get(name, "").split(",") if (word := plain_text(part))]


def _said(posted: QueryDict, name: str) -> str:
    return plain_text(posted.get(name, ""))


# ── the sections ───────────────────────────────────────────────────────────────────────────────────────────────────
def _principle(row: Row, _choices: Choices) -> tuple[Shown, ...]:
    return (
        Shown("id", lazy("이름 (영문 id)"), "text", _text(row.get("id"))),
        Shown("text", lazy("원칙"), "area", _text(row.get("text"))),
    )


def _red_line(row: Row, _choices: Choices) -> tuple[Shown, ...]:
    return (
        Shown("id", lazy("이름 (영문 id)"), "text", _text(row.get("id"))),
        Shown("act", lazy("무엇을"), "select", _text(row.get("act")), _acts(row)),
        Shown("min_level", lazy("이 단계부터"), "select", _text(row.get("min_level", 5)), _levels()),
        Shown("text", lazy("걸린 사람에게 보일 말"), "area", _text(row.get("text")), optional=True),
    )


def _mandate(row: Row, choices: Choices) -> tuple[Shown, ...]:
    low, high = (*row.get("levels", (2, 3)), 3)[:2]
    caps: Mapping[str, int] = row.get("caps", {})
    per = [(kind, words) for kind, words in zip(PER, (lazy("한 번"), lazy("한 사건"), lazy("하루")), strict=True)]
    return (
        Shown("id", lazy("이름 (영문 id)"), "text", _text(row.get("id"))),
        Shown("role", lazy("누가"), "select", _text(row.get("role")), _roles(choices)),
        Shown("act", lazy("무엇을"), "select", _text(row.get("act")), _acts(row)),
        Shown("low", lazy("이 단계부터"), "select", str(low), _levels()),
        Shown("high", lazy("이 단계까지"), "select", str(high), _levels()),
        Shown("from", lazy("언제부터"), "time", _time(row.get("from"), choices.zone)),
        Shown("until", lazy("언제까지 (그때는 이미 안 됨)"), "time", _time(row.get("until"), choices.zone)),
        Shown("principle", lazy("어느 원칙에 따라"), "select", _text(row.get("principle")), _same(choices.principles)),
        Shown("granted_by", lazy("누가 맡겼나"), "select", _text(row.get("granted_by")), choices.people),
        Shown("cap_krw", lazy("한도 (원)"), "number", _text(row.get("cap_krw")), optional=True),
        Shown("per", lazy("한도를 세는 단위"), "select", _text(row.get("per", "case")), [(k, str(w)) for k, w in per]),
        *(Shown(f"cap_{kind}", _CAPS[kind], "number", _text(caps.get(kind)), optional=True) for kind in PER),
        Shown(
            "outlets", lazy("이 아웃렛에서만 (키, 쉼표로)"), "text", ", ".join(row.get("outlets", ())), optional=True
        ),
        Shown(
            "templates", lazy("이 문안으로만 (id, 쉼표로)"), "text", ", ".join(row.get("templates", ())), optional=True
        ),
        Shown(
            "forbidden_when",
            lazy("이 징후가 있으면 안 됨 (쉼표로)"),
            "text",
            ", ".join(row.get("forbidden_when", ())),
            optional=True,
        ),
        Shown(
            "needs_confirmed_fact",
            lazy("확인된 사실이 있을 때만"),
            "check",
            "1" if row.get("needs_confirmed_fact") else "",
        ),
    )


_CAPS = {
    "act": lazy("더 걸 한도: 한 번 (원)"),
    "case": lazy("더 걸 한도: 한 사건 (원)"),
    "day": lazy("더 걸 한도: 하루 (원)"),
}


def _approval(row: Row, choices: Choices) -> tuple[Shown, ...]:
    low, high = (*row.get("levels", (2, 4)), 4)[:2]
    found = [
        Shown("act", lazy("무엇을"), "select", _text(row.get("act")), _acts(row)),
        Shown("low", lazy("이 단계부터"), "select", str(low), _levels()),
        Shown("high", lazy("이 단계까지"), "select", str(high), _levels()),
    ]
    steps: Sequence[Row] = row.get("chain", ())
    for n in range(max(MOST_STEPS, len(steps))):
        step: Row = steps[n] if n < len(steps) else {}
        number = {"n": n + 1}
        found += [
            Shown(f"role{n}", _STEP["role"] % number, "select", _text(step.get("role")), _roles(choices, empty=True)),
            Shown(f"minutes{n}", _STEP["minutes"] % number, "number", _text(step.get("minutes")), optional=True),
            Shown(
                f"deputy{n}",
                _STEP["deputy"] % number,
                "select",
                _text(step.get("deputy")),
                _roles(choices, empty=True),
                optional=True,
            ),
            Shown(f"must{n}", _STEP["must"] % number, "check", "1" if step.get("must") else ""),
        ]
    return tuple(found)


_STEP = {
    "role": lazy("%(n)s번째: 누구에게"),
    "minutes": lazy("%(n)s번째: 몇 분 안에"),
    "deputy": lazy("%(n)s번째: 답이 없으면"),
    "must": lazy("%(n)s번째: 꼭 승인해야 함 (마지막은 언제나)"),
}


def _step(row: Row, choices: Choices) -> tuple[Shown, ...]:
    return (
        Shown("id", lazy("이름 (영문 id)"), "text", _text(row.get("id"))),
        Shown("text", lazy("할 일"), "area", _text(row.get("text"))),
        Shown("role", lazy("누가"), "select", _text(row.get("role")), _roles(choices)),
        Shown("from_level", lazy("이 단계부터"), "select", _text(row.get("from_level", 3)), _levels()),
        Shown("within_min", lazy("몇 분 안에"), "number", _text(row.get("within_min", 10))),
        Shown(
            "act",
            lazy("이 걸음을 마친 것으로 보는 행동"),
            "select",
            _text(row.get("act")),
            [(act, str(words)) for act, words in STEP_ACTS.items()],
        ),
    )


def _same(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


_FIELDS: Mapping[str, Callable[[Row, Choices], tuple[Shown, ...]]] = {
    "principles": _principle,
    "red_lines": _red_line,
    "mandates": _mandate,
    "approvals": _approval,
    "playbook": _step,
}


def _read_mandate(posted: QueryDict, choices: Choices) -> dict[str, Any]:
    caps = {kind: found for kind in PER if (found := _sum(posted, f"cap_{kind}")) is not None}
    more: Mapping[str, Any] = {
        "per": "" if posted.get("per", "case") == "case" else posted.get("per", ""),
        "caps": caps,
        "outlets": _words(posted, "outlets"),
        "templates": _words(posted, "templates"),
        "needs_confirmed_fact": bool(posted.get("needs_confirmed_fact")),
        "forbidden_when": _words(posted, "forbidden_when"),
    }
    return {
        "id": _said(posted, "id"),
        "role": posted.get("role", ""),
        "act": posted.get("act", ""),
        "levels": [_number(posted, "low"), _number(posted, "high")],
        "cap_krw": _sum(posted, "cap_krw"),
        "from": _when(posted, "from", choices.zone),
        "until": _when(posted, "until", choices.zone),
        "granted_by": posted.get("granted_by", ""),
        "principle": posted.get("principle", ""),
        "revoked_at": None,
        **{key: value for key, value in more.items() if value},
    }


def _read_approval(posted: QueryDict, _choices: Choices) -> dict[str, Any]:
    chain = [
        {
            "role": role,
            "minutes": _number(posted, f"minutes{n}"),
            "deputy": posted.get(f"deputy{n}") or None,
            **({"must": True} if posted.get(f"must{n}") else {}),
        }
        for n in range(20)
        if (role := posted.get(f"role{n}", ""))
    ]
    return {
        "act": posted.get("act", ""),
        "levels": [_number(posted, "low"), _number(posted, "high")],
        "chain": chain,
    }


def _read_red_line(posted: QueryDict, _choices: Choices) -> dict[str, Any]:
    words = _said(posted, "text")
    found = {"id": _said(posted, "id"), "act": posted.get("act", ""), "min_level": _number(posted, "min_level")}
    return {**found, **({"text": words} if words else {})}


def _read_step(posted: QueryDict, _choices: Choices) -> dict[str, Any]:
    return {
        "id": _said(posted, "id"),
        "text": _said(posted, "text"),
        "role": posted.get("role", ""),
        "from_level": _number(posted, "from_level"),
        "within_min": _number(posted, "within_min"),
        "act": posted.get("act", ""),
    }


_READ: Mapping[str, Callable[[QueryDict, Choices], dict[str, Any]]] = {
    "principles": lambda posted, _choices: {"id": _said(posted, "id"), "text": _said(posted, "text")},
    "red_lines": _read_red_line,
    "mandates": _read_mandate,
    "approvals": _read_approval,
    "playbook": _read_step,
}
