"""Disposals by two, and holds that stop them."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_data_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("approved", "Being disposed of"),
                            ("refused", "Not approved"),
                            ("done", "Disposed of"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("as_of", models.DateTimeField()),
                ("counts", models.JSONField(default=dict)),
                ("gone", models.JSONField(default=dict)),
                ("proposed_by", models.UUIDField()),
                ("proposed_by_name", models.CharField(max_length=120)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(default="", max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="disposal_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("state",),
                        name="one_disposal_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("case", models.UUIDField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("placed_by", models.UUIDField()),
                ("placed_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("lifted_by", models.UUIDField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("customer", None)),
                            models.Q(("case", None), ("customer__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_on_a_customer_or_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("placed_at"))), name="hold_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_lifted_by_somebody",
                    ),
                ],
            },
        ),
        row_level_security("people_legalhold", using="onedoor_kind() = 'officer'"),
        row_level_security("people_disposal", using="onedoor_kind() = 'officer'"),
    ]
