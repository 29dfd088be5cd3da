"""Every address that somebody gave becomes a channel of theirs, in the order in which it stood."""

from typing import Any

from django.db import migrations

from bongsu.store import secrets


def move(apps: Any, schema_editor: Any) -> None:
    channels = apps.get_model("operations", "Channel").objects
    for person in apps.get_model("operations", "Person").objects.exclude(addresses=""):
        lines = [line.strip() for line in secrets.open_(person.addresses).splitlines() if line.strip()]
        for place, line in enumerate(lines, start=1):
            channels.create(
                org_id=person.org_id,
                person_id=person.pk,
                place=place,
                kind="mail" if line.lower().startswith(("mailto:", "mailtos:")) else "apprise",
                address=secrets.seal(line),
            )


def back(apps: Any, schema_editor: Any) -> None:
    for person in apps.get_model("operations", "Person").objects.all():
        kept = person.channels
        rows = kept.filter(kind__in=("apprise", "mail")).order_by("place", "id")
        person.addresses = secrets.seal("\n".join(secrets.open_(row.address) for row in rows))
        person.save(update_fields=("addresses",))


class Migration(migrations.Migration):
    dependencies = [("operations", "0008_channels")]
    operations = [migrations.RunPython(move, back)]
