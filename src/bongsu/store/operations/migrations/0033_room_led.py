from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0032_watch_step_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="room",
            name="led",
            field=models.BooleanField(default=False),
        ),
    ]
