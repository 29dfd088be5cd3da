from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0035_step_in_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="edit",
            name="row",
            field=models.BigIntegerField(null=True),
        ),
    ]
