"""Copies of everything that is held, made for her who asked."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_names_of_one_customer"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("asked_by", models.UUIDField()),
                ("language", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Being made"), ("ready", "Ready"), ("ended", "Deleted")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("content", models.BinaryField(null=True)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("taken", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("customer",),
                        name="one_copy_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content__isnull", False), ("expires_at__isnull", False), ("state", "ready")
                            ),
                            models.Q(models.Q(("state", "ready"), _negated=True), ("content", None)),
                            _connector="OR",
                        ),
                        name="copy_is_there_only_while_ready",
                    ),
                ],
            },
        ),
        row_level_security("people_datacopy", using="customer = onedoor_customer()"),
    ]
