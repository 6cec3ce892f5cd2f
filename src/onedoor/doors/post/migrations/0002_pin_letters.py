"""Letters with a PIN: batches that nobody opens, and sheets that are gone when they are posted."""

import django.db.models.deletion
from django.db import migrations, models

from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("post_door", "0001_letters")]

    operations = [
        migrations.AddField("batch", "is_secret", models.BooleanField(default=False)),
        migrations.AddIndex(
            "batch",
            models.Index(
                models.F("posted_at"), condition=models.Q(("is_secret", True)), name="secret_batches_posted"
            ),
        ),
        migrations.CreateModel(
            name="PinSheet",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pin_sheet",
                        serialize=False,
                        to="post_door.paper",
                    ),
                ),
                ("pdf", models.BinaryField()),
            ],
        ),
        row_level_security("post_door_pinsheet", using="false"),
    ]
