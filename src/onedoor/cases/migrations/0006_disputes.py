"""Disputes of a dispatch, and orders that are answered as one."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OF_A_CASE = "exists (select 1 from cases_case c where c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_contractors"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="returns",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="case",
            name="same_as",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="others", to="cases.case"
            ),
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("state", models.CharField(max_length=8)),
                ("raised_by", models.UUIDField()),
                ("raised_by_name", models.CharField(max_length=120)),
                ("raised_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, default="")),
                ("decided_by_name", models.CharField(blank=True, default="", max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="disputes", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["raised_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("case",), name="one_dispute_is_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "open")),
                            models.Q(
                                ("decided_at__isnull", False), ("state__in", ["upheld", "refused", "over"])
                            ),
                            _connector="OR",
                        ),
                        name="dispute_state_has_time",
                    ),
                ],
            },
        ),
        row_level_security("cases_dispute", using=OF_A_CASE),
    ]
