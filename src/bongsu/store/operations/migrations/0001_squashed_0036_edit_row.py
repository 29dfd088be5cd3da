"""Migrations 0001 to 0036 in one: what a new database starts with. One that has begun with them goes on with them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bongsu.store.operations.at_once import CreateTables


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("operations", "0001_initial"),
        ("operations", "0002_touchpoints"),
        ("operations", "0003_ground_apart"),
        ("operations", "0004_ground_of_rooms"),
        ("operations", "0005_rota"),
        ("operations", "0006_registers"),
        ("operations", "0007_spending"),
        ("operations", "0008_channels"),
        ("operations", "0009_addresses_to_channels"),
        ("operations", "0010_no_addresses"),
        ("operations", "0011_statutory"),
        ("operations", "0012_formations"),
        ("operations", "0013_forecasts_and_reports"),
        ("operations", "0014_charters"),
        ("operations", "0015_decision_links"),
        ("operations", "0016_mirror_upto"),
        ("operations", "0017_notices"),
        ("operations", "0018_shape_of_rooms"),
        ("operations", "0019_information"),
        ("operations", "0020_packets"),
        ("operations", "0021_seen"),
        ("operations", "0022_files"),
        ("operations", "0023_skills"),
        ("operations", "0024_watch_marks"),
        ("operations", "0025_edits_and_calling"),
        ("operations", "0026_offline_reports"),
        ("operations", "0027_sources_heard"),
        ("operations", "0028_clips_and_reports"),
        ("operations", "0029_state_as_it_is"),
        ("operations", "0030_no_bare_reports"),
        ("operations", "0031_public_reports"),
        ("operations", "0032_watch_step_in"),
        ("operations", "0033_room_led"),
        ("operations", "0034_rooms_that_are_led"),
        ("operations", "0035_step_in_notices"),
        ("operations", "0036_edit_row"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Org",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("zone", models.CharField(default="Asia/Seoul", max_length=60)),
                        ("synthetic", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField()),
                        ("levels", models.JSONField(default=list)),
                        ("charter", models.JSONField(default=dict)),
                        ("playbook", models.JSONField(default=list)),
                        ("formations", models.JSONField(default=list)),
                        ("holding", models.JSONField(default=dict)),
                        ("statutory", models.JSONField(default=list)),
                        ("calling", models.JSONField(default=dict)),
                        ("signed", models.JSONField(default=list)),
                        ("packet", models.JSONField(default=dict)),
                        ("setup", models.JSONField(default=dict)),
                        ("rota_stamp", models.CharField(blank=True, max_length=16)),
                        ("clock_speed", models.PositiveIntegerField(default=0)),
                        ("clock_demo_at", models.DateTimeField(null=True)),
                        ("clock_real_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="people", to="operations.org"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="person",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=80)),
                        ("title", models.CharField(blank=True, max_length=80)),
                        ("department", models.CharField(blank=True, max_length=80)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("roles", models.JSONField(default=list)),
                        ("skills", models.JSONField(default=list)),
                        ("deputy", models.CharField(blank=True, max_length=40)),
                        ("on_duty", models.BooleanField(default=True)),
                        ("locale", models.CharField(default="ko", max_length=8)),
                        ("zone", models.CharField(default="Asia/Seoul", max_length=60)),
                        ("phone", models.TextField(blank=True)),
                        ("quiet", models.JSONField(default=dict)),
                        ("order", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ("order", "id"),
                        "constraints": [models.UniqueConstraint(fields=("org", "key"), name="person_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HouseKey",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("value", models.TextField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Edit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="operations.org"
                            ),
                        ),
                        ("about", models.CharField(max_length=20)),
                        ("what", models.CharField(max_length=12)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("counts", models.JSONField(default=dict)),
                        ("row", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [models.Index(fields=["org", "about", "-id"], name="edit_about")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="EditOf",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "edit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="operations.edit",
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("about", models.CharField(max_length=20)),
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("what", models.CharField(max_length=12)),
                        ("changes", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [models.Index(fields=["org", "about", "key", "-id"], name="edit_of_entry")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Brand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="brands", to="operations.org"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("words", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [models.UniqueConstraint(fields=("org", "name"), name="brand_name")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="operations.org"
                            ),
                        ),
                        (
                            "brand",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.CASCADE, to="operations.brand"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=80)),
                        ("settings", models.JSONField(default=dict)),
                        ("secret", models.TextField(blank=True)),
                        ("enabled", models.BooleanField(default=True)),
                        ("cursor", models.JSONField(default=dict)),
                        ("next_poll_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("last_ok_at", models.DateTimeField(null=True)),
                        ("last_item_at", models.DateTimeField(null=True)),
                        ("last_error", models.CharField(blank=True, max_length=300)),
                        ("refused_items", models.PositiveIntegerField(default=0)),
                        ("habit", models.JSONField(default=dict)),
                        ("heard_at", models.DateTimeField(null=True)),
                        ("watched_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Silence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="silences",
                                to="operations.source",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("noticed_at", models.DateTimeField()),
                        ("usual_s", models.PositiveIntegerField()),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["org", "ended_at"], name="silence_open")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("source",), name="one_silence"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purse", models.CharField(max_length=60)),
                        ("day", models.CharField(max_length=10)),
                        ("calls", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("purse", "day"), name="service_day")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="WatchMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("of", models.CharField(default="finding", max_length=8)),
                        ("finding", models.BigIntegerField()),
                        ("person", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=8)),
                        ("at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(null=True)),
                        ("instead_of", models.CharField(blank=True, default="", max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "seen")),
                                fields=("org", "of", "finding", "person"),
                                name="watch_seen_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "hand"), ("released_at__isnull", True)),
                                fields=("org", "of", "finding"),
                                name="watch_one_hand",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Room",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="operations.org"
                            ),
                        ),
                        (
                            "brand",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="operations.brand"),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("title", models.CharField(max_length=200)),
                        ("level", models.PositiveSmallIntegerField()),
                        ("is_open", models.BooleanField()),
                        ("paused", models.BooleanField(default=False)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("led", models.BooleanField(default=False)),
                        ("seq", models.PositiveIntegerField(default=0)),
                        ("head", models.CharField(blank=True, max_length=64)),
                        ("state", models.TextField(blank=True)),
                        ("ground", models.TextField(blank=True)),
                        ("shape", models.CharField(blank=True, max_length=16)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["org", "is_open", "due_at"], name="room_due"),
                            models.Index(fields=["org", "-opened_at"], name="room_recent"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_open", True), ("kind", "crisis")),
                                fields=("org", "brand"),
                                name="one_open_room_a_brand",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JournalLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="operations.room"
                            ),
                        ),
                        ("seq", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
                        ("type", models.CharField(max_length=40)),
                        ("body", models.TextField()),
                        ("hash", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ("room_id", "seq"),
                        "constraints": [models.UniqueConstraint(fields=("room", "seq"), name="line_seq")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PersonalValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("seq", models.PositiveIntegerField()),
                        ("by", models.CharField(max_length=40)),
                        ("seal", models.CharField(max_length=80)),
                        ("value", models.TextField()),
                        ("salt", models.CharField(max_length=64)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("room", "seal"), name="personal_seal")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("key", models.CharField(max_length=20)),
                        (
                            "person",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.person"),
                        ),
                        ("open", models.BooleanField(default=True)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField()),
                        ("lease_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["open", "next_at"], name="call_work")],
                        "constraints": [models.UniqueConstraint(fields=("room", "key"), name="call_key")],
                    },
                ),
                migrations.CreateModel(
                    name="EstimateScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        (
                            "person",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.person"),
                        ),
                        ("seq", models.PositiveIntegerField()),
                        ("what", models.CharField(max_length=10)),
                        ("low", models.PositiveIntegerField()),
                        ("high", models.PositiveIntegerField()),
                        ("sent_at", models.DateTimeField()),
                        ("look_at", models.DateTimeField(null=True)),
                        ("outcome", models.PositiveIntegerField(null=True)),
                        ("loss", models.FloatField(null=True)),
                        ("scored_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["org", "look_at"], name="score_due")],
                        "constraints": [models.UniqueConstraint(fields=("room", "seq", "what"), name="score_once")],
                    },
                ),
                migrations.CreateModel(
                    name="SituationReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="operations.room",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("seq", models.PositiveIntegerField()),
                        ("remarks", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("room", "number"), name="report_number")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "room",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appointment",
                                to="operations.room",
                            ),
                        ),
                        ("on", models.DateTimeField()),
                        ("owner", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ("on",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="OpenPromise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("key", models.CharField(max_length=20)),
                        ("owner", models.CharField(max_length=40)),
                        ("text", models.CharField(blank=True, max_length=200)),
                        ("due_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("due_at",),
                        "constraints": [models.UniqueConstraint(fields=("room", "key"), name="promise_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RoomFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="operations.room"
                            ),
                        ),
                        ("key", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=100)),
                        ("complete", models.BooleanField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("room", "key"), name="file_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RoomFileChunk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="chunks",
                                to="operations.roomfile",
                            ),
                        ),
                        ("n", models.PositiveIntegerField()),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("file", "n"), name="file_chunk")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Seen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("item", models.CharField(max_length=20)),
                        ("person", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("room", "item", "person"), name="seen_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="OfflineReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "brand",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.brand"),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("happened_at", models.DateTimeField()),
                        ("what", models.TextField()),
                        ("where", models.TextField(blank=True)),
                        ("people", models.PositiveIntegerField(default=0)),
                        ("taken_by", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("once", models.CharField(max_length=80)),
                        (
                            "room",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, to="operations.room"
                            ),
                        ),
                        ("settled_by", models.CharField(blank=True, max_length=40)),
                        ("settled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [models.Index(fields=["org", "-happened_at"], name="offline_report_latest")],
                        "constraints": [models.UniqueConstraint(fields=("org", "once"), name="offline_report_once")],
                    },
                ),
                migrations.CreateModel(
                    name="CharterVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="charters",
                                to="operations.org",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("state", models.CharField(max_length=10)),
                        ("charter", models.JSONField(default=dict)),
                        ("playbook", models.JSONField(default=list)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("from_at", models.DateTimeField(null=True)),
                        ("in_force_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("stood", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("org", "number"), name="charter_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "review"))),
                                fields=("org",),
                                name="one_charter_on_its_way",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "in_force")), fields=("org",), name="one_charter_in_force"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CharterSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signatures",
                                to="operations.charterversion",
                            ),
                        ),
                        ("person", models.CharField(max_length=40)),
                        ("digest", models.CharField(max_length=80)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "person", "digest"), name="charter_signature")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CharterRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readers",
                                to="operations.charterversion",
                            ),
                        ),
                        ("person", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("version", "person"), name="charter_read")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Revocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("mandate", models.CharField(max_length=80)),
                        ("by", models.CharField(max_length=40)),
                        ("why", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)),
                                fields=("org", "mandate"),
                                name="mandate_revoked_once",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Guideline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guidelines",
                                to="operations.org",
                            ),
                        ),
                        ("topic", models.CharField(max_length=80)),
                        ("text", models.TextField()),
                        ("category", models.CharField(blank=True, max_length=40)),
                        ("owner", models.CharField(blank=True, max_length=40)),
                        ("review_on", models.DateField(null=True)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("topic", "id"),
                        "constraints": [models.UniqueConstraint(fields=("org", "topic"), name="guideline_topic")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("seq", models.PositiveIntegerField()),
                        ("key", models.CharField(max_length=20)),
                        (
                            "person",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.person"),
                        ),
                        ("until", models.DateTimeField()),
                        ("open", models.BooleanField(default=True)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("used_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["org", "open"], name="decision_link_work")],
                        "constraints": [models.UniqueConstraint(fields=("room", "seq"), name="decision_link_line")],
                    },
                ),
                migrations.CreateModel(
                    name="Spending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("kind", models.CharField(max_length=10)),
                        ("day", models.CharField(max_length=10)),
                        ("mandate", models.CharField(blank=True, max_length=80)),
                        ("won", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("org", "kind", "day", "mandate"), name="spending_day")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Clip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "brand",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.brand"),
                        ),
                        ("identity", models.CharField(max_length=64)),
                        ("place", models.CharField(max_length=40)),
                        ("url", models.CharField(blank=True, max_length=600)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("author", models.CharField(blank=True, max_length=120)),
                        ("at", models.DateTimeField()),
                        ("counted", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["org", "-id"], name="clip_latest"),
                            models.Index(condition=models.Q(("counted", False)), fields=["org"], name="clip_uncounted"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("org", "identity"), name="clip_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ClipKeeping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "clip",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="keepings",
                                to="operations.clip",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("before", models.CharField(blank=True, max_length=64)),
                        ("by", models.CharField(max_length=40)),
                        ("place", models.CharField(max_length=40)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("author", models.CharField(blank=True, max_length=120)),
                        ("seen_at", models.DateTimeField()),
                        ("kept_at", models.DateTimeField()),
                        ("parts_sha256", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ("number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("org", "number"), name="keeping_number"),
                            models.UniqueConstraint(fields=("clip", "by", "parts_sha256"), name="keeping_once"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReportLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("name", models.CharField(max_length=80)),
                        ("touchpoint", models.CharField(blank=True, max_length=40)),
                        (
                            "brand",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.CASCADE, to="operations.brand"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("revoked_by", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("org", "name"),
                                name="report_link_name",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="operations.reportlink",
                            ),
                        ),
                        (
                            "clip",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="report", to="operations.clip"
                            ),
                        ),
                        ("receipt", models.CharField(max_length=12)),
                        ("name", models.TextField(blank=True)),
                        ("phone", models.TextField(blank=True)),
                        ("forget_at", models.DateTimeField(null=True)),
                        ("at", models.DateTimeField()),
                        ("once", models.CharField(max_length=64)),
                        (
                            "room",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, to="operations.room"
                            ),
                        ),
                        ("settled_by", models.CharField(blank=True, max_length=40)),
                        ("settled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [
                            models.Index(fields=["org", "-at"], name="report_latest"),
                            models.Index(
                                condition=models.Q(("settled_at__isnull", True)), fields=["org"], name="report_waits"
                            ),
                            models.Index(
                                condition=models.Q(("forget_at__isnull", False)),
                                fields=["forget_at"],
                                name="report_forget",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("org", "receipt"), name="report_receipt"),
                            models.UniqueConstraint(fields=("link", "once"), name="report_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidencePart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "keeping",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="operations.clipkeeping",
                            ),
                        ),
                        ("n", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(blank=True, max_length=100)),
                        ("kind", models.CharField(max_length=20)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="EvidencePiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pieces",
                                to="operations.evidencepart",
                            ),
                        ),
                        ("n", models.PositiveIntegerField()),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "ordering": ("n",),
                        "constraints": [models.UniqueConstraint(fields=("part", "n"), name="evidence_piece")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Information",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="information",
                                to="operations.org",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("owner", models.CharField(max_length=40)),
                        ("roles", models.JSONField(default=list)),
                        ("people", models.JSONField(default=list)),
                        ("must_read", models.BooleanField(default=False)),
                        (
                            "brand",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, to="operations.brand"
                            ),
                        ),
                        ("from_at", models.DateTimeField()),
                        ("until", models.DateTimeField(null=True)),
                        ("happens_at", models.DateTimeField(null=True)),
                        ("lead_days", models.PositiveIntegerField(default=0)),
                        ("end", models.CharField(blank=True, max_length=10)),
                        ("review_on", models.DateField(null=True)),
                        ("number", models.PositiveIntegerField(default=1)),
                        ("gone_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [models.Index(fields=["org", "gone_at"], name="information_open")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="InformationVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="operations.information",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("body", models.TextField()),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-number",),
                        "constraints": [models.UniqueConstraint(fields=("item", "number"), name="information_version")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="InformationRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="operations.information",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("person", models.CharField(max_length=40)),
                        ("way", models.CharField(max_length=10)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("way", "read")),
                                fields=("item", "number", "person"),
                                name="information_read_once",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="AlignmentPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alignment",
                                to="operations.org",
                            ),
                        ),
                        ("every_days", models.PositiveIntegerField()),
                        ("since", models.DateTimeField()),
                        ("next_at", models.DateTimeField(null=True)),
                        ("attendees", models.JSONField(default=list)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="AlignmentMeeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alignments",
                                to="operations.org",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("attendees", models.JSONField(default=list)),
                        ("notes", models.TextField(blank=True)),
                        ("by", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ExecutiveQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="operations.org",
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.CASCADE, to="operations.room"
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=20)),
                        ("text", models.TextField()),
                        ("answer", models.TextField(blank=True)),
                        ("by", models.CharField(max_length=40)),
                        ("first", models.CharField(max_length=40)),
                        ("person", models.CharField(max_length=40)),
                        ("role", models.CharField(blank=True, max_length=40)),
                        ("minutes", models.PositiveIntegerField()),
                        ("asked_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("passed_at", models.DateTimeField(null=True)),
                        ("late_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answered_by", models.CharField(blank=True, max_length=40)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("open", models.BooleanField(default=True)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("sent_by", models.CharField(blank=True, max_length=20)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [models.Index(fields=["org", "answered_at"], name="question_work")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("room", None), _negated=True),
                                fields=("room", "key"),
                                name="question_of_room",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PacketPhrase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="packet_phrase",
                                to="operations.person",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("phrase", models.TextField()),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Packet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="packets", to="operations.org"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="packets",
                                to="operations.person",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("week", models.CharField(max_length=8)),
                        ("cause", models.CharField(max_length=10)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("phrase", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        ("state", models.CharField(default="waiting", max_length=10)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("content", models.BinaryField(default=bytes)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("built_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("how", models.CharField(blank=True, max_length=8)),
                        ("downloaded_at", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ("-number",),
                        "indexes": [models.Index(fields=["org", "state", "next_at"], name="packet_work")],
                        "constraints": [models.UniqueConstraint(fields=("person", "number"), name="packet_number")],
                    },
                ),
                migrations.CreateModel(
                    name="Gateway",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gateways",
                                to="operations.org",
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        ("settings", models.TextField(blank=True)),
                        ("enabled", models.BooleanField(default=True)),
                        ("proven_at", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [models.UniqueConstraint(fields=("org", "kind", "name"), name="gateway_name")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Channel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="channels",
                                to="operations.person",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(max_length=12)),
                        ("address", models.TextField(blank=True)),
                        (
                            "gateway",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="channels",
                                to="operations.gateway",
                            ),
                        ),
                        ("enabled", models.BooleanField(default=True)),
                        ("hours", models.JSONField(default=dict)),
                        ("proven_at", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ("person_id", "place", "id"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PushDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="devices",
                                to="operations.channel",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("subscription", models.TextField()),
                        ("label", models.CharField(blank=True, max_length=80)),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Mirror",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="mirrors", to="operations.org"
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        ("settings", models.TextField(blank=True)),
                        ("room_kinds", models.JSONField(default=list)),
                        ("min_level", models.PositiveSmallIntegerField(default=3)),
                        ("verbs", models.JSONField(default=list)),
                        ("personal", models.BooleanField(default=False)),
                        ("locale", models.CharField(default="ko", max_length=8)),
                        ("enabled", models.BooleanField(default=True)),
                        ("added_at", models.DateTimeField()),
                        ("next_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        ("last_ok_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [models.UniqueConstraint(fields=("org", "kind", "name"), name="mirror_name")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="MirrorCursor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "mirror",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cursors",
                                to="operations.mirror",
                            ),
                        ),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("seq", models.PositiveIntegerField()),
                        ("upto", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("mirror", "room"), name="mirror_room")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("kind", models.CharField(max_length=20)),
                        ("ref", models.CharField(max_length=20)),
                        (
                            "person",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.person"),
                        ),
                        ("open", models.BooleanField(default=True)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        ("lease_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["open", "next_at"], name="notice_work"),
                            models.Index(fields=["person", "open"], name="notice_screen"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("room", "kind", "ref", "person"), name="notice_key")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outlet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="outlets", to="operations.org"
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=80)),
                        ("purpose", models.CharField(blank=True, max_length=160)),
                        ("owner", models.CharField(blank=True, max_length=40)),
                        ("deputy", models.CharField(blank=True, max_length=40)),
                        ("settings", models.TextField(blank=True)),
                        ("enabled", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [models.UniqueConstraint(fields=("org", "key"), name="outlet_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.room")),
                        ("key", models.CharField(max_length=20)),
                        (
                            "outlet",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="operations.outlet"),
                        ),
                        ("statement", models.CharField(max_length=20)),
                        ("state", models.CharField(max_length=10)),
                        ("not_before", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "not_before"], name="delivery_work")],
                        "constraints": [models.UniqueConstraint(fields=("room", "key"), name="delivery_key")],
                    },
                ),
                migrations.CreateModel(
                    name="NewsroomPost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="newsroom",
                                to="operations.org",
                            ),
                        ),
                        ("key", models.CharField(max_length=80)),
                        ("slug", models.SlugField(max_length=80)),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField()),
                        ("published_at", models.DateTimeField()),
                        ("next_update_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("-published_at", "-id"),
                        "constraints": [
                            models.UniqueConstraint(fields=("org", "key"), name="newsroom_key"),
                            models.UniqueConstraint(fields=("org", "slug"), name="newsroom_slug"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TouchPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="touchpoints",
                                to="operations.org",
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=80)),
                        ("purpose", models.CharField(blank=True, max_length=160)),
                        ("department", models.CharField(blank=True, max_length=80)),
                        ("owner", models.CharField(blank=True, max_length=40)),
                        ("deputy", models.CharField(blank=True, max_length=40)),
                        ("key_holder", models.CharField(blank=True, max_length=40)),
                        (
                            "outlet",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="touchpoints",
                                to="operations.outlet",
                            ),
                        ),
                        (
                            "brand",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="touchpoints",
                                to="operations.brand",
                            ),
                        ),
                        ("url", models.CharField(blank=True, max_length=300)),
                        ("capacity", models.PositiveIntegerField(default=0)),
                        ("proven_at", models.DateTimeField(null=True)),
                        ("enabled", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ("department", "name", "id"),
                        "constraints": [models.UniqueConstraint(fields=("org", "key"), name="touchpoint_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="AccessProof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "touchpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proofs",
                                to="operations.touchpoint",
                            ),
                        ),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="operations.org"
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=120)),
                        ("owner", models.CharField(blank=True, max_length=40)),
                        ("likelihood", models.PositiveSmallIntegerField()),
                        ("impact", models.PositiveSmallIntegerField()),
                        ("hurt", models.CharField(blank=True, max_length=160)),
                        ("words", models.JSONField(default=list)),
                        ("categories", models.JSONField(default=list)),
                        (
                            "brand",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="risks",
                                to="operations.brand",
                            ),
                        ),
                        ("scenario", models.TextField(blank=True)),
                        ("slots", models.JSONField(default=dict)),
                        ("reviewed_on", models.DateField(null=True)),
                        ("review_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ("name", "id"),
                        "constraints": [models.UniqueConstraint(fields=("org", "key"), name="risk_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Stakeholder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stakeholders",
                                to="operations.org",
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=80)),
                        ("kind", models.CharField(max_length=20)),
                        ("stance", models.CharField(max_length=12)),
                        ("categories", models.JSONField(default=list)),
                        ("channel", models.CharField(blank=True, max_length=160)),
                        ("owner", models.CharField(blank=True, max_length=40)),
                        ("note", models.TextField(blank=True)),
                        ("reviewed_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ("name", "id"),
                        "constraints": [models.UniqueConstraint(fields=("org", "key"), name="stakeholder_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RotaPattern",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rota_patterns",
                                to="operations.org",
                            ),
                        ),
                        ("person", models.CharField(max_length=40)),
                        ("role", models.CharField(max_length=40)),
                        ("weekdays", models.JSONField(default=list)),
                        ("starts", models.PositiveSmallIntegerField()),
                        ("ends", models.PositiveSmallIntegerField()),
                        ("since", models.DateField()),
                        ("until", models.DateField(null=True)),
                        ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                        ("on_holidays", models.CharField(default="holds", max_length=10)),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RotaShift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rota_shifts",
                                to="operations.org",
                            ),
                        ),
                        ("person", models.CharField(max_length=40)),
                        ("role", models.CharField(max_length=40)),
                        ("start", models.DateTimeField()),
                        ("end", models.DateTimeField()),
                        ("origin", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "ordering": ("start", "id"),
                        "indexes": [models.Index(fields=["org", "end"], name="rota_shift_end")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RotaSwap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rota_swaps",
                                to="operations.org",
                            ),
                        ),
                        ("role", models.CharField(max_length=40)),
                        ("person", models.CharField(max_length=40)),
                        ("to", models.CharField(max_length=40)),
                        ("start", models.DateTimeField()),
                        ("end", models.DateTimeField()),
                        ("state", models.CharField(default="asked", max_length=10)),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [models.Index(fields=["org", "end"], name="rota_swap_end")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RotaLeave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rota_leaves",
                                to="operations.org",
                            ),
                        ),
                        ("person", models.CharField(max_length=40)),
                        ("start", models.DateTimeField()),
                        ("end", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("start", "id"),
                        "indexes": [models.Index(fields=["org", "end"], name="rota_leave_end")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RotaFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rota_feeds",
                                to="operations.org",
                            ),
                        ),
                        ("person", models.CharField(blank=True, max_length=40)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("org", "person"), name="rota_feed_of")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ShiftHandover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shift_handovers",
                                to="operations.org",
                            ),
                        ),
                        ("role", models.CharField(max_length=40)),
                        ("person", models.CharField(max_length=40)),
                        ("changed_at", models.DateTimeField()),
                        ("leaving", models.JSONField(default=list)),
                        ("brief", models.JSONField(default=dict)),
                        ("state", models.CharField(default="waiting", max_length=10)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        ("read_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("-changed_at", "-id"),
                        "indexes": [models.Index(fields=["org", "next_at"], name="handover_work")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("org", "role", "person", "changed_at"), name="handover_of_a_change"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lease",
                    fields=[
                        ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("holder", models.CharField(max_length=120)),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Once",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("key", models.CharField(max_length=80)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("org", "key"), name="once_key")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DemoReceived",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        ("kind", models.CharField(max_length=10)),
                        ("to", models.CharField(blank=True, max_length=40)),
                        ("key", models.CharField(blank=True, max_length=120)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="StepInNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="operations.org")),
                        (
                            "mark",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice",
                                to="operations.watchmark",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("state", models.CharField(default="waiting", max_length=10)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["org", "next_at"], name="step_in_work")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sendings",
                                to="operations.reportlink",
                            ),
                        ),
                        ("sender", models.CharField(max_length=32)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["link", "at"], name="report_sending")],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
