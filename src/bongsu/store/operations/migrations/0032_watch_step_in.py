from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0031_public_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="watchmark",
            name="instead_of",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
