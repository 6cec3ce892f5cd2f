"""When an agency signs for an order, and what the customer says of it afterwards."""

import django.db.models.deletion
from django.db import migrations, models

from onedoor.kernel.scope import row_level_security

OF_A_CASE = "exists (select 1 from cases_case c where c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_disputes"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="sign_by",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="signed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="FollowUpCall",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="asked_after",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("agency", models.CharField(db_index=True, max_length=8)),
                ("reached", models.BooleanField()),
                ("contacted", models.BooleanField(null=True)),
                ("solved", models.BooleanField(null=True)),
                ("satisfied", models.BooleanField(null=True)),
                ("comment", models.TextField(blank=True, default="")),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                (
                    "sent_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("contacted", None),
                                ("reached", False),
                                ("satisfied", None),
                                ("sent_back", None),
                                ("solved", None),
                            ),
                            models.Q(
                                ("contacted__isnull", False),
                                ("reached", True),
                                ("satisfied__isnull", False),
                                ("solved__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_says_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_back", None), ("solved", False), _connector="OR"),
                        name="only_unsolved_is_sent_back",
                    ),
                ],
            },
        ),
        row_level_security("cases_followupcall", using=OF_A_CASE),
    ]
