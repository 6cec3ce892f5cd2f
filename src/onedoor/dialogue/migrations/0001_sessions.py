"""Conversations that may be taken up again; the house alone sees them."""

from django.db import migrations, models

import onedoor.dialogue.models
import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("door", models.CharField(max_length=12)),
                ("form", models.CharField(max_length=12)),
                ("choices", models.SmallIntegerField()),
                ("digits_only", models.BooleanField()),
                ("whole_pages", models.BooleanField()),
                ("language", models.CharField(max_length=8)),
                ("address", models.BinaryField(default=b"")),
                ("customer", models.UUIDField(null=True)),
                ("account", models.UUIDField(null=True)),
                ("assurance", models.SmallIntegerField(default=0)),
                ("state", models.JSONField(default=onedoor.dialogue.models.at_the_beginning)),
                ("began_at", models.DateTimeField()),
                ("heard_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ending", models.CharField(default="", max_length=12)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["address", "door", "-heard_at"], name="session_at_an_address"),
                    models.Index(fields=["heard_at"], name="session_heard"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(ended_at=None, ending="")
                        | models.Q(ended_at__isnull=False) & ~models.Q(ending=""),
                        name="session_ended_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(assurance=0) | models.Q(account__isnull=False),
                        name="session_known_by_an_account",
                    ),
                ],
            },
        ),
        row_level_security("dialogue_session", using="false"),
    ]
