"""Requests to partners to report what somebody needs now."""

from django.db import migrations, models

from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import row_level_security

EITHER_SIDE = """onedoor_kind() = 'citizen' and customer = onedoor_customer()
    or onedoor_kind() = 'partner' and partner = onedoor_partner()
    or onedoor_kind() = 'officer' and agency = onedoor_agency()"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_exchange")]

    operations = [
        migrations.CreateModel(
            name="ReportRequest",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("partner", models.CharField(max_length=32)),
                ("agency", models.CharField(max_length=8)),
                ("register", models.CharField(max_length=40)),
                ("attribute", models.CharField(max_length=40)),
                ("period", models.CharField(blank=True, default="", max_length=8)),
                ("service", models.CharField(max_length=40)),
                ("application", models.UUIDField(blank=True, null=True)),
                ("case", models.UUIDField(blank=True, null=True)),
                ("requested_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "customer", "register", "attribute", "period"),
                        name="one_request_a_value",
                    )
                ],
                "indexes": [models.Index(fields=["partner", "due_at"], name="requests_of_a_partner")],
            },
        ),
        row_level_security("exchange_reportrequest", using=EITHER_SIDE),
    ]
