"""Registers that are asked by calls, and what customers say where two sources differ."""

from typing import Any

from django.db import migrations, models

from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import row_level_security

STAFF = "onedoor_kind() = 'officer'"
HERS = """onedoor_kind() = 'citizen' and customer = onedoor_customer()
    or onedoor_kind() = 'officer' and agency = onedoor_agency()"""
WEIGHED = "onedoor_kind() = 'citizen' and customer = onedoor_customer() or onedoor_kind() = 'officer'"
ID: tuple[str, Any] = (
    "id",
    models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False),
)
KEY: list[tuple[str, Any]] = [
    ("customer", models.UUIDField()),
    ("register", models.CharField(max_length=40)),
    ("attribute", models.CharField(max_length=40)),
    ("period", models.CharField(blank=True, default="", max_length=8)),
]


def one(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=("customer", "register", "attribute", "period"), name=name)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_values_follow_a_merge")]

    operations = [
        migrations.CreateModel(
            name="RegisterCall",
            fields=[
                ID,
                ("register", models.CharField(max_length=40)),
                ("called_at", models.DateTimeField()),
                ("milliseconds", models.PositiveIntegerField()),
                ("failure", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["register", "-called_at", "-id"], name="calls_of_a_register")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterState",
            fields=[
                ("register", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("down_since", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Pull",
            fields=[
                ID,
                *KEY,
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("waits_since", models.DateTimeField(blank=True, null=True)),
                ("agency", models.CharField(max_length=8)),
                ("service", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=64)),
                ("application", models.UUIDField()),
                ("issue", models.CharField(max_length=20)),
            ],
            options={
                "constraints": [one("one_pull_a_value")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("waits_since__isnull", False)),
                        fields=["register", "waits_since"],
                        name="pulls_that_wait",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Weighing",
            fields=[
                ID,
                *KEY,
                ("believed", models.UUIDField()),
                ("holds", models.UUIDField()),
                ("said_at", models.DateTimeField()),
                ("said_by", models.UUIDField()),
                ("door", models.CharField(max_length=16)),
            ],
            options={"constraints": [one("one_weighing_a_value")]},
        ),
        row_level_security("exchange_registercall", using=STAFF),
        row_level_security("exchange_registerstate", using=STAFF),
        row_level_security("exchange_pull", using=HERS),
        row_level_security("exchange_weighing", using=WEIGHED),
    ]
