"""Many rows at once, as each database likes it best: executemany on SQLite, COPY and arrays on PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connections
from django.db.models import DateTimeField, Model

#: Below SQLite's limit of 32,766 parameters, and what one statement of PostgreSQL takes well.
CHUNK = 5000


def _is_postgres(alias: str) -> bool:
    return connections[alias].vendor == "postgresql"


def _times(values: Iterable[datetime]) -> list[str]:
    """Times as Django writes them into SQLite, spelled all at once: one by one they cost as much as storing them."""
    spelled = msgspec.json.encode([value if value.tzinfo is UTC else value.astimezone(UTC) for value in values])
    return msgspec.json.decode(spelled.replace(b"T", b" ").replace(b'Z"', b'"'), type=list[str])


def _rows(
    alias: str, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Sequence[Sequence[Any]]:
    """Rows as the database takes them: SQLite knows no times."""
    if _is_postgres(alias):
        return list(rows)
    told = [list(row) for row in rows]
    for n in [n for n, c in enumerate(columns) if isinstance(model._meta.get_field(c), DateTimeField)]:
        for cells, time in zip(told, _times([cells[n] for cells in told]), strict=True):
            cells[n] = time
    return told


def insert_new_keys(alias: str, model: type[Model], keys: Sequence[bytes]) -> set[bytes]:
    """Insert one-column rows; returns those that were not there before."""
    table = model._meta.db_table
    new: set[bytes] = set()
    with connections[alias].cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            part = sorted(keys[start : start + CHUNK])  # one order for all writers: no deadlock, and near pages first
            params: list[Any]
            if _is_postgres(alias):
                values, params = "SELECT unnest(%s::bytea[])", [part]
            else:
                values, params = f"VALUES {','.join(['(%s)'] * len(part))}", part
            cursor.execute(f'INSERT INTO {table} ("key") {values} ON CONFLICT DO NOTHING RETURNING "key"', params)
            new.update(bytes(key) for (key,) in cursor.fetchall())
    return new


def insert(
    alias: str, model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, once: bool = False
) -> None:
    """Insert rows. With `once`, those that a unique constraint knows already are left out."""
    if not rows:
        return
    table = model._meta.db_table
    names = ", ".join(f'"{c}"' for c in columns)
    with connections[alias].cursor() as cursor:
        if _is_postgres(alias) and not once:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        tail = " ON CONFLICT DO NOTHING" if once else ""
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places}){tail}", _rows(alias, model, columns, rows))


def upsert(
    alias: str,
    model: type[Model],
    columns: Sequence[str],
    unique: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Insert rows, or replace those with the same `unique` columns."""
    if not rows:
        return
    names = ", ".join(f'"{c}"' for c in columns)
    places = ", ".join(["%s"] * len(columns))
    same = ", ".join(f'"{c}"' for c in unique)
    changes = ", ".join(f'"{c}" = excluded."{c}"' for c in columns if c not in unique)
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places}) "
            f"ON CONFLICT ({same}) DO UPDATE SET {changes}",
            _rows(alias, model, columns, rows),
        )


def add_minutes(alias: str, model: type[Model], rows: Sequence[tuple[int, int, datetime, int]]) -> None:
    """Add to minute counts: (org, brand, minute, how many)."""
    if not rows:
        return
    table = model._meta.db_table
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO {table} ("org", "brand", "minute", "count") VALUES (%s, %s, %s, %s) '
            f'ON CONFLICT ("brand", "minute") DO UPDATE SET "count" = {table}."count" + excluded."count"',
            _rows(alias, model, ("org", "brand", "minute", "count"), sorted(rows)),
        )
