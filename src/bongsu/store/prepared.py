"""The few statements that every act runs, spelled once.

Django compiles a query anew each time it is asked: 0.4 to 1 ms of CPU, most of it while the room is locked. An act
asks the same handful over and over, with other values. Columns and tables still come from the models, and each value
goes through its field, so that both databases are given, and give, what they would through the ORM.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model
from django.db.models.expressions import Col

Columns = tuple[str, ...]
_NOTHING: Mapping[str, Any] = {}


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add `rows`, which all name the same columns, in one statement. Raises django.db.IntegrityError."""
    _carry_out([inserting(model, rows)])


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that changes rows, not yet carried out."""

    sql: str
    values: Sequence[Any]


def inserting(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> Change | None:
    """See `insert`. None: nothing to add."""
    if not rows:
        return None
    values = [value for row in rows for value in _given(model, row)]
    return Change(_insert(model, tuple(rows[0]), len(rows)), values)


def update(
    model: type[Model], *, where: Mapping[str, Any], to: Mapping[str, Any], along: Sequence[Change | None] = ()
) -> int:
    """Set columns of the rows that equal `where`; returns how many there were. Raises django.db.IntegrityError.

    What comes `along` is carried out with it: on PostgreSQL on one way there and back, which in a short transaction
    costs more than the work itself.
    """
    sql = _update(model, tuple(to), tuple(where))
    return _carry_out([*along, Change(sql, _given(model, to) + _given(model, where))])


def _carry_out(changes: Sequence[Change | None]) -> int:
    """Rows that the last of them changed."""
    found = [change for change in changes if change is not None]
    if not found:
        return 0
    *first, last = found
    if connection.vendor == "postgresql" and first:
        parts = ", ".join(f"part{n} AS ({change.sql})" for n, change in enumerate(first))
        last = Change(f"WITH {parts} {last.sql}", [value for change in found for value in change.values])
        first = []
    with _cursor() as cursor:
        for change in (*first, last):
            cursor.execute(change.sql, change.values)
        return int(cursor.rowcount)


def _cursor() -> CursorWrapper:
    """On PostgreSQL values travel beside the statement: spelled into it, a room's state is read twice by the server."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    cursor = connection.Database.Cursor(connection.connection)  # type: ignore[attr-defined]  # psycopg itself
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def select(
    model: type[Model],
    names: Columns,
    *,
    where: Mapping[str, Any],
    unless: Mapping[str, Any] = _NOTHING,
    order: Columns = (),
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """These columns of the rows that equal `where`. With `lock` nobody else locks or changes them until we commit.

    Of a row that equals `unless` too, only the columns named there come; the others come empty. They hold text.
    """
    with _cursor() as cursor:
        sql = _select(model, names, tuple(where), tuple(unless), order, lock)
        known = _given(model, unless) * sum(name not in unless for name in names)
        cursor.execute(sql, known + _given(model, where))
        rows = cursor.fetchall()
    converters = _converters(model, names)
    return [_read(row, converters) for row in rows] if converters else rows


def _given(model: type[Model], values: Mapping[str, Any]) -> list[Any]:
    fields = _fields(model, tuple(values))
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, values.values(), strict=True)]


def _read(row: tuple[Any, ...], converters: "tuple[_Converter, ...]") -> tuple[Any, ...]:
    values = list(row)
    for place, column, convert in converters:
        values[place] = convert(values[place], column, connection)
    return tuple(values)


# ── spelling, once for each shape ──────────────────────────────────────────────────────────────────────────────────
_Converter = tuple[int, Col, Any]


@cache
def _fields(model: type[Model], names: Columns) -> "tuple[Field[Any, Any], ...]":
    """The fields of these attributes: `org_id`, `title`."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return tuple(by_name[name] for name in names)


def _quoted(model: type[Model], names: Columns, form: str = "{}", between: str = ", ") -> str:
    return between.join(form.format(connection.ops.quote_name(str(f.column))) for f in _fields(model, names))


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


@cache
def _insert(model: type[Model], names: Columns, rows: int) -> str:
    row = f"({', '.join(['%s'] * len(names))})"
    return f"INSERT INTO {_table(model)} ({_quoted(model, names)}) VALUES {', '.join([row] * rows)}"


@cache
def _update(model: type[Model], changed: Columns, where: Columns) -> str:
    found = _quoted(model, where, "{} = %s", " AND ")
    return f"UPDATE {_table(model)} SET {_quoted(model, changed, '{} = %s')} WHERE {found}"


@cache
def _select(model: type[Model], names: Columns, where: Columns, unless: Columns, order: Columns, lock: bool) -> str:
    known = _quoted(model, unless, "{} = %s", " AND ")
    form = f"CASE WHEN {known} THEN '' ELSE {{}} END" if unless else "{}"
    asked = ", ".join(_quoted(model, (name,), "{}" if name in unless else form) for name in names)
    sql = f"SELECT {asked} FROM {_table(model)}"
    if where:
        sql += " WHERE " + _quoted(model, where, "{} = %s", " AND ")
    if order:
        sql += f" ORDER BY {_quoted(model, order)}"
    # SQLite has one writer at a time; whoever would lock is already it.
    return f"{sql} FOR UPDATE" if lock and connection.features.has_select_for_update else sql


@cache
def _converters(model: type[Model], names: Columns) -> tuple[_Converter, ...]:
    """(place, column, how a value of the database becomes one of ours), where the two differ."""
    columns = [Col(model._meta.db_table, field) for field in _fields(model, names)]
    return tuple(
        (place, column, convert)
        for place, column in enumerate(columns)
        for convert in (
            *connection.ops.get_db_converters(column),
            *column.output_field.get_db_converters(connection),
        )
    )
