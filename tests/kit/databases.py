"""Migrated databases for tests: made once a session, made fresh for a test by copying (SQLite) or emptying."""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

#: Filled by migrations, not by tests.
_KEPT = {"django_migrations", "django_content_type", "auth_permission"}


class Databases:
    """Both databases of one test session."""

    def __init__(self) -> None:
        self._templates = Path(tempfile.mkdtemp(prefix="template-", dir=settings.HOME))
        for alias in settings.DATABASES:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        if self.is_postgres:
            return
        for alias, path in self._files().items():
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections[alias].close()
            shutil.copy(path, self._templates / path.name)

    @property
    def is_postgres(self) -> bool:
        return bool(settings.DATABASE)

    def _files(self) -> dict[str, Path]:
        return {alias: Path(str(db["NAME"])) for alias, db in settings.DATABASES.items()}

    def refresh(self) -> None:
        """Empty databases, migrated. Nobody else may hold them open."""
        if self.is_postgres:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                tables = [name for (name,) in cursor.fetchall() if name not in _KEPT]
                cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            return
        connections.close_all()
        for path in self._files().values():
            for tail in ("-wal", "-shm"):
                path.with_name(path.name + tail).unlink(missing_ok=True)
            shutil.copy(self._templates / path.name, path)


def prepare_environment() -> Path:
    """A data folder of this test process's own; call before Django's settings are read."""
    home = Path(tempfile.mkdtemp(prefix="bongsu-test-", dir="/tmp"))
    os.environ["BONGSU_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bongsu.boot.settings"
    for name in ("BONGSU_SECRET", "BONGSU_DATABASE", "BONGSU_NATS"):
        os.environ.pop(name, None)
    return home
