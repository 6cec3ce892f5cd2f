"""What a law keeps secret for a time; breaches of data, and whom they affect."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_pulled_registers"),
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
        migrations.CreateModel(
            name="Breach",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("what", models.CharField(max_length=2000)),
                ("account", models.UUIDField(null=True)),
                ("account_name", models.CharField(default="", max_length=120)),
                ("agency", models.CharField(default="", max_length=8)),
                ("register", models.CharField(default="", max_length=40)),
                ("attribute", models.CharField(default="", max_length=40)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                ("opened_by", models.UUIDField()),
                ("opened_by_name", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("unknown", "Not assessed yet"),
                            ("none", "No risk for anybody is likely"),
                            ("risk", "A risk for the persons concerned"),
                            ("high", "A high risk for the persons concerned"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("assessed_at", models.DateTimeField(null=True)),
                ("notice", models.JSONField(default=dict)),
                ("drafted_by", models.UUIDField(null=True)),
                ("drafted_by_name", models.CharField(default="", max_length=120)),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_by_name", models.CharField(default="", max_length=120)),
                ("approved_at", models.DateTimeField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("measures", models.CharField(default="", max_length=2000)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="breach_notice_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gt", models.F("began_at"))), name="breach_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account__isnull", False),
                            models.Q(("agency", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="breach_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), models.Q(("measures", ""), _negated=True), _connector="OR"
                        ),
                        name="breach_closed_with_measures",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Affected",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("times", models.PositiveIntegerField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "breach",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="persons",
                        to="exchange.breach",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "customer"), name="affected_once_a_breach"),
                    models.CheckConstraint(
                        condition=models.Q(("breach__isnull", False)), name="affected_by_a_breach"
                    ),
                ],
            },
        ),
        row_level_security("exchange_breach", using="false"),
        row_level_security("exchange_affected", using="false"),
    ]
