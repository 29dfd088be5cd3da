"""The level table as a form: five rows, read from what was typed, checked, and kept as plain JSON."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bongsu.core.values import LEVELS
from bongsu.crisis.ground import QUIET_PERIODS, STANCE_FROM, STANCE_MIN
from bongsu.web.setup.forms import words_in

#: Minutes, multiples: more than a week or a million is a slip of the finger.
MOST = {
    "report_every_min": 10_080,
    "report_relaxed_after_min": 10_080,
    "report_relaxed_min": 10_080,
    "first_word_min": 10_080,
    "volume_x": 1_000,
    "quiet_periods": 20,
    "stance_min": 1_440,
}
COLUMNS = tuple(MOST)


@dataclass(frozen=True, slots=True)
class LevelForm:
    """One row as typed, and what is wrong with it by field."""

    level: int
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableForm:
    rows: tuple[LevelForm, ...]
    errors: tuple[str, ...] = ()  # about rows together

    @property
    def is_valid(self) -> bool:
        return not self.errors and not any(row.errors for row in self.rows)

    def plain(self) -> list[dict[str, Any]]:
        """As Org.levels keeps it (crisis.ground.parse_levels). Only for a valid table."""
        return [
            {
                "level": row.level,
                "lead_role": row.typed["lead_role"] or None,
                "call_roles": list(row.typed["call_roles"]),
                "opens_room": row.typed["opens_room"],
                "triggers": list(words_in(row.typed["triggers"])),
                "report_every_min": _number(row.typed["report_every_min"]),
                "report_relaxed_after_min": _number(row.typed["report_relaxed_after_min"]),
                "report_relaxed_min": _number(row.typed["report_relaxed_min"]),
                "first_word_min": _number(row.typed["first_word_min"]),
                "volume_x": _number(row.typed["volume_x"]) or 0,
                "quiet_periods": _number(row.typed["quiet_periods"]) or 0,
                "stance_min": _number(row.typed["stance_min"]),
                "stance_default": row.typed["stance_default"] or "prepare",
            }
            for row in self.rows
        ]


def stored(levels: Sequence[Mapping[str, Any]]) -> TableForm:
    """The table in force, to be edited; missing rows are empty."""
    known = {row.get("level"): row for row in levels}
    rows = []
    for level in LEVELS:
        row = known.get(level, {})
        typed: dict[str, Any] = {
            "lead_role": row.get("lead_role") or "",
            "call_roles": list(row.get("call_roles") or ()),
            "opens_room": bool(row.get("opens_room", level >= 3)),
            "triggers": ", ".join(row.get("triggers") or ()),
            "stance_default": row.get("stance_default") or "prepare",
        }
        row = {"quiet_periods": QUIET_PERIODS, "stance_min": STANCE_MIN if level >= STANCE_FROM else None, **row}
        typed |= {name: "" if row.get(name) is None else str(row[name]) for name in COLUMNS}
        rows.append(LevelForm(level, typed, {}))
    return TableForm(tuple(rows))


def typed(data: Any, roles: Sequence[str]) -> TableForm:
    """The table as a browser sent it (a QueryDict). `roles`: the ones that may be named."""
    rows = []
    for level in LEVELS:
        cells: dict[str, Any] = {
            "lead_role": data.get(f"l{level}-lead_role", ""),
            "call_roles": [role for role in data.getlist(f"l{level}-call_roles") if role in roles],
            "opens_room": bool(data.get(f"l{level}-opens_room")),
            "triggers": data.get(f"l{level}-triggers", "").strip()[:400],
            "stance_default": "engage" if data.get(f"l{level}-stance_default") == "engage" else "prepare",
        }
        cells |= {name: data.get(f"l{level}-{name}", "").strip()[:12] for name in COLUMNS}
        rows.append(LevelForm(level, cells, _row_errors(level, cells, roles)))
    return TableForm(tuple(rows), _table_errors(rows))


def _row_errors(level: int, cells: Mapping[str, Any], roles: Sequence[str]) -> dict[str, str]:
    errors = {}
    for name, most in MOST.items():
        value = cells[name]
        if value and (not value.isascii() or not value.isdigit() or int(value) > most):
            errors[name] = _("0부터 %(most)s까지의 숫자로 적어 주세요.") % {"most": most}
    if cells["lead_role"] and cells["lead_role"] not in roles:
        errors["lead_role"] = _("모르는 역할이에요.")
    elif level >= 2 and not cells["lead_role"]:
        errors["lead_role"] = _("2단계부터는 지휘할 역할이 필요해요.")
    if level >= 3 and not cells["call_roles"]:
        errors["call_roles"] = _("부를 역할을 하나는 골라 주세요.")
    return errors


def _table_errors(rows: Sequence[LevelForm]) -> tuple[str, ...]:
    problems = []
    first = [(row.level, _number(row.typed["first_word_min"])) for row in rows if "first_word_min" not in row.errors]
    for (low, slower), (high, faster) in itertools.pairwise(first):
        if slower is not None and faster is not None and faster > slower:
            problems.append(
                _("%(high)s단계의 첫 입장 기한이 %(low)s단계보다 늦어요. 심각할수록 빨라야 해요.")
                % {"high": high, "low": low}
            )
    volumes = [(row.level, _number(row.typed["volume_x"])) for row in rows if "volume_x" not in row.errors]
    asked = [(level, volume) for level, volume in volumes if volume]
    for (low, less), (high, more) in itertools.pairwise(asked):
        if more <= less:
            problems.append(_("%(high)s단계의 언급량 배수는 %(low)s단계보다 커야 해요.") % {"high": high, "low": low})
    opening = [row.typed["opens_room"] for row in rows]
    if any(opens and not above for opens, above in itertools.pairwise(opening)):
        problems.append(_("어떤 단계에서 상황실을 저절로 연다면, 그보다 높은 단계에서도 열어야 해요."))
    return tuple(problems)


def _number(text: str) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
