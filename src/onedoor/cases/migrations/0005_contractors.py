"""Who works for a contractor, and which of their contacts were checked."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OF_THE_AGENCY = "onedoor_kind() = 'officer' and onedoor_agency() = agency"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_clocks"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactSample",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("interaction", models.UUIDField(unique=True)),
                ("contractor", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=8)),
                ("happened_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField()),
                ("right_answer", models.BooleanField(null=True)),
                ("right_routing", models.BooleanField(null=True)),
                ("courteous", models.BooleanField(null=True)),
                ("data_protected", models.BooleanField(null=True)),
                ("comment", models.TextField(blank=True, default="")),
                ("scored_by", models.UUIDField(null=True)),
                ("scored_by_name", models.CharField(blank=True, default="", max_length=120)),
                ("scored_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ContractorStaff",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("contractor", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=8)),
                ("account", models.UUIDField()),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="contactsample",
            index=models.Index(models.F("contractor"), models.F("happened_at"), name="sample_month"),
        ),
        migrations.AddConstraint(
            model_name="contactsample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("courteous__isnull", True),
                        ("data_protected__isnull", True),
                        ("right_answer__isnull", True),
                        ("right_routing__isnull", True),
                        ("scored_at__isnull", True),
                        ("scored_by__isnull", True),
                    ),
                    models.Q(
                        ("courteous__isnull", False),
                        ("data_protected__isnull", False),
                        ("right_answer__isnull", False),
                        ("right_routing__isnull", False),
                        ("scored_at__isnull", False),
                        ("scored_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sample_is_scored_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractorstaff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active_to__isnull", True)),
                fields=("account",),
                name="staff_of_one_contractor",
            ),
        ),
        row_level_security("cases_contactsample", using=OF_THE_AGENCY),
    ]
