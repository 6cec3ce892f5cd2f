"""Keys of systems that act for an organisation, and counts of how often something was done lately."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

HOLDERS = "customer = onedoor_customer() or partner = onedoor_partner() or onedoor_kind() = 'officer'"


class Migration(migrations.Migration):
    dependencies = [("trust", "0004_links")]

    operations = [
        migrations.AddField("partnerkey", "customer", models.UUIDField(blank=True, null=True)),
        migrations.CreateModel(
            name="UseCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(max_length=64)),
                ("begins_at", models.DateTimeField()),
                ("uses", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["begins_at"], name="use_count_by_window")],
                "constraints": [
                    models.UniqueConstraint(fields=("what", "begins_at"), name="one_count_a_window")
                ],
            },
        ),
        row_level_security("trust_usecount", using="false"),
        row_level_security("trust_partnerkey", using=HOLDERS),
    ]
