import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0029_state_as_it_is"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="evidencepart", name="part_of_one"),
        migrations.RemoveField(model_name="evidencepart", name="report"),
        migrations.AlterField(
            model_name="evidencepart",
            name="keeping",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="operations.clipkeeping"
            ),
        ),
        # Nothing ever wrote one: its words are a clip's from now on.
        migrations.DeleteModel(name="Report"),
    ]
