"""The level table and the playbook, read from plain lists as an organisation keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bongsu.core.errors import SetupError
from bongsu.core.values import LEVELS, Ground, LevelRow, PlaybookStep
from bongsu.crisis.charter import parse_charter

#: Minutes and multiples above this are typing errors, and a deadline counted from them would leave the calendar.
MOST = 100_000
_LEVEL_KEYS = frozenset(
    ("level", "lead_role", "call_roles", "report_every_min", "first_word_min", "volume_x", "opens_room", "triggers")
)
_STEP_KEYS = frozenset(("id", "text", "role", "from_level", "within_min", "act"))


def parse_levels(rows: Sequence[Mapping[str, Any]]) -> tuple[LevelRow, ...]:
    """The level table: one row for each of the five levels, lowest first.

    Keys: level, lead_role, call_roles, report_every_min, first_word_min, volume_x, opens_room, triggers.

    Raises SetupError naming the row.
    """
    table = []
    for number, row in enumerate(rows):
        where = f"levels[{number}]"
        _keys(row, _LEVEL_KEYS, where)
        level = _int(row, "level", where)
        if level is None or level not in LEVELS:
            _refuse(f"{where}.level", "must be a level, 1 to 5")
        table.append(
            LevelRow(
                level=level or 0,
                lead_role=_word(row, "lead_role", where),
                call_roles=_words(row, "call_roles", where),
                report_every_min=_int(row, "report_every_min", where),
                first_word_min=_int(row, "first_word_min", where),
                volume_x=_int(row, "volume_x", where) or 0,
                opens_room=_yes(row, "opens_room", where),
                triggers=_words(row, "triggers", where),
            )
        )
    table.sort(key=lambda row: row.level)
    if tuple(row.level for row in table) != LEVELS:
        _refuse("levels", "needs each of the levels 1 to 5 once")
    return tuple(table)


def parse_playbook(rows: Sequence[Mapping[str, Any]]) -> tuple[PlaybookStep, ...]:
    """The playbook: id, text, role, from_level, within_min, act (a next-step act). Raises SetupError naming the row."""
    steps: list[PlaybookStep] = []
    for number, row in enumerate(rows):
        where = f"playbook[{number}]"
        _keys(row, _STEP_KEYS, where)
        level = _int(row, "from_level", where)
        if level is None or level not in LEVELS:
            _refuse(f"{where}.from_level", "must be a level, 1 to 5")
        step = PlaybookStep(
            id=_word(row, "id", where) or _refuse(f"{where}.id", "missing"),
            text=_word(row, "text", where) or _refuse(f"{where}.text", "missing"),
            role=_word(row, "role", where) or _refuse(f"{where}.role", "missing"),
            from_level=level or 0,
            within_min=_int(row, "within_min", where) or 0,
            act=_word(row, "act", where) or _refuse(f"{where}.act", "missing"),
        )
        if any(step.id == other.id for other in steps):
            _refuse(f"{where}.id", f"{step.id} is used twice")
        steps.append(step)
    return tuple(steps)


def parse_ground(
    *, levels: Sequence[Mapping[str, Any]], charter: Mapping[str, Any], playbook: Sequence[Mapping[str, Any]]
) -> Ground:
    """All three together, as they are frozen into a room."""
    return Ground(table=parse_levels(levels), charter=parse_charter(charter), playbook=parse_playbook(playbook))


def _refuse(path: str, message: str) -> str:
    raise SetupError(problem=f"{path}: {message}.", hint="Mend it and try again.")


def _keys(row: object, known: frozenset[str], where: str) -> None:
    if not isinstance(row, Mapping):
        _refuse(where, "must be a mapping")
    elif unknown := sorted(str(key) for key in row if key not in known):
        _refuse(f"{where}.{unknown[0]}", "unknown key")


def _int(row: Mapping[str, Any], key: str, where: str) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
        _refuse(f"{where}.{key}", f"must be a whole number, 0 to {MOST}")
    return int(value)


def _yes(row: Mapping[str, Any], key: str, where: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        _refuse(f"{where}.{key}", "must be true or false")
    return bool(value)


def _word(row: Mapping[str, Any], key: str, where: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        _refuse(f"{where}.{key}", "must be a word")
    return str(value).strip()


def _words(row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(v, str) for v in value):
        _refuse(f"{where}.{key}", "must be a list of words")
    return tuple(value)
