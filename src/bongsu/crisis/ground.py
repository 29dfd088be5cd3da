"""The level table and the playbook, read from plain lists as an organisation keeps them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bongsu.core.errors import SetupError
from bongsu.core.values import CAUTION, LEVELS, Ground, Law, LevelRow, PlaybookStep
from bongsu.crisis.calling import parse_calling
from bongsu.crisis.charter import parse_charter
from bongsu.crisis.formation import Problem, parse_formations

#: Minutes and multiples above this are typing errors, and a deadline counted from them would leave the calendar.
MOST = 100_000
_LEVEL_KEYS = frozenset(
    (
        *(
            "level",
            "lead_role",
            "call_roles",
            "report_every_min",
            "first_word_min",
            "volume_x",
            "opens_room",
            "triggers",
        ),
        *("report_relaxed_after_min", "report_relaxed_min"),
        *("quiet_periods", "stance_min", "stance_default"),
    )
)
#: Where the table says nothing: two quiet periods, and ten minutes for "engage or prepare" from this level on.
QUIET_PERIODS, STANCE_MIN, STANCE_FROM = 2, 10, CAUTION
STANCES = ("engage", "prepare")
_LAW_KEYS = frozenset(("id", "name", "asks", "duty", "source", "from", "until", "hours", "months", "confirmed"))
_STEP_KEYS = frozenset(("id", "text", "role", "from_level", "within_min", "act"))


def parse_levels(rows: Sequence[Mapping[str, Any]]) -> tuple[LevelRow, ...]:
    """The level table: one row for each of the five levels, lowest first.

    Keys: level, lead_role, call_roles, report_every_min, first_word_min, volume_x, opens_room, triggers,
    quiet_periods, stance_min, stance_default; and, where reports slow down after a while,
    report_relaxed_after_min and report_relaxed_min.

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
                report_relaxed_after_min=_int(row, "report_relaxed_after_min", where),
                report_relaxed_min=_int(row, "report_relaxed_min", where),
                quiet_periods=QUIET_PERIODS if "quiet_periods" not in row else _int(row, "quiet_periods", where) or 0,
                stance_min=_stance_min(row, level or 0, where),
                stance_default=_stance(row, where),
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


def _stance_min(row: Mapping[str, Any], level: int, where: str) -> int | None:
    if "stance_min" not in row:
        return STANCE_MIN if level >= STANCE_FROM else None
    return _int(row, "stance_min", where) or None


def _stance(row: Mapping[str, Any], where: str) -> str:
    value = _word(row, "stance_default", where) or "prepare"
    return value if value in STANCES else _refuse(f"{where}.stance_default", "must be engage or prepare")


def parse_laws(rows: Sequence[Mapping[str, Any]]) -> tuple[Law, ...]:
    """Statutory clocks: id, name, asks, duty, source, from, until, hours or months, confirmed.

    Raises SetupError naming the row.
    """
    laws: list[Law] = []
    for number, row in enumerate(rows):
        where = f"statutory[{number}]"
        _keys(row, _LAW_KEYS, where)
        hours, months = _int(row, "hours", where), _int(row, "months", where)
        if (hours is None) == (months is None) or 0 in (hours, months):
            _refuse(where, "needs hours or months, one of the two")
        if max(hours or 0, 730 * (months or 0)) > MOST:
            _refuse(where, "is longer than any period we can count")
        since = _time(row.get("from"), f"{where}.from")
        until = None if row.get("until") is None else _time(row["until"], f"{where}.until")
        if until is not None and until <= since:
            _refuse(f"{where}.until", "must lie after from")
        law = Law(
            id=_word(row, "id", where) or _refuse(f"{where}.id", "missing"),
            name=_word(row, "name", where) or _refuse(f"{where}.name", "missing"),
            asks=_word(row, "asks", where) or _refuse(f"{where}.asks", "missing"),
            duty=_word(row, "duty", where) or _refuse(f"{where}.duty", "missing"),
            source=_word(row, "source", where) or _refuse(f"{where}.source", "missing"),
            since=since,
            until=until,
            hours=hours,
            months=months,
            confirmed=_yes(row, "confirmed", where),
        )
        if any(law.id == other.id for other in laws):
            _refuse(f"{where}.id", f"{law.id} is used twice")
        laws.append(law)
    return tuple(laws)


def check_laws(value: object) -> tuple[Problem, ...]:
    """What is wrong first with `statutory: […]`, as somebody wrote it. Never raises."""
    rows = value.get("statutory") if isinstance(value, Mapping) else None
    if not isinstance(rows, list):
        return (Problem("statutory", "must be a list of clocks"),)
    try:
        parse_laws(rows)
    except SetupError as wrong:
        return (Problem(str(wrong.about["path"]), str(wrong.about["message"])),)
    return ()


def _time(value: object, where: str) -> datetime:
    """A time with a zone, as YAML or JSON has it."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.tzinfo is None:
        _refuse(where, "must be a time with a zone, like 2026-01-01T00:00:00+09:00")
    assert isinstance(value, datetime)
    return value.astimezone(UTC)


def parse_ground(
    *,
    levels: Sequence[Mapping[str, Any]],
    charter: Mapping[str, Any],
    playbook: Sequence[Mapping[str, Any]],
    statutory: Sequence[Mapping[str, Any]] = (),
    formations: Sequence[Any] = (),
    calling: Mapping[str, Any] | None = None,
) -> Ground:
    """All of them together, as they are frozen into a room."""
    ways = parse_calling(calling or {})
    return Ground(
        table=parse_levels(levels),
        charter=parse_charter(charter),
        playbook=parse_playbook(playbook),
        laws=parse_laws(statutory),
        formations=parse_formations(formations),
        channel_wait_s=ways.channel_wait_s,
        override_level=ways.override_level,
        pulls=ways.pulls,
    )


def _refuse(path: str, message: str) -> str:
    raise SetupError(problem=f"{path}: {message}.", hint="Mend it and try again.", path=path, message=message)


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
