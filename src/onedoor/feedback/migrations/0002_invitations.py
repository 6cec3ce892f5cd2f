"""Printed sheets by which their readers may rate."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_ratings")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("number", models.CharField(max_length=20)),
                ("letter", models.CharField(max_length=20, unique=True)),
                ("invited_at", models.DateTimeField()),
            ],
        ),
        row_level_security("feedback_invitation", using="false"),
    ]
