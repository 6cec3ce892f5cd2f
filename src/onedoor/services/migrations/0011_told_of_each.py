"""What an agency is told of each who takes part and confirmed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0010_offers")]

    operations = [
        migrations.AddField(
            model_name="agencytask",
            name="party",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="services.applicationparty",
            ),
        ),
        migrations.RemoveConstraint(model_name="agencytask", name="one_task_a_step"),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("party__isnull", True), ("undoes__isnull", True)),
                fields=("application", "step"),
                name="one_task_a_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("party__isnull", False), ("undoes__isnull", True)),
                fields=("application", "step", "party"),
                name="one_task_a_step_for_each",
            ),
        ),
    ]
