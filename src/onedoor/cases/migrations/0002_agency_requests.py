"""What one agency asks another, and how well it was answered."""

import django.db.models.deletion
from django.db import migrations, models

from onedoor.kernel.scope import row_level_security

# Whoever may see the case: the asking and the asked agency, and the house.
OF_A_CASE = "exists (select 1 from cases_case c where c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyRequest",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="request",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("asker", models.CharField(max_length=8)),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=120)),
                ("needed", models.TextField()),
                ("basis", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="CaseRating",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="rating",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("stars", models.SmallIntegerField()),
                ("comment", models.TextField(blank=True, default="")),
                ("rated_by", models.UUIDField()),
                ("rated_by_name", models.CharField(max_length=120)),
                ("rated_at", models.DateTimeField()),
                ("follow_up", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="rating_of_five"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stars__gte", 3),
                            models.Q(("follow_up__isnull", False), models.Q(("comment", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="poor_rating_is_followed_up",
                    ),
                ],
            },
        ),
        row_level_security("cases_agencyrequest", using=OF_A_CASE),
        row_level_security("cases_caserating", using=OF_A_CASE),
    ]
