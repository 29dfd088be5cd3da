"""Brings Django up for a command: settings, databases, migrations."""

import os
from collections.abc import Sequence
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from bongsu.boot.home import prepare
from bongsu.core.errors import SetupError
from bongsu.store.router import OPERATIONS


def load() -> None:
    """Load the settings and the models, and touch nothing else."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bongsu.boot.settings")
    django.setup()


def refold_rooms() -> None:
    """Rooms of an earlier version take this version's shape."""
    refold = import_module("bongsu.store.refold")  # models can be imported once Django is up, not before
    refold.refold()


def bring_up_to_date() -> None:
    """Bring both databases to this version's tables."""
    for alias in settings.DATABASES:
        app = [] if alias == OPERATIONS else [alias]  # a file beside it holds the tables of one app
        if _is_behind(alias, app):
            call_command("migrate", *app, database=alias, verbosity=0, interactive=False)


def _is_behind(alias: str, app: Sequence[str]) -> bool:
    """Whether a migration waits. A run of `migrate` that finds nothing to do is slow, too."""
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes(*app)))


def start(*, migrate: bool = True) -> None:
    """Load the settings and bring both databases to this version's tables.

    Raises SetupError when a database cannot be reached.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bongsu.boot.settings")
    if not settings.DATABASE:
        prepare(settings.HOME)
    django.setup()
    if not migrate:
        return
    try:
        bring_up_to_date()
        refold_rooms()
    except OperationalError as problem:
        raise SetupError(
            problem=f"The database cannot be reached: {str(problem).strip()}",
            hint="Check BONGSU_DATABASE (postgresql://user:password@host:5432/name), or leave it empty for SQLite.",
        ) from problem
    finally:
        connections.close_all()
