"""A room has its leader from its journal's first line that says so."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def tell(apps, schema_editor):  # type: ignore[no-untyped-def]
    line = apps.get_model("operations", "JournalLine").objects.filter(room=OuterRef("pk"), type="lead_taken")
    apps.get_model("operations", "Room").objects.filter(Exists(line)).update(led=True)


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0033_room_led"),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
