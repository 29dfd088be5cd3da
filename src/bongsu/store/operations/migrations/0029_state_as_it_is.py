"""PostgreSQL compresses long values each time they are written. A room's state is written with every act, whole, and
read back about as often: packing it cost more than the rest of the update."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _store(how: str, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE operations_room ALTER COLUMN state SET STORAGE {how}")


def as_it_is(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _store("EXTERNAL", editor)


def as_before(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _store("EXTENDED", editor)


class Migration(migrations.Migration):
    dependencies = (("operations", "0028_clips_and_reports"),)

    operations = (migrations.RunPython(as_it_is, as_before),)
