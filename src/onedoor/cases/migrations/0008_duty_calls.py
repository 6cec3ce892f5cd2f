"""Where an officer on duty is rung, and each attempt to reach her."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OF_A_CASE = "exists (select 1 from cases_case c where c.id = case_id)"
OF_THE_AGENCY = "onedoor_kind() = 'officer' and agency = onedoor_agency()"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_asked_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyNumber",
            fields=[
                ("account", models.UUIDField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=8)),
                ("number", models.BinaryField()),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DutyCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("agency", models.CharField(max_length=8)),
                ("attempt", models.PositiveSmallIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("texted", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField(db_index=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_calls",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case",),
                        name="case_rings_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("account",),
                        name="officer_rung_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            models.Q(("state", "ringing"), _negated=True),
                            _connector="XOR",
                        ),
                        name="duty_call_ended_has_time",
                    ),
                ],
            },
        ),
        row_level_security("cases_dutynumber", using=OF_THE_AGENCY),
        row_level_security("cases_dutycall", using=OF_A_CASE),
    ]
