"""Rooms that were opened before: their ground moves out of their state."""

import json
from typing import Any

from django.db import migrations


def move(apps: Any, schema_editor: Any) -> None:
    rooms = apps.get_model("operations", "Room").objects.filter(ground="").exclude(state="")
    for room in rooms.iterator():
        state = json.loads(room.state)
        ground = json.dumps(state["ground"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        rooms.filter(pk=room.pk).update(ground=ground)


class Migration(migrations.Migration):
    dependencies = [("operations", "0003_ground_apart")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
