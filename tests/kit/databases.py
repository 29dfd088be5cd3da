"""Migrated databases for tests: made once a session, made fresh for a test by copying (SQLite) or emptying."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from bongsu.boot import django_up
from bongsu.store.router import mentions_alias

#: Filled by migrations, not by tests.
_KEPT = {"django_migrations", "django_content_type", "auth_permission"}


class Databases:
    """Both databases of one test session."""

    def __init__(self) -> None:
        self._templates = Path(tempfile.mkdtemp(prefix="template-", dir=settings.HOME))
        django_up.bring_up_to_date()
        if self.is_postgres:
            return
        self._copy_to(self._templates)

    def _copy_to(self, folder: Path) -> None:
        for alias, path in self._files().items():
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections[alias].close()
            shutil.copy(path, folder / path.name)

    def _copy_from(self, folder: Path) -> None:
        connections.close_all()
        for path in self._files().values():
            for tail in ("-wal", "-shm"):
                path.with_name(path.name + tail).unlink(missing_ok=True)
            shutil.copy(folder / path.name, path)

    @property
    def is_postgres(self) -> bool:
        return bool(settings.DATABASE)

    def _files(self) -> dict[str, Path]:
        return {alias: Path(str(db["NAME"])) for alias, db in settings.DATABASES.items()}

    def refresh(self) -> None:
        """Empty databases, migrated. Nobody else may hold them open."""
        if self.is_postgres:
            _empty()
        else:
            self._copy_from(self._templates)

    def keep(self) -> Callable[[], None]:
        """Called, what this gives brings back what stands now. Nobody else may hold them open."""
        if self.is_postgres:
            return _kept_rows()
        folder = Path(tempfile.mkdtemp(prefix="kept-", dir=settings.HOME))
        self._copy_to(folder)
        return lambda: self._copy_from(folder)


def _empty() -> None:
    """Take out what stands in PostgreSQL: row by row, for TRUNCATE of a table takes all that lean on it along."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in _tables())
    with connections["default"].cursor() as cursor:
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL")
        counted = [name for (name,) in cursor.fetchall() if not any(name.startswith(kept) for kept in _KEPT)]
        cursor.execute("SET session_replication_role = replica")  # in any order: who refers to whom is not asked
        for statement in (
            *(f"DELETE FROM {name}" for name in filled),
            *(f'ALTER SEQUENCE "{name}" RESTART' for name in counted),
            "SET session_replication_role = DEFAULT",
        ):
            cursor.execute(statement)


def _tables() -> list[str]:
    """Those of a PostgreSQL database that tests fill."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall() if name not in _KEPT]


def _kept_rows() -> Callable[[], None]:
    """See `Databases.keep`, on PostgreSQL. Its sequences go on: a row made anew may have another number."""
    with connections["default"].cursor() as cursor:
        kept: dict[str, list[bytes]] = {}
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                kept[table] = [bytes(part) for part in out]

    def again() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(kept)} CASCADE")
            cursor.execute("SET session_replication_role = replica")  # in any order: who refers to whom is not asked
            for table, parts in kept.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as into:
                    for part in parts:
                        into.write(part)
            cursor.execute("SET session_replication_role = DEFAULT")

    return again


def all_there_is(*, without: Collection[str] = ()) -> dict[str, list[Any]]:
    """Every row of both databases, by model. `without`: columns, "last_ok_at" or of one model "Clip.id"."""
    found: dict[str, list[Any]] = {}
    for app, alias in (("operations", "default"), ("mentions", mentions_alias())):
        with connections[alias].cursor() as cursor:
            for model in apps.get_app_config(app).get_models():
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")
                name = model.__name__
                shown = [c[0] not in without and f"{name}.{c[0]}" not in without for c in cursor.description]
                rows = ([v for v, show in zip(row, shown, strict=True) if show] for row in cursor.fetchall())
                found[name] = sorted(map(repr, rows))
    return found


def prepare_environment() -> Path:
    """A data folder of this test process's own; call before Django's settings are read."""
    home = Path(tempfile.mkdtemp(prefix="bongsu-test-", dir="/tmp"))
    os.environ["BONGSU_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bongsu.boot.settings"
    for name in ("BONGSU_SECRET", "BONGSU_DATABASE", "BONGSU_NATS"):
        os.environ.pop(name, None)
    return home
