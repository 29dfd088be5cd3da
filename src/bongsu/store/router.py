"""Which database a table lives in: two files on SQLite, one database on PostgreSQL."""

from typing import Any

from django.conf import settings
from django.db.models import Model

OPERATIONS = "default"


def mentions_alias() -> str:
    """Alias of the database that holds mentions."""
    return "mentions" if "mentions" in settings.DATABASES else OPERATIONS


class Router:
    def db_for_read(self, model: type[Model], **_: Any) -> str:
        return mentions_alias() if model._meta.app_label == "mentions" else OPERATIONS

    db_for_write = db_for_read

    def allow_relation(self, a: Model, b: Model, **_: Any) -> bool:
        return (a._meta.app_label == "mentions") == (b._meta.app_label == "mentions")

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return db == (mentions_alias() if app_label == "mentions" else OPERATIONS)
