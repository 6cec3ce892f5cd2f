"""What a law keeps secret for a time."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_values_follow_a_merge"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("agency", models.CharField(max_length=8)),
                ("law", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for a second person"),
                            ("granted", "Granted"),
                            ("refused", "Not granted"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("ends_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(default="", max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
                ("longer_until", models.DateTimeField(null=True)),
                ("longer_reason", models.CharField(default="", max_length=500)),
                ("longer_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="secrecy_by_its_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="secrecy_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("state", "asked")),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="secrecy_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("law", ""), _negated=True),
                            models.Q(("reference", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="secrecy_names_its_law",
                    ),
                ],
            },
        ),
        row_level_security("exchange_withholding", using="false"),
    ]
